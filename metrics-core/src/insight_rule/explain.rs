//! Why a log event counts, or does not.

use std::fmt;

use super::definition::InsightRuleDefinition;
use super::judge::Contribution;

/// Why a log event counts for a rule, or does not.
///
/// ```
/// use cupola_metrics::InsightRuleDefinition;
///
/// let rule = InsightRuleDefinition::parse(r#"{
///     "Schema": {"Name": "CloudWatchLogRule", "Version": 1}, "LogGroupNames": ["app"], "LogFormat": "JSON",
///     "Contribution": {"Keys": ["$.user"], "Filters": [{"Match": "$.status", "GreaterThan": 499}]},
///     "AggregateOn": "Count"}"#)?;
/// let why = rule.explain(r#"{"user": "ada", "status": 404}"#);
/// assert_eq!(why.to_string(), "\
/// does not count: filter 1 does not hold
///   filter 1: $.status GreaterThan 499: found 404, does not hold
///   key 1: $.user: found \"ada\"
/// ");
/// # Ok::<(), cupola_metrics::InsightRuleError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ContributionExplanation {
    /// What the event counts for.
    pub contribution: Contribution,
    /// The filters, in order; none when the event cannot be read.
    pub filters: Vec<ExplainedFilter>,
    /// The keys as they are written, and what was found; empty when the event cannot be read.
    pub keys: Vec<(String, Option<String>)>,
    /// The field that is added up, and what was found; none where events are counted.
    pub value: Option<(String, Option<String>)>,
}

/// How an event stands to a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExplainedFilter {
    /// The filter in words.
    pub filter: String,
    /// What stands in the field.
    pub found: Option<String>,
    /// Whether it lets the event pass.
    pub holds: bool,
}

impl InsightRuleDefinition {
    /// Why a log event counts, or does not, by the default [`Policies`](crate::Policies).
    #[must_use]
    pub fn explain(&self, message: &str) -> ContributionExplanation {
        self.explained(message, false)
    }

    pub(super) fn explained(&self, message: &str, absent_is_other: bool) -> ContributionExplanation {
        let Some(found) = self.found(message) else {
            let contribution = Contribution::NotJson;
            return ContributionExplanation { contribution, filters: Vec::new(), keys: Vec::new(), value: None };
        };
        let texts: Vec<Option<String>> =
            found.iter().map(|found| found.as_ref().map(|scalar| scalar.text().to_owned())).collect();
        let (keys, rest) = texts.split_at(self.keys.len());
        let (values, _) = rest.split_at(usize::from(self.value_of.is_some()));
        let before = keys.len() + values.len();
        let filters = self.filters.iter().zip(&found[before..]).zip(&texts[before..]);
        ContributionExplanation {
            contribution: self.weigh(&found, absent_is_other),
            filters: filters
                .map(|((filter, scalar), found)| ExplainedFilter {
                    filter: filter.to_string(),
                    found: found.clone(),
                    holds: filter.test.holds(scalar.as_ref(), absent_is_other),
                })
                .collect(),
            keys: self.keys.iter().map(ToString::to_string).zip(keys.iter().cloned()).collect(),
            value: self.value_of.iter().map(ToString::to_string).zip(values.iter().cloned()).next(),
        }
    }
}

impl fmt::Display for ContributionExplanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.contribution)?;
        for (number, ExplainedFilter { filter, found, holds }) in (1..).zip(&self.filters) {
            let verdict = if *holds { "holds" } else { "does not hold" };
            writeln!(f, "  filter {number}: {filter}: {}, {verdict}", Shown(found.as_deref()))?;
        }
        for (number, (key, found)) in (1..).zip(&self.keys) {
            writeln!(f, "  key {number}: {key}: {}", Shown(found.as_deref()))?;
        }
        match &self.value {
            Some((field, found)) => writeln!(f, "  value: {field}: {}", Shown(found.as_deref())),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Contribution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Counts { keys, value } => write!(f, "counts {value} for {keys:?}"),
            Self::NotJson => f.write_str("does not count: it is no JSON object"),
            Self::Filtered(place) => write!(f, "does not count: filter {} does not hold", place + 1),
            Self::NoKey(place) => write!(f, "does not count: key {} is not there", place + 1),
            Self::NoValue => f.write_str("does not count: there is no number to add up"),
        }
    }
}

/// What was found in a field; texts in quotes.
struct Shown<'a>(Option<&'a str>);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            None => f.write_str("not there"),
            Some(text) if text.parse::<f64>().is_ok() => write!(f, "found {text}"),
            Some(text) => write!(f, "found {text:?}"),
        }
    }
}
