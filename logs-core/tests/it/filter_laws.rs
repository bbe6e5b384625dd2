//! Laws of the filter pattern language, on any text and on texts that look like patterns.

use cupola_logs::filter::laws::{laws_hold, pattern_law};
use cupola_logs::filter::{Dialect, FilterPattern, Semantics};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

fn word() -> impl Strategy<Value = String> {
    prop_oneof!["[ab_1]{1,3}", "\"[ab \\*é%?-]{0,3}\"", "\"(a|\\\\\"|\\\\\\\\){0,3}\""]
}

fn class() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\[\\^?[ab1]{1,2}\\]",
        "\\[a-[b-d]-?\\]",
        "\\\\[dDsSwW]",
        "\\\\x2[0-9a-f]",
        "[ab1 .]",
        "\\[\\\\[dSw]b\\]"
    ]
}

fn regex() -> impl Strategy<Value = String> {
    let piece = (
        class(),
        prop_oneof![4 => Just(""), 1 => Just("?"), 1 => Just("*"), 1 => Just("+"), 1 => Just("{2}"), 1 => Just("{0,2}"), 1 => Just("{1,}"), 1 => Just("{1,70}"), 1 => Just("{0,40}")],
    );
    let piece = piece.prop_map(|(class, repeat)| class + repeat);
    let piece =
        prop_oneof![8 => piece, 1 => Just("^".to_owned()), 1 => Just("$".to_owned()), 1 => Just("|".to_owned())];
    prop::collection::vec(piece, 1..6).prop_map(|pieces| format!("%{}%", pieces.concat()))
}

fn terms() -> impl Strategy<Value = String> {
    let term = (prop_oneof![2 => Just(""), 1 => Just("-"), 1 => Just("?")], prop_oneof![2 => word(), 1 => regex()]);
    let terms = prop::collection::vec(term.prop_map(|(prefix, term)| format!("{prefix}{term}")), 0..5);
    (terms, prop_oneof![Just(" "), Just("  "), Just("\t")]).prop_map(|(terms, blank)| terms.join(blank))
}

fn literal() -> impl Strategy<Value = String> {
    prop_oneof!["-?[0-2](\\.[05])?(e[12])?", "\"[ab*5]{0,3}\"", "[ab5*]{1,3}", "true|false", regex()]
}

fn comparison() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => ("=|!=| = ", literal()).prop_map(|(operator, literal)| operator + &literal),
        1 => ("<|>|<=|>=", "-?[0-2](\\.[05])?").prop_map(|(operator, number)| operator + &number),
    ]
}

fn condition() -> impl Strategy<Value = String> {
    let selector = prop_oneof![2 => "\\$\\.[ab]", 1 => "\\$(\\.[ab]|\\.[ab]\\[[01]\\]|\\.[ab]\\[\\*\\]|\\[\"[ab.]\"\\]|\\.a){1,2}"];
    let ask = prop_oneof![3 => comparison(), 1 => " IS NULL| IS TRUE| IS FALSE| NOT EXISTS"];
    (selector, ask).prop_map(|(selector, ask)| selector + &ask)
}

fn json_pattern() -> impl Strategy<Value = String> {
    let logic = condition().prop_recursive(3, 8, 3, |inner| {
        let joined = (prop::collection::vec(inner, 1..4), prop_oneof![Just(" && "), Just("||")]);
        joined.prop_map(|(parts, by)| format!("({})", parts.join(by)))
    });
    logic.prop_map(|logic| {
        format!("{{ {} }}", logic.strip_prefix('(').and_then(|l| l.strip_suffix(')')).unwrap_or(&logic))
    })
}

fn scalar() -> impl Strategy<Value = String> {
    prop_oneof!["null|true|false", "-?[0-2](\\.[05])?(e[12])?", "\"[ab5]{0,3}\"", "\"-?[0-2]\"", "\"\\\\u006[12]\""]
}

fn json_value() -> impl Strategy<Value = String> {
    scalar().prop_recursive(4, 16, 4, |inner| {
        let key = prop_oneof!["\"[ab.]\"", "\"\\\\u0061\""];
        let members = prop::collection::vec((key, inner.clone()), 0..4);
        let object = members.prop_map(|members| {
            let members: Vec<String> = members.into_iter().map(|(key, value)| format!("{key}: {value}")).collect();
            format!("{{{}}}", members.join(","))
        });
        let array = prop::collection::vec(inner, 0..4).prop_map(|items| format!("[{}]", items.join(" , ")));
        prop_oneof![3 => object, 1 => array]
    })
}

fn json_message() -> impl Strategy<Value = String> {
    let members = prop::collection::vec(("[ab]", prop_oneof![scalar(), json_value()]), 0..5).prop_map(|members| {
        let members: Vec<String> = members.into_iter().map(|(key, value)| format!("\"{key}\": {value}")).collect();
        format!("{{{}}}", members.join(","))
    });
    let members = members.boxed();
    prop_oneof![8 => members.clone(), 1 => members.prop_map(|text| format!(" x{text}\n")), 1 => "[{}\\[\\]\":ab]{0,9}"]
}

fn field() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => "([abw][12]?)?",
        1 => comparison(),
        2 => ("[ab]", comparison()).prop_map(|(name, comparison)| name + &comparison),
        1 => ("[ab]", comparison(), "&&|\\|\\|", comparison()).prop_map(|(n, c, by, d)| format!("{n}{c}{by}{n} {d}")),
        1 => Just("...".to_owned()),
    ]
}

fn space_pattern() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::collection::vec(field(), 0..5).prop_map(|fields| format!("[{}]", fields.join(", "))),
        1 => Just("[w1, w2]".to_owned()),
    ]
}

fn words() -> impl Strategy<Value = String> {
    let word = prop_oneof![4 => "[ab5]{1,3}", 2 => "-?[0-2](\\.[05])?", 1 => "\"[ab \\\\]{0,3}\"?", 1 => "\\[[ab ]{0,3}\\]?", 1 => Just("-".to_owned())];
    (prop::collection::vec(word, 0..6), prop_oneof![4 => Just(" "), 1 => Just("\t"), 1 => Just("")])
        .prop_map(|(words, blank)| words.join(blank))
}

fn line() -> impl Strategy<Value = String> {
    prop_oneof![3 => "[ab1_ ]{0,12}", 2 => "[ab]{0,50}", 1 => "[abé\\n\\t\"\\\\ ]{0,8}", 1 => any::<String>()]
}

/// Of 400 generated pairs, how many patterns are read and how many of those match their message.
fn reached(patterns: impl Strategy<Value = String>, messages: impl Strategy<Value = String>) -> (usize, usize) {
    let mut runner = TestRunner::deterministic();
    let mut pairs = || (sample(&patterns, &mut runner), sample(&messages, &mut runner));
    let verdicts: Vec<bool> = (0..400)
        .map(|_| pairs())
        .filter_map(|(pattern, message)| {
            let semantics = Semantics::default().with(|s| s.dialect = Dialect::Extended);
            Some(FilterPattern::parse_with(&pattern, &semantics).ok()?.matches(&message))
        })
        .collect();
    (verdicts.len(), verdicts.iter().filter(|matched| **matched).count())
}

fn sample(strategy: &impl Strategy<Value = String>, runner: &mut TestRunner) -> String {
    strategy.new_tree(runner).expect("nothing is filtered out").current()
}

#[test]
fn the_generators_reach_both_verdicts() {
    for (read, matched) in [
        reached(terms(), line()),
        reached(regex(), line()),
        reached(json_pattern(), json_message()),
        reached(space_pattern(), words()),
    ] {
        assert!(read > 200 && matched > read / 12 && matched < read * 9 / 10, "{matched} of {read} match");
        println!("{matched} of {read} patterns match");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn terms_follow_the_laws(pattern in terms(), message in line()) {
        laws_hold(&pattern, &message, &Semantics::default());
        pattern_law(format!("{pattern}\0{message}").as_bytes());
    }

    #[test]
    fn regexes_follow_the_laws(pattern in regex(), message in line()) {
        laws_hold(&pattern, &message, &Semantics::default());
        pattern_law(format!("{pattern}\0{message}").as_bytes());
    }

    #[test]
    fn regexes_with_large_counts_follow_the_laws(
        pattern in "%\\^?(\\[ab\\]|[ab.])\\{[1-5]0,(60|[5-9][0-9])?\\}[ab]?(b\\{60\\})?\\[ab\\]\\{0,[1-9]9\\}\\$?%",
        message in "[ab]{40,100}b{0,70}[ab]{0,9}",
    ) {
        laws_hold(&pattern, &message, &Semantics::default());
    }

    #[test]
    fn json_patterns_follow_the_laws(pattern in json_pattern(), message in json_message()) {
        pattern_law(format!("{pattern}\0{message}").as_bytes());
    }

    #[test]
    fn space_delimited_patterns_follow_the_laws(pattern in space_pattern(), message in words()) {
        pattern_law(format!("{pattern}\0{message}").as_bytes());
    }

    #[test]
    fn noise_follows_the_laws(data in any::<Vec<u8>>(), text in "[?\"%\\\\ab{}$.=()\\[\\]|&*,\\x00 -]{0,30}") {
        pattern_law(&data);
        pattern_law(text.as_bytes());
    }
}
