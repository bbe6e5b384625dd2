//! What must hold whatever the input. Each law panics where it is broken. Property tests, fuzz targets
//! and the replay of found inputs all call these.

use super::{
    Dialect, Duplicates, Extracted, FilterPattern, FilterScratch, FilterSet, LastField, Missing, Semantics, Strictness,
    Unclosed, twin,
};

/// Reads a pattern and a message out of any bytes (a zero byte stands between the two) and lays the
/// pattern against every law, under several decisions.
pub fn pattern_law(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (pattern, message) = text.split_once('\0').unwrap_or((&text, &text));
    for semantics in semantics() {
        laws_hold(pattern, message, &semantics);
    }
}

/// Reads patterns, a line each, and messages out of any bytes (zero bytes stand before the messages), and lays
/// the patterns as a set against each of them alone. What is no pattern is left out.
pub fn set_law(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut parts = text.split('\0');
    let texts: Vec<&str> = parts.next().unwrap_or_default().lines().take(MOST_PATTERNS).collect();
    let messages: Vec<&str> = parts.collect();
    // Some sets hold patterns that were read with different decisions.
    let semantics = semantics();
    for most in [0, 1] {
        let read = |(number, text): (usize, &&str)| {
            let semantics = &semantics[most ^ usize::from(number % 7 == 6)];
            FilterPattern::parse_with(text, semantics).ok()
        };
        let patterns: Vec<FilterPattern> = texts.iter().enumerate().filter_map(read).collect();
        sets_agree(&patterns, &messages);
    }
}

/// A set of patterns gives what each of them and its twin gives, whatever was asked before; and the lines that a
/// pattern finds in a text are those that it matches one by one.
pub fn sets_agree(patterns: &[FilterPattern], messages: &[&str]) {
    let set: FilterSet<usize> = patterns.iter().cloned().enumerate().collect();
    let mut scratch = FilterScratch::new();
    for message in messages {
        let mut found = Vec::new();
        set.each(message, &mut scratch, |number| found.push(*number));
        let alone = |matches: fn(&FilterPattern, &str) -> bool| -> Vec<usize> {
            (0..patterns.len()).filter(|number| matches(&patterns[*number], message)).collect()
        };
        assert_eq!(found, alone(FilterPattern::matches), "{patterns:?} on {message:?}");
        assert_eq!(found, alone(twin::matches), "{patterns:?} on {message:?}");
    }
    let text = messages.join("\n");
    for pattern in patterns {
        let lines: Vec<&str> = pattern.matching_lines(&text).map(|(_, line)| line).collect();
        let one_by_one: Vec<&str> = text.lines().filter(|line| pattern.matches(line)).collect();
        assert_eq!(lines, one_by_one, "{pattern} in {text:?}");
    }
}

/// What is refused says so in few words and points into the pattern; what is accepted survives printing
/// and is judged as the twin judges it, with an explanation that says the same.
pub fn laws_hold(pattern: &str, message: &str, semantics: &Semantics) {
    match FilterPattern::parse_with(pattern, semantics) {
        Err(error) => {
            let span = error.span();
            assert!(span.start <= span.end && pattern.get(span.range()).is_some(), "{error}");
            assert!(error.to_string().contains('^') && error.text() == pattern);
            assert!(error.accepted().is_some_and(|accepted| accepted.contains("accepted")), "{error}");
        }
        Ok(parsed) => {
            survives_printing(&parsed, semantics);
            twins_agree(&parsed, message);
        }
    }
}

/// Printing and reading changes nothing, unless the print is longer than a pattern may be.
pub fn survives_printing(pattern: &FilterPattern, semantics: &Semantics) {
    let printed = pattern.to_string();
    if printed.chars().count() <= FilterPattern::MAX_LENGTH {
        let again = FilterPattern::parse_with(&printed, semantics).expect("what we print we can read");
        assert_eq!((again.to_string(), &again), (printed, pattern));
    }
}

/// The engine, its twin, its explanation and its test judge a message alike, and what the test gives
/// can be selected.
pub fn twins_agree(pattern: &FilterPattern, message: &str) {
    let matched = pattern.matches(message);
    assert_eq!(matched, twin::matches(pattern, message), "{pattern} on {message:?}");
    let why = pattern.explain(message);
    assert_eq!(why.matched, matched, "{why}");
    for span in why.clauses.iter().filter_map(|clause| clause.span) {
        assert!(message.get(span.range()).is_some(), "{why}");
    }
    let found = pattern.test(message);
    assert_eq!(found.is_some(), matched, "{pattern} on {message:?}");
    found.iter().for_each(|found| can_be_selected(pattern, message, found));
}

/// A selector with the name of a value gives that value, unless it is null, an object or an array.
fn can_be_selected(pattern: &FilterPattern, message: &str, found: &Extracted<'_>) {
    for (name, value) in found.iter() {
        let selector = pattern.selector(name).expect("what testing names can be selected");
        let selected = pattern.value(message, &selector);
        let none = value == "null" || value.starts_with(['{', '[']);
        assert!(selected.as_deref() == Some(value) || none && selected.is_none(), "{pattern}, {name} of {message:?}");
        assert!(pattern.number(message, &selector).is_none_or(f64::is_finite));
    }
}

/// The default decisions and their opposites.
fn semantics() -> [Semantics; 2] {
    let flipped = Semantics::default().with(|s| {
        s.strictness = Strictness::Lenient;
        s.regex_dot_is_line_feed = true;
        s.dialect = Dialect::Extended;
        s.json_prefix_tolerant = true;
        s.missing_ne = Missing::True;
        s.null_is_unequal = false;
        s.duplicate_keys = Duplicates::First;
        s.numeric_texts = false;
        s.numbers_have_text = false;
        s.booleans_have_text = false;
        s.field_names_ignore_case = false;
        s.tabs_separate = false;
        s.unclosed = Unclosed::Ordinary;
        s.last_field_greedy = LastField::Greedy;
    });
    [Semantics::default(), flipped]
}

/// The twin is slow.
const MOST_PATTERNS: usize = 40;
