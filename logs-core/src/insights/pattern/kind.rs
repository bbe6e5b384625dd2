//! What values look like.

use super::class::{DIGIT, HEX, classes};

/// What a value looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
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
    const ALL: [Self; 10] = [
        Self::Number,
        Self::Hex,
        Self::Ip,
        Self::Uuid,
        Self::Url,
        Self::Email,
        Self::Time,
        Self::Date,
        Self::Id,
        Self::Token,
    ];

    /// The first byte that stands for a kind; no text has it or a greater one.
    const FIRST: u8 = 0xf5;

    /// What stands for it in a shape: a byte that is in no text.
    pub(super) const fn byte(self) -> u8 {
        Self::FIRST + self as u8
    }

    /// The kind that a byte of a shape stands for.
    pub(super) fn of(byte: u8) -> Option<Self> {
        Self::ALL.get(usize::from(byte.checked_sub(Self::FIRST)?)).copied()
    }

    pub(super) const fn name(self) -> &'static str {
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

/// What a part of a word looks like that has digits, and else only hexadecimal digits, points, dashes and slashes.
pub(super) fn kind(part: &[u8]) -> Option<Kind> {
    Some(match classes(part) {
        DIGIT => Kind::Number,
        seen if seen == DIGIT | HEX && part.len() >= 8 => Kind::Hex,
        _ if is_number(part) => Kind::Number,
        _ if is_address(part) => Kind::Ip,
        _ if is_uuid(part) => Kind::Uuid,
        _ if is_date(part) => Kind::Date,
        _ => Kind::Id,
    })
}

/// What a part looks like that has other bytes too; `None` for plain ones.
pub(super) fn kind_of_others(part: &[u8]) -> Option<Kind> {
    let hex = |part: &[u8]| !part.is_empty() && part.iter().all(u8::is_ascii_hexdigit);
    if is_email(part) {
        Some(Kind::Email)
    } else if !part.iter().any(u8::is_ascii_digit) {
        None
    } else if part.starts_with(b"+") && is_number(part) {
        Some(Kind::Number)
    } else if part.strip_prefix(b"0x").is_some_and(hex) {
        Some(Kind::Hex)
    } else {
        Some(Kind::Id)
    }
}

/// How long the time of day at the start of a text is: `6:07:08.9`.
#[inline]
pub(super) fn time(text: &[u8]) -> Option<usize> {
    let digits = |text: &[u8]| text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let hours = match text {
        [_, b':', ..] => 1,
        [_, _, b':', ..] => 2,
        _ => return None,
    };
    let [b':', a, b, b':', seconds @ ..] = &text[hours..] else { return None };
    let is_time = digits(&text[..hours]) == hours && digits(&[*a, *b]) == 2 && digits(seconds) == 2;
    let fraction = is_time.then(|| seconds[2..].strip_prefix(b".").map_or(0, digits))?;
    Some(hours + 6 + if fraction > 0 { fraction + 1 } else { 0 })
}

fn is_plain(part: &[u8]) -> bool {
    !part.is_empty() && part.iter().all(u8::is_ascii_digit)
}

fn is_number(part: &[u8]) -> bool {
    let digits = part.strip_prefix(b"+").or_else(|| part.strip_prefix(b"-")).unwrap_or(part);
    match digits.iter().position(|byte| *byte == b'.') {
        Some(point) => is_plain(&digits[..point]) && is_plain(&digits[point + 1..]),
        None => is_plain(digits),
    }
}

fn is_address(part: &[u8]) -> bool {
    let part = part.strip_prefix(b"/").unwrap_or(part);
    let may_be = (7..=15).contains(&part.len()) && part[0].is_ascii_digit();
    may_be && std::str::from_utf8(part).is_ok_and(|part| part.parse::<std::net::Ipv4Addr>().is_ok())
}

fn is_uuid(part: &[u8]) -> bool {
    part.len() == 36
        && part.iter().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// `2026-05-04`, `4/5/2026`.
fn is_date(part: &[u8]) -> bool {
    let mut numbers = part.split(|byte| matches!(byte, b'-' | b'/'));
    let mut length = || numbers.next().filter(|number| number.iter().all(u8::is_ascii_digit)).map(<[u8]>::len);
    let lengths = [length(), length(), length(), length()];
    let is_over = lengths[3].is_none() && part.iter().filter(|byte| matches!(byte, b'-' | b'/')).count() == 2;
    is_over && matches!(lengths, [Some(4), Some(1..=2), Some(1..=2), _] | [Some(1..=2), Some(1..=2), Some(4), _])
}

fn is_email(part: &[u8]) -> bool {
    let Some(at) = memchr::memchr(b'@', part).filter(|at| *at > 0) else { return false };
    let host = &part[at + 1..];
    host.contains(&b'.') && !host.contains(&b'@') && !host.starts_with(b".") && !host.ends_with(b".")
}
