//! Fields that are found in messages.

mod columns;
mod lambda;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::event::Event;
use super::json;
use super::value::Value;

/// The fields of one message, in their order there.
pub(super) type Found = Arc<[Field]>;

/// A field of a message.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub(super) name: Arc<str>,
    pub(super) value: Value,
    /// Whether it is among the fields that the log group is known for: what goes through all fields knows no others.
    pub(super) is_listed: bool,
}

/// Looks for fields, and keeps to how many there may be.
///
/// A field that a query names is read wherever it stands. How many different ones a group may have bounds what
/// commands go through that name none, as `filldown` and `relevantfields`: which ones these are depends on the order
/// in which events are read, and the answer to a question about a named field should not. (The service tells only
/// that it does not discover further ones.)
#[derive(Debug)]
pub(super) struct Discovery {
    per_event: usize,
    per_group: usize,
    /// Names that have been found in each group.
    names: BTreeMap<Arc<str>, BTreeSet<Arc<str>>>,
}

impl Discovery {
    pub(super) fn new(per_event: usize, per_group: usize) -> Self {
        Self { per_event, per_group, names: BTreeMap::new() }
    }

    /// The event with the fields in its message.
    ///
    /// # Source
    /// CloudWatch Logs User Guide, "Supported logs and discovered fields".
    pub(super) fn look(&mut self, event: Event) -> Event {
        let fields = fields(event.message(), self.per_event);
        let fields = fields.into_iter().map(|(name, value)| {
            let is_listed = self.lists(event.log(), &name);
            Field { name, value, is_listed }
        });
        let fields = fields.collect();
        event.keep(fields)
    }

    /// Whether a field of a log group is one of the first that there may be.
    fn lists(&mut self, log: &str, name: &Arc<str>) -> bool {
        if !self.names.contains_key(log) {
            self.names.insert(log.into(), BTreeSet::new());
        }
        let Some(names) = self.names.get_mut(log) else { return false };
        names.contains(name) || (names.len() < self.per_group && names.insert(name.clone()))
    }
}

type Fields = Vec<(Arc<str>, Value)>;

/// The fields of a message: of JSON, Lambda, VPC flow and Route 53 lines, in this order.
pub(super) fn fields(message: &str, most: usize) -> Fields {
    let mut fields = of_json(message, most)
        .or_else(|| lambda::fields(message))
        .or_else(|| columns::vpc_flow(message))
        .or_else(|| columns::route_53(message))
        .unwrap_or_default();
    fields.truncate(most);
    fields
}

/// As [`fields`], as JSON; whole numbers are such.
pub(crate) fn discovered(message: &str, most: usize) -> Vec<(Arc<str>, serde_json::Value)> {
    fields(message, most).into_iter().map(|(name, value)| (name, scalar(&value))).collect()
}

#[expect(clippy::cast_possible_truncation, reason = "only whole numbers are cast, and the cast saturates")]
fn scalar(value: &Value) -> serde_json::Value {
    match value {
        Value::Null => serde_json::Value::Null,
        Value::Boolean(is) => (*is).into(),
        Value::Number(number) if number.fract() == 0.0 => (*number as i64).into(),
        Value::Number(number) => (*number).into(),
        other => other.to_string().into(),
    }
}

/// The field of this name in a message.
pub(super) fn field_of(message: &str, name: &str) -> Value {
    let found = fields(message, usize::MAX).into_iter().rev().find(|(known, _)| &**known == name);
    found.map_or(Value::Null, |(_, value)| value)
}

fn of_json(message: &str, most: usize) -> Option<Fields> {
    let trimmed = message.trim();
    let document = if trimmed.starts_with('{') { json::read(trimmed) } else { None };
    let document = document.or_else(|| json::embedded(message)).filter(|document| matches!(document, Value::Map(_)))?;
    let mut fields = Vec::new();
    flatten("", &document, most, &mut fields);
    Some(fields)
}

/// Members by their paths, with dots; those that begin with `@` get one more.
fn flatten(path: &str, value: &Value, most: usize, fields: &mut Fields) {
    let below = |name: &str| if path.is_empty() { shown(name) } else { format!("{path}.{name}") };
    match value {
        _ if fields.len() >= most => {}
        Value::Map(members) => members.iter().for_each(|(name, value)| flatten(&below(name), value, most, fields)),
        Value::List(items) => {
            items.iter().enumerate().for_each(|(at, item)| flatten(&below(&at.to_string()), item, most, fields));
        }
        Value::Null => {}
        scalar => fields.push((path.into(), scalar.clone())),
    }
}

fn shown(name: &str) -> String {
    if name.starts_with('@') { format!("@{name}") } else { name.to_owned() }
}

fn field(name: &str, value: Value) -> (Arc<str>, Value) {
    (name.into(), value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use cupola_base::Timestamp;

    fn shown(message: &str) -> String {
        let fields = fields(message, 200);
        fields.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn json_is_flattened() {
        let message = r#"{"a": 1, "b": {"c": [true, {"d": "x"}], "e": {}}, "@t": "y", "n": null}"#;
        assert_eq!(shown(message), "a=1 b.c.0=true b.c.1.d=x @@t=y");
        assert_eq!(shown("INFO task {\"ms\": 7} {\"no\": 1}"), "ms=7");
        assert_eq!(shown("[1, 2]"), "");
    }

    #[test]
    fn lambda_lines() {
        assert_eq!(shown("START RequestId: 1-a Version: 3"), "@requestId=1-a @type=START");
        let report = "REPORT RequestId: 1-a\tDuration: 1.23 ms\tBilled Duration: 2 ms\tMemory Size: 128 MB\tMax Memory \
                      Used: 64 MB\tInit Duration: 9.9 ms\t\nXRAY TraceId: 1-2\tSegmentId: 3f\tSampled: true";
        let fields = "@requestId=1-a @type=REPORT @duration=1.23 @billedDuration=2 @memorySize=128000000 \
                      @maxMemoryUsed=64000000 @initDuration=9.9 @xrayTraceId=1-2 @xraySegmentId=3f";
        assert_eq!(shown(report), fields);
    }

    #[test]
    fn lines_with_columns() {
        let flow = "2 111122223333 eni-1 10.0.0.1 - 443 49152 6 7 840 1777874400 1777874460 ACCEPT OK";
        assert!(
            shown(flow).starts_with("version=2 accountId=111122223333 interfaceId=eni-1 srcAddr=10.0.0.1 srcPort=443")
        );
        let query = "1.0 2026-05-04T08:16:02.130Z Z1 example.com A NOERROR UDP FRA6 192.168.1.1 -";
        assert!(
            shown(query)
                .ends_with("queryType=A responseCode=NOERROR protocol=UDP edgeLocation=FRA6 resolverIp=192.168.1.1")
        );
        assert_eq!(shown("just words"), "");
    }

    #[test]
    fn there_are_only_so_many_fields() {
        let mut discovery = Discovery::new(2, 3);
        let mut look = |message: &str| {
            let event = discovery.look(Event::new(Timestamp::EPOCH, message));
            event.found().unwrap().iter().filter(|field| field.is_listed).count()
        };
        assert_eq!(look(r#"{"a":1,"b":2,"c":3}"#), 2);
        assert_eq!((look(r#"{"c":1,"d":2}"#), look(r#"{"a":1,"e":2}"#)), (1, 1));
    }
}
