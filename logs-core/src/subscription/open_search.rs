//! What the function that streams a log group to `OpenSearch` sends there.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use cupola_base::json::{Kind, Runner};

use super::{MessageType, SubscriptionEvent, SubscriptionMessage};

impl SubscriptionMessage {
    /// The body of the bulk request by which the function of a subscription to `OpenSearch` indexes the events: for each
    /// a line with the action (index `cwl-YYYY.MM.DD` of the event's day in UTC, the event's id) and one with the document.
    /// `None` for a control message, which is not indexed.
    ///
    /// The document has the fields that the pattern names, numbers as numbers and JSON within a field once more under
    /// `$` and its name; without such fields, the members of the JSON object that the message ends with, if it does; and
    /// `@id`, `@timestamp`, `@message`, `@owner`, `@log_group`, `@log_stream`. Mapping types, which present `OpenSearch`
    /// does not know, are left out.
    ///
    /// ```
    /// use cupola_logs::{Engine, Output, Place, SubscriptionFilter, SubscriptionMessage, Timestamp};
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
    /// engine.create_log_group(now, "app")?;
    /// engine.create_log_stream(now, "app", "host-1")?;
    /// let function = "arn:aws:lambda:us-east-1:111122223333:function:LogsToOpenSearch_quay";
    /// engine.put_subscription_filter(now, "app", SubscriptionFilter::new("all", "[level, count]", function)?)?;
    /// engine.put_log_events(now, "app", "host-1", [(now, "WARN 7")])?;
    ///
    /// let bodies: Vec<String> = engine.drain().iter().filter_map(|output| match output {
    ///     Output::Delivery(delivery) => SubscriptionMessage::of_delivery(delivery).ok()?.to_open_search(),
    ///     _ => None,
    /// }).collect();
    /// assert!(bodies[0].starts_with(r#"{"index":{"_index":"cwl-2026.05.04","_id":""#));
    /// assert!(bodies[0].contains(r#"{"count":7,"level":"WARN","@id":""#));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Source
    /// CloudWatch Logs User Guide, "Streaming CloudWatch Logs data to Amazon OpenSearch Service".
    #[must_use]
    pub fn to_open_search(&self) -> Option<String> {
        if self.message_type == MessageType::Control {
            return None;
        }
        let mut body = String::new();
        for event in &self.log_events {
            let _ = writeln!(body, r#"{{"index":{{"_index":"{}","_id":{}}}}}"#, index(event), json(&event.id));
            body.push('{');
            self.document(event).iter().enumerate().for_each(|(place, (key, value))| {
                let comma = if place == 0 { "" } else { "," };
                let _ = write!(body, "{comma}{key}:{value}");
            });
            body.push_str("}\n");
        }
        Some(body)
    }

    /// The members of the document of an event: keys and values as JSON.
    fn document(&self, event: &SubscriptionEvent) -> Vec<(String, String)> {
        let own = [
            ("@id", &event.id),
            ("@timestamp", &event.timestamp.to_millis_text()),
            ("@message", &event.message),
            ("@owner", &self.owner),
            ("@log_group", &self.log_group),
            ("@log_stream", &self.log_stream),
        ]
        .map(|(name, value)| (json(name), json(value)));
        let mut members = event.extracted_fields.as_ref().map_or_else(
            || members(&event.message),
            |fields| fields.iter().filter(|(_, value)| !value.is_empty()).flat_map(field).collect(),
        );
        members.retain(|(key, _)| !own.iter().any(|(name, _)| name == key));
        members.extend(own);
        members
    }
}

fn index(event: &SubscriptionEvent) -> String {
    event.timestamp.format("cwl-%Y.%m.%d")
}

/// A field that the pattern names, and the JSON in it.
fn field((name, value): (&String, &String)) -> Vec<(String, String)> {
    if let Some(number) = number(value) {
        return vec![(json(name), number)];
    }
    let inner = object(value).map(|inner| (json(&format!("${name}")), inner.to_owned()));
    inner.into_iter().chain([(json(name), json(value))]).collect()
}

/// A text that is a number, as JSON writes it.
fn number(text: &str) -> Option<String> {
    let number: f64 = text.trim().parse().ok().filter(|number: &f64| number.is_finite())?;
    serde_json::from_str::<serde_json::Number>(text.trim())
        .map_or_else(|_| Some(number.to_string()), |_| Some(text.trim().to_owned()))
}

/// The JSON object that a text ends with, from its first brace on.
fn object(text: &str) -> Option<&str> {
    let object = text.get(text.find('{')?..)?;
    Runner::of_text(object).document().ok().map(|()| object.trim_end())
}

/// The members of the JSON object that a text ends with, the last of a name alone.
fn members(text: &str) -> Vec<(String, String)> {
    let Some(object) = object(text) else { return Vec::new() };
    let mut runner = Runner::of_text(object);
    let mut members: Vec<(String, String)> = Vec::new();
    let mut last: BTreeMap<String, usize> = BTreeMap::new();
    if runner.value() != Ok(Kind::Object) {
        return members;
    }
    while let Ok(Some(kind)) = runner.next_member() {
        let (key, start) = (json(&runner.key().unescape()), runner.span().start);
        if runner.pass(kind).is_err() {
            break;
        }
        let value = object.get(start..runner.span().end).unwrap_or_default().to_owned();
        last.insert(key.clone(), members.len());
        members.push((key, value));
    }
    let mut place = 0..;
    members.retain(|(name, _)| last.get(name).copied() == place.next());
    members
}

fn json(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use cupola_base::Timestamp;

    use super::*;

    fn message(text: &str, fields: Option<&[(&str, &str)]>) -> SubscriptionMessage {
        let fields = fields.map(|fields| -> BTreeMap<String, String> {
            fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
        });
        SubscriptionMessage {
            message_type: MessageType::Data,
            owner: "111122223333".into(),
            log_group: "app".into(),
            log_stream: "s".into(),
            subscription_filters: vec!["f".into()],
            log_events: vec![SubscriptionEvent {
                id: "7".into(),
                timestamp: Timestamp::parse("2026-05-04T23:59:59.5Z").unwrap(),
                message: text.into(),
                extracted_fields: fields,
            }],
        }
    }

    /// The document's line, up to the members that every one has.
    fn document(text: &str, fields: Option<&[(&str, &str)]>) -> String {
        let body = message(text, fields).to_open_search().unwrap();
        let lines: Vec<&str> = body.lines().collect();
        assert_eq!(lines[0], r#"{"index":{"_index":"cwl-2026.05.04","_id":"7"}}"#);
        let (own, common) = lines[1].split_once(r#""@id":"7","#).unwrap();
        let expected = serde_json::json!({"@timestamp": "2026-05-04T23:59:59.500Z", "@message": text,
            "@owner": "111122223333", "@log_group": "app", "@log_stream": "s"});
        assert_eq!(serde_json::from_str::<serde_json::Value>(&format!("{{{common}")).unwrap(), expected);
        own.to_owned()
    }

    #[test]
    fn fields_are_numbers_texts_and_json() {
        let fields = [("a", "-1.50"), ("b", ""), ("c", "x {\"n\": [1]}"), ("d", "007"), ("e", "1e400"), ("f", "{")];
        let expected = r#"{"a":-1.50,"$c":{"n": [1]},"c":"x {\"n\": [1]}","d":7,"e":"1e400","f":"{","#;
        assert_eq!(document("ignored {\"z\":1}", Some(&fields)), expected);
    }

    #[test]
    fn without_fields_the_object_at_the_end_is_taken() {
        assert_eq!(document("INFO {\"a\": 1.0, \"b\": {}, \"a\": 2, \"@owner\": 3} \n", None), r#"{"b":{},"a":2,"#);
        for plain in ["INFO", "INFO {\"a\":1} done", "{", "{\"a\":{\"b\"}"] {
            assert_eq!(document(plain, None), "{", "{plain}");
        }
    }

    #[test]
    fn control_messages_are_not_indexed() {
        assert_eq!(SubscriptionMessage::control(Timestamp::MIN, "x").to_open_search(), None);
    }
}
