//! Flags of a segment from the status of a span.

use super::{OtelSpan, SpanStatus};

/// The flags of a segment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_structs, reason = "a segment has these three")]
pub struct StatusFlags {
    /// The client erred.
    pub error: bool,
    /// The client asked too much.
    pub throttle: bool,
    /// The server erred.
    pub fault: bool,
}

/// The flags that the two statuses of a span mean. An HTTP status of 4XX or 5XX decides alone; any other leaves it to
/// the span's own status.
///
/// ```
/// use cupola_traces::{SpanStatus, StatusFlags, flags_of};
///
/// assert!(flags_of(SpanStatus::Ok, Some(429)) == StatusFlags { error: true, throttle: true, fault: false });
/// assert!(flags_of(SpanStatus::Error, Some(200)).fault);
/// ```
///
/// # Source
/// The X-Ray exporter of the OpenTelemetry collector.
#[must_use]
pub const fn flags_of(status: SpanStatus, http_status: Option<i64>) -> StatusFlags {
    match http_status {
        Some(code @ 400..=499) => StatusFlags { error: true, throttle: code == 429, fault: false },
        Some(500..=599) => StatusFlags { error: false, throttle: false, fault: true },
        _ => StatusFlags { error: false, throttle: false, fault: matches!(status, SpanStatus::Error) },
    }
}

impl StatusFlags {
    /// The flags of a span: what its statuses mean, unless attributes of ours say otherwise.
    pub(super) fn of_span(span: &OtelSpan) -> Self {
        let meant = flags_of(span.status, span.attributes.number(&["http.status_code", "http.response.status_code"]));
        let told = |key, meant| span.attributes.truth(key).unwrap_or(meant);
        Self {
            error: told(ERROR, meant.error),
            throttle: told(THROTTLE, meant.throttle),
            fault: told(FAULT, meant.fault),
        }
    }

    /// Tells a span the flags that its statuses do not.
    pub(super) fn tell(self, span: &mut OtelSpan) {
        let meant = Self::of_span(span);
        let pairs = [
            (ERROR, self.error, meant.error),
            (THROTTLE, self.throttle, meant.throttle),
            (FAULT, self.fault, meant.fault),
        ];
        for (key, truth, _) in pairs.into_iter().filter(|(_, truth, meant)| truth != meant) {
            span.attributes.set(key, truth);
        }
    }
}

/// Attributes of ours, for flags that no pair of statuses stands for.
pub(super) const ERROR: &str = "aws.xray.error";
pub(super) const THROTTLE: &str = "aws.xray.throttle";
pub(super) const FAULT: &str = "aws.xray.fault";
