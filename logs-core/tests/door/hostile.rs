//! Whatever is asked, the door answers or refuses.

use cupola_logs::OPERATIONS;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::door::{Door, NOON, millis};

/// Values that some member takes, and that all others must bear.
fn value() -> impl Strategy<Value = Value> {
    let now = millis(NOON);
    let plain = prop::sample::select(vec![
        json!(null),
        json!(true),
        json!(""),
        json!("g"),
        json!("s"),
        json!("é:*"),
        json!("$.a"),
        json!("{ $.a = 1 }"),
        json!("arn:aws:logs:us-east-1:111122223333:log-group:g"),
        json!(["arn:aws:logs:us-east-1:111122223333:log-group:g"]),
        json!("LastEventTime"),
        json!(0),
        json!(1),
        json!(-1),
        json!(7.5),
        json!(1e300),
        json!(i64::MAX),
        json!(u64::MAX),
        json!(now),
        json!(["g"]),
        json!([{"timestamp": now, "message": "{\"a\":1}"}]),
        json!([{"timestamp": i64::MAX, "message": "x"}]),
        json!([{"metricName": "m", "metricNamespace": "n", "metricValue": "$.a", "dimensions": {"d": "$.a"}}]),
        json!([{"metricName": "m", "metricNamespace": "n", "metricValue": "1", "defaultValue": 0}]),
        json!({"a": "b"}),
        json!([[], {}, null]),
    ]);
    prop_oneof![9 => plain, 1 => "\\PC{0,12}".prop_map(Value::from)]
}

fn deed() -> impl Strategy<Value = (usize, Vec<Value>, u32)> {
    (0..OPERATIONS.len(), prop::collection::vec(value(), 11), any::<u32>())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn every_request_is_answered_or_refused(deeds in prop::collection::vec(deed(), 1..30), seconds in 0i64..200_000) {
        let mut door = Door::open();
        for (index, values, present) in deeds {
            let operation = &OPERATIONS[index];
            let members = operation.input.members().iter().zip(values).enumerate();
            let chosen = members.filter(|(place, (member, _))| member.required || present >> place & 1 == 1);
            let request: Map<_, _> = chosen.map(|(_, (member, value))| (member.name.to_owned(), value)).collect();
            if let Err(error) = door.call(operation.name, &request.into()) {
                prop_assert!(error.status == 400 && error.code.ends_with("Exception"), "{}", error);
            }
            door.now = door.now.plus_secs(seconds);
        }
        door.engine.advance(door.now.plus_secs(400_000));
        let text = serde_json::to_string(&door.engine.snapshot()).unwrap();
        prop_assert!(cupola_logs::Engine::restore(serde_json::from_str(&text).unwrap()).is_ok());
    }
}
