//! Laws of the filter pattern language, on any text and on texts that look like patterns.
#![cfg(feature = "testing")]

use cupola_logs::filter::Semantics;
use cupola_logs::filter::laws::{laws_hold, pattern_law};
use proptest::prelude::*;

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
        prop_oneof![4 => Just(""), 1 => Just("?"), 1 => Just("*"), 1 => Just("+"), 1 => Just("{2}"), 1 => Just("{0,2}"), 1 => Just("{1,}")],
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

fn line() -> impl Strategy<Value = String> {
    prop_oneof![3 => "[ab1_ ]{0,12}", 1 => "[abé\\n\\t\"\\\\ ]{0,8}", 1 => any::<String>()]
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
    fn noise_follows_the_laws(data in any::<Vec<u8>>(), text in "[?\"%\\\\ab{}$.=()\\[\\]|&*,\\x00 -]{0,30}") {
        pattern_law(&data);
        pattern_law(text.as_bytes());
    }
}
