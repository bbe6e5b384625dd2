//! Laws of the matcher for many patterns.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{Matcher, Scratch};
use crate::testing::strategies::{event, pattern_text as pattern};
use crate::{Pattern, PatternOptions};

fn parse(text: &str) -> Pattern {
    Pattern::parse_with(text, &PatternOptions::unbounded()).unwrap()
}

/// What each rule says alone.
fn alone(rules: &BTreeMap<u8, Vec<Pattern>>, event: &str) -> Vec<u8> {
    let matches = |patterns: &Vec<Pattern>| patterns.iter().any(|pattern| pattern.matches(event.as_bytes()).unwrap());
    rules.iter().filter(|(_, patterns)| matches(patterns)).map(|(id, _)| *id).collect()
}

#[derive(Clone, Debug)]
enum Change {
    Add(u8, String),
    Replace(u8, String),
    Remove(u8),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        4 => (0..20u8, pattern()).prop_map(|(id, pattern)| Change::Add(id, pattern)),
        1 => (0..20u8, pattern()).prop_map(|(id, pattern)| Change::Replace(id, pattern)),
        2 => (0..20u8).prop_map(Change::Remove),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_set_says_what_each_rule_says_alone(
        changes in prop::collection::vec(change(), 1..40),
        events in prop::collection::vec(event(), 1..8),
    ) {
        let matcher = Matcher::new();
        let empty = format!("{:?}", matcher.view().table);
        let (mut rules, mut scratch) = (BTreeMap::<u8, Vec<Pattern>>::new(), Scratch::new());
        for change in changes {
            let (view, before) = (matcher.view(), rules.clone());
            match change {
                Change::Add(id, pattern) => {
                    matcher.add(id, &parse(&pattern));
                    rules.entry(id).or_default().push(parse(&pattern));
                }
                Change::Replace(id, pattern) => {
                    matcher.replace(id, &parse(&pattern));
                    rules.insert(id, vec![parse(&pattern)]);
                }
                Change::Remove(id) => prop_assert_eq!(matcher.remove(&id), rules.remove(&id).is_some()),
            }
            prop_assert_eq!(matcher.len(), rules.len());
            for event in &events {
                let mut found = Vec::new();
                matcher.each(event.as_bytes(), &mut scratch, |id| found.push(*id)).unwrap();
                prop_assert_eq!(&found, &alone(&rules, event), "{}", event);
                prop_assert_eq!(view.matches(event.as_bytes()).unwrap(), alone(&before, event), "a view stays as it was");
            }
        }
        for id in rules.keys() {
            matcher.remove(id);
        }
        prop_assert_eq!(format!("{:?}", matcher.view().table), empty, "what was taken away leaves nothing");
    }
}

#[test]
fn threads_see_all_of_a_change_or_nothing() {
    let matcher = Matcher::new();
    let (a, b) = (parse(r#"{"a": [1]}"#), parse(r#"{"a": [{"numeric": [">", 0]}]}"#));
    matcher.add_all([(1, &a), (2, &b)]);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for _ in 0..500 {
                matcher.replace(1, &b);
                matcher.replace(1, &a);
            }
        });
        for _ in 0..2000 {
            assert_eq!(matcher.matches(br#"{"a": 1}"#).unwrap(), [1, 2]);
        }
    });
}
