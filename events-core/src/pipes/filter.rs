//! Which records a pipe takes.

use cupola_base::json::Json;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::view::{Form, Judged, judged};
use super::{PipeProblem, PipeRecord, SourceKind};
use crate::{Pattern, PatternDialect, PatternOptions, RulePattern};

/// One pattern of a pipe, and what it asks of the data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Kept", into = "Kept")]
pub(super) struct PipeFilter {
    kind: SourceKind,
    pattern: RulePattern,
    /// The pattern without what it asks of the data; none: nothing is left.
    bare: Option<RulePattern>,
    /// What it asks of the data.
    asks: Vec<(&'static str, Form)>,
}

/// What a filter makes of a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub enum FilterVerdict {
    /// The pattern matches.
    Matches,
    /// The pattern does not match.
    MatchesNot,
    /// The record's data are no JSON, and the pattern asks for JSON: the record is dropped.
    NoJson {
        /// The member with the data.
        field: String,
    },
    /// The record's data are JSON, and the pattern asks for a text: the record is dropped.
    NoText {
        /// The member with the data.
        field: String,
    },
    /// As these two, of Kafka and brokers: only what the pattern asks of the other members counts, and that matches or
    /// does not.
    OtherFormLeft {
        /// The member with the data.
        field: String,
        /// Whether the rest matches.
        matches: bool,
    },
    /// The record is too entangled to be judged, or nested too deep: it counts as not matching.
    Unjudged,
}

impl FilterVerdict {
    /// Whether the filter lets the record in.
    #[must_use]
    pub const fn admits(&self) -> bool {
        matches!(self, Self::Matches | Self::OtherFormLeft { matches: true, .. })
    }
}

impl PipeFilter {
    /// Reads a filter.
    pub(super) fn parse(kind: SourceKind, text: &str, options: &PatternOptions) -> Result<Self, PipeProblem> {
        let options = options.clone().with_dialect(PatternDialect::Pipes);
        let pattern = RulePattern::parse(text, &options)?;
        let asks = asks(kind, text);
        let other = asks.iter().find(|(_, form)| *form == Form::Text);
        match other.filter(|_| kind.has_retry_policy()) {
            Some((field, _)) => Err(PipeProblem::DataFilter { kind, field }),
            None => Ok(Self { kind, bare: bare(kind, text, &options), pattern, asks }),
        }
    }

    /// The pattern as it was given.
    pub(super) fn text(&self) -> &str {
        self.pattern.text()
    }

    pub(super) const fn pattern(&self) -> &RulePattern {
        &self.pattern
    }

    /// What it makes of a record.
    ///
    /// # Source
    /// EventBridge User Guide, "Event filtering in Amazon EventBridge Pipes": the three tables.
    pub(super) fn judge(&self, record: &Judged) -> FilterVerdict {
        let form =
            |field: &str| record.forms.iter().find(|(name, _)| *name == field).map_or(Form::Absent, |(_, form)| *form);
        let other = self.asks.iter().find(|(field, asked)| form(field) != *asked && form(field) != Form::Absent);
        match other {
            None => said(self.pattern.pattern(), &record.json),
            Some((field, _)) if self.kind.is_base64() && !self.kind.has_retry_policy() => {
                let matches = |bare: &RulePattern| said(bare.pattern(), &record.json).admits();
                FilterVerdict::OtherFormLeft { field: (*field).into(), matches: self.bare.as_ref().is_none_or(matches) }
            }
            Some((field, Form::Text)) => FilterVerdict::NoText { field: (*field).into() },
            Some((field, _)) => FilterVerdict::NoJson { field: (*field).into() },
        }
    }
}

/// Whether one of the filters lets a record in; without any all are let in.
pub(super) fn admits(filters: &[PipeFilter], kind: SourceKind, record: &PipeRecord) -> bool {
    if filters.is_empty() {
        return true;
    }
    let record = judged(kind, record);
    filters.iter().any(|filter| filter.judge(&record).admits())
}

fn said(pattern: &Pattern, json: &Json) -> FilterVerdict {
    match pattern.matches(json.as_str().as_bytes()) {
        Ok(true) => FilterVerdict::Matches,
        Ok(false) => FilterVerdict::MatchesNot,
        Err(_) => FilterVerdict::Unjudged,
    }
}

/// What a pattern asks of the members with data: a list asks for a text, an object for JSON.
fn asks(kind: SourceKind, text: &str) -> Vec<(&'static str, Form)> {
    let Ok(Value::Object(members)) = serde_json::from_str(text) else { return Vec::new() };
    let form = |field: &str| {
        let inside = || members.keys().any(|name| name.strip_prefix(field).is_some_and(|rest| rest.starts_with('.')));
        match members.get(field) {
            Some(Value::Array(_)) => Some(Form::Text),
            Some(_) => Some(Form::Json),
            None => inside().then_some(Form::Json),
        }
    };
    kind.data().iter().filter_map(|field| Some((*field, form(field)?))).collect()
}

fn bare(kind: SourceKind, text: &str, options: &PatternOptions) -> Option<RulePattern> {
    let Ok(Value::Object(mut members)) = serde_json::from_str(text) else { return None };
    let is_data = |name: &str| kind.data().contains(&name.split('.').next().unwrap_or_default());
    members.retain(|name, _| !is_data(name));
    let rest = Value::Object(members).to_string();
    RulePattern::parse(&rest, options).ok()
}

/// The form in snapshots. What was accepted once is accepted again.
#[derive(Serialize, Deserialize)]
struct Kept {
    kind: SourceKind,
    text: String,
}

impl TryFrom<Kept> for PipeFilter {
    type Error = PipeProblem;

    fn try_from(kept: Kept) -> Result<Self, PipeProblem> {
        let options = PatternOptions { branches: usize::MAX, ..PatternOptions::unbounded() };
        Self::parse(kept.kind, &kept.text, &options)
    }
}

impl From<PipeFilter> for Kept {
    fn from(filter: PipeFilter) -> Self {
        Self { kind: filter.kind, text: filter.text().to_owned() }
    }
}
