//! Laws of the codecs, over every action of CloudWatch.
#![allow(clippy::unwrap_used, reason = "tests")]

use cupola::Service;
use cupola::base::shape::{Operation, Shape};
use cupola_endpoint::codec::{cbor, form, laws, xml};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::shapes::{Element, form_of, in_whole_seconds, value_of};

fn operations() -> impl Strategy<Value = &'static Operation> {
    prop::sample::select(Service::CloudWatch.operations().iter().collect::<Vec<_>>())
}

fn inputs() -> impl Strategy<Value = (&'static Shape, Value)> {
    operations().prop_flat_map(|operation| (Just(operation.input), value_of(operation.input, 0)))
}

fn outputs() -> impl Strategy<Value = (&'static Shape, Value)> {
    operations().prop_flat_map(|operation| (Just(operation.output), value_of(operation.output, 0)))
}

fn any_json() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,6}".prop_map(Value::from),
        prop::sample::select(vec!["MetricAlarms", "Datapoints", "NaN"]).prop_map(Value::from),
    ];
    scalar.prop_recursive(5, 40, 5, |value| {
        let name = prop_oneof![
            "[a-z]{0,3}",
            prop::sample::select(vec!["MetricAlarms", "Datapoints", "Threshold"]).prop_map(str::to_owned)
        ];
        prop_oneof![
            prop::collection::vec(value.clone(), 0..5).prop_map(Value::Array),
            prop::collection::btree_map(name, value, 0..5).prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// Bytes with a few of them changed, cut or doubled.
fn damaged(bytes: impl Strategy<Value = Vec<u8>>) -> impl Strategy<Value = Vec<u8>> {
    let wound = (any::<prop::sample::Index>(), 0..4u8, any::<u8>());
    (bytes, prop::collection::vec(wound, 1..4)).prop_map(|(mut bytes, wounds)| {
        for (index, kind, byte) in wounds {
            let at = index.index(bytes.len() + 1);
            match kind {
                0 if at < bytes.len() => bytes[at] = byte,
                1 if at < bytes.len() => drop(bytes.remove(at)),
                2 => bytes.truncate(at),
                _ => bytes.insert(at, byte),
            }
        }
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn requests_survive_cbor((shape, value) in inputs()) {
        prop_assert_eq!(cbor::read(&cbor::write(shape, &value)), Ok(value));
    }

    #[test]
    fn answers_survive_cbor((shape, value) in outputs()) {
        prop_assert_eq!(cbor::read(&cbor::write(shape, &value)), Ok(value));
    }

    #[test]
    fn requests_survive_forms((shape, value) in inputs()) {
        let text = form_of(shape, &value);
        let form = form::Form::parse(text.as_bytes()).unwrap();
        prop_assert_eq!(form::read(shape, &form), Ok(value), "{}", text);
    }

    #[test]
    fn answers_survive_xml((shape, value) in outputs()) {
        let xml = xml::inner(shape, &value);
        prop_assert_eq!(Element::parse(&xml).value(shape), in_whole_seconds(shape, &value), "{}", xml);
    }

    #[test]
    fn another_reader_understands_our_cbor(value in any_json()) {
        let bytes = cbor::write(&Shape::Document, &value);
        let theirs: Value = ciborium::from_reader(&*bytes).unwrap();
        prop_assert_eq!(theirs, value);
    }

    #[test]
    fn we_understand_another_writers_cbor((_, value) in inputs()) {
        let mut bytes = Vec::new();
        ciborium::into_writer(&value, &mut bytes).unwrap();
        prop_assert_eq!(cbor::read(&bytes), Ok(value));
    }

    #[test]
    fn any_json_is_written(value in any_json()) {
        laws::any_json_is_written(&value);
    }

    #[test]
    fn noise_is_read_or_refused(bytes in any::<Vec<u8>>()) {
        laws::cbor_is_read_or_refused(&bytes);
        laws::forms_are_read_or_refused(&bytes);
    }

    #[test]
    fn damaged_cbor_is_read_or_refused(bytes in damaged(inputs().prop_map(|(shape, value)| cbor::write(shape, &value)))) {
        laws::cbor_is_read_or_refused(&bytes);
    }

    #[test]
    fn damaged_forms_are_read_or_refused(bytes in damaged(inputs().prop_map(|(shape, value)| form_of(shape, &value).into_bytes()))) {
        laws::forms_are_read_or_refused(&bytes);
    }

    #[test]
    fn percent_signs_are_decoded_or_refused(text in "[%+0-9a-fA-F é]{0,12}") {
        laws::percent_signs_are_decoded_or_refused(&text);
    }
}

#[test]
fn every_action_of_cloudwatch_is_in_the_laws() {
    let names: Vec<&str> = Service::CloudWatch.operations().iter().map(|operation| operation.name).collect();
    assert!(names.contains(&"PutMetricData") && names.contains(&"DescribeAlarms"), "{names:?}");
    assert_eq!(cbor::read(&cbor::write(&Shape::Document, &json!({}))), Ok(json!({})));
}
