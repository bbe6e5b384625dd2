//! Why a pattern's wildcards are as complex as they are.

use std::fmt;

use crate::Pattern;
use crate::pattern::complexity::{self, Complexity};

/// Where a pattern's wildcards are most complex, and a text that shows it.
///
/// By `Display` a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct WildcardComplexity {
    /// The complexity; at least so much where `exact` is false.
    pub complexity: usize,
    /// Whether it was measured to the end.
    pub exact: bool,
    /// The path of the field.
    pub path: String,
    /// A text that keeps so many beginnings of the wildcard texts open.
    pub text: String,
    /// The beginnings that the text matches. One that stands there twice belongs to two wildcard texts.
    pub beginnings: Vec<String>,
}

impl Pattern {
    /// Why the pattern's [`complexity`](Self::complexity) is what it is; none without wildcards. Measuring
    /// stops once `most` is exceeded.
    ///
    /// ```
    /// use cupola_events::{Pattern, PatternOptions};
    ///
    /// let options = PatternOptions::default().with_wildcard_complexity(None);
    /// let pattern = Pattern::parse_with(r#"{"arn": [{"wildcard": "*:*:bus/*"}]}"#, &options)?;
    /// let why = pattern.explain_complexity(100).expect("it has a wildcard");
    /// assert_eq!((why.complexity, why.path.as_str(), why.text.as_str()), (5, "arn", "::bus/:"));
    /// assert_eq!(why.beginnings, ["*", "*:", "*:*", "*:*:", "*:*:bus/*"]);
    /// # Ok::<(), cupola_events::PatternError>(())
    /// ```
    #[must_use]
    pub fn explain_complexity(&self, most: usize) -> Option<WildcardComplexity> {
        let worst = complexity::worst(self.conjunctions(), most)?;
        Some(WildcardComplexity {
            complexity: worst.beginnings.len(),
            exact: worst.complexity != Complexity::Over,
            path: worst.path,
            text: worst.text,
            beginnings: worst.beginnings,
        })
    }
}

impl fmt::Display for WildcardComplexity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { complexity, exact, path, text, beginnings } = self;
        let at_least = if *exact { "" } else { "at least " };
        let beginnings = beginnings.join(" ");
        write!(f, "{path}: the text {text:?} matches {at_least}{complexity} beginnings at once: {beginnings}")
    }
}
