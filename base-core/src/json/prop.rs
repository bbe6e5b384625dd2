//! Laws of the scanner, over documents, damaged documents and noise.

use proptest::prelude::*;

use crate::testing::laws;

fn white() -> impl Strategy<Value = String> {
    prop_oneof![8 => Just(String::new()), 1 => "[ \n\r\t]{1,9}"]
}

fn string() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => "[ !#-\\[\\]-~]{0,24}",
        1 => "[^\"\\\\\u{0}-\u{1f}]{0,12}",
        1 => r#"\\["\\/bfnrt]"#,
        1 => r"\\u00[0-9a-fA-F]{2}",
        1 => r"\\u[0-9a-fA-F]{4}",
        1 => r"\\ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}",
    ];
    prop::collection::vec(piece, 0..4).prop_map(|pieces| format!("\"{}\"", pieces.concat()))
}

fn scalar() -> impl Strategy<Value = String> {
    prop_oneof![
        string(),
        "-?(0|[1-9][0-9]{0,20})",
        r"-?(0|[1-9][0-9]{0,3})(\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?",
        "true|false|null",
    ]
}

fn document() -> impl Strategy<Value = String> {
    let inner = scalar().prop_recursive(6, 60, 6, |value| {
        let item = (white(), value, white()).prop_map(|(a, value, b)| a + &value + &b).boxed();
        let member =
            (white(), string(), white(), item.clone()).prop_map(|(a, key, b, item)| a + &key + &b + ":" + &item);
        prop_oneof![
            prop::collection::vec(item, 0..6).prop_map(|items| format!("[{}]", items.join(","))),
            prop::collection::vec(member, 0..6).prop_map(|members| format!("{{{}}}", members.join(","))),
            white().prop_map(|white| format!("[{white}]")),
            white().prop_map(|white| format!("{{{white}}}")),
        ]
    });
    (white(), inner, white()).prop_map(|(a, value, b)| a + &value + &b)
}

/// A document with a few bytes changed, cut or doubled.
fn damaged() -> impl Strategy<Value = Vec<u8>> {
    (document(), wounds()).prop_map(|(text, wounds)| damage(&text, wounds))
}

type Wound = (prop::sample::Index, u8, u8);

fn wounds() -> impl Strategy<Value = Vec<Wound>> {
    let byte = prop_oneof![prop::sample::select(br#"{}[],:"\ue0.-+ tfn"#.to_vec()), any::<u8>()];
    prop::collection::vec((any::<prop::sample::Index>(), 0..4u8, byte), 1..4)
}

fn damage(text: &str, wounds: Vec<Wound>) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for (index, kind, byte) in wounds {
        let at = index.index(bytes.len() + 1);
        match kind {
            0 if at < bytes.len() => bytes[at] = byte,
            1 if at < bytes.len() => drop(bytes.remove(at)),
            2 => bytes.truncate(at),
            _ => bytes.insert(at, byte),
        }
    }
    bytes
}

fn check(bytes: &[u8]) {
    laws::scanner_agrees_with_serde(bytes);
    laws::scanner_ends_for_ever(bytes);
    laws::scanner_skips_what_it_walks(bytes);
    laws::scanner_members_are_its_tokens(bytes);
    laws::runner_agrees_with_the_scanner(bytes);
    laws::runner_passes_other_keys_by(bytes);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn documents_are_read_as_serde_reads_them(text in document()) {
        check(text.as_bytes());
    }

    #[test]
    fn damaged_documents_are_judged_as_serde_judges_them(bytes in damaged()) {
        check(&bytes);
    }

    #[test]
    fn noise_is_judged_as_serde_judges_it(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
        check(&bytes);
    }

    #[test]
    fn noise_of_marks_is_judged_as_serde_judges_it(text in r#"[{}\[\],:"\\ue01.\-+ tfnrual]{0,24}"#) {
        check(text.as_bytes());
    }

    #[test]
    fn deep_documents_are_judged_by_their_depth(opens in prop::collection::vec(any::<bool>(), 1..200)) {
        let start: String = opens.iter().map(|object| if *object { "{\"a\":" } else { "[" }).collect();
        let end: String = opens.iter().rev().map(|object| if *object { '}' } else { ']' }).collect();
        check(format!("{start}1{end}").as_bytes());
    }

    /// Whatever was learnt, what is followed is a document, and its values are shown; what was learnt is followed.
    #[test]
    fn paths_lead_through_documents_only(learnt in prop::collection::vec(document(), 1..5), wounds in wounds()) {
        let mut paths = super::Paths::new(4000);
        for text in &learnt {
            let is_known = paths.learn(text, |_, run| run.start);
            let is_json = super::Scanner::of_text(text).finish().is_ok();
            prop_assert_eq!(is_known, is_json && text.trim_start().starts_with(['{', '[']));
            prop_assert!(!is_known || laws::path_is_the_scanners(&paths, text) == Some(text.trim_end().len()));
        }
        for text in learnt {
            if let Ok(text) = String::from_utf8(damage(&text, wounds.clone())) {
                laws::path_is_the_scanners(&paths, &text);
            }
        }
    }

    #[test]
    fn members_of_these_keys_are_found(
        members in prop::collection::vec(("|a|ue|0|dock|ab|b|\\\\u0061|d\\\\u006fck|u\\\\u0065", scalar()), 0..9),
    ) {
        let members: Vec<String> = members.iter().map(|(key, value)| format!("\"{key}\":{value}")).collect();
        check(format!("{{{}}}", members.join(",")).as_bytes());
    }
}

#[test]
fn borders_are_judged_as_serde_judges_them() {
    for text in [
        "",
        " ",
        "\u{feff}1",
        "1 2",
        "01",
        "-",
        "-0",
        "1.",
        ".5",
        "1e",
        "1e+",
        "1e400",
        "[1e400]x",
        "nul",
        "nulll",
        "truefalse",
        "[1,]",
        "{\"a\":1,}",
        "{\"a\" 1}",
        "{a:1}",
        "[1 2]",
        "]",
        "}",
        "[}",
        "{]",
        "\"",
        "\"\\",
        "\"\\u12",
        "\"\\ud800\"",
        "\"\\ud800\\u0041\"",
        "\"\\udc00\"",
        "\"\\ud834\\udd1e\"",
        "\"\t\"",
        "\"\u{7f}\"",
        "{\"a\":1,\"a\":2}",
        "\0",
        "1\0",
        "18446744073709551615",
        "18446744073709551616",
        "-9223372036854775808",
        "-9223372036854775809",
        "0.1e-999",
    ] {
        check(text.as_bytes());
    }
    for bytes in
        [&b"\"\xff\""[..], b"\xff", b"1\xff", b"[1]\xc3", b"\"\xed\xa0\x80\"", b"\"\xc3\xa9\"", b"\"\xf4\x90\x80\x80\""]
    {
        check(bytes);
    }
}
