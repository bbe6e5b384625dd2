//! Sources on the wire.

use std::collections::BTreeMap;

use cupola_base::json::Json;
use cupola_base::shape::{Member, Shape};
use cupola_base::wire::WireTime;
use cupola_base::{ApiError, Arn};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use crate::pipes::error::PipeProblem;
use crate::pipes::shapes::SOURCE_PARAMETERS;
use crate::pipes::{PipeSource, SourceKind, SourceSettings, StartingPosition};
use crate::wire::parameters;

/// `SourceParameters`, kind by kind.
#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct SourceRequest {
    filter_criteria: Option<CriteriaRequest>,
    #[serde(flatten)]
    kinds: BTreeMap<String, Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct CriteriaRequest {
    filters: Option<Vec<FilterRequest>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct FilterRequest {
    pattern: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct KindRequest {
    batch_size: Option<f64>,
    maximum_batching_window_in_seconds: Option<f64>,
    dead_letter_config: Option<DeadLetterRequest>,
    on_partial_batch_item_failure: Option<String>,
    maximum_record_age_in_seconds: Option<f64>,
    maximum_retry_attempts: Option<f64>,
    parallelization_factor: Option<f64>,
    starting_position: Option<String>,
    starting_position_timestamp: Option<WireTime>,
    #[serde(flatten)]
    others: BTreeMap<String, Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct DeadLetterRequest {
    arn: Option<String>,
}

impl SourceRequest {
    /// The patterns, if they are told.
    pub(super) fn filters(&self) -> Option<Vec<String>> {
        let filters = self.filter_criteria.as_ref()?.filters.as_deref().unwrap_or_default();
        Some(filters.iter().map(|filter| filter.pattern.clone().unwrap_or_default()).collect())
    }

    /// What is told about a source of this kind, if it is; what is told about another kind is refused.
    pub(super) fn settings(mut self, source: &str, kind: SourceKind) -> Result<Option<SourceSettings>, ApiError> {
        self.kinds.retain(|name, value| !value.is_null() && SOURCE_PARAMETERS.member(name).is_some());
        let own = self.kinds.remove(kind.member());
        if let Some(name) = self.kinds.into_keys().next() {
            return Err(PipeProblem::Parameters { name, resource: source.to_owned() }.into());
        }
        let Some(own) = own else { return Ok(None) };
        let request: KindRequest = serde_json::from_value(own).map_err(ApiError::serialization)?;
        request.settings(kind).map(Some).map_err(ApiError::from)
    }

    /// A broker runs what its parameters are for.
    pub(super) fn source(self, arn: &str) -> Result<PipeSource, ApiError> {
        let mut source = PipeSource::new(arn)?;
        if source.kind == SourceKind::ActiveMq && self.kinds.contains_key(SourceKind::RabbitMq.member()) {
            source.kind = SourceKind::RabbitMq;
        }
        source.filters = self.filters().unwrap_or_default();
        source.settings = self.settings(arn, source.kind)?.unwrap_or_default();
        Ok(source)
    }
}

impl KindRequest {
    fn settings(self, kind: SourceKind) -> Result<SourceSettings, PipeProblem> {
        let mut settings = SourceSettings {
            batch_size: self.batch_size.and_then(bounded),
            batching_window: self.maximum_batching_window_in_seconds.and_then(bounded).unwrap_or_default(),
            ..SourceSettings::default()
        };
        if let Some(shape) = SOURCE_PARAMETERS.member(kind.member()) {
            settings.parameters = parameters(shape, &self.others);
        }
        let stream = &mut settings.stream;
        // What a kind does not know is no concern of its pipe, as other members that nobody knows.
        if !kind.is_queue() {
            stream.position = position(self.starting_position.as_deref(), self.starting_position_timestamp)?;
        }
        if !kind.has_retry_policy() {
            return Ok(settings);
        }
        stream.record_age = self.maximum_record_age_in_seconds.and_then(bounded);
        stream.retries = self.maximum_retry_attempts.and_then(bounded);
        stream.parallelization = self.parallelization_factor.and_then(bounded).unwrap_or(1);
        stream.bisects = self.on_partial_batch_item_failure.is_some();
        let letter = self.dead_letter_config.and_then(|config| config.arn);
        let read = |text: String| Arn::parse(&text).map_err(|_| PipeProblem::Arn { name: "DeadLetterConfig", text });
        stream.dead_letter = letter.map(read).transpose()?;
        Ok(settings)
    }
}

/// -1 stands for no bound.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the shape has checked the bounds")]
fn bounded(number: f64) -> Option<u32> {
    (number >= 0.0).then_some(number as u32)
}

fn position(name: Option<&str>, at: Option<WireTime>) -> Result<Option<StartingPosition>, PipeProblem> {
    Ok(match (name, at) {
        (None, _) => None,
        (Some("AT_TIMESTAMP"), Some(at)) => Some(StartingPosition::At(at.0)),
        (Some("AT_TIMESTAMP"), None) => return Err(PipeProblem::Member("StartingPositionTimestamp")),
        (Some("LATEST"), None) => Some(StartingPosition::Latest),
        (Some(_), None) => Some(StartingPosition::TrimHorizon),
        (Some(_), Some(_)) => return Err(PipeProblem::Member("StartingPositionTimestamp")),
    })
}

/// A source's parameters with their members in the order of the shape, defaults included.
pub(super) struct SourceAnswer<'a>(pub(super) &'a crate::pipes::Pipe);

impl Serialize for SourceAnswer<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let source = &self.0.source;
        let filters: Vec<BTreeMap<&str, &str>> =
            source.filters.iter().map(|pattern| BTreeMap::from([("Pattern", pattern.as_str())])).collect();
        let criteria =
            (!filters.is_empty()).then(|| ("FilterCriteria", Json::of(&BTreeMap::from([("Filters", filters)]))));
        let member = source.kind.member();
        let kind = SOURCE_PARAMETERS.member(member).map(|shape| (member, Json::of(&KindAnswer(self.0, shape))));
        serializer.collect_map(criteria.into_iter().chain(kind))
    }
}

struct KindAnswer<'a>(&'a crate::pipes::Pipe, &'a Shape);

impl Serialize for KindAnswer<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let member = |member: &Member| Some((member.name, self.member(member.name)?));
        serializer.collect_map(self.1.members().iter().filter_map(member))
    }
}

impl KindAnswer<'_> {
    fn member(&self, name: &str) -> Option<Json> {
        let (pipe, settings) = (self.0, &self.0.source.settings);
        let stream = &settings.stream;
        let bound = |bound: Option<u32>| Json::of(&bound.map_or(-1, i64::from));
        Some(match name {
            "BatchSize" => Json::of(&pipe.batch_size()),
            "MaximumBatchingWindowInSeconds" => Json::of(&settings.batching_window),
            "DeadLetterConfig" => Json::of(&BTreeMap::from([("Arn", stream.dead_letter.as_ref()?)])),
            "OnPartialBatchItemFailure" => stream.bisects.then(|| Json::of("AUTOMATIC_BISECT"))?,
            "MaximumRecordAgeInSeconds" => bound(stream.record_age),
            "MaximumRetryAttempts" => bound(stream.retries),
            "ParallelizationFactor" => Json::of(&stream.parallelization),
            "StartingPosition" => Json::of(stream.position?.as_str()),
            "StartingPositionTimestamp" => match stream.position? {
                StartingPosition::At(at) => Json::of(&WireTime(at)),
                _ => return None,
            },
            _ => settings.parameters.get(name)?.clone(),
        })
    }
}
