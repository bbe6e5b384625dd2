//! Patterns as they are shown, and as they are found.

use proptest::prelude::*;

use super::*;
use crate::anomaly::shown::{LogPatternToken, pattern_regex, pattern_text};
use crate::insights::group_texts;
use crate::insights::pattern::Shape;

fn taken(texts: &[&str], most: usize) -> Book {
    let (mut book, at) = (Book::default(), Timestamp::from_millis(20_000 * DAY));
    texts.iter().for_each(|text| book.take(text, at, at, most));
    book
}

fn tokens(texts: &[&str]) -> Vec<LogPatternToken> {
    let book = taken(texts, 10);
    let pattern = book.patterns.values().next().unwrap();
    pattern.tokens(&pattern.window)
}

#[test]
fn tokens_are_side_by_side_and_counted() {
    let tokens =
        tokens(&["[INFO]\tRequest time: 327 ms for 10.0.0.1:80", "[INFO]\tRequest time: 327 ms for 10.0.0.2:80"]);
    assert_eq!(pattern_text(&tokens), "[INFO]\tRequest time: <*> ms for <*>:<*>");
    let dynamic: Vec<_> = tokens.iter().filter(|token| token.position.is_some()).collect();
    let names: Vec<_> = dynamic.iter().map(|token| (token.position, token.name.as_deref())).collect();
    assert_eq!(names, [(Some(1), Some("Number-1")), (Some(2), Some("IP-2")), (Some(3), Some("Number-3"))]);
    let counts: Vec<_> = dynamic.iter().map(|token| token.values.values().copied().collect::<Vec<_>>()).collect();
    assert_eq!(counts, [vec![2], vec![1, 1], vec![2]]);
    let texts: Vec<_> = tokens.iter().take(4).map(|token| token.text.as_str()).collect();
    assert_eq!(texts, ["[INFO]", "\t", "Request", " "]);
    assert_eq!(pattern_regex(&tokens), r"\Q[INFO]\E\s+\QRequest\E\s+\Qtime:\E\s+.*\s+\Qms\E\s+\Qfor\E\s+.*\Q:\E.*");
}

#[test]
fn what_ends_a_quotation_is_quoted() {
    assert_eq!(pattern_regex(&tokens(&[r"a\Eb"])), r"\Qa\E\\E\Qb\E");
}

#[test]
fn patterns_have_the_same_ids_in_all_detectors() {
    let ids = |texts: &[&str]| taken(texts, 10).patterns.values().map(|pattern| pattern.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&["lifted 7", "crane idle"])[0], ids(&["lifted 19"])[0]);
    assert_eq!(ids(&["lifted 7"])[0].len(), 32);
}

#[test]
fn the_rarest_pattern_goes_first() {
    let book = taken(&["a a", "b b", "b b", "c c", "c c", "d d"], 3);
    let texts: Vec<_> = book.patterns.values().map(|pattern| pattern.example.as_str()).collect();
    assert_eq!(texts, ["b b", "c c", "d d"]);
}

#[test]
fn only_the_beginning_of_a_text_counts() {
    let long = "é".repeat(1500);
    let book = taken(&[&format!("{long} one"), &format!("{long} two")], 10);
    assert_eq!(book.patterns.len(), 1);
    assert_eq!(book.patterns.values().next().unwrap().example, long);
}

const WORDS: [&str; 10] = ["lifted", "box", "crane", "7", "10.0.0.1:80", "took=35ms", "é", "idle", "[3]", "12:00:01"];

fn line() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&WORDS[..]), 0..8).prop_map(|words| words.join(" "))
}

/// A quotation of the service as the crate `regex` writes it.
fn unquoted(regex: &str) -> String {
    let mut parts = regex.split(r"\Q");
    let mut plain = parts.next().unwrap().to_owned();
    for part in parts {
        let (quoted, rest) = part.split_once(r"\E").unwrap();
        plain = plain + &regex::escape(quoted) + rest;
    }
    format!("^(?s:{plain})$")
}

proptest! {
    /// Texts of different shapes are put into the patterns of the command `pattern`, where a text of a known shape stays in
    /// its group even when another became more like it.
    #[test]
    fn patterns_are_those_of_queries(lines in prop::collection::vec(line(), 1..30)) {
        let (mut shape, mut shapes) = (Shape::default(), std::collections::BTreeSet::new());
        let mut is_new = |text: &&str| {
            shape.read(text);
            shapes.insert(shape.bytes().to_vec())
        };
        let texts: Vec<&str> = lines.iter().map(String::as_str).filter(|text| is_new(text)).collect();
        let (_, theirs) = group_texts(&texts);
        let book = taken(&texts, 1000);
        let tokens = |pattern: &Pattern| -> String {
            crate::insights::pattern::tokens(pattern.words()).into_iter().map(|token| token.text).collect()
        };
        let ours: Vec<String> = book.patterns.values().map(tokens).collect();
        prop_assert_eq!(ours, theirs);
    }

    /// The expression of a pattern matches all texts that it was made of, and a snapshot changes nothing.
    #[test]
    fn expressions_match_what_they_are_of(lines in prop::collection::vec(line(), 1..12)) {
        let texts: Vec<&str> = lines.iter().map(String::as_str).collect();
        let book = taken(&texts, 1000);
        for pattern in book.patterns.values() {
            let tokens = pattern.tokens(&pattern.window);
            let regex = regex::Regex::new(&unquoted(&pattern_regex(&tokens))).unwrap();
            for sample in &pattern.window.samples {
                prop_assert!(regex.is_match(&sample.message), "{} {}", regex, sample.message);
            }
        }
        let text = serde_json::to_string(&book).unwrap();
        let mut again: Book = serde_json::from_str(&text).unwrap();
        again.rebuild();
        let (mut book, at) = (book, Timestamp::from_millis(20_001 * DAY));
        for text in &texts {
            book.take(text, at, at, 1000);
            again.take(text, at, at, 1000);
        }
        prop_assert_eq!(serde_json::to_string(&book).unwrap(), serde_json::to_string(&again).unwrap());
    }
}
