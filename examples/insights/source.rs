//! Lines of files, as events.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

use cupola::Timestamp;
use cupola::logs::insights::Event;
use flate2::read::MultiGzDecoder;
use indicatif::{ProgressBar, ProgressStyle};

use crate::clock::time;

/// How many bytes of a line are read; a log service takes no more.
const MOST_BYTES: u64 = 1 << 20;

/// What there must be to read for a bar to be shown.
const LONG: u64 = 32 << 20;

/// The lines of several files as events, each in the stream that has the name of its file.
pub(crate) struct Lines {
    files: Vec<(String, Box<dyn BufRead>)>,
    bar: ProgressBar,
    /// The time of the line before.
    last: Timestamp,
}

impl Lines {
    /// Opens files; standard input where there are none.
    pub(crate) fn open(paths: &[PathBuf]) -> io::Result<Self> {
        let total = paths.iter().map(|path| path.metadata().map_or(0, |about| about.len())).sum();
        let bar = if total < LONG { ProgressBar::hidden() } else { ProgressBar::new(total) };
        let style = ProgressStyle::with_template("{wide_bar} {bytes}/{total_bytes} {eta}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        let mut files =
            paths.iter().rev().map(|path| Ok((name(path), file(path, &bar)?))).collect::<io::Result<Vec<_>>>()?;
        if files.is_empty() {
            files.push(("stdin".into(), unpacked(Box::new(BufReader::new(io::stdin())))?));
        }
        Ok(Self { files, bar, last: Timestamp::EPOCH })
    }

    pub(crate) fn of_text(text: &'static str) -> Self {
        let files: Vec<(String, Box<dyn BufRead>)> = vec![("lines".into(), Box::new(Cursor::new(text)))];
        Self { files, bar: ProgressBar::hidden(), last: Timestamp::EPOCH }
    }

    fn event(&mut self, line: &[u8]) -> Option<Event> {
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        let line = String::from_utf8_lossy(line.strip_suffix(b"\r").unwrap_or(line));
        self.last = time(&line).unwrap_or(self.last);
        let (stream, _) = self.files.last()?;
        (!line.is_empty()).then(|| Event::new(self.last, &*line).in_stream("files", stream.as_str()))
    }
}

impl Iterator for Lines {
    type Item = io::Result<Event>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (_, file) = self.files.last_mut()?;
            let mut line = Vec::with_capacity(256);
            match file.take(MOST_BYTES).read_until(b'\n', &mut line) {
                Err(error) => return Some(Err(error)),
                Ok(0) => drop(self.files.pop()),
                Ok(_) => match self.event(&line) {
                    Some(event) => return Some(Ok(event)),
                    None => continue,
                },
            }
        }
    }
}

impl Drop for Lines {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

fn file(path: &Path, bar: &ProgressBar) -> io::Result<Box<dyn BufRead>> {
    let named = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
    let file = bar.wrap_read(File::open(path).map_err(named)?);
    unpacked(Box::new(BufReader::with_capacity(1 << 16, file))).map_err(named)
}

/// What it holds, gzip or not.
fn unpacked(mut file: Box<dyn BufRead>) -> io::Result<Box<dyn BufRead>> {
    let is_gzip = file.fill_buf()?.starts_with(&[0x1f, 0x8b]);
    Ok(if is_gzip { Box::new(BufReader::new(MultiGzDecoder::new(file))) } else { file })
}
