//! Values.

use std::cmp::Ordering;
use std::sync::Arc;

use cupola_base::Timestamp;
use cupola_base::schedule::Zone;

use super::time;

/// A value of some type, which the query's plan knows. Cheap to copy.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Null,
    Truth(bool),
    Whole(i64),
    Real(f64),
    Text(Arc<str>),
    Instant(Timestamp),
    Zoned(Timestamp, Zone),
    /// Days since 1970-01-01.
    Day(i64),
    Interval {
        months: i64,
        millis: i64,
    },
    /// JSON as it stands.
    Json(Arc<str>),
    List(Arc<[Self]>),
    Map(Arc<[(Self, Self)]>),
    Row(Arc<[Self]>),
}

impl Value {
    pub(super) fn text(text: impl Into<Arc<str>>) -> Self {
        Self::Text(text.into())
    }

    pub(super) fn list(items: Vec<Self>) -> Self {
        Self::List(items.into())
    }

    pub(super) const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    pub(super) fn as_text(&self) -> &str {
        match self {
            Self::Text(text) | Self::Json(text) => text,
            _ => "",
        }
    }

    pub(super) fn as_arc(&self) -> Arc<str> {
        match self {
            Self::Text(text) | Self::Json(text) => Arc::clone(text),
            _ => "".into(),
        }
    }

    pub(super) const fn as_truth(&self) -> Option<bool> {
        if let Self::Truth(truth) = self { Some(*truth) } else { None }
    }

    pub(super) const fn as_whole(&self) -> i64 {
        if let Self::Whole(number) = self { *number } else { 0 }
    }

    #[expect(clippy::cast_precision_loss, reason = "a bigint as double is the nearest")]
    pub(super) const fn as_real(&self) -> f64 {
        match self {
            Self::Real(number) => *number,
            Self::Whole(number) => *number as f64,
            _ => 0.0,
        }
    }

    pub(super) fn as_instant(&self) -> Timestamp {
        match self {
            Self::Instant(at) | Self::Zoned(at, _) => *at,
            Self::Day(day) => time::of_day(*day),
            _ => Timestamp::EPOCH,
        }
    }

    pub(super) const fn zone(&self) -> Zone {
        if let Self::Zoned(_, zone) = self { *zone } else { Zone::UTC }
    }

    pub(super) fn items(&self) -> &[Self] {
        match self {
            Self::List(items) | Self::Row(items) => items,
            _ => &[],
        }
    }

    pub(super) fn entries(&self) -> &[(Self, Self)] {
        if let Self::Map(entries) = self { entries } else { &[] }
    }

    /// Bytes of memory, about; what stands in it several times counts as often.
    pub(super) fn bytes(&self) -> usize {
        let mut room = usize::MAX;
        self.fits(&mut room);
        usize::MAX - room
    }

    /// Takes its bytes from a room, and says whether there was enough of it: what is larger is not looked at further.
    pub(super) fn fits(&self, room: &mut usize) -> bool {
        let own = match self {
            Self::Text(text) | Self::Json(text) => text.len() + 16,
            Self::List(_) | Self::Row(_) | Self::Map(_) => 16,
            _ => 0,
        };
        let Some(left) = room.checked_sub(size_of::<Self>() + own) else { return false };
        *room = left;
        match self {
            Self::List(items) | Self::Row(items) => items.iter().all(|item| item.fits(room)),
            Self::Map(entries) => entries.iter().all(|(key, value)| key.fits(room) && value.fits(room)),
            _ => true,
        }
    }

    /// Steps for its length: one for each 64 bytes of a text, of a list's items, of a map's keys and values.
    pub(super) fn steps(&self) -> u64 {
        steps_of(self.bytes() - size_of::<Self>())
    }

    /// The order of two values of one type that are not null; nulls within them come last.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Null, Self::Null) => Ordering::Equal,
            (Self::Null, _) => Ordering::Greater,
            (_, Self::Null) => Ordering::Less,
            (Self::Truth(a), Self::Truth(b)) => a.cmp(b),
            (Self::Whole(a), Self::Whole(b)) | (Self::Day(a), Self::Day(b)) => a.cmp(b),
            (Self::Text(a), Self::Text(b)) | (Self::Json(a), Self::Json(b)) => a.cmp(b),
            (Self::Interval { months, millis }, Self::Interval { months: m, millis: n }) => {
                (months, millis).cmp(&(m, n))
            }
            (Self::List(a), Self::List(b)) | (Self::Row(a), Self::Row(b)) => order_of_lists(a, b),
            (Self::Map(a), Self::Map(b)) => {
                let flat = |entries: &[(Self, Self)]| {
                    let mut entries = entries.to_vec();
                    entries.sort_by(|(one, _), (two, _)| one.order(two));
                    entries.into_iter().flat_map(|(key, value)| [key, value]).collect::<Vec<_>>()
                };
                order_of_lists(&flat(a), &flat(b))
            }
            (Self::Instant(_) | Self::Zoned(..), Self::Instant(_) | Self::Zoned(..)) => {
                self.as_instant().cmp(&other.as_instant())
            }
            _ => order_of_numbers(self.as_real(), other.as_real()),
        }
    }

    /// Writes what tells the value apart from all others of its type; equal values write the same.
    pub(super) fn key(&self, out: &mut Vec<u8>) {
        match self {
            Self::Null => out.push(0),
            Self::Truth(truth) => out.extend([1, u8::from(*truth)]),
            Self::Whole(number) | Self::Day(number) => tagged(out, 2, &number.to_be_bytes()),
            Self::Real(number) => {
                let number = if number.is_nan() { f64::NAN } else { number + 0.0 };
                tagged(out, 3, &number.to_bits().to_be_bytes());
            }
            Self::Text(text) | Self::Json(text) => {
                tagged(out, 4, &text.len().to_be_bytes());
                out.extend(text.as_bytes());
            }
            Self::Instant(at) | Self::Zoned(at, _) => tagged(out, 5, &at.as_millis().to_be_bytes()),
            Self::Interval { months, millis } => {
                tagged(out, 6, &months.to_be_bytes());
                out.extend(millis.to_be_bytes());
            }
            Self::List(items) | Self::Row(items) => {
                tagged(out, 7, &items.len().to_be_bytes());
                items.iter().for_each(|item| item.key(out));
            }
            Self::Map(entries) => {
                tagged(out, 8, &entries.len().to_be_bytes());
                let mut each: Vec<Vec<u8>> = entries.iter().map(|(key, value)| key_of([key, value])).collect();
                each.sort_unstable();
                each.iter().for_each(|entry| out.extend(entry));
            }
        }
    }
}

/// One for each 64 bytes.
pub(super) fn steps_of(bytes: usize) -> u64 {
    u64::try_from(bytes / 64).unwrap_or(u64::MAX)
}

/// Of one key after another.
pub(super) fn key_of<'v>(values: impl IntoIterator<Item = &'v Value>) -> Vec<u8> {
    let mut key = Vec::new();
    values.into_iter().for_each(|value| value.key(&mut key));
    key
}

fn order_of_numbers(a: f64, b: f64) -> Ordering {
    // Not-a-number is the largest: the rule of Trino's ordering.
    a.partial_cmp(&b).unwrap_or_else(|| a.is_nan().cmp(&b.is_nan()))
}

fn order_of_lists(a: &[Value], b: &[Value]) -> Ordering {
    let different = a.iter().zip(b).map(|(a, b)| a.order(b)).find(|order| order.is_ne());
    different.unwrap_or_else(|| a.len().cmp(&b.len()))
}

fn tagged(out: &mut Vec<u8>, tag: u8, bytes: &[u8]) {
    out.push(tag);
    out.extend(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_equal_where_values_are() {
        let map = |entries: &[(&str, i64)]| {
            Value::Map(entries.iter().map(|(key, value)| (Value::text(*key), Value::Whole(*value))).collect())
        };
        assert_eq!(key_of([&map(&[("a", 1), ("b", 2)])]), key_of([&map(&[("b", 2), ("a", 1)])]));
        assert_eq!(key_of([&Value::Real(0.0)]), key_of([&Value::Real(-0.0)]));
        assert_ne!(key_of([&Value::text("ab"), &Value::text("c")]), key_of([&Value::text("a"), &Value::text("bc")]));
        assert_ne!(key_of([&Value::Null]), key_of([&Value::text("")]));
    }
}
