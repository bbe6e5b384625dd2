//! Laws of the text tools.

use proptest::prelude::*;

use super::{Cursor, Diagnostic, Span};
use crate::testing::laws;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn wildcards_decide_as_their_table(pattern in "[abAB?*ßİıſKé]{0,10}", text in "[abABßİıſKéi]{0,14}") {
        laws::wildcard_agrees_with_its_table(&pattern, &text);
    }

    #[test]
    fn wildcards_decide_about_any_text(pattern in any::<String>(), text in any::<String>()) {
        laws::wildcard_agrees_with_its_table(&pattern, &text);
        laws::wildcard_agrees_with_its_table(&format!("*{text}*"), &text);
    }

    #[test]
    fn any_span_of_any_text_can_be_drawn(text in "[a\\n\\r\\tß€😀\u{1b}]{0,20}", start in 0..30usize, end in 0..30usize) {
        let diagnostic = Diagnostic::new("test", &text, Span::new(start, end), "wrong").with_help("h");
        let drawn = diagnostic.to_string();
        prop_assert!(drawn.contains('^'));
        prop_assert!(drawn.chars().all(|c| c == '\n' || c == '\t' || !c.is_control()));
    }

    #[test]
    fn a_cursor_reads_every_character_once(text in any::<String>(), seek in 0..40usize) {
        let mut cursor = Cursor::new(&text);
        let mut read = String::new();
        while let Some(c) = cursor.bump() {
            read.push(c);
            prop_assert_eq!(cursor.text_from(0), &read);
        }
        prop_assert_eq!(&read, &text);
        cursor.seek(seek);
        prop_assert_eq!(cursor.source().len(), cursor.position() + cursor.rest().len());
    }
}
