//! Many rules at once say what each says alone.

use std::collections::BTreeMap;

use crate::{MatchError, Matcher, Pattern};

/// A set of rules reports what each rule reports alone, whatever came and went before.
///
/// The input is a line for each change and, last, an event. A pattern adds the rule of its line's number, counted from
/// 0; `-` and a number take a rule away.
pub fn rule_set_law(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Some((changes, event)) = text.rsplit_once('\n') else { return };
    let (matcher, mut rules) = (Matcher::new(), BTreeMap::new());
    for (number, line) in changes.lines().take(50).enumerate() {
        match line.strip_prefix('-').map(str::parse::<usize>) {
            Some(Ok(gone)) => assert_eq!(matcher.remove(&gone), rules.remove(&gone).is_some(), "{text:?}"),
            Some(Err(_)) => {}
            None => {
                if let Ok(pattern) = Pattern::parse(line) {
                    matcher.add(number, &pattern);
                    rules.insert(number, pattern);
                }
            }
        }
    }
    assert_eq!((matcher.len(), matcher.ids()), (rules.len(), rules.keys().copied().collect()), "{text:?}");
    let at_once: Matcher<usize> = rules.iter().map(|(number, pattern)| (*number, pattern)).collect();
    [matcher, at_once].iter().for_each(|matcher| says_what_each_says(matcher, &rules, event.as_bytes()));
}

fn says_what_each_says(matcher: &Matcher<usize>, rules: &BTreeMap<usize, Pattern>, event: &[u8]) {
    let alone: Vec<(usize, Result<bool, MatchError>)> =
        rules.iter().map(|(number, pattern)| (*number, pattern.matches(event))).collect();
    match matcher.matches(event) {
        Ok(ids) => {
            // What exhausts its steps alone need not do so here.
            let differs = |(number, said): &(usize, Result<bool, MatchError>)| {
                said.as_ref().is_ok_and(|said| *said != ids.contains(number))
            };
            assert!(!alone.iter().any(differs), "{ids:?} but alone {alone:?}");
            assert!(ids.is_sorted() && matcher.matches_any(event) == Ok(!ids.is_empty()));
        }
        Err(MatchError::TooManySteps) => {}
        Err(_) => assert!(alone.iter().all(|(_, said)| said.is_err()), "alone {alone:?}"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::testing::strategies::{event, pattern_text};

    fn change() -> impl Strategy<Value = String> {
        prop_oneof![4 => pattern_text(), 1 => (0..8usize).prop_map(|number| format!("-{number}"))]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        #[test]
        fn a_set_is_the_union_of_its_rules(changes in prop::collection::vec(change(), 0..8), event in event()) {
            rule_set_law(format!("{}\n{event}", changes.join("\n")).as_bytes());
        }
    }
}
