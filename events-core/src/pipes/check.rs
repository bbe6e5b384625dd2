//! What goes together in a pipe.

use cupola_base::Place;

use super::error::PipeProblem;
use super::filter::PipeFilter;
use super::members::Members;
use super::target::TargetKind;
use super::{DesiredState, Pipe, PipesError, SourceKind, StartingPosition, StreamSettings};
use crate::Limits;

impl Pipe {
    /// Checks all of a pipe, and compiles its filters.
    ///
    /// # Source
    /// EventBridge User Guide, "Amazon EventBridge Pipes", on validation; "Amazon EventBridge Pipes batching and
    /// concurrency". The bounds of SQS batches are those of Lambda's event source mappings.
    pub(super) fn check(&mut self, place: &Place, limits: &Limits) -> Result<(), PipesError> {
        let most = limits.description_length;
        if self.description.as_ref().is_some_and(|text| text.chars().count() > most) {
            return Err(PipeProblem::Description(most).into());
        }
        if self.desired == DesiredState::Deleted {
            return Err(PipeProblem::Member("DesiredState").into());
        }
        if self.role_arn.service() != "iam" || !self.role_arn.resource().starts_with("role/") {
            return Err(PipeProblem::Role(self.role_arn.to_string()).into());
        }
        self.check_source()?;
        self.check_enrichment()?;
        self.check_target(place)?;
        self.check_batches()?;
        self.log.as_ref().map_or(Ok(()), super::PipeLogConfig::check)?;
        self.filters = self.compile_filters(limits)?;
        Ok(())
    }

    fn compile_filters(&self, limits: &Limits) -> Result<Vec<PipeFilter>, PipeProblem> {
        let filters = &self.source.filters;
        if filters.len() > limits.pipe_filters {
            return Err(PipeProblem::TooManyFilters { given: filters.len(), most: limits.pipe_filters });
        }
        filters.iter().map(|text| PipeFilter::parse(self.source.kind, text, &limits.pattern)).collect()
    }

    fn check_source(&self) -> Result<(), PipeProblem> {
        let source = &self.source;
        source.settings.check_numbers()?;
        let stream = &source.settings.stream;
        let foreign = |name: &str| PipeProblem::Parameters { name: name.into(), resource: source.arn.clone() };
        if let Some(name) = stream.foreign(source.kind) {
            return Err(foreign(name));
        }
        let needs = |name| PipeProblem::Needs { name, resource: source.arn.clone() };
        let has = |name: &str| source.settings.parameters.contains_key(name);
        match source.kind {
            SourceKind::Kinesis | SourceKind::DynamoDb if stream.position.is_none() => {
                return Err(needs("StartingPosition"));
            }
            SourceKind::ActiveMq | SourceKind::RabbitMq if !has("QueueName") => return Err(needs("QueueName")),
            SourceKind::ActiveMq | SourceKind::RabbitMq if !has("Credentials") => return Err(needs("Credentials")),
            SourceKind::Msk | SourceKind::Kafka if !has("TopicName") => return Err(needs("TopicName")),
            _ => {}
        }
        match &stream.dead_letter {
            Some(arn) if !matches!(arn.service(), "sqs" | "sns") => Err(PipeProblem::DeadLetter(arn.to_string())),
            _ => Ok(()),
        }
    }

    fn check_enrichment(&self) -> Result<(), PipeProblem> {
        let Some(arn) = &self.enrichment else { return Ok(()) };
        if !TargetKind::of(arn).is_some_and(TargetKind::can_enrich) {
            return Err(PipeProblem::Enrichment(arn.to_string()));
        }
        let own = self.enrichment_member();
        match self.enrichment_settings.parameters.keys().find(|name| Some(name.as_str()) != own) {
            Some(name) => Err(PipeProblem::Parameters { name: name.clone(), resource: arn.to_string() }),
            None => Ok(()),
        }
    }

    fn check_target(&self, place: &Place) -> Result<(), PipeProblem> {
        let arn = &self.target;
        let kind = TargetKind::of(arn).ok_or_else(|| PipeProblem::Target(arn.to_string()))?;
        let is_here = arn.region() == place.region.as_str() && arn.account() == place.account.as_str();
        if kind == TargetKind::Bus && !is_here {
            return Err(PipeProblem::Target(arn.to_string()));
        }
        let parameters = &self.target_settings.parameters;
        if let Some(name) = parameters.keys().find(|name| Some(name.as_str()) != kind.member()) {
            return Err(PipeProblem::Parameters { name: name.clone(), resource: arn.to_string() });
        }
        let own = kind.member().map(|name| (name, parameters.get(name)));
        match own {
            Some((name, None)) if kind.needs_parameters() => {
                Err(PipeProblem::Needs { name, resource: arn.to_string() })
            }
            Some((name, given)) if kind == TargetKind::Queue && arn.resource().ends_with(".fifo") => {
                let has_group = given.is_some_and(|json| {
                    Members::of(json).text("MessageGroupId").is_some_and(|group| !group.is_empty())
                });
                if has_group { Ok(()) } else { Err(PipeProblem::Needs { name, resource: arn.to_string() }) }
            }
            Some((_, Some(given))) if kind == TargetKind::Bus && has_service_source(given) => {
                Err(PipeProblem::EventSource)
            }
            _ => Ok(()),
        }
    }

    fn check_batches(&self) -> Result<(), PipeProblem> {
        let settings = &self.source.settings;
        if let (Some(given), Some((what, most))) = (settings.batch_size, self.most_at_once())
            && given > most
        {
            return Err(PipeProblem::Batch { given, what, most });
        }
        match settings.batching_window {
            0 if self.source.kind == SourceKind::Sqs && self.batch_size() > 10 => Err(PipeProblem::NoWindow),
            seconds if seconds > 0 && self.source.is_fifo() => Err(PipeProblem::FifoWindow),
            _ => Ok(()),
        }
    }
}

impl StreamSettings {
    /// What is told that a source of this kind does not know.
    fn foreign(&self, kind: SourceKind) -> Option<&'static str> {
        let has_policy = kind.has_retry_policy();
        let told = [
            ("StartingPosition", self.position.is_some() && kind.is_queue()),
            (
                "StartingPositionTimestamp",
                matches!(self.position, Some(StartingPosition::At(_))) && kind != SourceKind::Kinesis,
            ),
            ("MaximumRecordAgeInSeconds", self.record_age.is_some() && !has_policy),
            ("MaximumRetryAttempts", self.retries.is_some() && !has_policy),
            ("ParallelizationFactor", self.parallelization != 1 && !has_policy),
            ("OnPartialBatchItemFailure", self.bisects && !has_policy),
            ("DeadLetterConfig", self.dead_letter.is_some() && !has_policy),
        ];
        told.into_iter().find(|(_, is_foreign)| *is_foreign).map(|(name, _)| name)
    }
}

fn has_service_source(given: &cupola_base::json::Json) -> bool {
    Members::of(given).text("Source").is_some_and(|source| source.starts_with("aws."))
}
