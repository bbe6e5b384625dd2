//! Any text, and any change of a good one.

use cupola_test::testing::template_law;
use proptest::prelude::*;
use proptest::sample::{Index, select};

const SEEDS: [&str; 3] = [
    include_str!("seed.yaml"),
    include_str!("plan.json"),
    r#"{"Parameters": {"P": {"Type": "String", "Default": "x"}}, "Conditions": {"C": {"Fn::Equals": [{"Ref": "P"}, "x"]}},
        "Resources": {"L": {"Type": "AWS::Logs::LogGroup", "Condition": "C", "Properties": {"LogGroupName": {"Fn::Sub": "a/${P}"}}},
        "S": {"Type": "AWS::Logs::LogStream", "Properties": {"LogGroupName": {"Ref": "L"}, "LogStreamName": {"Fn::Join": ["-", ["a", "b"]]}}}}}"#,
];

/// What is put in the place of a piece.
const PIECES: [&str; 24] = [
    "",
    "x",
    "!Ref Log",
    "!GetAtt Log.Arn",
    "{Ref: Log}",
    "null",
    "[]",
    "{}",
    "7",
    "-1.5",
    "true",
    "'",
    "\"",
    "\n",
    "  ",
    ":",
    "- ",
    "{{resolve:ssm:/x}}",
    "${Log}",
    "AWS::NoValue",
    "&a",
    "*a",
    "\u{1F9ED}",
    "!If [C, a, b]",
];

/// One of the seeds with some pieces replaced, at borders of characters.
fn changed() -> impl Strategy<Value = String> {
    let change = (any::<Index>(), 0usize..30, select(&PIECES[..]));
    (select(&SEEDS[..]), prop::collection::vec(change, 1..6)).prop_map(|(seed, changes)| {
        let mut text: Vec<char> = seed.chars().collect();
        for (at, length, piece) in changes {
            let start = at.index(text.len().max(1)).min(text.len());
            let end = (start + length).min(text.len());
            text.splice(start..end, piece.chars());
        }
        text.into_iter().collect()
    })
}

#[test]
fn the_seeds_are_templates() {
    for seed in SEEDS {
        super::loaded(seed);
        template_law(seed);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn changed_templates_obey_the_law(text in changed()) {
        template_law(&text);
    }

    #[test]
    fn any_text_obeys_the_law(text in "[ -~\n]{0,200}|\\PC{0,80}") {
        template_law(&text);
    }

    #[test]
    fn any_properties_obey_the_law(kind in select(&["Logs::LogGroup", "Events::Rule", "CloudWatch::Alarm", "XRay::Group", "SNS::Topic"][..]),
        text in "[A-Za-z:{}\\[\\], !'0-9]{0,60}") {
        template_law(&format!("Resources:\n  R:\n    Type: AWS::{kind}\n    Properties: {text}\n"));
    }
}
