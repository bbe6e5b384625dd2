//! Raw lines from a file, one by one, and into one.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::Path;

/// The lines of a file. Each is held in memory alone, and no longer than a log service takes.
pub(crate) struct FileLines {
    file: BufReader<File>,
}

/// Bytes of a line that are kept: PutLogEvents takes 1,048,576 bytes with 26 for the event itself.
const MOST_BYTES: usize = 1_048_576 - 26;

impl FileLines {
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        Ok(Self { file: BufReader::with_capacity(1 << 16, File::open(path)?) })
    }

    /// Bytes of the file.
    pub(crate) fn len(&self) -> io::Result<u64> {
        Ok(self.file.get_ref().metadata()?.len())
    }

    /// Appends the bytes up to the next line feed, as far as there is room; false at the end.
    fn read_line(&mut self, line: &mut Vec<u8>) -> io::Result<bool> {
        let mut found = false;
        loop {
            let chunk = self.file.fill_buf()?;
            if chunk.is_empty() {
                return Ok(found);
            }
            found = true;
            let end = chunk.iter().position(|byte| *byte == b'\n');
            let text = &chunk[..end.unwrap_or(chunk.len())];
            line.extend_from_slice(&text[..text.len().min(MOST_BYTES - line.len())]);
            let used = end.map_or(chunk.len(), |end| end + 1);
            self.file.consume(used);
            if end.is_some() {
                return Ok(true);
            }
        }
    }
}

impl Iterator for FileLines {
    type Item = io::Result<String>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut line = Vec::with_capacity(128);
        match self.read_line(&mut line) {
            Ok(true) => Some(Ok(to_text(line))),
            Ok(false) => None,
            Err(error) => Some(Err(error)),
        }
    }
}

fn to_text(mut line: Vec<u8>) -> String {
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    String::from_utf8(line).unwrap_or_else(|error| lossy(error.as_bytes()))
}

/// Replaces what is not UTF-8; the replacement is longer than what it replaces, so it is cut again.
fn lossy(bytes: &[u8]) -> String {
    let mut text = String::from_utf8_lossy(bytes).into_owned();
    let end = (0..=MOST_BYTES.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    text.truncate(end.unwrap_or_default());
    text
}

/// Lines that are written into a file as they pass.
pub(crate) struct Saving<S> {
    lines: S,
    file: BufWriter<File>,
}

impl<S> Saving<S> {
    pub(crate) fn new(path: &Path, lines: S) -> io::Result<Self> {
        Ok(Self { lines, file: BufWriter::new(File::create(path)?) })
    }
}

impl<S: Iterator<Item = io::Result<String>>> Iterator for Saving<S> {
    type Item = io::Result<String>;

    fn next(&mut self) -> Option<Self::Item> {
        let Some(line) = self.lines.next() else {
            return self.file.flush().err().map(Err);
        };
        Some(line.and_then(|line| writeln!(self.file, "{line}").map(|()| line)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_whatever_their_bytes() {
        let path = std::env::temp_dir().join(format!("first_light_{}.log", std::process::id()));
        let long = vec![b'x'; MOST_BYTES + 5];
        std::fs::write(&path, [b"a\r\n\n\xffb\n".as_slice(), &long, b"\nlast"].concat()).unwrap();
        let lines: Vec<String> = FileLines::open(&path).unwrap().map(Result::unwrap).collect();
        std::fs::remove_file(&path).unwrap();
        assert_eq!(lines[..3], ["a", "", "\u{fffd}b"]);
        assert_eq!((lines[3].len(), lines[4].as_str(), lines.len()), (MOST_BYTES, "last", 5));
    }
}
