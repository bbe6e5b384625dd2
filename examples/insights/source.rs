//! Lines of files, as a source of events: read block by block each time they are asked for.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};

use cupola::Timestamp;
use cupola::logs::insights::{Event, EventSource, LineHome, Lines, RawLines, RunError, Source};
use flate2::read::MultiGzDecoder;
use indicatif::{ProgressBar, ProgressStyle};

use crate::clock::time;

/// How many bytes are read at once.
const BLOCK: usize = 1 << 20;

/// A line of more bytes is read as several.
const MOST_BYTES: usize = 64 << 20;

/// What there must be to read for a bar to be shown.
const LONG: u64 = 32 << 20;

type Take<'t> = &'t mut dyn FnMut(Lines<'_>) -> Result<(), RunError>;

/// What is asked about.
pub(crate) enum Logs {
    /// Files, plain or gzip; each is a stream of its own.
    Files(Vec<PathBuf>),
    /// A text that can be read once only, or that is our own.
    Text(Vec<u8>),
}

impl Logs {
    /// Files; without any, standard input, or some lines of our own where that is a terminal.
    pub(crate) fn open(paths: &[PathBuf], own: &str) -> io::Result<Self> {
        if !paths.is_empty() {
            return Ok(Self::Files(paths.to_vec()));
        }
        if io::stdin().is_terminal() {
            return Ok(Self::Text(own.into()));
        }
        let mut text = Vec::new();
        unpacked(Box::new(BufReader::new(io::stdin())))?.read_to_end(&mut text)?;
        Ok(Self::Text(text))
    }

    fn each(&self, take: &mut dyn FnMut(&str, &mut dyn BufRead) -> io::Result<()>) -> io::Result<()> {
        let bar = self.bar();
        match self {
            Self::Text(text) => take("lines", &mut unpacked(Box::new(Cursor::new(text)))?)?,
            Self::Files(paths) => {
                for path in paths {
                    let named = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
                    let mut file = open(path, &bar).map_err(named)?;
                    take(&name(path), &mut file).map_err(named)?;
                }
            }
        }
        bar.finish_and_clear();
        Ok(())
    }

    /// A bar on a terminal, where somebody has to wait.
    fn bar(&self) -> ProgressBar {
        let Self::Files(paths) = self else { return ProgressBar::hidden() };
        let total = paths.iter().map(|path| path.metadata().map_or(0, |about| about.len())).sum();
        let bar = if total < LONG { ProgressBar::hidden() } else { ProgressBar::new(total) };
        let style = ProgressStyle::with_template("{wide_bar} {bytes}/{total_bytes} {eta}");
        bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
    }
}

impl EventSource for Logs {
    fn events<'a>(
        &'a self,
        source: Option<&Source>,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Box<dyn Iterator<Item = Event> + 'a>, RunError> {
        let mut events = Vec::new();
        self.lines(source, from, until, &mut |lines| {
            events.extend(lines.iter().map(|line| line.to_event()));
            Ok(())
        })?;
        Ok(Box::new(events.into_iter()))
    }

    fn lines(
        &self,
        source: Option<&Source>,
        from: Timestamp,
        until: Timestamp,
        take: Take<'_>,
    ) -> Result<(), RunError> {
        let mut refused = None;
        // A line without a time has that of the line before.
        let last = AtomicI64::new(0);
        let at = |_: u64, line: &str| match time(line) {
            Some(at) => {
                last.store(at.as_millis(), Ordering::Relaxed);
                at
            }
            None => Timestamp::from_millis(last.load(Ordering::Relaxed)),
        };
        let read = self.each(&mut |name, file| {
            let home = LineHome::new("files", name);
            let mut number = 0;
            blocks(file, &mut |block| {
                let lines = RawLines::new(block).of(home.clone()).at(at).from_number(number);
                number += block.iter().filter(|byte| **byte == b'\n').count() as u64;
                lines.lines(source, from, until, take).map_err(|error| {
                    refused = Some(error);
                    io::Error::other("the query has ended")
                })
            })
        });
        match (read, refused) {
            (_, Some(error)) => Err(error),
            (read, None) => read.map_err(|error| RunError::Source(error.to_string())),
        }
    }
}

/// Whole lines, about a block at a time.
fn blocks(file: &mut dyn BufRead, take: &mut dyn FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
    let mut block = Vec::new();
    loop {
        let read = file.take(BLOCK as u64).read_to_end(&mut block)?;
        let end = block.iter().rposition(|byte| *byte == b'\n').map(|end| end + 1);
        match end {
            _ if read == 0 => return take(&block),
            Some(end) => {
                take(&block[..end])?;
                block.drain(..end);
            }
            None if block.len() >= MOST_BYTES => {
                take(&block)?;
                block.clear();
            }
            None => {}
        }
    }
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

fn open<'a>(path: &Path, bar: &ProgressBar) -> io::Result<Box<dyn BufRead + 'a>> {
    unpacked(Box::new(BufReader::with_capacity(1 << 16, bar.wrap_read(File::open(path)?))))
}

/// What it holds, gzip or not.
fn unpacked<'a>(mut file: Box<dyn BufRead + 'a>) -> io::Result<Box<dyn BufRead + 'a>> {
    let is_gzip = file.fill_buf()?.starts_with(&[0x1f, 0x8b]);
    Ok(if is_gzip { Box::new(BufReader::new(MultiGzDecoder::new(file))) } else { file })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_whole_whatever_the_blocks() {
        let long = "x".repeat(BLOCK + 7);
        let text = format!("a\n{long}\n\nlast");
        let mut all = Vec::new();
        blocks(&mut Cursor::new(&text), &mut |block| {
            all.extend(block.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).map(<[u8]>::len));
            Ok(())
        })
        .unwrap();
        assert_eq!(all, [1, BLOCK + 7, 4]);
    }
}
