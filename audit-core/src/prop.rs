//! Laws of records and files, and of the engine over time.

use std::fmt::Write as _;

use cupola_base::json::Json;
use cupola_base::{Place, Timestamp};
use proptest::prelude::*;

use crate::testing::{engine_law, file_law, record_law};
use crate::{Engine, Output, Snapshot, records_in};

/// A JSON value with the oddities that records must keep.
fn value() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        Just("\"true\"".to_owned()),
        Just("\"\"".to_owned()),
        Just("1.0".to_owned()),
        Just("9.82222E-5".to_owned()),
        Just("9007199254740993".to_owned()),
        Just(r#""\u00e9\/\"é""#.to_owned()),
        Just("\"2026-05-04T06:00:00Z\"".to_owned()),
        Just("\"AwsApiCall\"".to_owned()),
        Just("\"s3.amazonaws.com\"".to_owned()),
        Just("\"arn:aws:sts::1:assumed-role/R/s\"".to_owned()),
        Just("\"AssumedRole\"".to_owned()),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|items| format!("[ {}]", items.join(" ,"))),
            prop::collection::vec((key(), inner), 0..4).prop_map(|members| object(&members)),
        ]
    })
}

fn key() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "eventVersion",
        "eventTime",
        "eventName",
        "eventSource",
        "eventType",
        "eventID",
        "userIdentity",
        "type",
        "arn",
        "principalId",
        "sessionContext",
        "sessionIssuer",
        "attributes",
        "resources",
        "ARN",
        "ARNPrefix",
        "readOnly",
        "requestParameters",
        "responseElements",
        "additionalEventData",
        "tlsDetails",
        "eventCategory",
        "errorMessage",
        "detail",
        "Records",
        "Events",
        "CloudTrailEvent",
        "omitted",
        "event\\u0049D",
        "k",
        "",
    ])
}

fn object(members: &[(&str, String)]) -> String {
    let mut text = String::from("{");
    for (number, (key, value)) in members.iter().enumerate() {
        let comma = if number == 0 { "" } else { "," };
        write!(text, "{comma} \"{key}\" :{value}").unwrap();
    }
    text + "}"
}

pub(crate) fn record() -> impl Strategy<Value = String> {
    prop::collection::vec((key(), value()), 0..12).prop_map(|members| object(&members))
}

fn damaged(text: impl Strategy<Value = String>) -> impl Strategy<Value = Vec<u8>> {
    (text, any::<prop::sample::Index>(), any::<Option<u8>>()).prop_map(|(text, at, byte)| {
        let mut bytes = text.into_bytes();
        let at = at.index(bytes.len() + 1);
        match byte {
            Some(byte) => bytes.insert(at, byte),
            None => bytes.truncate(at),
        }
        bytes
    })
}

fn file() -> impl Strategy<Value = String> {
    let records = prop::collection::vec(record(), 0..4);
    (records, 0..4).prop_map(|(records, form)| match form {
        0 => format!("{{\"Records\":[{}]}}", records.join(",")),
        1 => format!("[{}\n]", records.join(",\n")),
        2 => records.join("\n"),
        _ => {
            let text = |record: &String| format!("{{\"CloudTrailEvent\":{}}}", Json::of(record.as_str()));
            format!("{{\"Events\":[{}]}}", records.iter().map(text).collect::<Vec<_>>().join(","))
        }
    })
}

/// An engine that has taken records with these many seconds between them, and what came out.
fn taken(gaps: &[i64], seconds: bool) -> (Engine, Vec<Output>) {
    let place = Place::parse("111122223333", "us-east-1").unwrap();
    let (mut engine, mut now, mut outputs) = (Engine::new(place, 7), Timestamp::EPOCH, Vec::new());
    for gap in gaps {
        (0..*gap).filter(|_| seconds).for_each(|second| engine.advance(now.plus_secs(second)));
        now = now.plus_secs(*gap);
        engine.record(now, sample(now)).unwrap();
        if seconds {
            outputs.extend(engine.drain());
        }
    }
    (engine, outputs)
}

fn sample(at: Timestamp) -> Json {
    let text = format!(r#"{{"eventTime":"{at}","eventSource":"iam.amazonaws.com","eventName":"CreateRole"}}"#);
    Json::parse(&text).unwrap()
}

proptest! {
    #[test]
    fn records_are_kept(text in record()) {
        record_law(text.as_bytes());
        engine_law(text.as_bytes());
    }

    #[test]
    fn damage_is_survived(bytes in damaged(record()), noise in prop::collection::vec(any::<u8>(), 0..64)) {
        record_law(&bytes);
        file_law(&bytes);
        file_law(&noise);
    }

    #[test]
    fn files_are_read_to_their_end(text in file(), bytes in damaged(file())) {
        file_law(text.as_bytes());
        file_law(&bytes);
    }

    /// A text of any form has as many items as records were put in, be they records or errors.
    #[test]
    fn no_record_is_lost(names in prop::collection::vec("[A-Z][a-z]{0,8}", 1..6), form in 0..4) {
        let records: Vec<String> = names.iter().map(|name| format!("{{\"eventName\":\"{name}\"}}")).collect();
        let text = match form {
            0 => format!("{{\"x\":{{}},\"Records\":[{}]}}", records.join(",")),
            1 => format!("[{}]", records.join(" , ")),
            2 => records.join("\r\n\n"),
            _ => records.iter().map(|record| format!("{{\"detail\":{record}}}\n")).collect(),
        };
        let found: Vec<String> = records_in(&text).map(|record| record.unwrap().event_name().unwrap().into_owned()).collect();
        prop_assert_eq!(found, names);
    }

    #[test]
    fn many_small_steps_are_one_long_one(gaps in prop::collection::vec(0i64..20, 0..12)) {
        let (mut long, _) = taken(&gaps, false);
        let (_, steps) = taken(&gaps, true);
        prop_assert_eq!(long.drain(), steps);
    }

    #[test]
    fn a_snapshot_changes_nothing(gaps in prop::collection::vec(0i64..20, 0..12), more in prop::collection::vec(0i64..20, 0..4)) {
        let (mut engine, _) = taken(&gaps, false);
        let text = serde_json::to_string(&engine.snapshot()).unwrap();
        let mut again = Engine::restore(serde_json::from_str::<Snapshot>(&text).unwrap()).unwrap();
        let mut now = engine.now().max(Timestamp::EPOCH);
        for gap in more {
            now = now.plus_secs(gap);
            engine.record(now, sample(now)).unwrap();
            again.record(now, sample(now)).unwrap();
        }
        prop_assert_eq!(engine.drain(), again.drain());
        prop_assert_eq!(serde_json::to_string(&engine.snapshot()).unwrap(), serde_json::to_string(&again.snapshot()).unwrap());
    }
}
