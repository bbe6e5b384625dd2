//! Values as results show them.

use std::fmt::Write as _;

use super::kind::LakeType;
use super::time;
use super::value::Value;

impl Value {
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
    fn structures_are_shown_with_their_names() {
        let kind = LakeType::parse("row(type varchar, tags map(varchar, array(bigint)))").unwrap();
        let tags = Value::Map([(Value::text("k"), Value::list(vec![Value::Whole(1), Value::Null]))].into());
        let row = Value::Row([Value::text("Root"), tags].into());
        assert_eq!(row.shown(&kind).unwrap(), "{type=Root, tags={k=[1, null]}}");
        assert_eq!(Value::Null.shown(&kind), None);
    }
}
