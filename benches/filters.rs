//! Filter patterns on a mix of access log, JSON log and sshd lines (see `cupola_benches::lines`).
//!
//! Last result (Intel Xeon, two shared cores, quiet, rustc 1.95, 2026-11-27, built with thin LTO in one unit), ratio to the
//! yardstick, 6,000 lines:
//!
//! | pattern | ratio | bar |
//! |---|---|---|
//! | word or phrase, rare, common or absent, to one `memmem` search a line | 0.81 to 0.87 | 0.8 |
//! | word beside an excluded one | 0.81 | 0.8 |
//! | whole text, rare word; word in one of a hundred lines; rare JSON value, to one `memmem` search | 1.00, 0.97, 0.53 | 0.5 |
//! | regex with a literal; without; anchored, to `regex::bytes` a line | 1.42, 0.85, 0.93 | 0.8 |
//! | JSON, two clauses, whole line read; both of numbers, to Z | 1.63, 1.61 | 1.2 |
//! | JSON, literal rejects all; most, to Z | 6.8, 5.2 | 3 |
//! | two conditions on words; a gap; a gap at the end; literal rejects, to `split_whitespace` | 6.3, 3.4, 4.0, 24 | 3 |
//! | a hundred filters at once, to the sum of one of each kind | 1.99 to 2.00 times | 2 times |
//!
//! A hundred filters at once take 169.5 ns a line, one of each kind 84.8 ns (12.7 word, 22.5 JSON, 36.9 delimited, 12.7
//! regex). Sets of one kind take 47 ns (50 words), 57 ns (30 JSON), 53 ns (15 delimited), 28 ns (5 regex). Fifty words
//! take 359 ns as an Aho-Corasick automaton. All of it moves by some hundredths with where the compiler lays code.
//!
//! Words after the count of lines choose parts: `words`, `segments`, `regexes`, `json`, `delimited`, `sets`.

#![expect(clippy::print_stdout, reason = "a benchmark reports")]

use std::cell::RefCell;
use std::hint::black_box;
use std::time::{Duration, Instant};

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use cupola_benches::ratio::{self, Ratio};
use cupola_benches::{lines, yardstick};
use cupola_logs::filter::{FilterPattern, FilterScratch, FilterSet};
use memchr::memmem::Finder;

fn main() {
    let count = std::env::args().filter_map(|argument| argument.parse().ok()).next().unwrap_or(20_000);
    let mixed = lines::mixed(count);
    println!("{} lines, {} B each", mixed.len(), size(&mixed) / mixed.len());
    let parts: [(&str, &dyn Fn()); 6] = [
        ("words", &|| words(&mixed)),
        ("segments", &|| segments(&mixed)),
        ("regexes", &|| regexes(&mixed)),
        ("json", &|| json(&lines::of_shop(count))),
        ("delimited", &|| delimited(&lines::of_access(count))),
        ("sets", &|| sets(&mixed)),
    ];
    let wanted: Vec<String> =
        std::env::args().filter(|argument| parts.iter().any(|(name, _)| name == argument)).collect();
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|wanted| wanted == name);
    parts.iter().filter(|(name, _)| is_wanted(name)).for_each(|(_, part)| part());
}

/// Words and phrases against one `memmem` search a line.
fn words(lines: &[String]) {
    for (what, pattern, needle) in [
        ("rare word", "esodowns", "esodowns"),
        ("rare phrase", "\"Failed password for esodowns\"", "Failed password for esodowns"),
        ("common word", "password", "password"),
        ("common word, one excluded", "password -esodowns", "password"),
        ("absent word", "kraken", "kraken"),
    ] {
        let (pattern, finder) = (parse(pattern), Finder::new(needle));
        let ratio = compare(lines, |line| pattern.matches(line), |line| finder.find(line.as_bytes()).is_some());
        println!("  {what:40} {ratio}");
    }
}

fn regexes(lines: &[String]) {
    for (what, body) in [
        ("regex with a literal", r"Failed password for [a-z]+ from 173\.234\.1"),
        ("regex without", r"[0-9]{5,}x"),
        ("anchored regex", r"^Dec [0-9]+ 06:1"),
    ] {
        let pattern = parse(&format!("%{body}%"));
        let regex = regex::bytes::RegexBuilder::new(body).unicode(false).build().expect("a bench's regex is right");
        let ratio = compare(lines, |line| pattern.matches(line), |line| regex.is_match(line.as_bytes()));
        println!("  {what:40} {ratio}");
    }
}

/// JSON patterns against Z.
fn json(lines: &[String]) {
    println!("JSON lines, {} B each", size(lines) / lines.len());
    for (what, pattern) in [
        ("two clauses, whole line read", r#"{ $.level = "*" && $.http.status >= 500 }"#),
        ("two clauses, both of numbers", "{ $.http.ms > 300 && $.tries < 2 }"),
        ("two clauses, literal rejects", r#"{ $.user = "nobody-7" && $.http.status >= 500 }"#),
        ("two clauses, literal rejects most", r#"{ $.user = "porter-404" && $.http.status >= 200 }"#),
    ] {
        let pattern = parse(pattern);
        println!(
            "  {what:40} {}",
            compare(lines, |line| pattern.matches(line), |line| yardstick::bare(line.as_bytes()))
        );
    }
}

/// Space-delimited patterns against splitting at white space into a list.
fn delimited(lines: &[String]) {
    println!("access lines, {} B each", size(lines) / lines.len());
    for (what, pattern) in [
        ("two conditions", "[ip, id, user, time, request, status = 5*, bytes > 1000, referrer, agent]"),
        ("two conditions, a gap", "[ip, ..., status >= 500, bytes > 1000, referrer, agent]"),
        ("two conditions, a gap at the end", "[ip = 10.*, id, user, time, request, status >= 500, ...]"),
        ("two conditions, literal rejects", "[ip, id, user, time, request = *flotsam*, status = 404, ...]"),
    ] {
        let pattern = parse(pattern);
        let split = |line: &str| line.split_whitespace().collect::<Vec<_>>().len();
        println!("  {what:40} {}", compare(lines, |line| pattern.matches(line), split));
    }
}

/// A hundred filters at once against one filter of each kind, on average over the filters of the kind.
fn sets(lines: &[String]) {
    let kinds = lines::hundred_filters().map(|kind| kind.iter().map(|text| parse(text)).collect::<Vec<_>>());
    let mut one_of_each = Duration::ZERO;
    for (name, kind) in ["words", "JSON", "delimited", "regex"].iter().zip(&kinds) {
        let times = kind.iter().map(|pattern| time(lines, |line| pattern.matches(line)));
        let one = times.sum::<Duration>() / u32::try_from(kind.len()).unwrap_or(1);
        one_of_each += one;
        let hits: usize = kind.iter().map(|pattern| lines.iter().filter(|line| pattern.matches(line)).count()).sum();
        println!(
            "  {name:10} {:.1} ns a line, {:.2} % match",
            nanos(one, lines),
            share(hits, kind.len() * lines.len())
        );
    }
    println!("  one of each {:.1} ns a line", nanos(one_of_each, lines));
    let all: Vec<FilterPattern> = kinds.concat();
    for (name, patterns) in ["words", "JSON", "delimited", "regex"].iter().zip(&kinds) {
        println!("  set of {} {name}: {:.1} ns a line", patterns.len(), nanos(time_of_set(lines, patterns), lines));
    }
    let set = time_of_set(lines, &all);
    println!("  100 filters {:.1} ns a line, {:.2} times one of each", nanos(set, lines), factor(set, one_of_each));
    automaton(lines);
}

fn time_of_set(lines: &[String], patterns: &[FilterPattern]) -> Duration {
    let set: FilterSet<usize> = patterns.iter().cloned().enumerate().collect();
    let scratch = RefCell::new(FilterScratch::new());
    time(lines, |line| {
        let mut sum = 0;
        set.each(line, &mut scratch.borrow_mut(), |id| sum += id);
        sum
    })
}

/// The fifty words as one automaton, for comparison with the set of them.
fn automaton(lines: &[String]) {
    let [words, ..] = lines::hundred_filters();
    let words = words.iter().map(|word| word.trim_end_matches("-Nothing").trim().trim_matches('"').to_owned());
    let automaton =
        AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(words).expect("fifty words make an automaton");
    let took = time(lines, |line| {
        automaton.find_overlapping_iter(line).map(|found| found.pattern().as_usize()).sum::<usize>()
    });
    println!("  50 words in an Aho-Corasick automaton: {:.1} ns a line", nanos(took, lines));
}

/// A whole text of lines against one search through it.
fn segments(lines: &[String]) {
    let text = lines.join("\n");
    for (what, pattern, needle) in [
        ("rare word", "kraken", "kraken"),
        ("word in one of a hundred lines", "esodowns", "esodowns"),
        ("rare JSON value", "{ $.user = nobody-7 && $.tries > 0 }", "nobody-7"),
    ] {
        let (pattern, finder) = (parse(pattern), Finder::new(needle));
        let ours = || pattern.matching_lines(&text).count();
        println!("  {what:40} {}", ratio::compare(text.len(), ours, || finder.find_iter(text.as_bytes()).count()));
    }
}

fn time<A>(lines: &[String], pass: impl Fn(&str) -> A) -> Duration {
    lines.chunks(BLOCK).map(|block| (0..ROUNDS).map(|_| turn(block, &pass)).min().unwrap_or_default()).sum()
}

fn turn<A>(lines: &[String], pass: impl Fn(&str) -> A) -> Duration {
    #[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
    let start = Instant::now();
    each(lines, pass);
    start.elapsed()
}

#[expect(clippy::cast_precision_loss, reason = "a figure for people")]
fn nanos(time: Duration, lines: &[String]) -> f64 {
    time.as_secs_f64() * 1e9 / lines.len() as f64
}

#[expect(clippy::cast_precision_loss, reason = "a figure for people")]
fn share(part: usize, whole: usize) -> f64 {
    part as f64 * 100.0 / whole as f64
}

fn factor(a: Duration, b: Duration) -> f64 {
    a.as_secs_f64() / b.as_secs_f64()
}

fn parse(text: &str) -> FilterPattern {
    FilterPattern::parse(text).expect("a bench's pattern is right")
}

fn size(lines: &[String]) -> usize {
    lines.iter().map(String::len).sum()
}

/// Ours and the yardstick by turns on blocks of lines, so short that even on a busy machine some turns are not
/// disturbed; the sums of the fastest turns.
fn compare<A, B>(lines: &[String], ours: impl Fn(&str) -> A, yardstick: impl Fn(&str) -> B) -> Ratio {
    let mut ratio = Ratio { bytes: size(lines), ours: Duration::ZERO, yardstick: Duration::ZERO };
    for block in lines.chunks(BLOCK) {
        let turns = (0..ROUNDS).map(|_| (turn(block, &ours), turn(block, &yardstick)));
        let fastest = turns.reduce(|a, b| (a.0.min(b.0), a.1.min(b.1))).unwrap_or_default();
        (ratio.ours, ratio.yardstick) = (ratio.ours + fastest.0, ratio.yardstick + fastest.1);
    }
    ratio
}

fn each<A>(lines: &[String], pass: impl Fn(&str) -> A) {
    lines.iter().for_each(|line| drop(black_box(pass(line))));
}

/// Lines of a block.
const BLOCK: usize = 1000;
const ROUNDS: usize = 25;
