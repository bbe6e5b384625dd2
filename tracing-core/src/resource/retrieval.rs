//! Traces that are fetched by a job.

use std::collections::BTreeMap;

use cupola_base::{ApiError, Timestamp};
use serde::{Deserialize, Serialize};

use super::Pending;
use crate::{Engine, TraceId};

/// How far a retrieval is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the service's words")]
pub enum RetrievalStatus {
    /// It has been asked for in this very instant.
    Scheduled,
    /// It looks for traces. Here a retrieval is complete as soon as time moves on.
    Running,
    /// Its traces can be read.
    Complete,
    /// It went wrong. Never here.
    Failed,
    /// It was cancelled.
    Cancelled,
    /// It has outlived its 60 minutes.
    Timeout,
}

impl RetrievalStatus {
    /// The service's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Scheduled => "SCHEDULED",
            Self::Running => "RUNNING",
            Self::Complete => "COMPLETE",
            Self::Failed => "FAILED",
            Self::Cancelled => "CANCELLED",
            Self::Timeout => "TIMEOUT",
        }
    }
}

/// In which form the parts of a trace are given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TraceFormat {
    /// Segment documents.
    #[default]
    XRay,
    /// Spans of OpenTelemetry: one for each segment and each subsegment. Inferred segments are none: the span of the call
    /// tells of them.
    Otel,
}

impl TraceFormat {
    /// The service's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::XRay => "XRAY",
            Self::Otel => "OTEL",
        }
    }
}

/// What a retrieval gives.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetrievedTraces {
    /// How far it is.
    pub status: RetrievalStatus,
    /// The traces that were found, in the order in which they were asked for; none until it is complete.
    pub traces: Vec<TraceId>,
}

/// All jobs, by token.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Retrievals {
    jobs: BTreeMap<String, RetrievalJob>,
    /// How many there have been: what comes first goes first.
    started: u64,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct RetrievalJob {
    number: u64,
    pub(crate) trace_ids: Vec<TraceId>,
    pub(crate) start: Timestamp,
    pub(crate) end: Timestamp,
    began: Timestamp,
    pending: Option<Pending>,
    is_cancelled: bool,
}

impl RetrievalJob {
    pub(crate) fn status(&self, now: Timestamp) -> RetrievalStatus {
        if self.is_cancelled {
            RetrievalStatus::Cancelled
        } else if now >= self.began.plus_secs(LIFE_SECONDS) {
            RetrievalStatus::Timeout
        } else if self.pending.is_some() {
            RetrievalStatus::Scheduled
        } else {
            RetrievalStatus::Complete
        }
    }
}

const LIFE_SECONDS: i64 = 60 * 60;

impl Retrievals {
    /// Takes a job in; past `most` the oldest go. Answers how many went.
    fn start(&mut self, token: String, mut job: RetrievalJob, most: usize) -> usize {
        job.number = self.started;
        self.started += 1;
        self.jobs.insert(token, job);
        let mut gone = 0;
        while self.jobs.len() > most.max(1)
            && let Some(oldest) = self.jobs.iter().min_by_key(|(_, job)| job.number).map(|(token, _)| token.clone())
        {
            self.jobs.remove(&oldest);
            gone += 1;
        }
        gone
    }

    pub(super) fn next_due(&self) -> Option<Timestamp> {
        self.jobs.values().filter_map(|job| job.pending.map(Pending::due)).min()
    }

    pub(super) fn advance(&mut self, now: Timestamp) {
        for job in self.jobs.values_mut() {
            job.pending = job.pending.filter(|pending| pending.due() > now);
        }
    }
}

impl Engine {
    /// Begins to fetch traces that began in a range of time, both ends included; answers a token.
    ///
    /// # Errors
    /// [`RetrievalError`] for too many ids and for a range that ends before it begins.
    ///
    /// # Source
    /// X-Ray API Reference, StartTraceRetrieval.
    #[doc(alias = "StartTraceRetrieval")]
    pub fn start_trace_retrieval(
        &mut self,
        now: Timestamp,
        trace_ids: &[TraceId],
        start: Timestamp,
        end: Timestamp,
    ) -> Result<String, RetrievalError> {
        let now = self.see(now);
        let most = self.state.limits.traces_per_retrieval;
        if trace_ids.len() > most {
            return Err(RetrievalError::TooMany { given: trace_ids.len(), most });
        }
        if start > end {
            return Err(RetrievalError::Range);
        }
        let token = self.state.read.rng.uuid();
        let (pending, is_cancelled) = (Some(Pending::new(now)), false);
        let job =
            RetrievalJob { number: 0, trace_ids: trace_ids.to_vec(), start, end, began: now, pending, is_cancelled };
        let gone = self.state.read.resources.retrievals.start(token.clone(), job, self.state.limits.retrievals);
        self.state.losses.add(now, crate::output::Lost::Retrievals, gone as u64);
        Ok(token)
    }

    /// Cancels a retrieval. One that has ended stays as it is.
    ///
    /// # Errors
    /// [`RetrievalError::Unknown`] for a token that is none.
    #[doc(alias = "CancelTraceRetrieval")]
    pub fn cancel_trace_retrieval(&mut self, now: Timestamp, token: &str) -> Result<(), RetrievalError> {
        self.see(now);
        let job = self.state.read.resources.retrievals.jobs.get_mut(token).ok_or(RetrievalError::Unknown)?;
        job.is_cancelled = job.is_cancelled || job.pending.is_some();
        Ok(())
    }

    pub(crate) fn retrieval(&self, token: &str) -> Result<&RetrievalJob, RetrievalError> {
        self.state.read.resources.retrievals.jobs.get(token).ok_or(RetrievalError::Unknown)
    }
}

/// Why traces are not fetched.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RetrievalError {
    /// There is no retrieval of that token.
    #[error("there is no trace retrieval of this token")]
    Unknown,
    /// Too many ids.
    #[error("{given} trace ids: at most {most} are accepted")]
    TooMany {
        /// How many were given.
        given: usize,
        /// How many may be.
        most: usize,
    },
    /// The range ends before it begins.
    #[error("the range ends before it begins")]
    Range,
}

impl From<RetrievalError> for ApiError {
    fn from(error: RetrievalError) -> Self {
        let code = match error {
            RetrievalError::Unknown => "ResourceNotFoundException",
            RetrievalError::TooMany { .. } | RetrievalError::Range => "InvalidRequestException",
        };
        Self::caller(code, error.to_string())
    }
}
