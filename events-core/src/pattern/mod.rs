//! The event pattern language.

use std::fmt;
use std::str::FromStr;
use std::sync::OnceLock;

mod address;
mod analysis;
mod anything_but;
mod ast;
mod complexity;
mod dialect;
mod error;
mod eval;
mod expand;
mod explain;
mod fold;
mod impossible;
mod lazy;
mod number;
mod numeric;
mod operator;
mod options;
mod parse;
mod print;
mod search;
mod steps;
mod syntax;
mod test;
mod wildcard;

pub use analysis::{
    Answer, Assume, Emission, EmissionError, Lint, LintKind, LoopAnswer, LoopCheck, WildcardComplexity,
};
pub use dialect::PatternDialect;
pub use error::PatternError;
pub use explain::{Explanation, PathExplanation, RuleExplanation, Verdict};
pub use options::PatternOptions;

pub(crate) use address::{Address, Cidr};
#[cfg(any(test, feature = "proptest"))]
pub(crate) use analysis::{Around, event_of, matching, missing, pick_one, pick_other};
pub(crate) use ast::{Excluded, Matcher, Numeric};
pub(crate) use eval::{Bound, Clause, Glance, settle};
pub(crate) use expand::{Conjunction, Test};
#[cfg(any(test, feature = "proptest"))]
pub(crate) use fold::Folded;
pub(crate) use number::{Literal, Number};
pub(crate) use print::Quoted;
pub(crate) use search::Room;
pub(crate) use steps::{Steps, TooManySteps};
pub(crate) use wildcard::Wildcard;

use crate::event::{EventError, Paths, Store};
use ast::Object;
use complexity::Complexity;
use cupola_base::text::Span;
use lazy::Needles;

/// A compiled event pattern.
///
/// Read with [`parse`](Self::parse), asked with [`matches`](Self::matches) and
/// [`explain`](Self::explain). `Display` prints compact JSON that reads back as the same pattern.
/// A pattern is immutable and may be asked from many threads.
///
/// ```
/// use cupola_events::Pattern;
///
/// let pattern = Pattern::parse(r#"{"source": ["my.shop"], "detail": {"weight": [{"numeric": [">", 2.5]}]}}"#)?;
/// assert!(pattern.matches(br#"{"source": "my.shop", "detail": {"weight": 3}}"#)?);
/// assert!(!pattern.matches(br#"{"source": "my.shop", "detail": {"weight": 2.50}}"#)?);
///
/// // Fields of different elements of one array never combine.
/// let pattern = Pattern::parse(r#"{"items": {"name": ["crate"], "open": [true]}}"#)?;
/// assert!(!pattern.matches(br#"{"items": [{"name": "crate", "open": false}, {"name": "box", "open": true}]}"#)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// EventBridge User Guide, "Creating event patterns"; where it is silent or differs, the behaviour
/// of the open engine that the service is built on.
#[derive(Clone, Debug)]
pub struct Pattern {
    object: Object,
    conjunctions: Vec<Conjunction>,
    paths: Paths,
    bound: Vec<Bound>,
    /// Made when an event is first judged lazily.
    needles: OnceLock<Needles>,
}

impl Pattern {
    /// Reads a pattern with the service's bounds.
    ///
    /// # Errors
    /// [`PatternError`] with the service's reason and the place.
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        Self::parse_with(text, &PatternOptions::default())
    }

    /// Reads a pattern with bounds and choices of one's own.
    ///
    /// # Errors
    /// [`PatternError`] with the service's reason and the place.
    pub fn parse_with(text: &str, options: &PatternOptions) -> Result<Self, PatternError> {
        let object = parse::parse(text, options).map_err(|fault| fault.on(text))?;
        let whole = Span { start: 0, end: text.len() };
        let refuse = |reason| PatternError::new(text, whole, reason);
        let conjunctions = expand::expand(&object, options).map_err(refuse)?;
        let limit = options.wildcard_complexity;
        if limit.is_some_and(|limit| complexity::complexity(&conjunctions, limit) == Complexity::Over) {
            return Err(refuse(error::Reason::TooComplex));
        }
        Ok(Self::compile(object, conjunctions))
    }

    fn compile(object: Object, conjunctions: Vec<Conjunction>) -> Self {
        let mut paths = Paths::default();
        let bound = conjunctions.iter().map(|conjunction| Bound::new(conjunction, &mut paths)).collect();
        Self { object, conjunctions, paths, bound, needles: OnceLock::new() }
    }

    /// Whether an event, given as JSON bytes, matches.
    ///
    /// Any JSON object is an event here; no envelope is asked for. Only the fields that the pattern
    /// names are looked at, but all of the text must be JSON.
    ///
    /// # Errors
    /// [`MatchError`] when the bytes are not a JSON object, or are so entangled that the answer was
    /// not found within a million steps.
    pub fn matches(&self, event: &[u8]) -> Result<bool, MatchError> {
        let mut store = Store::default();
        let fields = store.read(&self.paths, event)?;
        let (mut steps, mut room) = (Steps::new(MATCH_STEPS), Room::default());
        for bound in &self.bound {
            if bound.matches(fields, &mut room, &mut steps)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// As [`matches`](Self::matches), but stops reading once the answer is known: what comes after is not checked
    /// to be JSON (only to be UTF-8).
    ///
    /// An event that matches is read up to the field that settles it. One that does not match is read up to a
    /// field after which no name that could still help occurs in the rest of the text.
    ///
    /// ```
    /// use cupola_events::Pattern;
    ///
    /// let pattern = Pattern::parse(r#"{"source": ["my.shop"]}"#)?;
    /// assert!(pattern.matches_lazily(br#"{"source": "my.shop", ... "#)?);
    /// assert!(!pattern.matches_lazily(br#"{"source": "my.quay", ... "#)?);
    /// assert!(pattern.matches_lazily(br#"{"source": "my.quay", "source": "my.shop", ..."#)?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`matches`](Self::matches), as far as it reads.
    pub fn matches_lazily(&self, event: &[u8]) -> Result<bool, MatchError> {
        let needles = self.needles.get_or_init(|| Needles::of(&self.bound));
        lazy::matches(&self.bound, needles, &self.paths, event)
    }

    /// Why an event matches or does not: for each rule that `$or` expands to and each path, the values
    /// found and what became of them.
    ///
    /// # Errors
    /// As [`matches`](Self::matches).
    pub fn explain(&self, event: &[u8]) -> Result<Explanation, MatchError> {
        let mut store = Store::default();
        let fields = store.read(&self.paths, event)?;
        explain::explain(&self.bound, &self.paths, fields, &mut Steps::new(MATCH_STEPS))
    }

    /// How many plain rules `$or` expands the pattern to; 1 without `$or`.
    #[must_use]
    pub fn sub_rule_count(&self) -> usize {
        self.conjunctions.len()
    }

    /// The wildcard complexity: the largest number of beginnings of a field's wildcard texts that one
    /// text can match at once. 0 without wildcards; at most `most`, where measuring stops.
    ///
    /// ```
    /// use cupola_events::Pattern;
    ///
    /// let pattern = Pattern::parse(r#"{"file": [{"wildcard": "*/lib/*"}]}"#)?;
    /// assert_eq!(pattern.complexity(100), 4);
    /// # Ok::<(), cupola_events::PatternError>(())
    /// ```
    #[must_use]
    pub fn complexity(&self, most: usize) -> usize {
        match complexity::complexity(&self.conjunctions, most) {
            Complexity::Exactly(measured) => measured,
            Complexity::Over => most,
        }
    }

    /// The rules that the pattern stands for.
    pub(crate) fn conjunctions(&self) -> &[Conjunction] {
        &self.conjunctions
    }
}

/// Patterns are equal when they say the same in the same order.
impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.object == other.object
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.object.fmt(f)
    }
}

impl FromStr for Pattern {
    type Err = PatternError;

    fn from_str(text: &str) -> Result<Self, PatternError> {
        Self::parse(text)
    }
}

/// Why it cannot be said whether an event matches.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum MatchError {
    /// The event cannot be read.
    #[error(transparent)]
    Event(#[from] EventError),
    /// The answer was not found within the bound on steps: the arrays of the event leave too many ways to
    /// combine their elements, or it has too many values for a pattern with too many alternatives.
    #[error("the event leaves too many ways to combine its values")]
    TooManySteps,
}

impl From<TooManySteps> for MatchError {
    fn from(_: TooManySteps) -> Self {
        Self::TooManySteps
    }
}

/// Steps of judging one event by one pattern; an event of the greatest size that names each path once
/// needs fewer, unless the pattern has dozens of alternatives for the values of its largest array.
pub(crate) const MATCH_STEPS: u64 = 1_000_000;

/// Steps of judging one event by many patterns.
pub(crate) const EVENT_STEPS: u64 = 10_000_000;
