//! What a template knows without a path.

use cupola_base::Payload;
use cupola_base::json::Json;

use super::template::Filling;

/// The reserved variables.
///
/// # Source
/// EventBridge User Guide, "Amazon EventBridge Pipes input transformation".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Variable {
    PipeArn,
    PipeName,
    SourceArn,
    EnrichmentArn,
    TargetArn,
    IngestionTime,
    Event,
    EventJson,
}

impl Variable {
    pub(super) const ALL: [Self; 8] = [
        Self::PipeArn,
        Self::PipeName,
        Self::SourceArn,
        Self::EnrichmentArn,
        Self::TargetArn,
        Self::IngestionTime,
        Self::Event,
        Self::EventJson,
    ];

    pub(super) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|variable| variable.as_str() == name)
    }

    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::PipeArn => "aws.pipes.pipe-arn",
            Self::PipeName => "aws.pipes.pipe-name",
            Self::SourceArn => "aws.pipes.source-arn",
            Self::EnrichmentArn => "aws.pipes.enrichment-arn",
            Self::TargetArn => "aws.pipes.target-arn",
            Self::IngestionTime => "aws.pipes.event.ingestion-time",
            Self::Event => "aws.pipes.event",
            Self::EventJson => "aws.pipes.event.json",
        }
    }

    pub(super) fn value(self, filling: &Filling<'_>) -> Option<Json> {
        Some(match self {
            Self::PipeArn => Json::of(filling.pipe_arn),
            Self::PipeName => Json::of(filling.pipe_name),
            Self::SourceArn => Json::of(filling.source),
            Self::EnrichmentArn => Json::of(filling.enrichment?),
            Self::TargetArn => Json::of(filling.target),
            Self::IngestionTime => Json::of(&filling.at.to_string()),
            Self::Event => match filling.raw {
                Payload::Json(json) => json.clone(),
                other => Json::of(other.as_str()),
            },
            Self::EventJson => filling.is_json.then(|| filling.event.clone())?,
        })
    }
}
