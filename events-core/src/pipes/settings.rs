//! Pipes to be made or changed.

use cupola_base::{Arn, Tags};

use super::error::PipeProblem;
use super::{CallSettings, DesiredState, PipeLogConfig, PipeName, PipeSource, SourceSettings};

/// A pipe to be made.
///
/// ```
/// use cupola_base::Arn;
/// use cupola_events::pipes::{CreatePipe, DesiredState, PipeName, PipeSource};
///
/// let queue = PipeSource::new("arn:aws:sqs:us-east-1:111122223333:orders")?;
/// let function = Arn::parse("arn:aws:lambda:us-east-1:111122223333:function:bill")?;
/// let role = Arn::parse("arn:aws:iam::111122223333:role/pipe")?;
/// let create = CreatePipe::new(PipeName::new("bills")?, queue, function, role).in_state(DesiredState::Stopped);
/// assert!(create.enrichment.is_none());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// EventBridge Pipes API Reference, CreatePipe.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CreatePipe {
    /// Its name.
    pub name: PipeName,
    /// Words of its owner, up to 512 characters.
    pub description: Option<String>,
    /// Whether it runs once it is made; it does unless told.
    pub desired: DesiredState,
    /// Where its records come from.
    pub source: PipeSource,
    /// What a batch is sent to first: a function, a state machine, an API or an API destination.
    pub enrichment: Option<Arn>,
    /// What is said about the enrichment.
    pub enrichment_settings: CallSettings,
    /// What it calls.
    pub target: Arn,
    /// What is said about the target.
    pub target_settings: CallSettings,
    /// The role with which all that is reached.
    pub role_arn: Arn,
    /// Its tags.
    pub tags: Tags,
    /// Which log records it writes.
    pub log: Option<PipeLogConfig>,
    /// The key that encrypts it.
    pub kms_key: Option<String>,
}

impl CreatePipe {
    /// A pipe that runs.
    #[must_use]
    pub fn new(name: PipeName, source: PipeSource, target: Arn, role_arn: Arn) -> Self {
        Self {
            name,
            description: None,
            desired: DesiredState::Running,
            source,
            enrichment: None,
            enrichment_settings: CallSettings::default(),
            target,
            target_settings: CallSettings::default(),
            role_arn,
            tags: Tags::default(),
            log: None,
            kms_key: None,
        }
    }

    /// Sets whether it runs once it is made.
    #[must_use]
    pub fn in_state(self, desired: DesiredState) -> Self {
        Self { desired, ..self }
    }

    /// Sets the enrichment.
    #[must_use]
    pub fn enriched_by(self, enrichment: Arn) -> Self {
        Self { enrichment: Some(enrichment), ..self }
    }

    /// Sets what is said about the enrichment.
    #[must_use]
    pub fn with_enrichment_settings(self, enrichment_settings: CallSettings) -> Self {
        Self { enrichment_settings, ..self }
    }

    /// Sets what is said about the target.
    #[must_use]
    pub fn with_target_settings(self, target_settings: CallSettings) -> Self {
        Self { target_settings, ..self }
    }

    /// Sets the tags.
    #[must_use]
    pub fn with_tags(self, tags: Tags) -> Self {
        Self { tags, ..self }
    }

    /// Sets which log records it writes.
    #[must_use]
    pub fn with_log(self, log: PipeLogConfig) -> Self {
        Self { log: Some(log), ..self }
    }
}

/// What is to be changed about a pipe; what is left out stays. The source stays in any case.
///
/// # Source
/// EventBridge Pipes API Reference, UpdatePipe: parameters of one kind are replaced as a whole.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct UpdatePipe {
    /// The role; it must be told again.
    pub role_arn: Arn,
    /// Words of its owner.
    pub description: Option<String>,
    /// Whether it runs.
    pub desired: Option<DesiredState>,
    /// Its patterns; an empty list lets all records in.
    pub filters: Option<Vec<String>>,
    /// How the source is read. Starting position, topic, queue and what else cannot be changed stay.
    pub source: Option<SourceSettings>,
    /// The enrichment; `Some(None)` takes it away. What was said about one of another kind is forgotten.
    pub enrichment: Option<Option<Arn>>,
    /// What is said about the enrichment.
    pub enrichment_settings: SettingsUpdate,
    /// What it calls. What was said about a target of another kind is forgotten.
    pub target: Option<Arn>,
    /// What is said about the target.
    pub target_settings: SettingsUpdate,
    /// Which log records it writes.
    pub log: Option<PipeLogConfig>,
    /// The key that encrypts it; an empty text takes it away.
    pub kms_key: Option<String>,
}

/// What is to be changed about the settings of an enrichment or a target.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct SettingsUpdate {
    /// The template; `Some(None)` takes it away.
    pub template: Option<Option<super::PipeTemplate>>,
    /// Parameters by their name in the API: each that is told replaces the one of that name.
    pub parameters: std::collections::BTreeMap<String, cupola_base::json::Json>,
}

impl UpdatePipe {
    /// Changes nothing but the role.
    #[must_use]
    pub fn new(role_arn: Arn) -> Self {
        Self {
            role_arn,
            description: None,
            desired: None,
            filters: None,
            source: None,
            enrichment: None,
            enrichment_settings: SettingsUpdate::default(),
            target: None,
            target_settings: SettingsUpdate::default(),
            log: None,
            kms_key: None,
        }
    }

    /// Sets whether it runs.
    #[must_use]
    pub fn in_state(self, desired: DesiredState) -> Self {
        Self { desired: Some(desired), ..self }
    }

    /// Sets the patterns.
    #[must_use]
    pub fn with_filters(self, filters: Vec<String>) -> Self {
        Self { filters: Some(filters), ..self }
    }

    /// Sets what it calls.
    #[must_use]
    pub fn calling(self, target: Arn) -> Self {
        Self { target: Some(target), ..self }
    }

    /// Sets what is said about the target.
    #[must_use]
    pub fn with_target_settings(self, target_settings: SettingsUpdate) -> Self {
        Self { target_settings, ..self }
    }

    /// Sets how the source is read.
    #[must_use]
    pub fn with_source(self, source: SourceSettings) -> Self {
        Self { source: Some(source), ..self }
    }
}

impl SettingsUpdate {
    /// Replaces the template, or takes it away.
    #[must_use]
    pub fn with_template(self, template: Option<super::PipeTemplate>) -> Self {
        Self { template: Some(template), ..self }
    }

    /// Replaces the parameters of a kind.
    #[must_use]
    pub fn with_parameter(mut self, name: impl Into<String>, value: cupola_base::json::Json) -> Self {
        self.parameters.insert(name.into(), value);
        self
    }

    pub(super) fn apply(self, settings: &mut CallSettings) {
        if let Some(template) = self.template {
            settings.template = template;
        }
        settings.parameters.extend(self.parameters);
    }
}

impl SourceSettings {
    /// These settings for a source that was made with others: what cannot be changed stays.
    pub(super) fn in_place_of(mut self, old: &Self) -> Self {
        self.stream.position = old.stream.position;
        for name in ["TopicName", "QueueName", "VirtualHost", "ConsumerGroupID", "AdditionalBootstrapServers"] {
            if let Some(value) = old.parameters.get(name) {
                self.parameters.insert(name.into(), value.clone());
            }
        }
        self
    }

    pub(super) fn check_numbers(&self) -> Result<(), PipeProblem> {
        let number = |name, given: Option<u32>, within: std::ops::RangeInclusive<u32>, accepted| match given {
            Some(given) if !within.contains(&given) => Err(PipeProblem::Number { name, given: given.into(), accepted }),
            _ => Ok(()),
        };
        number("BatchSize", self.batch_size, 1..=10_000, "1 to 10000")?;
        number("MaximumBatchingWindowInSeconds", Some(self.batching_window), 0..=300, "0 to 300")?;
        number("ParallelizationFactor", Some(self.stream.parallelization), 1..=10, "1 to 10")?;
        number("MaximumRetryAttempts", self.stream.retries, 0..=10_000, "-1 to 10000")?;
        number("MaximumRecordAgeInSeconds", self.stream.record_age, 60..=604_800, "-1, or 60 to 604800")
    }
}
