//! The filter pattern language.
//!
//! [`FilterPattern`] is one pattern, [`FilterSet`] many at once, [`Semantics`] what is decided where the service
//! is silent. A pattern asks a message in three steps, of which most messages pass the first only: do they hold
//! what no match can do without (`needs`, `sieve`); what do they have where the pattern looks (`json`, `space`);
//! how does that compare (`literal`, `regex`). `twin` does all of it the slow, obvious way.

mod error;
mod explain;
mod extract;
mod json;
#[cfg(any(test, feature = "testing"))]
pub mod laws;
mod lex;
mod lines;
mod literal;
mod logic;
mod needs;
mod regex;
mod selector;
mod semantics;
mod set;
mod sieve;
mod space;
mod terms;
#[cfg(any(test, feature = "testing"))]
pub mod twin;

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use cupola_base::text::{Cursor, Span};

pub use error::{FilterPatternError, FilterPatternErrorKind};
pub use explain::{FilterClause, FilterExplanation, FilterObstacle, FilterOutcome};
pub use extract::Extracted;
pub use lines::MatchingLines;
pub(crate) use lines::Prospects;
pub use selector::FilterSelector;
pub use semantics::{Dialect, Duplicates, LastField, Missing, Semantics, Strictness, Unclosed};
pub use set::{FilterScratch, FilterSet};

use error::Fault;
use json::JsonPattern;
use needs::Needs;
use sieve::Sieve;
use space::SpacePattern;
use terms::Terms;

/// A regular expression of the language without its `%`, as an automaton that searches from any place of a
/// text.
pub(crate) fn automaton(body: &str, semantics: &Semantics) -> Result<::regex::bytes::Regex, FilterPatternError> {
    regex::automaton(body, semantics).map_err(|fault| fault.on(body))
}

/// A compiled filter pattern.
///
/// Read with [`parse`](Self::parse), asked with [`matches`](Self::matches), [`test`](Self::test) and
/// [`explain`](Self::explain). `Display` prints a pattern that reads back as the same one. Immutable,
/// cheap to clone, and may be asked from many threads. Asking takes time linear in the message (times
/// the size of the pattern at worst) and, but for JSON strings with escapes, no memory.
///
/// ```
/// use cupola_logs::filter::FilterPattern;
///
/// // Unstructured: what the message holds, as parts of words, too. The empty pattern matches all.
/// let pattern = FilterPattern::parse(r#"timeout -retry "on dock""#)?;
/// assert!(pattern.matches("2 timeouts on dock 4"));
/// assert!(!pattern.matches("timeout on dock 4; retrying"));
///
/// // JSON: what its fields are.
/// let pattern = FilterPattern::parse(r#"{ $.job.state = "lat*" && ($.job.ms > 1.5e2 || $.job.ms NOT EXISTS) }"#)?;
/// assert!(pattern.matches(r#"{"job": {"state": "late", "ms": 151}}"#));
///
/// // Space-delimited: what its words are.
/// let pattern = FilterPattern::parse("[host, ..., code = 4* || code = 5*, ms]")?;
/// assert!(pattern.matches(r#"h1 - "GET /" 503 220"#));
/// # Ok::<(), cupola_logs::filter::FilterPatternError>(())
/// ```
///
/// # Source
/// CloudWatch Logs User Guide, "Filter pattern syntax for metric filters, subscription filters, filter
/// log events, and Live Tail". Where it is silent, [`Semantics`] says what is done.
#[derive(Clone)]
pub struct FilterPattern(Arc<Compiled>);

struct Compiled {
    text: Box<str>,
    form: Form,
    /// What every message must hold that matches.
    needs: Option<Needs>,
    sieve: Sieve,
    /// Whether to pass the sieve is all that is asked.
    sure: bool,
    /// Whether the message must be a JSON object.
    object: bool,
    /// Whether keys are all that is looked for: they stand in all messages of one kind, and tell nothing of a message
    /// that is written like one that was read before.
    keys: bool,
}

/// The forms of a pattern.
#[derive(Clone, Debug, PartialEq)]
enum Form {
    Terms(Terms),
    Json(JsonPattern),
    Space(SpacePattern),
}

impl FilterPattern {
    /// The most characters of a pattern.
    pub const MAX_LENGTH: usize = MAX_LENGTH;

    /// Reads a pattern with the default decisions where the service is silent.
    ///
    /// # Errors
    /// [`FilterPatternError`] with the place and what is accepted there.
    pub fn parse(text: &str) -> Result<Self, FilterPatternError> {
        Self::parse_with(text, &Semantics::default())
    }

    /// Reads a pattern with decisions of one's own.
    ///
    /// # Errors
    /// [`FilterPatternError`] with the place and what is accepted there.
    pub fn parse_with(text: &str, semantics: &Semantics) -> Result<Self, FilterPatternError> {
        let form = form(text, semantics).map_err(|fault| fault.on(text))?;
        Ok(Self(Arc::new(Compiled::new(text, form))))
    }

    /// The text that was read.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0.text
    }

    /// Which of the three forms it has.
    #[must_use]
    pub fn form(&self) -> PatternForm {
        match &self.0.form {
            Form::Terms(_) => PatternForm::Unstructured,
            Form::Json(_) => PatternForm::Json,
            Form::Space(_) => PatternForm::SpaceDelimited,
        }
    }

    /// How many regular expressions it has; a log group bounds the number of filters that have any.
    ///
    /// ```
    /// use cupola_logs::filter::{FilterPattern, PatternForm};
    ///
    /// let pattern = FilterPattern::parse("[user = %^ad%, ...]")?;
    /// assert_eq!((pattern.form(), pattern.regexes()), (PatternForm::SpaceDelimited, 1));
    /// # Ok::<(), cupola_logs::filter::FilterPatternError>(())
    /// ```
    #[must_use]
    pub fn regexes(&self) -> usize {
        match &self.0.form {
            Form::Terms(terms) => terms.regexes(),
            Form::Json(pattern) => pattern.regexes(),
            Form::Space(pattern) => pattern.regexes(),
        }
    }

    /// Whether a message matches. Case counts.
    #[must_use]
    #[inline]
    pub fn matches(&self, message: &str) -> bool {
        let Compiled { form, sieve, sure, .. } = &*self.0;
        if let Form::Json(pattern) = form
            && let Some(verdict) = self.0.judge_unread(pattern, message)
        {
            return verdict;
        }
        sieve.passes(message) && (*sure || form.match_what_passed(message))
    }

    /// The values that the pattern names in a message that it matches; `None` when it does not match.
    /// Unstructured patterns name none.
    #[must_use]
    #[doc(alias = "TestMetricFilter")]
    pub fn test<'a>(&'a self, message: &'a str) -> Option<Extracted<'a>> {
        match &self.0.form {
            Form::Terms(terms) => terms.matches(message).then(Extracted::default),
            Form::Json(pattern) => pattern.test(message),
            Form::Space(pattern) => pattern.test(message),
        }
    }

    /// Why a message matches or does not: for each term what was found and where.
    #[must_use]
    pub fn explain(&self, message: &str) -> FilterExplanation {
        match &self.0.form {
            Form::Terms(terms) => terms.explain(message),
            Form::Json(pattern) => pattern.explain(message),
            Form::Space(pattern) => pattern.explain(message),
        }
    }
}

impl Compiled {
    fn new(text: &str, mut form: Form) -> Self {
        let needs = form.needs();
        if let (Form::Terms(terms), Some([phrase])) = (&mut form, needs.as_ref().map(Needs::texts)) {
            terms.spare(phrase);
        }
        let sieve = match (&form, &needs) {
            // A character may be written as an escape.
            (Form::Json(_), Some(needs)) => Sieve::new(Some(&needs.clone().or(r"\u"))),
            (_, needs) => Sieve::new(needs.as_ref()),
        };
        let sure = matches!(&form, Form::Terms(terms) if terms.ask_one_phrase()) && !sieve.is_open();
        let object = matches!(&form, Form::Json(pattern) if !pattern.semantics().json_prefix_tolerant);
        let keys = needs.as_ref().is_some_and(Needs::is_of_keys);
        Self { text: text.into(), form, needs, sieve, sure, object, keys }
    }

    /// Whether a message matches a JSON pattern, where that is told without looking for what it needs.
    #[inline]
    fn judge_unread(&self, pattern: &JsonPattern, message: &str) -> Option<bool> {
        if self.object && !json::may_be_object(message) {
            return Some(false);
        }
        if self.keys { pattern.matches_alike(message) } else { None }
    }
}

impl Form {
    #[inline]
    fn matches(&self, message: &str) -> bool {
        match self {
            Self::Terms(terms) => terms.matches(message),
            Self::Json(pattern) => pattern.matches(message),
            Self::Space(pattern) => pattern.matches(message),
        }
    }

    /// Whether a message matches that has passed the sieve.
    #[inline]
    fn match_what_passed(&self, message: &str) -> bool {
        match self {
            Self::Terms(terms) => terms.match_what_passed(message),
            form => form.matches(message),
        }
    }

    fn needs(&self) -> Option<Needs> {
        match self {
            Self::Terms(terms) => terms.needs(),
            Self::Json(pattern) => pattern.needs(),
            Self::Space(pattern) => pattern.needs(),
        }
    }
}

/// The first character says which form it is.
fn form(text: &str, semantics: &Semantics) -> Result<Form, Fault> {
    if let Some((end, _)) = text.char_indices().nth(MAX_LENGTH) {
        return Err(Fault::new(FilterPatternErrorKind::TooLong, Span::new(end, text.len())));
    }
    let mut cursor = Cursor::new(text);
    cursor.skip_whitespace();
    match cursor.peek() {
        Some('{') => json::parse(&mut cursor, semantics).map(Form::Json),
        Some('[') => space::parse(&mut cursor, semantics).map(Form::Space),
        _ => terms::parse(&mut cursor, semantics).map(Form::Terms),
    }
}

/// The forms of a filter pattern, told apart by its first character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the service knows these forms")]
pub enum PatternForm {
    /// Terms that a message holds or not: `timeout -retry`.
    Unstructured,
    /// Conditions on the fields of a JSON object: `{ $.code >= 500 }`.
    Json,
    /// Conditions on the words of a message: `[host, ..., code = 5*]`.
    SpaceDelimited,
}

/// Patterns are equal when they say the same in the same order.
impl PartialEq for FilterPattern {
    fn eq(&self, other: &Self) -> bool {
        self.0.form == other.0.form
    }
}

impl fmt::Display for FilterPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.form {
            Form::Terms(terms) => terms.fmt(f),
            Form::Json(pattern) => pattern.fmt(f),
            Form::Space(pattern) => pattern.fmt(f),
        }
    }
}

impl fmt::Debug for FilterPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("FilterPattern").field(&self.as_str()).finish()
    }
}

impl FromStr for FilterPattern {
    type Err = FilterPatternError;

    fn from_str(text: &str) -> Result<Self, FilterPatternError> {
        Self::parse(text)
    }
}

/// Characters of a pattern.
const MAX_LENGTH: usize = 1024;
/// Regular expressions of a JSON or space-delimited pattern.
const MAX_REGEXES: usize = 2;
/// Greatest repetition count; our decision.
const MAX_REPEAT: u32 = 1000;
/// Size of a regular expression: its characters, each as often as it is repeated; our decision.
const MAX_WEIGHT: u32 = 1000;
/// Brackets in brackets of a JSON pattern; our decision.
const MAX_NESTING: usize = 64;

const _: () = {
    const fn shared<T: Send + Sync>() {}
    shared::<FilterPattern>();
};
