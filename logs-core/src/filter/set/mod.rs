//! Many patterns at once.

mod bits;
mod candidates;
mod fields;
mod index;
mod keys;
mod paths;
mod plan;
mod rule;
mod steps;
mod texts;
mod unread;
mod words;

use super::FilterPattern;
use plan::{Plan, Workspace};

/// Filter patterns that are asked together: all filters of a log group, say.
///
/// Gives what asking each of them would give, many times faster where they are many. What the patterns need a
/// message to hold (words, phrases, values, runs of regular expressions) is looked for in one pass; only patterns
/// whose text is there are judged. JSON patterns share one pass over the message for the fields of all of them,
/// space-delimited ones the words; where many ask for values of one field, the value itself leads to those that it
/// satisfies. Immutable, and may be asked from many threads, each with a
/// [`FilterScratch`] of its own.
///
/// ```
/// use cupola_logs::filter::{FilterPattern, FilterSet};
///
/// let filters: FilterSet<&str> = [
///     ("failed", FilterPattern::parse("\"Failed password\"")?),
///     ("slow", FilterPattern::parse("{ $.ms > 250 }")?),
///     ("missing", FilterPattern::parse("[ip, ..., status = 404]")?),
/// ]
/// .into_iter()
/// .collect();
/// assert_eq!(filters.matches("10.0.0.7 - \"GET /\" 404"), [&"missing"]);
/// assert_eq!(filters.matches(r#"{"ms": 300, "note": "Failed password"}"#), [&"failed", &"slow"]);
/// # Ok::<(), cupola_logs::filter::FilterPatternError>(())
/// ```
#[derive(Clone, Debug)]
pub struct FilterSet<Id> {
    ids: Vec<Id>,
    patterns: Vec<FilterPattern>,
    plan: Plan,
}

/// Memory that asking a [`FilterSet`] uses, kept from one message to the next. It may be used with any set.
#[derive(Clone, Debug, Default)]
pub struct FilterScratch(Workspace);

impl FilterScratch {
    /// Without any memory yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl<Id> FilterSet<Id> {
    /// How many patterns.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there is no pattern.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The patterns with their ids, in the order in which they came in.
    pub fn iter(&self) -> impl Iterator<Item = (&Id, &FilterPattern)> {
        self.ids.iter().zip(&self.patterns)
    }

    /// The ids of the patterns that a message matches, in the order of the patterns.
    #[must_use]
    pub fn matches(&self, message: &str) -> Vec<&Id> {
        let mut found = Vec::new();
        self.each(message, &mut FilterScratch::new(), |id| found.push(id));
        found
    }

    /// Shows the id of every pattern that a message matches, in the order of the patterns.
    ///
    /// ```
    /// use cupola_logs::filter::{FilterPattern, FilterScratch, FilterSet};
    ///
    /// let filters: FilterSet<usize> = ["late", "-late"].iter().map(|text| FilterPattern::parse(text)).enumerate()
    ///     .map(|(number, pattern)| Ok((number, pattern?)))
    ///     .collect::<Result<_, cupola_logs::filter::FilterPatternError>>()?;
    /// let (mut scratch, mut counts) = (FilterScratch::new(), [0, 0]);
    /// for line in ["late", "on time", "on time"] {
    ///     filters.each(line, &mut scratch, |number| counts[*number] += 1);
    /// }
    /// assert_eq!(counts, [1, 2]);
    /// # Ok::<(), cupola_logs::filter::FilterPatternError>(())
    /// ```
    pub fn each<'s>(&'s self, message: &str, scratch: &mut FilterScratch, mut found: impl FnMut(&'s Id)) {
        if self.len() < FEW {
            let all = self.iter().filter(|(_, pattern)| pattern.matches(message));
            return all.for_each(|(id, _)| found(id));
        }
        self.plan.each(&self.patterns, message, &mut scratch.0, |at| found(&self.ids[at]));
    }
}

impl<Id> FromIterator<(Id, FilterPattern)> for FilterSet<Id> {
    fn from_iter<I: IntoIterator<Item = (Id, FilterPattern)>>(entries: I) -> Self {
        let (ids, patterns): (_, Vec<_>) = entries.into_iter().unzip();
        let plan = Plan::new(&patterns);
        Self { ids, patterns, plan }
    }
}

/// Fewer patterns are judged one by one.
const FEW: usize = 4;
