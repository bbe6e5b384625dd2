//! The shape of a text: its words, with what looks like a value masked.

use super::kind::{Kind, kind, time};

/// How many words of a text count; the rest is one.
const MOST_WORDS: usize = 256;

const DELIMITER: u8 = 1;
const BLANK: u8 = 2;
const DIGIT: u8 = 4;
const AT: u8 = 8;

/// What each byte is.
const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let (delimiters, mut index) = (b",;:=[](){}<>\"'|", 0);
    while index < delimiters.len() {
        classes[delimiters[index] as usize] = DELIMITER;
        index += 1;
    }
    let (blanks, mut index) = (b"\t\n\x0b\x0c\r ", 0);
    while index < blanks.len() {
        classes[blanks[index] as usize] = BLANK;
        index += 1;
    }
    let mut digit = b'0';
    while digit <= b'9' {
        classes[digit as usize] = DIGIT;
        digit += 1;
    }
    classes[b'@' as usize] = AT;
    classes
};

/// Writes the shape of a text: its words with one blank between them, where a value is one byte that stands in no
/// text. What has the same words and values of the same kinds has the same shape.
pub(super) fn write_shape(text: &str, shape: &mut Vec<u8>) {
    shape.clear();
    let count = if text.is_ascii() {
        words(text.as_bytes(), shape)
    } else {
        text.split_whitespace().fold(0, |before, word| before + one(word.as_bytes(), before, shape))
    };
    if count > MOST_WORDS {
        shape.extend([b' ', Kind::Token.byte()]);
    }
}

/// The words of a text of one byte a letter; answers how many there are, or that there are too many.
fn words(text: &[u8], shape: &mut Vec<u8>) -> usize {
    let (mut rest, mut count) = (text, 0);
    while let Some(start) = rest.iter().position(|byte| class(*byte) != BLANK) {
        count += 1;
        if count > MOST_WORDS {
            break;
        }
        if count > 1 {
            shape.push(b' ');
        }
        rest = word(&rest[start..], shape);
    }
    count
}

/// A word of any letters, unless so many stand before it that it does not count.
fn one(text: &[u8], before: usize, shape: &mut Vec<u8>) -> usize {
    if before < MOST_WORDS {
        if before > 0 {
            shape.push(b' ');
        }
        word(text, shape);
    }
    1
}

/// Writes the word that the text begins with; answers what follows it.
fn word<'t>(text: &'t [u8], shape: &mut Vec<u8>) -> &'t [u8] {
    let mut rest = text;
    loop {
        rest = part(rest, shape);
        let delimiters = rest.iter().position(|byte| class(*byte) != DELIMITER).unwrap_or(rest.len());
        shape.extend_from_slice(&rest[..delimiters]);
        rest = &rest[delimiters..];
        if rest.first().is_none_or(|byte| class(*byte) == BLANK) {
            return rest;
        }
    }
}

/// Writes what stands before the next delimiter, or the value that the text begins with.
fn part<'t>(text: &'t [u8], shape: &mut Vec<u8>) -> &'t [u8] {
    match text.first().map(|first| (*first, class(*first))) {
        Some((b'h', _)) if text.starts_with(b"http://") || text.starts_with(b"https://") => {
            shape.push(Kind::Url.byte());
            let end = text.iter().position(|byte| class(*byte) == BLANK).unwrap_or(text.len());
            return &text[end..];
        }
        Some((_, DIGIT)) => {
            if let Some(length) = time(text) {
                shape.push(Kind::Time.byte());
                return &text[length..];
            }
        }
        _ => {}
    }
    let (end, seen) = extent(text);
    let (part, rest) = text.split_at(end);
    match if seen & (DIGIT | AT) == 0 { None } else { kind(part) } {
        Some(kind) => shape.push(kind.byte()),
        None => shape.extend_from_slice(part),
    }
    rest
}

/// Where the next delimiter or blank stands, and what stands before it.
fn extent(text: &[u8]) -> (usize, u8) {
    let mut seen = 0;
    for (index, byte) in text.iter().enumerate() {
        let class = class(*byte);
        if class & (DELIMITER | BLANK) != 0 {
            return (index, seen);
        }
        seen |= class;
    }
    (text.len(), seen)
}

fn class(byte: u8) -> u8 {
    CLASSES[usize::from(byte)]
}
