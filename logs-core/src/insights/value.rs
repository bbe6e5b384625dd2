//! What fields and expressions hold.

use std::fmt;
use std::sync::Arc;

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

/// A value; lists and maps are cheap to clone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Value {
    Null,
    Boolean(bool),
    Number(f64),
    Text(Arc<str>),
    /// Milliseconds since the epoch.
    Time(i64),
    List(Arc<[Self]>),
    /// In the order of the document.
    Map(Arc<[(Arc<str>, Self)]>),
}

impl Value {
    pub(crate) fn text(text: impl Into<Arc<str>>) -> Self {
        Self::Text(text.into())
    }

    /// 1 or 0.
    pub(crate) fn truth(truth: bool) -> Self {
        Self::Number(f64::from(u8::from(truth)))
    }

    /// A count of something.
    pub(crate) fn count(count: usize) -> Self {
        Self::Number(count_as_f64(count))
    }

    /// A number, or null where it is none.
    pub(crate) fn finite(number: f64) -> Self {
        if number.is_finite() { Self::Number(number) } else { Self::Null }
    }

    /// A list or a map, which count as null nearly everywhere.
    pub(crate) const fn is_container(&self) -> bool {
        matches!(self, Self::List(_) | Self::Map(_))
    }

    /// Whether there is nothing that a function could work on.
    pub(crate) const fn is_nothing(&self) -> bool {
        matches!(self, Self::Null | Self::List(_) | Self::Map(_))
    }

    /// What it holds in memory beside itself, about.
    pub(crate) fn size(&self) -> u64 {
        match self {
            Self::Text(text) => text.len() as u64,
            Self::List(items) => items.iter().map(|item| 24 + item.size()).sum(),
            Self::Map(members) => members.iter().map(|(name, value)| 48 + name.len() as u64 + value.size()).sum(),
            _ => 0,
        }
    }

    /// The value as a number: texts that are written as one count.
    pub(crate) fn as_number(&self) -> Option<f64> {
        self.view().as_number()
    }

    /// The value as a text; null, lists and maps have none.
    pub(crate) fn as_text(&self) -> Option<Arc<str>> {
        match self {
            Self::Text(text) => Some(text.clone()),
            _ if self.is_nothing() => None,
            other => Some(other.to_string().into()),
        }
    }

    /// Milliseconds since the epoch: of times, of numbers, and of texts that are one or the other.
    pub(crate) fn as_millis(&self) -> Option<i64> {
        self.view().as_millis()
    }

    /// Whether a filter lets the row pass; `None` where it is not known.
    pub(crate) fn as_truth(&self) -> Option<bool> {
        self.view().as_truth()
    }

    /// The part of a list or map that a path leads to.
    pub(crate) fn at(&self, path: &str) -> Option<Self> {
        match self {
            Self::Map(members) => {
                let whole = members.iter().rev().find(|(name, _)| &**name == path);
                whole.map(|(_, value)| value.clone()).or_else(|| {
                    members
                        .iter()
                        .rev()
                        .find_map(|(name, value)| value.at(path.strip_prefix(&**name)?.strip_prefix('.')?))
                })
            }
            Self::List(items) => {
                let (index, rest) = path.split_once('.').map_or((path, None), |(index, rest)| (index, Some(rest)));
                let item = items.get(index.parse::<usize>().ok()?)?;
                rest.map_or_else(|| Some(item.clone()), |rest| item.at(rest))
            }
            _ => None,
        }
    }
}

/// A value that is looked at where it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) enum View<'a> {
    Null,
    Boolean(bool),
    Number(f64),
    Text(&'a str),
    Time(i64),
    /// A list or a map.
    Container,
}

impl Value {
    pub(crate) fn view(&self) -> View<'_> {
        match self {
            Self::Null => View::Null,
            Self::Boolean(truth) => View::Boolean(*truth),
            Self::Number(number) => View::Number(*number),
            Self::Text(text) => View::Text(text),
            Self::Time(at) => View::Time(*at),
            Self::List(_) | Self::Map(_) => View::Container,
        }
    }
}

impl View<'_> {
    /// Whether there is nothing that a function could work on.
    pub(crate) const fn is_nothing(self) -> bool {
        matches!(self, Self::Null | Self::Container)
    }

    /// The value as a number: texts that are written as one count.
    pub(crate) fn as_number(self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(number),
            Self::Text(text) => number(text),
            Self::Time(at) => Some(millis_as_f64(at)),
            _ => None,
        }
    }

    /// Milliseconds since the epoch: of times, of numbers, and of texts that are one or the other.
    pub(crate) fn as_millis(self) -> Option<i64> {
        match self {
            Self::Time(at) => Some(at),
            Self::Text(text) => number(text).and_then(whole).or_else(|| written_time(text)),
            other => other.as_number().and_then(whole),
        }
    }

    /// Whether a filter lets the row pass; `None` where it is not known.
    pub(crate) fn as_truth(self) -> Option<bool> {
        match self {
            Self::Boolean(truth) => Some(truth),
            Self::Text(text) if text.eq_ignore_ascii_case("true") => Some(true),
            Self::Text(text) if text.eq_ignore_ascii_case("false") => Some(false),
            other => other.as_number().map(|number| number != 0.0),
        }
    }

    /// Does something with the value as a text; null, lists and maps have none.
    pub(crate) fn with_text<R>(self, use_it: impl FnOnce(&str) -> R) -> Option<R> {
        match self {
            Self::Text(text) => Some(use_it(text)),
            Self::Boolean(truth) => Some(use_it(if truth { "true" } else { "false" })),
            Self::Number(number) => Some(use_it(&Value::Number(number).to_string())),
            Self::Time(at) => Some(use_it(&Value::Time(at).to_string())),
            Self::Null | Self::Container => None,
        }
    }
}

/// A number as logs write it: no words, no signs of other number systems.
pub(crate) fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    if !plain || !text.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c)) {
        return None;
    }
    text.parse::<f64>().ok().filter(|number| number.is_finite())
}

/// `YYYY-MM-DD HH:MM:SS.mmm` in UTC, or what RFC 3339 allows.
pub(crate) fn written_time(text: &str) -> Option<i64> {
    if text.len() < 19 || !text.as_bytes()[0].is_ascii_digit() {
        return None;
    }
    let stamp = |text: &str| Timestamp::parse(text).ok().map(Timestamp::as_millis);
    stamp(text).or_else(|| stamp(&format!("{}Z", text.replacen(' ', "T", 1))))
}

#[expect(clippy::cast_possible_truncation, reason = "checked to be in range")]
pub(crate) fn whole(number: f64) -> Option<i64> {
    (number.abs() < 9.0e18).then_some(number as i64)
}

#[expect(clippy::cast_precision_loss, reason = "instants are far below 2^53")]
pub(crate) const fn millis_as_f64(at: i64) -> f64 {
    at as f64
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
pub(crate) const fn count_as_f64(count: usize) -> f64 {
    count as f64
}

/// As results show it.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => Ok(()),
            Self::Boolean(truth) => truth.fmt(f),
            Self::Number(number) => write!(f, "{}", number + 0.0),
            Self::Text(text) => f.write_str(text),
            Self::Time(at) => f.write_str(&Timestamp::from_millis(*at).format("%Y-%m-%d %H:%M:%S%.3f")),
            Self::List(_) | Self::Map(_) => super::json::write(self, f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_print_as_the_service_prints_them() {
        for (number, text) in [(7.0, "7"), (-0.0, "0"), (6.5, "6.5"), (1e21, "1000000000000000000000"), (0.1, "0.1")] {
            assert_eq!(Value::Number(number).to_string(), text);
        }
        assert_eq!(Value::Time(0).to_string(), "1970-01-01 00:00:00.000");
    }

    #[test]
    fn numbers_are_read_where_they_are_some() {
        for (text, expected) in [("12", Some(12.0)), ("-.5", Some(-0.5)), ("1e3", Some(1000.0)), (" 7 ", Some(7.0))] {
            assert_eq!(number(text), expected, "{text}");
        }
        for text in ["", "nan", "inf", "1x", "e", "-", "0x1", "1 2", "1e999"] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
