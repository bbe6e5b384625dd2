//! Filter patterns, with lines that they match and lines that they nearly match; lines as programs write them.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// A filter pattern, a line that it matches, and one that it does not.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FilterCase {
    /// The pattern.
    pub pattern: String,
    /// A line that it matches.
    pub hit: String,
    /// A line that lacks one thing.
    pub miss: String,
}

/// Words of which none is in another.
const WORDS: [&str; 8] = ["ERROR", "timeout", "disk", "full", "login", "refused", "retry", "queue"];
const NOISE: [&str; 4] = ["at", "10.0.0.7", "[main]", "after 3 s"];

/// Patterns of terms, of JSON and of fields between blanks.
pub fn filter_case() -> impl Strategy<Value = FilterCase> {
    prop_oneof![terms(), json(), fields()]
}

/// `ERROR disk -retry`: all of some words, and none of another.
fn terms() -> impl Strategy<Value = FilterCase> {
    let words = subsequence(&WORDS[..], 2..=5).prop_shuffle();
    (words, vec(select(&NOISE[..]), 0..4), any::<bool>()).prop_map(|(words, noise, excludes)| {
        let (last, wanted) = words.split_last().expect("two words at least");
        let line = [wanted, noise.as_slice()].concat().join(" ");
        let pattern = wanted.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" ");
        if excludes {
            return FilterCase { pattern: format!("{pattern} -\"{last}\""), miss: format!("{line} {last}"), hit: line };
        }
        let hit = format!("{last} {line}");
        FilterCase { pattern: format!("{pattern} {last}"), hit, miss: line }
    })
}

/// `{ $.status >= 500 && $.path = "/orders*" }`.
fn json() -> impl Strategy<Value = FilterCase> {
    (400i32..599, 1i32..100, select(&["orders", "cart", "login"][..])).prop_map(|(limit, more, path)| {
        let line = |status: i32| format!("{{\"status\":{status},\"path\":\"/{path}/7\",\"ms\":12}}");
        let pattern = format!("{{ $.status >= {limit} && $.path = \"/{path}*\" }}");
        FilterCase { pattern, hit: line(limit + more - 1), miss: line(limit - more) }
    })
}

/// `[ip, user, status = 5*]`.
fn fields() -> impl Strategy<Value = FilterCase> {
    (0u8..=255, select(&["ana", "bo"][..]), 500i32..=599, 200i32..=499).prop_map(|(ip, user, bad, good)| {
        let line = |status: i32| format!("10.0.0.{ip} {user} {status}");
        FilterCase { pattern: "[ip, user, status = 5*]".into(), hit: line(bad), miss: line(good) }
    })
}

/// Lines as programs write them: text, JSON, access logs; some have words that patterns ask for.
pub fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => filter_case().prop_map(|case| case.hit),
        4 => filter_case().prop_map(|case| case.miss),
        1 => "\\PC{0,80}",
    ]
}
