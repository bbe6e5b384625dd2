//! Words, with what looks like a value masked.

use std::fmt::Write as _;

/// What a value looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Number,
    Hex,
    Ip,
    Uuid,
    Url,
    Email,
    Time,
    Date,
    Id,
    /// Something else.
    Token,
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Self::Number => "Number",
            Self::Hex => "Hex",
            Self::Ip => "IP",
            Self::Uuid => "UUID",
            Self::Url => "URL",
            Self::Email => "Email",
            Self::Time => "Time",
            Self::Date => "Date",
            Self::Id => "ID",
            Self::Token => "Token",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Piece {
    Text(String),
    Value(Kind),
}

/// What stands between blanks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Word(Vec<Piece>);

impl Word {
    /// The branch of a tree that the word leads to: words with a value in them share one.
    pub(super) fn branch(&self) -> Self {
        let has_value = self.0.iter().any(|piece| matches!(piece, Piece::Value(_)));
        if has_value { Self(vec![Piece::Value(Kind::Token)]) } else { self.clone() }
    }

    pub(super) fn size(&self) -> u64 {
        self.0.iter().map(|piece| if let Piece::Text(text) = piece { 48 + text.len() as u64 } else { 32 }).sum()
    }
}

/// The words of a text, at most so many; the last has the rest.
pub(super) fn words(text: &str, most: usize) -> Vec<Word> {
    let mut words: Vec<Word> = text.split_whitespace().take(most).map(word).collect();
    if text.split_whitespace().nth(most).is_some() {
        words.push(Word(vec![Piece::Value(Kind::Token)]));
    }
    words
}

const DELIMITERS: &[char] = &[',', ';', ':', '=', '[', ']', '(', ')', '{', '}', '<', '>', '"', '\'', '|'];

fn word(text: &str) -> Word {
    let mut pieces = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (kind, length) = if rest.starts_with("http://") || rest.starts_with("https://") {
            (Some(Kind::Url), rest.len())
        } else if let Some(length) = time(rest) {
            (Some(Kind::Time), length)
        } else {
            let end = rest.find(DELIMITERS).unwrap_or(rest.len());
            (kind(&rest[..end]), end)
        };
        if let Some(kind) = kind {
            pieces.push(Piece::Value(kind));
        } else {
            push(&mut pieces, &rest[..length]);
        }
        rest = &rest[length..];
        let delimiters = rest.find(|c| !DELIMITERS.contains(&c)).unwrap_or(rest.len());
        push(&mut pieces, &rest[..delimiters]);
        rest = &rest[delimiters..];
    }
    Word(pieces)
}

fn push(pieces: &mut Vec<Piece>, text: &str) {
    match pieces.last_mut() {
        _ if text.is_empty() => {}
        Some(Piece::Text(last)) => last.push_str(text),
        _ => pieces.push(Piece::Text(text.to_owned())),
    }
}

/// How long the time of day at the start of a text is: `6:07:08.9`.
fn time(text: &str) -> Option<usize> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let hours = digits(text);
    let minutes = text.get(hours..)?.strip_prefix(':')?;
    let seconds = minutes.get(2..)?.strip_prefix(':')?;
    if !(1..=2).contains(&hours) || digits(minutes) != 2 || digits(seconds) != 2 {
        return None;
    }
    let fraction = seconds[2..].strip_prefix('.').map_or(0, digits);
    Some(hours + 6 + if fraction > 0 { fraction + 1 } else { 0 })
}

/// What a word looks like; `None` for plain words.
fn kind(text: &str) -> Option<Kind> {
    let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
    if is_email(text) {
        return Some(Kind::Email);
    }
    if !has_digit {
        return None;
    }
    let hex = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    Some(if is_number(text) {
        Kind::Number
    } else if text.strip_prefix('/').unwrap_or(text).parse::<std::net::Ipv4Addr>().is_ok() {
        Kind::Ip
    } else if is_uuid(text) {
        Kind::Uuid
    } else if text.strip_prefix("0x").is_some_and(hex) || (text.len() >= 8 && hex(text)) {
        Kind::Hex
    } else if is_date(text) {
        Kind::Date
    } else {
        Kind::Id
    })
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let plain = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    plain(whole) && plain(fraction)
}

fn is_uuid(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['-', '/']).collect();
    let plain = parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    plain
        && matches!(parts[..], [a, b, c] if matches!((a.len(), b.len(), c.len()), (4, 1..=2, 1..=2) | (1..=2, 1..=2, 4)))
}

fn is_email(text: &str) -> bool {
    let host = text.split_once('@').filter(|(user, _)| !user.is_empty()).map(|(_, host)| host);
    host.is_some_and(|host| host.contains('.') && !host.contains('@') && !host.starts_with('.') && !host.ends_with('.'))
}

/// The words of a group, with `<Name-N>` for values, counted from 1 from left to right.
pub(super) fn write(words: &[Option<Word>]) -> String {
    let (mut text, mut count) = (String::new(), 0);
    let mut value = |text: &mut String, kind: Kind| {
        count += 1;
        let _ = write!(text, "<{}-{count}>", kind.name());
    };
    for (index, word) in words.iter().enumerate() {
        text.push_str(if index == 0 { "" } else { " " });
        match word {
            None => value(&mut text, Kind::Token),
            Some(word) => word.0.iter().for_each(|piece| match piece {
                Piece::Text(part) => text.push_str(part),
                Piece::Value(kind) => value(&mut text, *kind),
            }),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_known_by_their_looks() {
        for (text, expected) in [
            ("-4.5", "<Number-1>"),
            ("blk_-38865049064139660", "<ID-1>"),
            ("rhost=10.0.0.1", "rhost=<IP-1>"),
            ("[2026-05-04", "[<Date-1>"),
            ("(uid=0)", "(uid=<Number-1>)"),
            ("0xff", "<Hex-1>"),
            ("ana@example.com,", "<Email-1>,"),
            ("see:https://x.y/z?a=1", "see:<URL-1>"),
            ("12:00:01.25]", "<Time-1>]"),
            ("123e4567-e89b-12d3-a456-426614174000", "<UUID-1>"),
            ("plain-word", "plain-word"),
            (":::", ":::"),
        ] {
            assert_eq!(write(&[Some(word(text))]), expected, "{text}");
        }
    }
}
