//! Ids that X-Ray takes.

use cupola_base::Rng;
use cupola_bridges::Clock;
use opentelemetry::trace::{SpanId, TraceId};
use opentelemetry_sdk::trace::IdGenerator;

/// Generates ids as X-Ray wants them: those of traces begin with the second in which they are made.
///
/// The same seed gives the same ids for one order of calls.
///
/// ```
/// use cupola_base::Timestamp;
/// use cupola_bridges::Clock;
/// use cupola_otel::XrayIds;
/// use opentelemetry_sdk::trace::IdGenerator;
///
/// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// let id = XrayIds::new(Clock::new(move || now), 7).new_trace_id().to_string();
/// assert!(id.starts_with("69f835e0"), "{id}");
/// # Ok::<(), cupola_base::TimestampError>(())
/// ```
///
/// # Source
/// X-Ray Developer Guide, "Trace IDs".
#[derive(Debug)]
pub struct XrayIds {
    clock: Clock,
    rng: Rng,
}

impl XrayIds {
    /// A generator by a clock and a seed.
    #[must_use]
    pub fn new(clock: Clock, seed: u64) -> Self {
        Self { clock, rng: Rng::for_part(seed, "opentelemetry") }
    }
}

impl IdGenerator for XrayIds {
    fn new_trace_id(&self) -> TraceId {
        TraceId::from(cupola::traces::TraceId::generate(self.clock.now(), &self.rng).to_bits())
    }

    fn new_span_id(&self) -> SpanId {
        SpanId::from(cupola::traces::SegmentId::generate(&self.rng).to_bits())
    }
}
