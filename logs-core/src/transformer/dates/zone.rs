//! Time zones: names of the database, offsets, and the few short names that everybody knows.

use cupola_base::Timestamp;
use cupola_base::schedule::Zone;

use super::super::error::TransformerError;

/// A time zone, or a fixed offset in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TimeZone {
    Named(Zone),
    Fixed(i64),
}

/// Short names: the zone, what it is called in winter and in summer, and the offset in winter.
const SHORT: [(&str, &str, &str, i64); 7] = [
    ("America/New_York", "EST", "EDT", -5),
    ("America/Chicago", "CST", "CDT", -6),
    ("America/Denver", "MST", "MDT", -7),
    ("America/Los_Angeles", "PST", "PDT", -8),
    ("Europe/London", "GMT", "BST", 0),
    ("Europe/Berlin", "CET", "CEST", 1),
    ("Europe/Athens", "EET", "EEST", 2),
];

impl TimeZone {
    pub(super) const UTC: Self = Self::Fixed(0);

    pub(super) fn parse(name: &str) -> Result<Self, TransformerError> {
        Self::of(name).ok_or_else(|| TransformerError::Zone(name.into()))
    }

    /// A zone by any of its names.
    pub(super) fn of(name: &str) -> Option<Self> {
        if matches!(name, "Z" | "UTC" | "GMT") {
            return Some(Self::UTC);
        }
        let offset = name.strip_prefix("UTC").or_else(|| name.strip_prefix("GMT")).unwrap_or(name);
        let short = |(_, winter, summer, hours): &(&str, &str, &str, i64)| match name {
            _ if name == *winter => Some(Self::Fixed(hours * 3600)),
            _ if name == *summer => Some(Self::Fixed((hours + 1) * 3600)),
            _ => None,
        };
        self::offset(offset)
            .filter(|(_, rest)| rest.is_empty())
            .map(|(seconds, _)| Self::Fixed(seconds))
            .or_else(|| SHORT.iter().find_map(short))
            .or_else(|| Zone::parse(name).ok().map(Self::Named))
    }

    /// Milliseconds that the clock shows, counted as if it were UTC.
    pub(super) fn local(self, at: Timestamp) -> i64 {
        at.as_millis() + self.offset_at(at) * 1000
    }

    pub(super) fn offset_at(self, at: Timestamp) -> i64 {
        match self {
            Self::Fixed(seconds) => seconds,
            Self::Named(zone) => zone.offset_seconds(at),
        }
    }

    /// When the clock shows a time: the first instant where it does so twice; where it never does, with the
    /// offset before the change.
    pub(super) fn instant(self, local: i64) -> Timestamp {
        let by = |offset: i64| Timestamp::from_millis(local.saturating_sub(offset * 1000));
        let around = |hours: i64| self.offset_at(Timestamp::from_millis(local).plus_secs(hours * 3600));
        let (before, after) = (around(-26), around(26));
        let exact = [before, after].map(by).into_iter().filter(|at| self.local(*at) == local).min();
        exact.unwrap_or_else(|| by(before))
    }

    /// What it is called at an instant; without a name of its own, by its offset.
    pub(super) fn short_name(self, at: Timestamp) -> String {
        let offset = self.offset_at(at);
        let by_offset = || match offset {
            0 => "UTC".to_owned(),
            _ => format!("GMT{}", written(offset, true)),
        };
        let Self::Named(zone) = self else { return by_offset() };
        let known = SHORT.iter().find(|(name, ..)| *name == zone.name());
        match known {
            Some((_, winter, _, hours)) if hours * 3600 == offset => (*winter).to_owned(),
            Some((_, _, summer, hours)) if (hours + 1) * 3600 == offset => (*summer).to_owned(),
            _ => by_offset(),
        }
    }

    pub(super) fn name(self, at: Timestamp) -> String {
        match self {
            Self::Named(zone) => zone.name().to_owned(),
            Self::Fixed(_) => self.short_name(at),
        }
    }
}

/// An offset as text, such as `+0530` or `+05:30`.
pub(super) fn written(seconds: i64, colon: bool) -> String {
    let (sign, minutes) = (if seconds < 0 { '-' } else { '+' }, seconds.abs() / 60);
    let between = if colon { ":" } else { "" };
    format!("{sign}{:02}{between}{:02}", minutes / 60, minutes % 60)
}

/// Seconds of an offset at the start of a text such as `+5`, `-0530`, `+05:30`, and what follows.
pub(super) fn offset(text: &str) -> Option<(i64, &str)> {
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count().min(4);
    let (hours, minutes, end) = match digits {
        1 | 2 => match rest[digits..].strip_prefix(':').and_then(|minutes| minutes.get(..2)) {
            Some(minutes) if minutes.bytes().all(|byte| byte.is_ascii_digit()) => {
                (&rest[..digits], minutes, digits + 3)
            }
            _ => (&rest[..digits], "0", digits),
        },
        3 | 4 => (&rest[..digits - 2], &rest[digits - 2..digits], digits),
        _ => return None,
    };
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 18 && minutes < 60).then(|| (sign * (hours * 3600 + minutes * 60), &rest[end..]))
}
