//! Events that match a pattern for sure, and events that just do not.

use proptest::prelude::*;
use proptest::strategy::Union;

use super::layout::{Place, layout, write};
use super::values::{Choice, accepted, refused};
use crate::Pattern;
use crate::pattern::{Conjunction, Test, matching, missing};

/// Events that match a pattern, whichever operators it has: each of its ways, each matcher, values in arrays,
/// objects in arrays, and fields of no concern.
///
/// # Panics
/// When no event matches the pattern, or none was found.
pub fn event_matching(pattern: &Pattern) -> BoxedStrategy<String> {
    let sure = matching(pattern);
    assert!(!sure.is_empty(), "no event is known that matches {pattern}");
    let ways: Vec<_> = pattern.conjunctions().iter().filter_map(hits).collect();
    let pattern = pattern.clone();
    checked(ways, sure, move |event| pattern.matches(event.as_bytes()) == Ok(true))
}

/// Events that match all of a way of the pattern but one path, and no other way.
///
/// # Panics
/// When every event matches the pattern, or none was found that does not.
pub fn near_miss(pattern: &Pattern) -> BoxedStrategy<String> {
    let sure = missing(pattern);
    assert!(!sure.is_empty(), "no event is known that just does not match {pattern}");
    let ways: Vec<_> = pattern.conjunctions().iter().flat_map(misses).collect();
    let pattern = pattern.clone();
    checked(ways, sure, move |event| pattern.matches(event.as_bytes()) == Ok(false))
}

/// What the ways give, where it is what is wanted; else what is surely so.
fn checked(
    ways: Vec<BoxedStrategy<String>>,
    sure: Vec<String>,
    is_wanted: impl Fn(&str) -> bool + 'static,
) -> BoxedStrategy<String> {
    let surely = proptest::sample::select(sure);
    if ways.is_empty() {
        return surely.boxed();
    }
    let either = move |(event, sure): (String, String)| if is_wanted(&event) { event } else { sure };
    (Union::new(ways), surely).prop_map(either).boxed()
}

/// Events that match a way, without another look.
pub(super) fn hits(way: &Conjunction) -> Option<BoxedStrategy<String>> {
    let values = way.tests.iter().map(|test| accepted(&test.matchers)).collect::<Option<Vec<_>>>()?;
    Some(written(&way.tests, values, None))
}

/// For each path of a way, events that match all but that one.
pub(super) fn misses(way: &Conjunction) -> Vec<BoxedStrategy<String>> {
    let broken = |at: usize| {
        let values = way.tests.iter().enumerate().map(|(number, test)| match number == at {
            true => refused(&test.matchers),
            false => accepted(&test.matchers),
        });
        Some(written(&way.tests, values.collect::<Option<Vec<_>>>()?, Some(at)))
    };
    (0..way.tests.len()).filter_map(broken).collect()
}

fn written(tests: &[Test], values: Vec<BoxedStrategy<Choice>>, broken: Option<usize>) -> BoxedStrategy<String> {
    let paths: Vec<String> = tests.iter().map(|test| test.path.to_string()).collect();
    let place = move |(at, (path, value)): (usize, (&String, Choice))| Place {
        path: path.clone(),
        value,
        may_have_more: broken != Some(at),
    };
    let (values, layout) = (values, layout(paths.len()));
    let event = move |(values, layout): (Vec<Choice>, _)| {
        let places: Vec<Place> = paths.iter().zip(values).enumerate().map(&place).collect();
        write(&places, &layout)
    };
    (values, layout).prop_map(event).boxed()
}
