//! Laws over documents that are right, almost right, and not at all.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::Union;

use crate::testing::laws;

fn scalar() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        Just("false".to_owned()),
        "-?(0|[1-9][0-9]{0,11})(\\.[0-9]{1,8})?(e-?[0-9]{1,2})?",
        "[ -~é水]{0,12}".prop_map(|text| serde_json::to_string(&text).unwrap()),
        Just(r#""\u0041\n\ud83d\ude00""#.to_owned()),
    ]
}

fn json() -> impl Strategy<Value = String> {
    scalar().prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(|items| format!("[{}]", items.join(", "))),
            vec(("[a-z]{0,3}", inner), 0..4).prop_map(|members| {
                let members: Vec<_> = members.iter().map(|(key, value)| format!("\"{key}\" : {value}")).collect();
                format!("{{{}}}", members.join(","))
            }),
        ]
    })
}

fn quoted(pattern: &'static str) -> BoxedStrategy<String> {
    proptest::string::string_regex(pattern).unwrap().prop_map(|text| format!("\"{text}\"")).boxed()
}

fn time() -> BoxedStrategy<String> {
    prop_oneof!["1[0-9]{9}(\\.[0-9]{1,7})?", "1\\.[0-9]{12}E9"].boxed()
}

/// A member of a document, its value mostly of the right type.
fn member() -> impl Strategy<Value = String> {
    let right: Vec<(&'static str, BoxedStrategy<String>)> = vec![
        ("id", quoted("[0-9a-fA-F]{16}")),
        ("parent_id", quoted("[0-9a-f]{16}|0{16}")),
        ("trace_id", quoted("1-[0-9a-f]{8}-[0-9a-fA-F]{24}")),
        ("name", quoted("[a-zé :/@]{0,12}|[<!]")),
        ("start_time", time()),
        ("end_time", time()),
        ("in_progress", Just("true".to_owned()).boxed()),
        ("type", Just("\"subsegment\"".to_owned()).boxed()),
        ("namespace", quoted("aws|remote|local|dock")),
        ("fault", Just("true".to_owned()).boxed()),
        ("cause", Just(r#"{"exceptions":[{"id":"0123456789abcdef","stack":[{"path":"a","line":3}],"x":1}]}"#.to_owned()).boxed()),
        ("http", Just(r#"{"request":{"url":"u","traced":true},"response":{"status":404,"content_length":"7"}}"#.to_owned()).boxed()),
        ("aws", Just(r#"{"retries":2,"resource_names":["a","b"],"ec2":{"ami_id":"x"},"table_names":[1]}"#.to_owned()).boxed()),
        ("sql", Just(r#"{"url":"u","user":null}"#.to_owned()).boxed()),
        ("annotations", Just(r#"{"a":1,"b":-2.50,"c":"t","d":true,"e":null,"f":[1],"a":2}"#.to_owned()).boxed()),
        ("metadata", Just(r#"{"default":{"k":[ 1 ]},"x":3}"#.to_owned()).boxed()),
        ("links", Just(r#"[{"trace_id":"1-69f839a0-00112233445566778899aabb","attributes":{"aws.xray.reserved.names":["q"],"aws.xray.reserved.reference_type":"child"}}]"#.to_owned()).boxed()),
        ("precursor_ids", Just(r#"["0123456789abcdef"]"#.to_owned()).boxed()),
        ("user", quoted("[a-z]{0,4}")),
        ("origin", quoted("AWS::EC2::Instance")),
        ("service", Just(r#"{"version":"1","dock":7}"#.to_owned()).boxed()),
        ("traced", Just("true".to_owned()).boxed()),
        ("subsegments", json().boxed()),
        ("dock", json().boxed()),
    ];
    Union::new(right.into_iter().map(|(key, value)| {
        prop_oneof![12 => value, 1 => json().boxed()].prop_map(move |value| format!("\"{key}\": {value}")).boxed()
    }))
}

/// An object that has what documents need, and more.
fn object() -> impl Strategy<Value = String> {
    let needed =
        Just(r#""id":"70de5b6f19ff9a0a","name":"quay","start_time":1777875360.25,"end_time":1777875361"#.to_owned());
    let bare = (needed, vec(member(), 0..8)).prop_map(|(needed, rest)| [vec![needed], rest].concat().join(","));
    bare.prop_recursive(2, 6, 3, |inner| {
        let bare = (inner.clone(), vec(inner, 0..3));
        bare.prop_map(|(own, inner)| {
            let inner: Vec<_> = inner.iter().map(|inner| format!("{{{inner}}}")).collect();
            format!("{own},\"subsegments\":[{}]", inner.join(" , "))
        })
    })
}

fn text() -> impl Strategy<Value = String> {
    object().prop_map(|object| format!(r#" {{"trace_id":"1-69f839a0-00112233445566778899aabb",{object}}}"#))
}

proptest! {
    #[test]
    fn documents_keep_their_law(text in text()) {
        laws::document(&text);
    }

    #[test]
    fn damaged_documents_keep_their_law(text in text(), at: prop::sample::Index, with in "[\\[\\]{},:\"0-9a ]{0,2}") {
        let chars: Vec<char> = text.chars().collect();
        let at = at.index(chars.len());
        let damaged: String = chars[..at].iter().copied().chain(with.chars()).chain(chars[at + 1..].iter().copied()).collect();
        laws::document(&damaged);
    }

    #[test]
    fn anything_else_keeps_its_law(text in json(), noise in any::<String>()) {
        laws::document(&text);
        laws::document(&noise);
    }
}
