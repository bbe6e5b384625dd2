//! The analysis of patterns and the strategies keep their promises, for patterns of all kinds.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::strategies::{event, event_matching, near_miss, pattern, pattern_text};
use super::twins;
use crate::{Answer, Assume, Pattern, PatternOptions};

fn is_scalar_event(event: &str) -> bool {
    !event.contains('[')
}

fn matches(pattern: &Pattern, event: &str) -> bool {
    pattern.matches(event.as_bytes()).unwrap()
}

/// Whether some generated event has a promised judgement, by the matcher and by its twin.
fn keep_promise(pattern: &Pattern, events: Option<BoxedStrategy<String>>, wanted: bool, runner: &mut TestRunner) {
    let Some(events) = events else { return };
    for _ in 0..8 {
        let event = events.new_tree(runner).unwrap().current();
        assert_eq!(
            matches(pattern, &event),
            wanted,
            "{pattern} on {event}: {}",
            pattern.explain(event.as_bytes()).unwrap()
        );
        if let Some(twin) = twins::matches(&pattern.to_string(), &event) {
            assert_eq!(twin, wanted, "{pattern} on {event}");
        }
    }
}

fn hits(pattern: &Pattern) -> Option<BoxedStrategy<String>> {
    (!crate::pattern::matching(pattern).is_empty()).then(|| event_matching(pattern))
}

fn near_misses(pattern: &Pattern) -> Option<BoxedStrategy<String>> {
    (!crate::pattern::missing(pattern).is_empty()).then(|| near_miss(pattern))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn generated_events_match_or_miss_as_promised(pattern in pattern()) {
        let mut runner = TestRunner::deterministic();
        keep_promise(&pattern, hits(&pattern), true, &mut runner);
        keep_promise(&pattern, near_misses(&pattern), false, &mut runner);
    }

    #[test]
    fn answers_are_never_wrong(
        a in pattern(),
        b in pattern(),
        events in prop::collection::vec(event(), 20),
    ) {
        let mut runner = TestRunner::deterministic();
        let mut events = events;
        for pattern in [&a, &b] {
            for strategy in [hits(pattern), near_misses(pattern)].into_iter().flatten() {
                events.extend((0..8).map(|_| strategy.new_tree(&mut runner).unwrap().current()));
            }
        }
        for assume in [Assume::Anything, Assume::Scalars] {
            let events = events.iter().filter(|event| assume == Assume::Anything || is_scalar_event(event));
            match a.implies(&b, assume) {
                Answer::Yes => for event in events.clone() {
                    prop_assert!(!matches(&a, event) || matches(&b, event), "{} implies {}, but {}", a, b, event);
                },
                Answer::No(event) => prop_assert!(matches(&a, &event) && !matches(&b, &event), "{} {} {}", a, b, event),
                Answer::Unknown => {}
            }
            match a.is_disjoint_from(&b, assume) {
                Answer::Yes => for event in events {
                    prop_assert!(!(matches(&a, event) && matches(&b, event)), "{} excludes {}, but {}", a, b, event);
                },
                Answer::No(event) => prop_assert!(matches(&a, &event) && matches(&b, &event), "{} {} {}", a, b, event),
                Answer::Unknown => {}
            }
        }
    }

    #[test]
    fn what_lint_calls_dead_can_go(pattern in pattern_text(), events in prop::collection::vec(event(), 20)) {
        let pattern = Pattern::parse_with(&pattern, &PatternOptions::unbounded()).unwrap();
        for lint in pattern.lint() {
            let crate::LintKind::DeadWay { way, implied_by } = lint.kind else { continue };
            for event in &events {
                let explanation = pattern.explain(event.as_bytes()).unwrap();
                let holds = |way: usize| explanation.rules[way - 1].matched;
                prop_assert!(!holds(way) || holds(implied_by), "{} in {} on {}", way, pattern, event);
            }
        }
    }
}

/// Questions are no good when they are all left open.
#[test]
fn most_answers_are_known() {
    let mut runner = TestRunner::deterministic();
    let mut count = [0; 3];
    for _ in 0..400 {
        let (a, b) = (pattern(), pattern()).new_tree(&mut runner).unwrap().current();
        let answer = |answer| match answer {
            Answer::Yes => 0,
            Answer::No(_) => 1,
            Answer::Unknown => 2,
        };
        count[answer(a.implies(&b, Assume::Scalars))] += 1;
        count[answer(a.is_disjoint_from(&b, Assume::Scalars))] += 1;
    }
    let [yes, no, unknown] = count;
    assert!(yes > 20 && no > 400 && unknown < 20, "{count:?}");
}
