//! The part of a file that is being read, inflated where the file is gzip.

use std::io::{BufReader, Chain, Cursor, Read};

use flate2::bufread::GzDecoder;

use super::{FileError, GZIP};

/// The part of the text that is being read.
pub(super) struct Window<R: Read> {
    source: Source<R>,
    text: String,
    /// How much of the text was passed.
    at: usize,
    /// Bytes before the text.
    gone: usize,
    /// The beginning of a character whose end is still to be read.
    tail: Vec<u8>,
    /// Whether there is nothing behind the text.
    pub(super) is_whole: bool,
    largest: usize,
}

/// How much is read at once.
const PIECE: usize = 256 << 10;

impl<R: Read> Window<R> {
    pub(super) fn of(reader: R, largest: usize) -> Result<Self, FileError> {
        let (source, text, tail) = (Source::of(reader)?, String::new(), Vec::new());
        Ok(Self { source, text, at: 0, gone: 0, tail, is_whole: false, largest })
    }

    pub(super) fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) const fn offset(&self) -> usize {
        self.gone + self.at
    }

    pub(super) const fn pass(&mut self, length: usize) {
        self.at += length;
    }

    pub(super) fn skip_space(&mut self) -> Result<(), FileError> {
        loop {
            let rest = self.rest();
            let space = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
            let is_all = space == rest.len();
            self.at += space;
            if !is_all || self.is_whole {
                return Ok(());
            }
            self.fill()?;
        }
    }

    /// Reads a piece more, as large as what is there at least; what was passed is let go.
    pub(super) fn fill(&mut self) -> Result<(), FileError> {
        let mut bytes = std::mem::take(&mut self.text).into_bytes();
        bytes.drain(..self.at);
        self.gone += std::mem::take(&mut self.at);
        if bytes.len() > self.largest {
            return Err(FileError::RecordTooLarge(self.largest));
        }
        let wanted = PIECE.max(bytes.len());
        bytes.append(&mut self.tail);
        self.is_whole = self.source.read_on(&mut bytes, wanted)? < wanted;
        if !self.is_whole {
            self.tail = bytes.split_off(end_of_whole(&bytes));
        }
        self.text =
            String::from_utf8(bytes).map_err(|error| FileError::Utf8(self.gone + error.utf8_error().valid_up_to()))?;
        Ok(())
    }

    /// Checks that nothing is behind the stream, once it was read to its end.
    pub(super) fn close(self) -> Result<(), FileError> {
        if self.is_whole { self.source.close() } else { Ok(()) }
    }
}

/// How many bytes there are without the character at the end, if that goes on.
fn end_of_whole(bytes: &[u8]) -> usize {
    let last = bytes.iter().rev().take(4).position(|byte| byte & 0b1100_0000 != 0b1000_0000);
    let Some(last) = last.map(|back| bytes.len() - 1 - back) else { return bytes.len() };
    let length = match bytes[last] {
        0xc0..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xff => 4,
        _ => 1,
    };
    if last + length > bytes.len() { last } else { bytes.len() }
}

/// The first bytes, and those that follow.
type Whole<R> = Chain<Cursor<Vec<u8>>, R>;

enum Source<R: Read> {
    Plain(Whole<R>),
    Gzip(Box<GzDecoder<BufReader<Whole<R>>>>),
}

impl<R: Read> Source<R> {
    fn of(mut reader: R) -> Result<Self, FileError> {
        let mut head = vec![0; GZIP.len()];
        let read = read_full(&mut reader, &mut head).map_err(|error| FileError::Reader(error.to_string()))?;
        head.truncate(read);
        let is_gzip = head == GZIP;
        let whole = Cursor::new(head).chain(reader);
        Ok(if is_gzip { Self::Gzip(Box::new(GzDecoder::new(BufReader::new(whole)))) } else { Self::Plain(whole) })
    }

    /// Reads so many bytes more, fewer at the end only, and tells how many.
    fn read_on(&mut self, bytes: &mut Vec<u8>, wanted: usize) -> Result<usize, FileError> {
        let before = bytes.len();
        bytes.resize(before + wanted, 0);
        let room = &mut bytes[before..];
        let read = match self {
            Self::Plain(reader) => read_full(reader, room).map_err(|error| FileError::Reader(error.to_string())),
            Self::Gzip(reader) => read_full(reader, room).map_err(|error| FileError::Gzip(error.to_string())),
        }?;
        bytes.truncate(before + read);
        Ok(read)
    }

    fn close(self) -> Result<(), FileError> {
        let Self::Gzip(decoder) = self else { return Ok(()) };
        let mut more = [0];
        let read = decoder.into_inner().read(&mut more).map_err(|error| FileError::Reader(error.to_string()))?;
        if read == 0 { Ok(()) } else { Err(FileError::DataAfterEnd) }
    }
}

/// Reads until the buffer is full or there is nothing more.
fn read_full(reader: &mut impl Read, buffer: &mut [u8]) -> std::io::Result<usize> {
    let mut full = 0;
    while full < buffer.len() {
        match reader.read(&mut buffer[full..]) {
            Ok(0) => break,
            Ok(read) => full += read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(full)
}
