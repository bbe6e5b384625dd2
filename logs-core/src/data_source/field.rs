//! Fields of events and their types.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::insights::discovered;

/// A field of the events of a data source.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DataSourceField {
    /// The name.
    pub name: String,
    /// What its values are.
    pub field_type: LogFieldType,
}

/// What the values of a field are.
///
/// # Source
/// CloudWatch Logs API Reference, LogFieldType. It does not tell the names of types; ours are those of tables of logs.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LogFieldType {
    /// Texts, or values of several types.
    Text,
    /// Whole numbers.
    Long,
    /// Numbers.
    Double,
    /// True and false.
    Boolean,
    /// Lists of values of a type; none when all were empty.
    Array(Option<Box<Self>>),
    /// Fields of their own, by name.
    Struct(Vec<DataSourceField>),
}

impl LogFieldType {
    /// As the API tells it: `string`, `long`, `double`, `boolean`, `array`, `struct`.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Text => "string",
            Self::Long => "long",
            Self::Double => "double",
            Self::Boolean => "boolean",
            Self::Array(_) => "array",
            Self::Struct(_) => "struct",
        }
    }
}

/// The types of fields, as more and more events are looked at.
pub(super) struct Schema {
    fields: Fields,
    /// How many further names there may be.
    room: usize,
}

type Fields = BTreeMap<String, Kind>;

/// A type that may still become another; nothing as long as only nulls were seen.
#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Nothing,
    Text,
    Long,
    Double,
    Boolean,
    Array(Box<Self>),
    Struct(Fields),
}

impl Schema {
    /// Of at most so many names, those of fields within fields included.
    pub(super) const fn new(most: usize) -> Self {
        Self { fields: BTreeMap::new(), room: most }
    }

    /// Looks at an event: its members if it is JSON, else the fields that queries find in it.
    pub(super) fn look(&mut self, message: &str, most: usize) {
        match serde_json::from_str(message) {
            Ok(Value::Object(members)) => members.iter().for_each(|(name, value)| self.see(name, value)),
            _ => discovered(message, most).iter().for_each(|(name, value)| self.see(name, value)),
        }
    }

    fn see(&mut self, name: &str, value: &Value) {
        put(&mut self.fields, name, value, &mut self.room);
    }

    /// The fields by name; those that were never anything but null are left out.
    pub(super) fn fields(self) -> Vec<DataSourceField> {
        listed(self.fields)
    }
}

/// Notes the value of a field. Names of more than 256 characters are none.
fn put(fields: &mut Fields, name: &str, value: &Value, room: &mut usize) {
    if let Some(kind) = fields.get_mut(name) {
        return kind.meet(value, room);
    }
    if *room == 0 || name.is_empty() || name.chars().count() > LONGEST {
        return;
    }
    *room -= 1;
    let mut kind = Kind::Nothing;
    kind.meet(value, room);
    fields.insert(name.to_owned(), kind);
}

const LONGEST: usize = 256;

impl Kind {
    /// Becomes what this value is as well.
    fn meet(&mut self, value: &Value, room: &mut usize) {
        let scalar = match (value, &mut *self) {
            (Value::Null, _) => return,
            (Value::Array(items), Self::Array(kind)) => return items.iter().for_each(|item| kind.meet(item, room)),
            (Value::Object(members), Self::Struct(fields)) => {
                return members.iter().for_each(|(name, value)| put(fields, name, value, room));
            }
            (Value::Array(_), Self::Nothing) => {
                return self.become_and_meet(Self::Array(Box::new(Self::Nothing)), value, room);
            }
            (Value::Object(_), Self::Nothing) => return self.become_and_meet(Self::Struct(Fields::new()), value, room),
            (Value::Array(_) | Value::Object(_) | Value::String(_), _) => Self::Text,
            (Value::Bool(_), _) => Self::Boolean,
            (Value::Number(number), _) if number.is_f64() => Self::Double,
            (Value::Number(_), _) => Self::Long,
        };
        *self = match (&*self, scalar) {
            (Self::Nothing, scalar) => scalar,
            (Self::Long, Self::Double) | (Self::Double, Self::Long) => Self::Double,
            (old, scalar) if *old == scalar => scalar,
            _ => Self::Text,
        };
    }

    fn become_and_meet(&mut self, kind: Self, value: &Value, room: &mut usize) {
        *self = kind;
        self.meet(value, room);
    }

    fn into_type(self) -> Option<LogFieldType> {
        Some(match self {
            Self::Nothing => return None,
            Self::Text => LogFieldType::Text,
            Self::Long => LogFieldType::Long,
            Self::Double => LogFieldType::Double,
            Self::Boolean => LogFieldType::Boolean,
            Self::Array(kind) => LogFieldType::Array(kind.into_type().map(Box::new)),
            Self::Struct(fields) => LogFieldType::Struct(listed(fields)),
        })
    }
}

fn listed(fields: Fields) -> Vec<DataSourceField> {
    let typed = |(name, kind): (String, Kind)| Some(DataSourceField { name, field_type: kind.into_type()? });
    fields.into_iter().filter_map(typed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(fields: &[DataSourceField]) -> String {
        fields.iter().map(|field| format!("{}:{}", field.name, kind(&field.field_type))).collect::<Vec<_>>().join(" ")
    }

    fn kind(of: &LogFieldType) -> String {
        match of {
            LogFieldType::Array(of) => format!("[{}]", of.as_ref().map_or_else(String::new, |of| kind(of))),
            LogFieldType::Struct(fields) => format!("{{{}}}", shown(fields)),
            other => other.as_str().into(),
        }
    }

    fn of(messages: &[&str], most: usize) -> String {
        let mut schema = Schema::new(most);
        messages.iter().for_each(|message| schema.look(message, most));
        shown(&schema.fields())
    }

    #[test]
    fn types_meet() {
        for (messages, expected) in [
            (&[r#"{"b": 1, "a": "x", "c": true, "d": 1.5, "e": null}"#][..], "a:string b:long c:boolean d:double"),
            (&[r#"{"a": 1}"#, r#"{"a": 2.5}"#, r#"{"a": 3}"#], "a:double"),
            (&[r#"{"a": null}"#, r#"{"a": 1}"#, r#"{"a": null}"#], "a:long"),
            (&[r#"{"a": 1}"#, r#"{"a": "x"}"#], "a:string"),
            (&[r#"{"a": true}"#, r#"{"a": 1}"#], "a:string"),
            (&[r#"{"a": [1, 2.5], "b": [], "c": [{"x": 1}, {"y": "z"}]}"#], "a:[double] b:[] c:[{x:long y:string}]"),
            (&[r#"{"a": {"x": 1}}"#, r#"{"a": {"y": [1]}}"#], "a:{x:long y:[long]}"),
            (&[r#"{"a": {"x": 1}}"#, r#"{"a": [1]}"#], "a:string"),
            (&[r#"{"a": "x"}"#, r#"{"a": [1]}"#], "a:string"),
            (&["just words", "[1]"], ""),
        ] {
            assert_eq!(of(messages, 100), expected, "{messages:?}");
        }
    }

    #[test]
    fn lines_have_the_fields_that_queries_find() {
        let flow = "2 111122223333 eni-1 10.0.0.1 - 443 49152 6 7 840 1777874400 1777874460 ACCEPT OK";
        let found = of(&[flow], 100);
        assert!(found.contains("action:string") && found.contains("bytes:long"), "{found}");
        assert_eq!(of(&["INFO task {\"ms\": 7.5}"], 100), "ms:double");
    }

    #[test]
    fn there_are_only_so_many() {
        assert_eq!(of(&[r#"{"a": {"b": 1, "c": 2}, "d": 3}"#], 2), "a:{b:long}");
        let long = format!("{{\"{}\": 1, \"a\": 1}}", "x".repeat(257));
        assert_eq!(of(&[&long], 10), "a:long");
    }
}
