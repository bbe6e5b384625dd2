//! A record as filters and templates see it: what somebody sent is read where it is JSON.

use cupola_base::base64;
use cupola_base::json::Json;

use super::members::Members;
use super::{PipeRecord, SourceKind};

/// What a member with data holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// It is not there.
    Absent,
    /// A JSON object or list.
    Json,
    /// Any other text.
    Text,
    /// Bytes that are no UTF-8.
    Bytes,
}

/// A record for a filter.
pub(super) struct Judged {
    pub(super) json: Json,
    pub(super) forms: Vec<(&'static str, Form)>,
}

/// The record with its data as JSON where they are that, and else as they came: base64, or the text of a message; and
/// whether all of them are JSON.
///
/// # Source
/// EventBridge User Guide, "Amazon EventBridge Pipes input transformation", on implicit body data parsing.
pub(super) fn decoded(kind: SourceKind, record: &PipeRecord) -> (Json, bool) {
    let mut is_json = true;
    let json = rewritten(kind, record, |_, value| match read(kind, value) {
        Data::Json(json) => json,
        _ => {
            is_json = false;
            value.clone()
        }
    });
    (json, is_json)
}

/// The record for a filter: without what the service's reader added, texts of Kafka and brokers in plain.
///
/// # Source
/// EventBridge User Guide, "Event filtering in Amazon EventBridge Pipes": fields that cannot be used in patterns.
pub(super) fn judged(kind: SourceKind, record: &PipeRecord) -> Judged {
    let mut forms: Vec<(&'static str, Form)> = kind.data().iter().map(|name| (*name, Form::Absent)).collect();
    let json = rewritten(kind, record, |name, value| {
        let data = read(kind, value);
        if let Some((_, form)) = forms.iter_mut().find(|(found, _)| *found == name) {
            *form = data.form();
        }
        match data {
            Data::Json(json) => json,
            Data::Text(text) if kind != SourceKind::Kinesis => Json::of(&text),
            _ => value.clone(),
        }
    });
    let mut members = Members::of(&json);
    members.0.retain(|(name, _)| !added(kind).contains(&name.as_str()));
    Judged { json: members.json(), forms }
}

/// Members that the service's reader adds. A record of DynamoDB has most of them from its own API.
const fn added(kind: SourceKind) -> &'static [&'static str] {
    match kind {
        SourceKind::Sqs => &["eventSource", "eventSourceARN", "awsRegion"],
        SourceKind::Kinesis => {
            &["eventSource", "eventVersion", "eventID", "eventName", "invokeIdentityArn", "awsRegion", "eventSourceARN"]
        }
        SourceKind::DynamoDb => &["eventSourceARN", "invokeIdentityArn"],
        _ => &["eventSource", "eventSourceArn", "eventSourceKey", "bootstrapServers"],
    }
}

fn rewritten(kind: SourceKind, record: &PipeRecord, mut data: impl FnMut(&str, &Json) -> Json) -> Json {
    let mut members = Members::of(record.json());
    for (name, value) in members.0.iter_mut().filter(|(name, _)| kind.data().contains(&name.as_str())) {
        *value = data(name, value);
    }
    members.json()
}

enum Data {
    Json(Json),
    Text(String),
    Bytes,
}

impl Data {
    const fn form(&self) -> Form {
        match self {
            Self::Json(_) => Form::Json,
            Self::Text(_) => Form::Text,
            Self::Bytes => Form::Bytes,
        }
    }
}

/// Objects and lists count as JSON; a message `17` is a text.
fn read(kind: SourceKind, value: &Json) -> Data {
    let Ok(text) = value.read::<String>() else { return Data::Json(value.clone()) };
    let text = match kind.is_base64() {
        true => match base64::decode(&text).map(String::from_utf8) {
            Some(Ok(text)) => text,
            _ => return Data::Bytes,
        },
        false => text,
    };
    match Json::parse(&text) {
        Ok(json) if json.as_str().starts_with(['{', '[']) => Data::Json(json),
        _ => Data::Text(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sees(kind: SourceKind, record: &str) -> (String, String) {
        let record = PipeRecord::parse(record).unwrap();
        (decoded(kind, &record).0.to_string(), judged(kind, &record).json.to_string())
    }

    #[test]
    fn what_was_sent_is_read_where_it_is_json() {
        // base64 of {"a":1} and of the text abc.
        let (object, text) = ("eyJhIjoxfQ==", "YWJj");
        let table = [
            (
                SourceKind::Sqs,
                r#"{"body":"{\"a\":1}","awsRegion":"x"}"#.to_owned(),
                r#"{"body":{"a":1},"awsRegion":"x"}"#.to_owned(),
                r#"{"body":{"a":1}}"#.to_owned(),
            ),
            (SourceKind::Sqs, r#"{"body":"17"}"#.into(), r#"{"body":"17"}"#.into(), r#"{"body":"17"}"#.into()),
            (
                SourceKind::Kinesis,
                format!(r#"{{"data":"{object}","eventID":"i"}}"#),
                r#"{"data":{"a":1},"eventID":"i"}"#.into(),
                r#"{"data":{"a":1}}"#.into(),
            ),
            (
                SourceKind::Kinesis,
                format!(r#"{{"data":"{text}"}}"#),
                format!(r#"{{"data":"{text}"}}"#),
                format!(r#"{{"data":"{text}"}}"#),
            ),
            (
                SourceKind::Msk,
                format!(r#"{{"key":"{text}","value":"{object}"}}"#),
                format!(r#"{{"key":"{text}","value":{{"a":1}}}}"#),
                r#"{"key":"abc","value":{"a":1}}"#.into(),
            ),
            (
                SourceKind::DynamoDb,
                r#"{"eventName":"INSERT","dynamodb":{"Keys":{}}}"#.into(),
                r#"{"eventName":"INSERT","dynamodb":{"Keys":{}}}"#.into(),
                r#"{"eventName":"INSERT","dynamodb":{"Keys":{}}}"#.into(),
            ),
        ];
        for (kind, record, template, filter) in table {
            assert_eq!(sees(kind, &record), (template, filter), "{kind}: {record}");
        }
    }
}
