//! Verbs on transformers, and what happens to events as they come in.

use cupola_base::constraint::Violations;
use cupola_base::{ApiError, Timestamp};
use serde::{Deserialize, Serialize};

use super::{TransformFailure, TransformSource, Transformer};
use crate::engine::{Arrived, Engine, LogEvent};
use crate::error::{ForbiddenByClass, UnknownLog};

/// The transformer of a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct GroupTransformer {
    /// The transformer.
    pub transformer: Transformer,
    /// When the group got its first one.
    pub created: Timestamp,
    /// When it was put.
    pub updated: Timestamp,
}

/// What became of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Outcome {
    /// Its fields, as JSON.
    Text(Box<str>),
    /// It could not be transformed.
    Failed(TransformFailure),
}

/// A message, and what a transformer makes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TransformedMessage {
    /// Its place among the messages, counted from 1.
    pub number: usize,
    /// The message.
    pub message: String,
    /// Its fields as JSON, or why there are none.
    pub transformed: Result<String, TransformFailure>,
}

impl Engine {
    /// Transforms events that come into a group from now on. A transformer that was there is replaced;
    /// one of the account no longer counts for the group.
    ///
    /// ```
    /// use cupola_logs::{Engine, GetLogEvents, Place, Timestamp, Transformer};
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
    /// engine.create_log_group(now, "app")?;
    /// engine.create_log_stream(now, "app", "host-1")?;
    /// engine.put_transformer(now, "app", Transformer::parse(r#"[{"parseKeyValue": {"fieldDelimiter": " "}}]"#)?)?;
    /// engine.put_log_events(now, "app", "host-1", [(now, "level=warn took=7")])?;
    ///
    /// let page = engine.get_log_events(now, &GetLogEvents::of("app", "host-1"))?;
    /// assert_eq!(page.events[0].message, "level=warn took=7");
    /// assert_eq!(engine.transformed("app", &page.events[0]), Some(Ok(r#"{"level":"warn","took":"7"}"#)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`PutTransformerError`].
    ///
    /// # Source
    /// CloudWatch Logs API Reference, PutTransformer.
    #[doc(alias = "PutTransformer")]
    pub fn put_transformer(
        &mut self,
        now: Timestamp,
        group: &str,
        transformer: Transformer,
    ) -> Result<(), PutTransformerError> {
        let updated = self.at(now);
        let found = self.group_mut(group)?;
        found.allow(group, "transformers")?;
        let created = found.transformer.as_ref().map_or(updated, |old| old.created);
        found.transformer = Some(GroupTransformer { transformer, created, updated });
        Ok(())
    }

    /// The transformer of a group; `None` when it has none of its own.
    ///
    /// # Errors
    /// [`UnknownLog`] when the group is not there.
    ///
    /// # Source
    /// CloudWatch Logs API Reference, GetTransformer.
    #[doc(alias = "GetTransformer")]
    pub fn transformer(&self, group: &str) -> Result<Option<&GroupTransformer>, UnknownLog> {
        Ok(self.group(group)?.transformer.as_ref())
    }

    /// Takes the transformer from a group, if it has one. What was transformed stays so.
    ///
    /// # Errors
    /// [`UnknownLog`] when the group is not there.
    ///
    /// # Source
    /// CloudWatch Logs API Reference, DeleteTransformer.
    #[doc(alias = "DeleteTransformer")]
    pub fn delete_transformer(&mut self, now: Timestamp, group: &str) -> Result<(), UnknownLog> {
        self.at(now);
        self.group_mut(group)?.transformer = None;
        Ok(())
    }

    /// What a transformer makes of messages. Nothing is stored.
    ///
    /// # Errors
    /// [`TestTransformerError`] when there are no messages, or too many.
    ///
    /// # Source
    /// CloudWatch Logs API Reference, TestTransformer.
    #[doc(alias = "TestTransformer")]
    pub fn test_transformer<M: Into<String>>(
        &self,
        transformer: &Transformer,
        messages: impl IntoIterator<Item = M>,
    ) -> Result<Vec<TransformedMessage>, TestTransformerError> {
        let most = self.limits.test_messages;
        let messages: Vec<String> = messages.into_iter().take(most.saturating_add(1)).map(Into::into).collect();
        match messages.len() {
            0 => return Err(TestTransformerError::NoMessages),
            given if given > most => return Err(TestTransformerError::TooManyMessages { most }),
            _ => {}
        }
        let source = self.transform_source("", "");
        let test = |(index, message): (usize, String)| {
            let transformed = transformer.apply(&message, &source);
            TransformedMessage { number: index + 1, message, transformed }
        };
        Ok(messages.into_iter().enumerate().map(test).collect())
    }

    /// What became of an event of a group when it came in: its fields as JSON, or why it could not be
    /// transformed; `None` when no transformer was in force.
    #[must_use]
    pub fn transformed(&self, group: &str, event: &LogEvent) -> Option<Result<&str, &TransformFailure>> {
        let stream = self.group(group).ok()?.stream(event.stream.as_str()).ok()?;
        stream.margin.outcome(event.id.mark()).map(|outcome| match outcome {
            Outcome::Text(text) => Ok(&**text),
            Outcome::Failed(failure) => Err(failure),
        })
    }

    /// Transforms events that came in, and notes what became of them. Answers the fields of each; nothing
    /// at all when no transformer is in force.
    pub(crate) fn transform<M: AsRef<str>>(&mut self, arrived: &Arrived<'_, M>) -> Vec<Option<Box<str>>> {
        let Some(transformer) = self.transformer_in_force(arrived.group.as_str()) else { return Vec::new() };
        let source = self.transform_source(arrived.group.as_str(), arrived.stream);
        let outcome = |message: &str| match transformer.apply(message, &source) {
            Ok(text) => Outcome::Text(text.into()),
            Err(failure) => Outcome::Failed(failure),
        };
        let outcomes: Vec<Outcome> = arrived.events.iter().map(|(_, message)| outcome(message.as_ref())).collect();
        let texts = outcomes.iter().map(|outcome| match outcome {
            Outcome::Text(text) => Some(text.clone()),
            Outcome::Failed(_) => None,
        });
        let texts = texts.collect();
        self.note_outcomes(arrived, outcomes);
        texts
    }

    /// The group's own transformer, or the account's for the group.
    fn transformer_in_force(&self, name: &str) -> Option<Transformer> {
        let group = self.group(name).ok()?;
        group.allow(name, "transformers").ok()?;
        let own = group.transformer.as_ref().map(|own| &own.transformer);
        own.or_else(|| self.account_policies.transformer(name)).cloned()
    }

    fn transform_source(&self, log_group: &str, log_stream: &str) -> TransformSource {
        let (account, region) = (self.place.account.to_string(), self.place.region.to_string());
        TransformSource { account, region, log_group: log_group.into(), log_stream: log_stream.into() }
    }

    fn note_outcomes<M>(&mut self, arrived: &Arrived<'_, M>, outcomes: Vec<Outcome>) {
        let stream = self.groups.get_mut(arrived.group).and_then(|group| group.streams.get_mut(arrived.stream));
        let Some(stream) = stream else { return };
        for ((sequence, (at, _)), outcome) in (arrived.first..).zip(arrived.events).zip(outcomes) {
            stream.margin.transform(*at, sequence, outcome);
        }
    }
}

/// Why a transformer was not put.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PutTransformerError {
    /// The group is not there.
    #[error(transparent)]
    Unknown(#[from] UnknownLog),
    /// The group's class does not allow it.
    #[error(transparent)]
    Class(#[from] ForbiddenByClass),
}

impl From<PutTransformerError> for ApiError {
    fn from(error: PutTransformerError) -> Self {
        match error {
            PutTransformerError::Unknown(error) => error.into(),
            PutTransformerError::Class(error) => error.into(),
        }
    }
}

/// Why a transformer was not tested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TestTransformerError {
    /// No message at all.
    #[error("there is no message to test")]
    NoMessages,
    /// More messages than one test may have.
    #[error("more than {most} messages in one test")]
    TooManyMessages {
        /// How many may be.
        most: usize,
    },
}

impl From<TestTransformerError> for ApiError {
    fn from(error: TestTransformerError) -> Self {
        let (value, bound) = match error {
            TestTransformerError::NoMessages => ("[]", "greater than or equal to 1".into()),
            TestTransformerError::TooManyMessages { most } => ("[...]", format!("less than or equal to {most}")),
        };
        let violation = Violations::one(value, "logEventMessages", &format!("Member must have length {bound}"));
        Self::caller("InvalidParameterException", violation.to_string())
    }
}
