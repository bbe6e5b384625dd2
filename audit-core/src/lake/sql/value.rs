//! Values.

use std::cmp::Ordering;
use std::fmt::Write as _;
use std::sync::Arc;

use cupola_base::Timestamp;
use cupola_base::schedule::Zone;

use super::kind::LakeType;
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

    /// Bytes of memory, about.
    pub(super) fn bytes(&self) -> usize {
        let more = match self {
            Self::Text(text) | Self::Json(text) => text.len() + 16,
            Self::List(items) | Self::Row(items) => items.iter().map(Self::bytes).sum::<usize>() + 16,
            Self::Map(entries) => entries.iter().map(|(key, value)| key.bytes() + value.bytes()).sum::<usize>() + 16,
            _ => 0,
        };
        size_of::<Self>() + more
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

    /// As results show it; `None` for null. Structures and maps as `{name=value, ...}`, lists as `[a, b]`, which is
    /// how Athena shows them.
    pub(super) fn shown(&self, kind: &LakeType) -> Option<String> {
        if self.is_null() {
            return None;
        }
        let mut text = String::new();
        self.show(kind, &mut text);
        Some(text)
    }

    fn show(&self, kind: &LakeType, out: &mut String) {
        let _ = match self {
            Self::Null => write!(out, "null"),
            Self::Truth(truth) => write!(out, "{truth}"),
            Self::Whole(number) => write!(out, "{number}"),
            Self::Real(number) => write!(out, "{}", real_text(*number)),
            Self::Text(text) | Self::Json(text) => write!(out, "{text}"),
            Self::Instant(at) => write!(out, "{}", time::instant_text(*at)),
            Self::Zoned(at, zone) => write!(out, "{}", time::zoned_text(*at, *zone)),
            Self::Day(day) => write!(out, "{}", time::day_text(*day)),
            Self::Interval { months, millis } => write!(out, "{}", time::interval_text(*months, *millis)),
            Self::List(items) => {
                let item_kind = if let LakeType::Array(item) = kind { item } else { &LakeType::Unknown };
                out.push('[');
                separated(out, items.iter(), |out, item| item.show(item_kind, out));
                write!(out, "]")
            }
            Self::Map(entries) => {
                let unknown = LakeType::Unknown;
                let (keys, values) =
                    if let LakeType::Map(key, value) = kind { (&**key, &**value) } else { (&unknown, &unknown) };
                out.push('{');
                separated(out, entries.iter(), |out, (key, value)| {
                    key.show(keys, out);
                    out.push('=');
                    value.show(values, out);
                });
                write!(out, "}}")
            }
            Self::Row(items) => {
                let fields = if let LakeType::Row(fields) = kind { &fields[..] } else { &[] };
                out.push('{');
                separated(out, items.iter().enumerate(), |out, (at, item)| {
                    let unnamed = (format!("field{at}"), LakeType::Unknown);
                    let (name, kind) = fields.get(at).unwrap_or(&unnamed);
                    let _ = if name.is_empty() { write!(out, "field{at}=") } else { write!(out, "{name}=") };
                    item.show(kind, out);
                });
                write!(out, "}}")
            }
        };
    }
}

/// Of one key after another.
pub(super) fn key_of<'v>(values: impl IntoIterator<Item = &'v Value>) -> Vec<u8> {
    let mut key = Vec::new();
    values.into_iter().for_each(|value| value.key(&mut key));
    key
}

/// Shortest text that reads as the number, with a point: `1.0`, `1.0E10`.
pub(super) fn real_text(number: f64) -> String {
    if number.is_nan() {
        return "NaN".into();
    }
    if number.is_infinite() {
        return if number > 0.0 { "Infinity".into() } else { "-Infinity".into() };
    }
    let size = number.abs();
    if number == 0.0 || (1e-3..1e7).contains(&size) {
        return format!("{number:?}");
    }
    let text = format!("{number:E}");
    let (digits, power) = text.split_once('E').unwrap_or((&text, "0"));
    let point = if digits.contains('.') { "" } else { ".0" };
    format!("{digits}{point}E{power}")
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

fn separated<T>(out: &mut String, items: impl Iterator<Item = T>, mut show: impl FnMut(&mut String, T)) {
    for (at, item) in items.enumerate() {
        if at > 0 {
            out.push_str(", ");
        }
        show(out, item);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_java_does() {
        for (number, text) in [
            (1.0, "1.0"),
            (0.1, "0.1"),
            (1e7, "1.0E7"),
            (123_456_789.5, "1.234567895E8"),
            (0.0001, "1.0E-4"),
            (-2.5, "-2.5"),
            (0.0, "0.0"),
            (f64::NAN, "NaN"),
            (f64::NEG_INFINITY, "-Infinity"),
        ] {
            assert_eq!(real_text(number), text);
        }
    }

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

    #[test]
    fn structures_are_shown_with_their_names() {
        let kind = LakeType::parse("row(type varchar, tags map(varchar, array(bigint)))").unwrap();
        let tags = Value::Map([(Value::text("k"), Value::list(vec![Value::Whole(1), Value::Null]))].into());
        let row = Value::Row([Value::text("Root"), tags].into());
        assert_eq!(row.shown(&kind).unwrap(), "{type=Root, tags={k=[1, null]}}");
        assert_eq!(Value::Null.shown(&kind), None);
    }
}
