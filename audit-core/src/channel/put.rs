//! Putting events into a channel.

use cupola_base::policy::{Decision, PolicyExplanation, Request, Requester};
use cupola_base::{ApiError, Arn, Timestamp};

use super::{AuditEvent, AuditEventError, Channel, ChannelError};
use crate::{Engine, Record};

/// Events of one request.
const EVENTS: usize = 100;
/// Bytes of their data.
const BYTES: usize = 1 << 20;

/// What became of the events of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct PutAuditEventsResult {
    /// Those that are kept, in their order.
    pub successful: Vec<TakenAuditEvent>,
    /// Those that are not, in their order.
    pub failed: Vec<FailedAuditEvent>,
}

/// An event that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TakenAuditEvent {
    /// Its id where it comes from.
    pub id: String,
    /// The id of its record.
    pub event_id: String,
}

/// An event that is not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FailedAuditEvent {
    /// Its id where it comes from.
    pub id: String,
    /// Why.
    pub error: AuditEventError,
}

impl Engine {
    /// Takes events of another system in: each that is well formed is kept in the event data stores of the channel.
    ///
    /// The owner's account may put events unless the channel's policy denies it; others need a policy that allows them
    /// `cloudtrail-data:PutAuditEvents`. What they say is their external id is `cloudtrail:ExternalId` in conditions.
    ///
    /// # Errors
    /// [`PutAuditEventsError`]; nothing is taken then.
    ///
    /// # Source
    /// CloudTrail Data Service API Reference, PutAuditEvents.
    #[doc(alias = "PutAuditEvents")]
    pub fn put_audit_events(
        &mut self,
        now: Timestamp,
        principal: &Arn,
        channel: &str,
        external_id: Option<&str>,
        events: &[AuditEvent],
    ) -> Result<PutAuditEventsResult, PutAuditEventsError> {
        let now = self.see(now);
        let found = self.channel_of_events(channel)?;
        may_put(found, principal, external_id)?;
        check_all(events)?;
        let arn = found.arn.clone();
        let mut result = PutAuditEventsResult::default();
        for event in events {
            let event_id = self.state.rng.uuid();
            match self.take_audit_event(now, &arn, event, &event_id) {
                Ok(()) => result.successful.push(TakenAuditEvent { id: event.id.clone(), event_id }),
                Err(error) => result.failed.push(FailedAuditEvent { id: event.id.clone(), error }),
            }
        }
        Ok(result)
    }

    /// Which statement of a channel's policy decides about somebody who puts events, and why the others do not; `None` when
    /// there is no policy.
    ///
    /// # Errors
    /// [`PutAuditEventsError`] when there is no such channel.
    pub fn explain_audit_event_access(
        &self,
        principal: &Arn,
        channel: &str,
        external_id: Option<&str>,
    ) -> Result<Option<PolicyExplanation>, PutAuditEventsError> {
        let channel = self.channel_of_events(channel)?;
        let question = question(channel, principal, external_id);
        Ok(channel.policy.as_ref().map(|kept| kept.policy().explain(&question)))
    }

    fn channel_of_events(&self, channel: &str) -> Result<&Channel, PutAuditEventsError> {
        self.channel(channel).map_err(|error| match error {
            ChannelError::Arn(text) => PutAuditEventsError::Arn(text),
            _ => PutAuditEventsError::Unknown(channel.into()),
        })
    }

    fn take_audit_event(
        &mut self,
        now: Timestamp,
        channel: &Arn,
        event: &AuditEvent,
        event_id: &str,
    ) -> Result<(), AuditEventError> {
        let Some(found) = self.state.channels.change(channel.as_str()) else { return Ok(()) };
        found.ingestion.attempted = Some((now, event_id.into()));
        let at = event.check(found).inspect_err(|error| found.ingestion.error_code = Some(error.code().into()))?;
        found.ingestion.succeeded = Some((now, event_id.into()));
        let destinations = found.destinations.clone();
        let Some(json) = event.record(at, now, found, event_id) else { return Ok(()) };
        let Ok(record) = Record::parse(json.as_str()) else { return Ok(()) };
        // The record has whole seconds.
        let at = record.event_time().unwrap_or(at);
        destinations.iter().for_each(|store| self.state.keep_for(now, store, &record, &json, at));
        Ok(())
    }
}

fn may_put(channel: &Channel, principal: &Arn, external_id: Option<&str>) -> Result<(), PutAuditEventsError> {
    let question = question(channel, principal, external_id);
    let decision = channel.policy.as_ref().map_or(Decision::ImplicitDeny, |kept| kept.policy().evaluate(&question));
    match decision {
        Decision::Allow => Ok(()),
        Decision::ImplicitDeny if principal.account() == channel.arn.account() => Ok(()),
        Decision::ImplicitDeny | Decision::Deny => Err(PutAuditEventsError::Denied {
            principal: principal.as_str().into(),
            channel: channel.arn.as_str().into(),
        }),
    }
}

fn question(channel: &Channel, principal: &Arn, external_id: Option<&str>) -> Request {
    let requester = Requester::aws(principal.clone());
    let question = Request::new(requester, "cloudtrail-data:PutAuditEvents", channel.arn.as_str());
    external_id.into_iter().fold(question, |question, id| question.with("cloudtrail:ExternalId", id))
}

fn check_all(events: &[AuditEvent]) -> Result<(), PutAuditEventsError> {
    let bytes: usize = events.iter().map(|event| event.data.len()).sum();
    if !(1..=EVENTS).contains(&events.len()) || bytes > BYTES {
        return Err(PutAuditEventsError::Size { events: events.len(), bytes });
    }
    if let Some(event) = events.iter().find(|event| !event.has_good_id()) {
        return Err(PutAuditEventsError::Id(event.id.clone()));
    }
    let is_twice = |at: usize| events[..at].iter().any(|before| before.id == events[at].id);
    match (0..events.len()).find(|at| is_twice(*at)) {
        Some(at) => Err(PutAuditEventsError::Twice(events[at].id.clone())),
        None => Ok(()),
    }
}

/// Why none of the events of a request was taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PutAuditEventsError {
    /// The text begins as an ARN does and is none of a channel of this account.
    #[error("`{0}` is not the ARN of a channel")]
    Arn(String),
    /// There is no such channel.
    #[error("there is no channel {0}")]
    Unknown(String),
    /// The channel's policy does not let the principal in.
    #[error("{principal} may not put events into {channel}: its resource policy does not allow it")]
    Denied {
        /// Who.
        principal: String,
        /// Into what.
        channel: String,
    },
    /// Two events have the same id.
    #[error("two events have the id {0}")]
    Twice(String),
    /// An id is not well formed.
    #[error("`{0}` is not the id of an event: 1 to 128 letters, digits, `-` and `_` are accepted")]
    Id(String),
    /// Too many events, or none, or too much data.
    #[error("{events} events of {bytes} bytes: 1 to 100 of 1,048,576 bytes are accepted")]
    Size {
        /// How many.
        events: usize,
        /// Of how many bytes.
        bytes: usize,
    },
}

impl PutAuditEventsError {
    /// The service's name of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Arn(_) => "InvalidChannelARN",
            Self::Unknown(_) => "ChannelNotFound",
            Self::Denied { .. } => "ChannelInsufficientPermission",
            Self::Twice(_) => "DuplicatedAuditEventId",
            Self::Id(_) | Self::Size { .. } => "ValidationException",
        }
    }
}

impl From<PutAuditEventsError> for ApiError {
    fn from(error: PutAuditEventsError) -> Self {
        Self::caller(error.code(), error.to_string())
    }
}
