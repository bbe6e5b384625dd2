//! Sets of patterns give what each of their patterns gives. Words are drawn from a few, so that patterns ask for
//! what messages hold.

use cupola_logs::filter::laws::{set_law, sets_agree};
use cupola_logs::filter::{FilterPattern, FilterSet};
use proptest::prelude::*;

const WORDS: [&str; 10] =
    ["kraken", "krakow", "flotsam", "jetsam", "rake", "GET", "sam", "pass port", "Dover 7", "\u{e9}t\u{e9}s"];

fn word() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&WORDS)
}

/// A part of a word, which may be all of it.
fn part() -> impl Strategy<Value = String> {
    (word(), 0usize..3, 0usize..3).prop_map(|(word, from, cut)| {
        let letters: Vec<char> = word.chars().collect();
        letters[from.min(letters.len() - 1)..].iter().take(letters.len() - cut.min(letters.len() - 1)).collect()
    })
}

fn terms() -> impl Strategy<Value = String> {
    let phrase = part().prop_map(|word| format!("\"{word}\""));
    let bodies = ["kra", "rake", "GET", "flo[a-t]sam", "sam", "krak[eo][nw]", "^GET .*sam", "ra?ke+n", "kraken|sam"];
    let regex = prop::sample::select(bodies.to_vec()).prop_map(|body| format!("%{body}%"));
    let term = (prop_oneof![4 => Just(""), 1 => Just("-"), 1 => Just("?")], prop_oneof![4 => phrase, 1 => regex]);
    let term = term.prop_map(|(prefix, needle)| format!("{prefix}{needle}"));
    prop_oneof![
        4 => prop::collection::vec(term, 0..4).prop_map(|terms| terms.join(" ")),
        1 => prop::collection::vec(part(), 1..4).prop_map(|words| {
            words.iter().map(|word| format!("?\"{word}\"")).collect::<Vec<_>>().join(" ")
        }),
    ]
}

fn comparison() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => part().prop_map(|word| format!("= \"{word}\"")),
        2 => part().prop_map(|word| format!("= \"*{word}*\"")),
        2 => part().prop_map(|word| format!("= \"{word}*\"")),
        1 => part().prop_map(|word| format!("!= \"{word}\"")),
        1 => Just("= %krak[a-z]n%".to_owned()),
        2 => prop::sample::select(&["= 404", ">= 404", "< 405", "> 403.5", "<= 404.0"]).prop_map(str::to_owned),
    ]
}

fn json() -> impl Strategy<Value = String> {
    let selector = prop::sample::select(&["$.user", "$.port.name", "$.list[1]", "$.code"]);
    let ask = prop_oneof![6 => comparison(), 1 => Just("NOT EXISTS".to_owned()), 1 => Just("IS TRUE".to_owned())];
    let condition = (selector, ask).prop_map(|(selector, ask)| format!("{selector} {ask}"));
    (prop::collection::vec(condition, 1..4), prop_oneof![Just(" && "), Just(" || ")])
        .prop_map(|(conditions, by)| format!("{{ {} }}", conditions.join(by)))
}

fn delimited() -> impl Strategy<Value = String> {
    let field = prop_oneof![
        2 => "[a-c]?",
        2 => ("[a-c]", comparison()).prop_map(|(name, comparison)| format!("{name} {comparison}")),
        1 => ("[a-c]", comparison(), comparison(), prop_oneof![2 => Just("&&"), 1 => Just("||")])
            .prop_map(|(name, one, two, by)| format!("{name} {one} {by} {name} {two}")),
        1 => Just("...".to_owned()),
    ];
    prop::collection::vec(field, 1..5).prop_map(|fields| format!("[{}]", fields.join(", ")))
}

fn pattern() -> impl Strategy<Value = String> {
    prop_oneof![3 => terms(), 2 => json(), 2 => delimited()]
}

/// A word as JSON writes it, the first letter escaped now and then.
fn json_text() -> impl Strategy<Value = String> {
    (word(), prop::bool::weighted(0.2)).prop_map(|(word, escaped)| match (escaped, word.chars().next()) {
        (true, Some(first)) => format!("\"\\u{:04x}{}\"", u32::from(first), &word[first.len_utf8()..]),
        _ => format!("\"{word}\""),
    })
}

fn message() -> impl Strategy<Value = String> {
    let value = prop_oneof![6 => json_text(), 2 => "404|405|404.0|true|null|4.04e2|\"404\"|\"404\\.0\""].boxed();
    let member = prop_oneof![
        (prop::sample::select(&["user", "code", "us\\u0065r"]), value.clone())
            .prop_map(|(k, v)| format!("\"{k}\": {v}")),
        value.clone().prop_map(|value| format!("\"port\": {{\"name\": {value}}}")),
        (value.clone(), value).prop_map(|(one, two)| format!("\"list\": [{one}, {two}]")),
    ];
    let object = prop::collection::vec(member, 0..5).prop_map(|members| format!("{{{}}}", members.join(", ")));
    let words = prop::collection::vec(
        prop_oneof![8 => word(), 2 => prop::sample::select(&["404", "405", "403.7"]), 1 => Just("\""), 1 => Just("[")],
        0..6,
    );
    prop_oneof![
        3 => object.clone(),
        1 => object.prop_map(|object| format!(" x {object}")),
        4 => words.prop_map(|words| words.join(" ")),
    ]
}

/// One of few conditions on one field.
fn narrow_condition(name: &'static str) -> impl Strategy<Value = String> {
    let asks = ["= 404", "= 4*", "= 40*", "= \"404\"", ">= 404", "< 405", "> 403.5", "!= 405", "= *4", "= 4*5", "= *"];
    prop::sample::select(asks.to_vec()).prop_map(move |ask| format!("{name} {ask}"))
}

/// A pattern that is told from others by the value of one field, and may ask more of it.
fn narrow_pattern() -> impl Strategy<Value = String> {
    let conditions = |name| prop::collection::vec(narrow_condition(name), 1..4);
    let by = || prop_oneof![3 => Just(" && "), 1 => Just(" || ")];
    prop_oneof![
        (conditions("$.code"), by()).prop_map(|(conditions, by)| format!("{{ {} }}", conditions.join(by))),
        (conditions("a"), by(), prop_oneof![Just("]"), Just(", ...]"), Just(", b]")])
            .prop_map(|(conditions, by, rest)| format!("[{}{rest}", conditions.join(by))),
    ]
}

fn narrow_message() -> impl Strategy<Value = String> {
    let value = prop::sample::select(vec!["404", "404.0", "4.04e2", "405", "403.7", "40", "4x", "-0", "x4"]);
    (value, 0..4).prop_map(|(value, form)| match form {
        0 => format!("{{\"code\": \"{value}\"}}"),
        1 if !value.contains('x') => format!("{{\"code\": {value}}}"),
        2 => format!("{value} sam"),
        _ => value.to_owned(),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    /// Where a value leads to patterns, what it is known to satisfy need not be asked again.
    #[test]
    fn values_lead_to_those_that_they_satisfy(
        patterns in prop::collection::vec(narrow_pattern(), 4..12),
        messages in prop::collection::vec(narrow_message(), 1..6),
    ) {
        set_law(format!("{}\0{}", patterns.join("\n"), messages.join("\0")).as_bytes());
    }

    #[test]
    fn sets_give_what_each_pattern_gives(
        patterns in prop::collection::vec(pattern(), 0..16),
        messages in prop::collection::vec(message(), 1..6),
    ) {
        set_law(format!("{}\0{}", patterns.join("\n"), messages.join("\0")).as_bytes());
    }

    #[test]
    fn noise_of_sets_follows_the_law(text in "[kraen ?\"%\\\\{}$.=()\\[\\]|&*,\\n\\x00 -]{0,60}") {
        set_law(text.as_bytes());
    }
}

#[test]
fn the_generators_reach_both_verdicts() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut read, mut matched) = (0, 0);
    for _ in 0..600 {
        let (pattern, message) =
            (pattern().new_tree(&mut runner).unwrap().current(), message().new_tree(&mut runner).unwrap().current());
        let Ok(pattern) = FilterPattern::parse(&pattern) else { continue };
        (read, matched) = (read + 1, matched + usize::from(pattern.matches(&message)));
    }
    assert!(read > 450 && matched > read / 10 && matched < read * 2 / 3, "{matched} of {read} match");
}

#[test]
fn thousands_of_patterns_are_a_set() {
    let name = |n: usize| format!("berth{}", n * 7919 % 5000);
    let patterns: Vec<FilterPattern> = (0..3000).map(|n| FilterPattern::parse(&name(n)).unwrap()).collect();
    let set: FilterSet<usize> = patterns.iter().cloned().enumerate().collect();
    let message = format!("{} and {}", name(17), name(2999));
    let expected: Vec<usize> = (0..3000).filter(|n| message.contains(&name(*n))).collect();
    assert_eq!(set.matches(&message).into_iter().copied().collect::<Vec<_>>(), expected);
    sets_agree(&patterns[..50], &[&message, &name(3)]);
}
