//! Schemas hold their laws, whatever the events.

use super::schema;
use crate::schema::Inference;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

const NAMES: &[&str] = &[
    "source",
    "detail-type",
    "detail",
    "a",
    "A",
    "a-b",
    "state",
    "State",
    "item",
    "list",
    "AWSEvent",
    "Event",
    "",
    "1st",
    "type",
    "größe",
    "resources",
];

fn scalar() -> impl Strategy<Value = Value> {
    let texts = select(&["", "x", "2026-05-04T06:00:00Z", "2026-05-04", "my.quay"][..]).prop_map(|text| json!(text));
    let numbers = prop_oneof![
        any::<i64>().prop_map(|n| json!(n)),
        any::<u64>().prop_map(|n| json!(n)),
        (-4.0..4.0).prop_map(|n: f64| json!(n))
    ];
    prop_oneof![Just(Value::Null), any::<bool>().prop_map(Value::Bool), texts, numbers]
}

fn object(value: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    prop::collection::vec((select(NAMES), value), 0..5)
        .prop_map(|members| Value::Object(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()))
}

fn value() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(4, 24, 5, |value| {
        prop_oneof![prop::collection::vec(value.clone(), 0..4).prop_map(Value::Array), object(value)]
    })
}

/// Events in the envelope and others.
fn event() -> impl Strategy<Value = String> {
    let kinds = (select(&["my.quay", "my.yard"][..]), select(&["Crate weighed", "State", "?"][..]));
    let envelope = (kinds, object(value()), any::<bool>()).prop_map(|((source, kind), detail, full)| {
        let mut event = Map::new();
        event.extend([("source", source), ("detail-type", kind)].map(|(name, text)| (name.to_owned(), json!(text))));
        event.insert("detail".to_owned(), detail);
        if full {
            event.extend([("version", json!("0")), ("resources", json!([]))].map(|(name, v)| (name.to_owned(), v)));
        }
        Value::Object(event)
    });
    prop_oneof![2 => envelope, 1 => object(value())].prop_map(|event| event.to_string())
}

fn seen(event: &str) -> Inference {
    Inference::of(event).expect("an object")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn schemas_survive_printing_and_describe_their_events(events in prop::collection::vec(event(), 1..4)) {
        schema::law(events.join("\n").as_bytes());
    }

    #[test]
    fn merging_is_associative(a in event(), b in event(), c in event()) {
        let (mut left, mut bc) = (seen(&a), seen(&b));
        left.merge(&bc);
        left.merge(&seen(&c));
        bc.merge(&seen(&c));
        let mut right = seen(&a);
        right.merge(&bc);
        prop_assert_eq!(left, right);
    }

    #[test]
    fn what_was_seen_survives_being_written_down(a in event(), b in event()) {
        let mut all = seen(&a);
        all.merge(&seen(&b));
        let text = serde_json::to_string(&all).expect("no nesting");
        prop_assert_eq!(serde_json::from_str::<Inference>(&text).expect("as written"), all);
    }

    #[test]
    fn noise_is_refused(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        schema::law(&bytes);
    }

    #[test]
    fn any_document_is_read_or_refused(a in described(), b in described(), c in described(), title in select(NAMES)) {
        let text = |place: &str| json!({"A": a, "AWSEvent": b, "a-b": c}).to_string().replace("#/", place);
        let definitions = |place| serde_json::from_str::<Value>(&text(place)).expect("as written");
        let open = json!({"openapi": "3.0.1", "info": {"title": title, "version": "1"}, "paths": {},
            "components": {"schemas": definitions("#/components/schemas/")}});
        let mut draft = definitions("#/definitions/")["A"].clone();
        draft["definitions"] = definitions("#/definitions/");
        draft["title"] = json!(title);
        for document in [open, draft] {
            schema::document_law(document.to_string().as_bytes());
        }
    }
}

/// A schema object. References begin with `#/`, where the place of the components is to be put in.
fn described() -> impl Strategy<Value = Value> {
    let kinds = select(&["string", "integer", "number", "boolean", "null", "array", "object"][..]);
    let leaf = prop_oneof![
        3 => kinds.clone().prop_map(|kind| json!({"type": kind})),
        1 => prop::collection::vec(kinds, 0..3).prop_map(|kinds| json!({"type": kinds})),
        1 => Just(json!({"type": "string", "format": "date-time", "nullable": true})),
        3 => select(&["#/A", "#/AWSEvent", "#/a-b"][..]).prop_map(|name| json!({"$ref": name})),
        1 => Just(json!({"enum": ["a", 1, null, {}]})),
        1 => Just(json!({})),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let parts = || prop::collection::vec(inner.clone(), 0..3);
        let members = prop::collection::vec((select(NAMES), inner.clone()), 0..4);
        let members =
            members.prop_map(|members| members.into_iter().map(|(name, part)| (name.to_owned(), part)).collect());
        let members = members.prop_map(|members: Map<String, Value>| members);
        prop_oneof![
            2 => (members, any::<bool>()).prop_map(|(members, nullable)| {
                let required: Vec<&String> = members.keys().take(1).collect();
                json!({"type": "object", "required": required, "properties": members, "nullable": nullable})
            }),
            2 => inner.clone().prop_map(|items| json!({"type": "array", "items": items})),
            1 => parts().prop_map(|items| json!({"type": ["array", "null"], "items": items})),
            1 => parts().prop_map(|parts| json!({"anyOf": parts})),
            1 => parts().prop_map(|parts| json!({"allOf": parts, "nullable": true})),
        ]
    })
}

/// The generated documents are no good when all are refused.
#[test]
fn documents_are_mixed() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut read = || {
        let document = json!({"definitions": {"A": described().new_tree(&mut runner).unwrap().current()}}).to_string();
        crate::schema::Schema::parse(crate::schema::Format::JsonSchemaDraft4, &document).is_ok()
    };
    let count = (0..1000).filter(|_| read()).count();
    assert!((200..1000).contains(&count), "{count} of 1000 are read");
}

/// Elements of a list are no whole events, even where no other object is described.
#[test]
fn a_part_of_a_component_is_not_the_root() {
    let list = json!({"type": "array", "items": {"type": "object", "properties": {"a": {"type": "string"}}}});
    for title in ["list", "ListItem"] {
        let document = json!({"openapi": "3.0.0", "info": {"title": title, "version": "1"}, "paths": {},
            "components": {"schemas": {"list": list}}});
        schema::document_law(document.to_string().as_bytes());
    }
}

/// References in a circle, through parts of objects and through deep lists.
#[test]
fn circles_come_to_an_end() {
    let objects = r##"{"type":"object","properties":{"a":{"type":"object","allOf":[{"$ref":"#/A"},{"$ref":"#/A"}]}}}"##;
    let lists =
        format!("{}{{\"$ref\":\"#/A\"}}{}", r#"{"type":["array","object"],"items":"#.repeat(290), "}".repeat(290));
    for circle in [objects, &lists] {
        let text = |place| format!("{{\"A\":{}}}", circle.replace("#/", place));
        let draft = format!("{{\"definitions\":{}}}", text("#/definitions/"));
        let open = format!(
            r#"{{"openapi":"3.0.0","info":{{"title":"A","version":"1"}},"paths":{{}},"components":{{"schemas":{}}}}}"#,
            text("#/components/schemas/")
        );
        for document in [draft, open] {
            schema::document_law(document.as_bytes());
        }
    }
}

#[test]
fn large_and_deep_events_come_to_an_end() {
    let many = format!("{{{}}}", (0..100_000).map(|n| format!("\"k{n}\":{n}")).collect::<Vec<_>>().join(","));
    let long = format!("{{\"a\":[{}]}}", vec!["{\"b\":1,\"c\":[1.5]}"; 10_000].join(","));
    let mixed =
        format!("{{\"a\":[{}]}}", (0..10_000).map(|n| format!("{{\"k{}\":1}}", n % 500)).collect::<Vec<_>>().join(","));
    let wide = format!("{{\"a\":{}0{}}}", "[{\"b\":".repeat(500), "}]".repeat(500));
    for event in [many, long, mixed, wide] {
        schema::law(event.as_bytes());
    }
    for levels in [1, 254, 255, 256, 1000, 100_000] {
        let lists = format!("{{\"a\":{}1{}}}", "[".repeat(levels), "]".repeat(levels));
        let objects = format!("{}1{}", "{\"a\":".repeat(levels), "}".repeat(levels));
        for event in [lists, objects] {
            schema::law(event.as_bytes());
            let text = serde_json::to_string(&seen(&event)).expect("no nesting");
            assert_eq!(serde_json::from_str::<Inference>(&text).expect("as written"), seen(&event));
        }
    }
}
