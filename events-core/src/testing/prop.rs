//! Laws of patterns and events, over texts of a small vocabulary, damaged texts and noise.

use std::ops::Range;

use proptest::prelude::*;
use proptest::sample::select;

use super::{laws, twins};
use crate::{Pattern, PatternOptions};

/// Some are frequent, so that patterns and events meet.
const NAMES: &[&str] = &["a", "a", "a", "a", "b", "b", "b", "b", "c", "a.b", "b.a", "é", ""];
const TEXTS: &[&str] = &[
    "x",
    "x",
    "x",
    "x",
    "x",
    "xy",
    "xy",
    "X",
    "yx",
    "",
    "1.2.3.4",
    "01.02.03.04",
    "10.9.8.7",
    "::1",
    "0:0::1",
    "ß",
    "SS",
    "ς",
    "Σ",
    "x*",
    "\\",
];
const NUMBERS: &[&str] =
    &["0", "-0", "1", "1", "1", "1", "1.0", "10e-1", "2", "2.5", "300", "3e2", "9007199254740993", "1e400", "1e-400"];
const LITERALS: &[&str] = &["true", "false", "null"];

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

fn text() -> impl Strategy<Value = String> {
    select(TEXTS).prop_map(quoted)
}

fn one_or_more(item: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    prop::collection::vec(item, 1..3).prop_map(|items| match &items[..] {
        [only] => only.clone(),
        items => format!("[{}]", items.join(",")),
    })
}

fn wildcard() -> impl Strategy<Value = String> {
    select(&["*", "x*", "*x", "*x*y", "x", "", "\\\\*", "x\\*", "*.*"][..]).prop_map(quoted)
}

fn comparable() -> impl Strategy<Value = String> {
    select(&["0", "1", "1.0", "2", "2.5", "300"][..]).prop_map(str::to_owned)
}

fn affix() -> impl Strategy<Value = String> {
    select(&["x", "y", "xy", "1.", "ß", "S"][..]).prop_map(quoted)
}

fn matcher() -> BoxedStrategy<String> {
    let folded = || text().prop_map(|text| format!("{{\"equals-ignore-case\":{text}}}"));
    let nested = (select(&["prefix", "suffix"][..]), one_or_more(affix())).boxed();
    let nested = prop_oneof![
        nested.prop_map(|(name, texts)| format!("{{\"{name}\":{texts}}}")),
        one_or_more(text()).prop_map(|texts| format!("{{\"equals-ignore-case\":{texts}}}")),
        one_or_more(wildcard()).prop_map(|texts| format!("{{\"wildcard\":{texts}}}")),
        one_or_more(text()),
        one_or_more(comparable()),
    ];
    let range = (select(&["[\">\",0", "[\">=\",1"][..]), select(&[",\"<\",2.5]", ",\"<=\",300]", "]"][..]));
    prop_oneof![
        4 => text(),
        3 => select(NUMBERS).prop_map(str::to_owned),
        2 => select(LITERALS).prop_map(str::to_owned),
        3 => any::<bool>().prop_map(|wanted| format!("{{\"exists\":{wanted}}}")),
        1 => text().prop_map(|text| format!("{{\"exactly\":{text}}}")),
        1 => (select(&["prefix", "suffix"][..]), text()).prop_map(|(name, text)| format!("{{\"{name}\":{text}}}")),
        1 => (select(&["prefix", "suffix"][..]), folded()).prop_map(|(name, text)| format!("{{\"{name}\":{text}}}")),
        1 => folded(),
        1 => wildcard().prop_map(|text| format!("{{\"wildcard\":{text}}}")),
        1 => select(&["10.0.0.0/8", "1.2.3.4/31", "::/0", "0.0.0.0/0"][..]).prop_map(|range| format!("{{\"cidr\":\"{range}\"}}")),
        2 => range.prop_map(|(lower, upper)| format!("{{\"numeric\":{lower}{upper}}}")),
        1 => (select(&["=", "<", "<="][..]), comparable()).prop_map(|(name, n)| format!("{{\"numeric\":[\"{name}\",{n}]}}")),
        3 => nested.prop_map(|operand| format!("{{\"anything-but\":{operand}}}")),
    ]
    .boxed()
}

fn object_of(value: BoxedStrategy<String>, size: Range<usize>) -> impl Strategy<Value = String> {
    let member = (select(NAMES), value).prop_map(|(name, value)| format!("{}:{value}", quoted(name)));
    prop::collection::vec(member, size).prop_map(|members| format!("{{{}}}", members.join(",")))
}

fn pattern() -> BoxedStrategy<String> {
    let leaf = prop::collection::vec(matcher(), 1..6).prop_map(|matchers| format!("[{}]", matchers.join(",")));
    let leaf = leaf.boxed();
    let object = object_of(leaf.clone(), 1..3).boxed().prop_recursive(2, 8, 2, move |object| {
        let or = prop::collection::vec(object.clone(), 2..4).prop_map(|branches| branches.join(","));
        let with_or = (object.clone(), or)
            .prop_map(|(object, branches)| format!("{},\"$or\":[{branches}]}}", &object[..object.len() - 1]));
        prop_oneof![3 => object_of(prop_oneof![leaf.clone(), object].boxed(), 1..3), 1 => with_or]
    });
    object.boxed()
}

fn event() -> BoxedStrategy<String> {
    let number = select(NUMBERS).prop_map(str::to_owned);
    let scalar = prop_oneof![text(), number, select(LITERALS).prop_map(str::to_owned)];
    let value = scalar.prop_recursive(4, 40, 5, |value| {
        let list = prop::collection::vec(value.clone(), 0..6).prop_map(|items| format!("[{}]", items.join(",")));
        prop_oneof![list, object_of(value, 1..4)]
    });
    object_of(value.boxed(), 2..6).boxed()
}

/// A text with a few bytes changed, cut or doubled.
fn damaged(text: BoxedStrategy<String>) -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![select(br#"{}[],:"\*.$/-+019e tfn"#.to_vec()), any::<u8>()];
    let wound = (any::<prop::sample::Index>(), 0..3u8, byte);
    (text, prop::collection::vec(wound, 1..4)).prop_map(|(text, wounds)| {
        let mut bytes = text.into_bytes();
        for (index, kind, byte) in wounds {
            let at = index.index(bytes.len() + 1);
            match kind {
                0 if at < bytes.len() => bytes[at] = byte,
                1 if at < bytes.len() => drop(bytes.remove(at)),
                _ => bytes.insert(at, byte),
            }
        }
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn events_are_judged_as_the_twin_judges_them(pattern in pattern(), event in event()) {
        let compiled = Pattern::parse_with(&pattern, &PatternOptions::unbounded()).unwrap();
        let matched = compiled.matches(event.as_bytes()).unwrap();
        let explanation = compiled.explain(event.as_bytes()).unwrap();
        prop_assert_eq!(explanation.matched, matched, "{}", explanation);
        if let Some(twin) = twins::matches(&pattern, &event) {
            prop_assert_eq!(matched, twin, "{} on {}: {}", pattern, event, explanation);
        }
    }

    #[test]
    fn patterns_survive_printing(pattern in pattern()) {
        laws::pattern_law(pattern.as_bytes());
    }

    #[test]
    fn damaged_patterns_are_read_or_refused(bytes in damaged(pattern())) {
        laws::pattern_law(&bytes);
    }

    #[test]
    fn damaged_events_are_judged_or_refused(pattern in pattern(), event in damaged(event())) {
        laws::event_law(&event);
        laws::event_law(&[pattern.as_bytes(), b"\n", &event].concat());
    }

    #[test]
    fn noise_is_refused(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
        laws::pattern_law(&bytes);
        laws::event_law(&bytes);
    }
}

#[test]
fn deep_events_are_judged_as_the_twin_judges_them() {
    for levels in [1, 10, 999, 1000, 1001] {
        laws::event_law(format!("{{\"a\":{}1{}}}", "[".repeat(levels), "]".repeat(levels)).as_bytes());
        laws::event_law(format!("{}1{}", "{\"a\":".repeat(levels), "}".repeat(levels)).as_bytes());
    }
}

/// The generated questions are no good when all answers are alike.
#[test]
fn answers_are_mixed() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    let mut runner = TestRunner::deterministic();
    let mut ask = || {
        let (pattern, event) = (pattern(), event()).new_tree(&mut runner).unwrap().current();
        twins::matches(&pattern, &event) == Some(true)
    };
    let matched = (0..1000).filter(|_| ask()).count();
    assert!((150..850).contains(&matched), "{matched} of 1000 match");
}
