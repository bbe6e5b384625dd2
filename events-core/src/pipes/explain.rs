//! What a pipe makes of a record, and why.

use std::fmt;

use cupola_base::outbox::Call;
use cupola_base::{Arn, Payload, Timestamp};

use super::filter::FilterVerdict;
use super::run::Item;
use super::target::TargetKind;
use super::view::judged;
use super::{PipeName, PipeRecord, PipeState, PipesError};
use crate::{Engine, Explanation};

/// What a pipe makes of a record.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PipeDecision {
    /// The pipe.
    pub pipe: PipeName,
    /// Its state: only a running pipe takes records.
    pub state: PipeState,
    /// What each filter makes of it, in their order; none: all records are let in.
    pub filters: Vec<FilterDecision>,
    /// What the enrichment would be sent for it, if there is one; an error says why it cannot.
    pub enrichment: Option<(Arn, Result<Payload, String>)>,
    /// What is called in the end.
    pub target: Arn,
    /// What the target would be sent for it, and how; none where an enrichment answers before.
    pub input: Option<(Result<Payload, String>, Call)>,
}

/// What a filter makes of a record.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FilterDecision {
    /// The pattern.
    pub pattern: String,
    /// What it makes of the record.
    pub verdict: FilterVerdict,
    /// Path by path, where the record can be judged.
    pub why: Option<Explanation>,
}

impl PipeDecision {
    /// Whether a filter lets the record in, or there is none.
    #[must_use]
    pub fn admits(&self) -> bool {
        self.filters.is_empty() || self.filters.iter().any(|filter| filter.verdict.admits())
    }
}

impl Engine {
    /// What a pipe makes of a record: which filter decides, what its enrichment and its target would be sent. Nothing
    /// happens.
    ///
    /// ```
    /// use cupola_base::{Arn, Place, Timestamp};
    /// use cupola_events::Engine;
    /// use cupola_events::pipes::{CallSettings, CreatePipe, PipeName, PipeRecord, PipeSource, PipeTemplate};
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
    /// let source = PipeSource::new("arn:aws:sqs:us-east-1:111122223333:orders")?.with_filter(r#"{"body": {"n": [1]}}"#);
    /// let topic = Arn::parse("arn:aws:sns:us-east-1:111122223333:bills")?;
    /// let settings = CallSettings::default().with_template(PipeTemplate::parse(r#"{"order": <$.body.n>}"#)?);
    /// let role = Arn::parse("arn:aws:iam::111122223333:role/pipe")?;
    /// let name = PipeName::new("bills")?;
    /// engine.create_pipe(now, CreatePipe::new(name.clone(), source, topic, role).with_target_settings(settings))?;
    ///
    /// let decision = engine.explain_pipe(now, &name, &PipeRecord::message("m", "h", r#"{"n": 1}"#))?;
    /// assert!(decision.admits());
    /// assert!(decision.to_string().contains(r#"is sent {"order": 1}"#));
    /// let decision = engine.explain_pipe(now, &name, &PipeRecord::message("m", "h", "n is 1"))?;
    /// assert!(decision.to_string().contains("`body` is no JSON, which the pattern asks for"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`PipesError`] when the pipe is not there.
    pub fn explain_pipe(
        &self,
        now: Timestamp,
        name: &PipeName,
        record: &PipeRecord,
    ) -> Result<PipeDecision, PipesError> {
        let pipe = self.describe_pipe(name)?;
        let record = record.clone().completed(&pipe.source, self.place().region.as_str(), pipe.role_arn.as_str());
        let seen = judged(pipe.source.kind, &record);
        let filters = pipe.filters.iter().map(|filter| FilterDecision {
            pattern: filter.text().to_owned(),
            verdict: filter.judge(&seen),
            why: filter.pattern().pattern().explain(seen.json.as_str().as_bytes()).ok(),
        });
        let item = Item::record(pipe, &record);
        let enrichment = pipe.enrichment.as_ref().and_then(|arn| {
            let kind = TargetKind::of(arn)?;
            Some((arn.clone(), self.input(now, pipe, &pipe.enrichment_settings, kind, &item)))
        });
        let input = pipe.enrichment.is_none().then(|| {
            let (kind, settings) = (pipe.target_kind(), &pipe.target_settings);
            let payload = self.input(now, pipe, settings, kind, &item);
            let text = payload.clone().unwrap_or_else(Payload::Text);
            (payload, settings.call(kind, Some(&item.event), &text, now, settings.waits(kind)))
        });
        Ok(PipeDecision {
            pipe: name.clone(),
            state: pipe.state,
            filters: filters.collect(),
            enrichment,
            target: pipe.target.clone(),
            input,
        })
    }
}

impl fmt::Display for PipeDecision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "pipe {} is {}", self.pipe, self.state)?;
        if self.filters.is_empty() {
            writeln!(f, "it has no filter: the record is let in")?;
        }
        self.filters.iter().try_for_each(|filter| writeln!(f, "filter {}: {}", filter.pattern, filter.verdict))?;
        if !self.admits() {
            return writeln!(f, "no filter lets the record in");
        }
        if let Some((arn, input)) = &self.enrichment {
            write_input(f, "enrichment", arn, input)?;
            return writeln!(f, "its answer goes on to target {}", self.target);
        }
        self.input.iter().try_for_each(|(input, _)| write_input(f, "target", &self.target, input))
    }
}

fn write_input(f: &mut fmt::Formatter<'_>, what: &str, arn: &Arn, input: &Result<Payload, String>) -> fmt::Result {
    match input {
        Ok(payload) => writeln!(f, "{what} {arn} is sent {payload}"),
        Err(why) => writeln!(f, "{what} {arn} is not called: {why}"),
    }
}

impl fmt::Display for FilterVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Matches => f.write_str("matches"),
            Self::MatchesNot => f.write_str("does not match"),
            Self::NoJson { field } => write!(f, "`{field}` is no JSON, which the pattern asks for"),
            Self::NoText { field } => write!(f, "`{field}` is JSON, and the pattern asks for a text"),
            Self::OtherFormLeft { field, matches } => {
                let rest = if *matches { "matches" } else { "does not match" };
                write!(f, "`{field}` has another form than the pattern asks for: only the rest counts, which {rest}")
            }
            Self::Unjudged => f.write_str("the record cannot be judged"),
        }
    }
}
