//! Laws of selectors.

use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use super::*;

const TEXTS: [&str; 12] = [
    "",
    "a",
    "ab",
    "abc",
    "b",
    "ba",
    "true",
    "false",
    "kms.amazonaws.com",
    "arn:aws:s3:::ab/a",
    "arn:aws:s3:::ab/b",
    "é",
];
const FIELDS: [&str; 12] = [
    "eventCategory",
    "readOnly",
    "eventSource",
    "eventName",
    "eventType",
    "resources.type",
    "resources.ARN",
    "userIdentity.arn",
    "sessionCredentialFromConsole",
    "errorCode",
    "vpcEndpointId",
    "tlsDetails.tlsVersion",
];
const CATEGORIES: [&str; 5] = ["Management", "Data", "NetworkActivity", "Insight", "Evidence"];
const TYPES: [&str; 4] = ["AWS::S3::Object", "AWS::Lambda::Function", "AWS::SNS::Topic", "a"];
const ARNS: [&str; 9] = [
    "arn:aws:s3:::ab/a",
    "arn:aws:s3:::ab/b",
    "arn:aws:s3:::abc/a",
    "arn:aws:s3",
    "arn:aws:s3:::ab",
    "arn:aws:lambda",
    "arn:aws:lambda:us-east-1:111122223333:function:a",
    "arn:aws:lambda:us-east-1:111122223333:function:ab",
    "a",
];

fn text() -> impl Strategy<Value = String> {
    select(&TEXTS[..]).prop_map(str::to_owned)
}

fn record() -> impl Strategy<Value = Value> {
    let element = (of(select(&TYPES[..])), of(select(&ARNS[..])), any::<bool>()).prop_map(|(kind, arn, prefix)| {
        let mut element = json!({});
        if let Some(kind) = kind {
            element["type"] = json!(kind);
        }
        if let Some(arn) = arn {
            element[if prefix { "ARNPrefix" } else { "ARN" }] = json!(arn);
        }
        element
    });
    let fields = vec((1usize..FIELDS.len(), text()), 0..5);
    (select(&CATEGORIES[..]), any::<bool>(), of(vec(element, 0..3)), fields).prop_map(
        |(category, read, resources, fields)| {
            let mut record = json!({"eventVersion": "1.11", "eventCategory": category, "readOnly": read});
            for (field, text) in fields {
                match FIELDS[field] {
                    "readOnly" | "resources.type" | "resources.ARN" => {}
                    "sessionCredentialFromConsole" => record["sessionCredentialFromConsole"] = json!("true"),
                    field => match field.split_once('.') {
                        Some((outer, inner)) => record[outer] = json!({inner: text}),
                        None => record[field] = json!(text),
                    },
                }
            }
            if let Some(resources) = resources {
                record["resources"] = json!(resources);
            }
            record
        },
    )
}

fn field_selector() -> impl Strategy<Value = FieldSelector> {
    let values = vec(
        prop_oneof![text(), select(&ARNS[..]).prop_map(str::to_owned), select(&TYPES[..]).prop_map(str::to_owned)],
        0..4,
    );
    let conditions = vec((select(&Operator::ALL[..]), values), 0..3);
    (select(&FIELDS[1..]), conditions).prop_map(|(field, conditions)| {
        conditions.into_iter().fold(FieldSelector::new(field), |field, (operator, values)| field.when(operator, values))
    })
}

fn advanced() -> impl Strategy<Value = Selectors> {
    let category = of(select(&CATEGORIES[..]));
    let selector = (category, vec(field_selector(), 0..4)).prop_map(|(category, fields)| {
        let start = AdvancedSelector::new();
        let start = match category {
            Some(category) => start.with(FieldSelector::new("eventCategory").equals([category])),
            None => start,
        };
        fields.into_iter().fold(start, AdvancedSelector::with)
    });
    vec(selector, 0..4).prop_map(Selectors::Advanced)
}

fn basic() -> impl Strategy<Value = Selectors> {
    let resources =
        (select(&TYPES[..2]), vec(select(&ARNS[..]), 0..3)).prop_map(|(kind, values)| DataResource::new(kind, values));
    let access = select(&["All", "ReadOnly", "WriteOnly", "Never"][..]).prop_map(ReadWriteType::of);
    let selector = (access, any::<bool>(), vec(resources, 0..3), vec(text(), 0..2));
    let selector = selector.prop_map(|(access, management, data_resources, excluded)| BasicSelector {
        read_write_type: access,
        include_management_events: management,
        data_resources,
        exclude_management_event_sources: excluded,
    });
    vec(selector, 0..4).prop_map(Selectors::Basic)
}

fn selectors() -> impl Strategy<Value = Selectors> {
    prop_oneof![advanced(), basic()]
}

fn agrees(owners: &[Selectors], record: &Value) {
    let text = record.to_string();
    let parsed = Record::parse(&text).unwrap();
    let set = SelectorSet::of(owners.iter().enumerate());
    let expected: Vec<usize> =
        owners.iter().enumerate().filter(|(_, owner)| twin::selects(owner, record)).map(|(place, _)| place).collect();
    let read_actions = ReadActions::default();
    let hits: Vec<usize> = set.selecting(&parsed, &read_actions).into_iter().copied().collect();
    assert_eq!(hits, expected, "{text} {owners:?}");
    assert_eq!(set.selects(&parsed, &read_actions), !expected.is_empty());
    for (place, owner) in owners.iter().enumerate() {
        assert_eq!(owner.explain(&parsed).is_logged(), expected.contains(&place), "{text} {owner:?}");
    }
}

proptest! {
    #[test]
    fn compiled_selectors_are_their_twin(owners in vec(selectors(), 0..5), records in vec(record(), 1..8)) {
        records.iter().for_each(|record| agrees(&owners, record));
    }

    /// A selector that is said to be shadowed or contradictory adds nothing.
    #[test]
    fn what_lint_names_can_go(selectors in selectors(), records in vec(record(), 1..8)) {
        for lint in selectors.lint() {
            let mut without = selectors.clone();
            match (&lint.kind, &mut without) {
                (SelectorLintKind::Redundant { .. } | SelectorLintKind::BucketWithoutSlash(_) | SelectorLintKind::ExclusionWithoutEvents, _) => continue,
                (_, Selectors::Basic(list)) => drop(list.remove(lint.selector)),
                (_, Selectors::Advanced(list)) => drop(list.remove(lint.selector)),
            }
            for record in &records {
                prop_assert_eq!(twin::selects(&selectors, record), twin::selects(&without, record), "{} {}", lint, record);
            }
        }
    }

    #[test]
    fn selectors_print_and_parse(selectors in selectors()) {
        match &selectors {
            Selectors::Basic(list) => {
                let text = serde_json::to_string(list).unwrap();
                prop_assert_eq!(&serde_json::from_str::<Vec<BasicSelector>>(&text).unwrap(), list);
            }
            Selectors::Advanced(list) => {
                let text = serde_json::to_string(list).unwrap();
                prop_assert_eq!(&serde_json::from_str::<Vec<AdvancedSelector>>(&text).unwrap(), list);
            }
        }
        let _ = selectors.check(Target::Trail);
    }
}

/// A million pairs: each of 100 owners and of 100 records, a hundred times.
#[test]
fn a_million_pairs_agree() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let read_actions = ReadActions::default();
    for _ in 0..100 {
        let owners = vec(selectors(), 100).new_tree(&mut runner).unwrap().current();
        let records = vec(record(), 100).new_tree(&mut runner).unwrap().current();
        let set = SelectorSet::of(owners.iter().enumerate());
        for record in &records {
            let text = record.to_string();
            let hits = set.selecting(&Record::parse(&text).unwrap(), &read_actions).into_iter().copied();
            let expected = owners.iter().enumerate().filter(|(_, owner)| twin::selects(owner, record));
            assert!(hits.eq(expected.map(|(place, _)| place)), "{text}");
        }
    }
}
