//! Laws of patterns and events, over texts of a small vocabulary, damaged texts and noise.

use proptest::prelude::*;
use proptest::sample::select;

use super::strategies::{event, pattern_text as pattern};
use super::{laws, twins};
use crate::{Pattern, PatternOptions};

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
    fn what_is_said_without_an_event_holds(a in pattern(), b in pattern(), event in event()) {
        laws::analysis_law([a, b, event].join("\n").as_bytes());
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
