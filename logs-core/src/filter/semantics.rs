//! Decisions where the service is silent.

use serde::{Deserialize, Serialize};

/// Every decision of the filter pattern language that the service's texts leave open, to be flipped
/// when the service proves otherwise.
///
/// ```
/// use cupola_logs::filter::{FilterPattern, Missing, Semantics};
///
/// let text = r#"{ $.errorCode != "*" }"#;
/// assert!(!FilterPattern::parse(text)?.matches("{}"));
///
/// let semantics = Semantics::default().with(|s| s.missing_ne = Missing::True);
/// assert!(FilterPattern::parse_with(text, &semantics)?.matches("{}"));
/// # Ok::<(), cupola_logs::filter::FilterPatternError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Semantics {
    /// Which characters a term may hold without quotes. Default [`Strictness::Aws`].
    pub strictness: Strictness,
    /// Letters and digits beyond ASCII may stand in a term without quotes. Default true.
    pub non_ascii_words: bool,
    /// A regular expression may be excluded: `-%re%`. Default true.
    pub excluded_regex: bool,
    /// A regular expression may hold spaces. Default true.
    pub regex_spaces: bool,
    /// `.` in a regular expression stands for a line feed, too. Default false.
    pub regex_dot_is_line_feed: bool,
    /// Which JSON selectors are accepted. Default [`Dialect::Aws`].
    pub dialect: Dialect,
    /// A JSON pattern looks at the first `{` of a message and what follows it; text before it is
    /// passed over. Default false: the whole message must be one JSON object.
    pub json_prefix_tolerant: bool,
    /// What `!=` says of a selector that finds nothing. Default [`Missing::False`].
    pub missing_ne: Missing,
    /// `!=` holds for a field that is null. Default true.
    pub null_is_unequal: bool,
    /// Which of several members with the same key counts. Default [`Duplicates::Last`].
    pub duplicate_keys: Duplicates,
    /// A text that is spelt as a number can be ordered by `<`, `<=`, `>` and `>=`, and can be the
    /// value of a metric. Default true.
    pub numeric_texts: bool,
    /// A quoted literal is compared with the text of a number, as it is spelt in the message:
    /// `"404"` equals `404`. Default true; if not, they are unequal.
    pub numbers_have_text: bool,
    /// A literal is compared with the text of a boolean: `= true` holds for `true`. Default true;
    /// if not, they are unequal.
    pub booleans_have_text: bool,
    /// Testing a JSON pattern gives the values of its selectors. Default true; if not, none.
    pub json_extracts: bool,
    /// The conditions of one field may spell its name with other letter case:
    /// `[w1=ERROR || W1=WARN, w2]`. Default true.
    pub field_names_ignore_case: bool,
    /// Tabs separate the words of a message as spaces do. Default true.
    pub tabs_separate: bool,
    /// What a quote or bracket without its end does in a message. Default [`Unclosed::ToEnd`].
    pub unclosed: Unclosed,
    /// Whether the last field takes all words that are left. Default [`LastField::Numbered`].
    pub last_field_greedy: LastField,
}

impl Default for Semantics {
    fn default() -> Self {
        Self {
            strictness: Strictness::Aws,
            non_ascii_words: true,
            excluded_regex: true,
            regex_spaces: true,
            regex_dot_is_line_feed: false,
            dialect: Dialect::Aws,
            json_prefix_tolerant: false,
            missing_ne: Missing::False,
            null_is_unequal: true,
            duplicate_keys: Duplicates::Last,
            numeric_texts: true,
            numbers_have_text: true,
            booleans_have_text: true,
            json_extracts: true,
            field_names_ignore_case: true,
            tabs_separate: true,
            unclosed: Unclosed::ToEnd,
            last_field_greedy: LastField::Numbered,
        }
    }
}

impl Semantics {
    /// The same decisions after a change.
    ///
    /// ```
    /// use cupola_logs::filter::{Semantics, Strictness};
    ///
    /// let semantics = Semantics::default().with(|s| s.strictness = Strictness::Lenient);
    /// assert_ne!(semantics, Semantics::default());
    /// ```
    #[must_use]
    pub fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }
}

/// Which characters a term of an unstructured pattern may hold without quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Strictness {
    /// Letters, digits and `_`.
    Aws,
    /// Also `. : / @ # + ~`, and `-` but not first.
    Lenient,
}

/// Which selectors a JSON pattern may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Dialect {
    /// What the service documents: `$.key`, `$.key[0]`.
    Aws,
    /// Also `[*]`, which any element may satisfy, and `["any key"]`.
    Extended,
}

/// What `!=` says of a selector that finds nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "a condition holds or does not")]
pub enum Missing {
    /// It does not hold.
    False,
    /// It holds.
    True,
}

/// Which of several members with the same key counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Duplicates {
    /// The first.
    First,
    /// The last.
    Last,
}

/// What a quote or bracket that opens a word and is never closed does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Unclosed {
    /// Its word runs to the end of the message.
    ToEnd,
    /// It is a character as any other.
    Ordinary,
}

/// Whether the last field of a space-delimited pattern without `...` takes all words that are left
/// when there are more words than fields. A field with a condition never does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum LastField {
    /// Never: there must be as many words as fields.
    Exact,
    /// When every field is named `w` and a number: `[w1=FAIL, w2]`.
    Numbered,
    /// Always.
    Greedy,
}
