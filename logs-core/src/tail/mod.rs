//! Live tail: events as they come in, second by second.

mod error;
mod reservoir;
mod session;
mod sessions;
mod verbs;

use cupola_base::{Arn, Timestamp};
use serde::{Deserialize, Serialize};

pub use error::{StartLiveTailError, UnknownLiveTail};
pub(crate) use sessions::Sessions;

use crate::filter::{FilterPatternError, Semantics};
use crate::metric_filter::Parsed;

/// What a live tail session shows.
///
/// ```
/// use cupola_logs::StartLiveTail;
///
/// let request = StartLiveTail::of(["app"]).stream_prefixes(["host-"]).matching("ERROR -retry")?;
/// assert_ne!(request, StartLiveTail::of(["app"]));
/// # Ok::<(), cupola_logs::FilterPatternError>(())
/// ```
///
/// # Source
/// CloudWatch Logs API Reference, StartLiveTail.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StartLiveTail {
    groups: Vec<String>,
    streams: Vec<String>,
    prefixes: Vec<String>,
    pattern: Option<Parsed>,
}

impl StartLiveTail {
    /// All events of these log groups: 1 to 10.
    #[must_use]
    pub fn of<G: Into<String>>(groups: impl IntoIterator<Item = G>) -> Self {
        let groups = groups.into_iter().map(Into::into).collect();
        Self { groups, streams: Vec::new(), prefixes: Vec::new(), pattern: None }
    }

    /// Only events of these streams; then there may be one group only.
    #[must_use]
    pub fn streams<S: Into<String>>(self, names: impl IntoIterator<Item = S>) -> Self {
        Self { streams: names.into_iter().map(Into::into).collect(), ..self }
    }

    /// Only events of streams whose names begin so; then there may be one group only, and no names.
    #[must_use]
    pub fn stream_prefixes<S: Into<String>>(self, prefixes: impl IntoIterator<Item = S>) -> Self {
        Self { prefixes: prefixes.into_iter().map(Into::into).collect(), ..self }
    }

    /// Only events that match a pattern.
    ///
    /// # Errors
    /// [`FilterPatternError`] with the place and what is accepted there.
    pub fn matching(self, pattern: &str) -> Result<Self, FilterPatternError> {
        self.matching_with(pattern, &Semantics::default())
    }

    /// As [`matching`](Self::matching), with decisions of one's own where the service is silent about patterns.
    ///
    /// # Errors
    /// As [`matching`](Self::matching).
    pub fn matching_with(self, pattern: &str, semantics: &Semantics) -> Result<Self, FilterPatternError> {
        Ok(Self { pattern: Some(Parsed::new(pattern, semantics)?), ..self })
    }

    fn accepts(&self, stream: &str, message: &str) -> bool {
        self.accepts_stream(stream) && self.pattern.as_ref().is_none_or(|pattern| pattern.pattern().matches(message))
    }

    fn accepts_stream(&self, stream: &str) -> bool {
        (self.streams.is_empty() || self.streams.iter().any(|name| name == stream))
            && (self.prefixes.is_empty() || self.prefixes.iter().any(|prefix| stream.starts_with(prefix.as_str())))
    }
}

/// What a live tail session gives, in order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum LiveTailOutput {
    /// A second is over.
    Update(LiveTailUpdate),
    /// The session has ended: three hours are over.
    Timeout {
        /// When.
        at: Timestamp,
    },
}

/// The events of one second.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LiveTailUpdate {
    /// When the second ended.
    pub at: Timestamp,
    /// The events, by time, then by arrival: at most 500.
    pub events: Vec<LiveTailEvent>,
    /// Whether there were more, of which these were drawn.
    pub sampled: bool,
    /// How many updates were dropped before this one, because nobody took them.
    pub dropped: u64,
}

/// One event of a live tail session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LiveTailEvent {
    /// The log group.
    pub group: Arn,
    /// The log stream.
    pub stream: String,
    /// When it happened.
    pub at: Timestamp,
    /// When it came in.
    pub received: Timestamp,
    /// The message.
    pub message: String,
}
