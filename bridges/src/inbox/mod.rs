//! The way in: what bridges hear, until the owner pours it out.

mod pour;
mod refusal;

use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;

use cupola::audit::RecordBuilder;
use cupola_base::{Datum, Dimension, Sample, Timestamp};
use parking_lot::Mutex;

pub use pour::Poured;
pub use refusal::Refusal;

/// What bridges hear, until the owner of an [`Observatory`](cupola::Observatory) [pours](Self::pour) it in.
///
/// A handle: clones share one queue. Any number of threads may send; a sender holds a lock for the time of a push and
/// never waits for the observatory. The queue is bounded: past its [limits](InboxLimits) the oldest go, and the next
/// pouring [tells how many](Poured::dropped). What one thread sends keeps its order.
///
/// ```
/// use cupola::{Observatory, Place, Timestamp};
/// use cupola_bridges::{Destination, Inbox, Input};
///
/// let inbox = Inbox::default();
/// let at = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// inbox.send(Input::log_event(&Destination::new("shop", "web-1"), at, "cart opened"));
///
/// let mut sky = Observatory::new(Place::parse("111122223333", "us-east-1")?, 0);
/// let poured = inbox.pour(at.plus_secs(1), &mut sky);
/// assert_eq!((poured.log_events, poured.refused.len(), poured.dropped), (1, 0, 0));
/// assert!(sky.logs(at).create_log_group(at, "shop").is_err(), "it was made");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Inbox(Arc<Mutex<Queue>>);

#[derive(Debug, Default)]
struct Queue {
    inputs: VecDeque<(Input, usize)>,
    bytes: usize,
    dropped: u64,
    limits: InboxLimits,
}

/// How much an [`Inbox`] holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "limits are written with a struct update, which needs an open struct")]
pub struct InboxLimits {
    /// Inputs at most. Default 65,536.
    pub inputs: usize,
    /// Bytes of their texts and numbers at most; one input is held whatever its size. Default 64 MiB.
    pub bytes: usize,
}

impl Default for InboxLimits {
    fn default() -> Self {
        Self { inputs: 65_536, bytes: 64 << 20 }
    }
}

/// One thing that a bridge heard.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Input {
    /// A log event.
    LogEvent {
        /// Where it belongs.
        to: Destination,
        /// When it happened.
        at: Timestamp,
        /// What it says.
        message: String,
    },
    /// A measurement.
    Datum(Datum),
    /// The document of a segment.
    Segment(String),
    /// A call that was made, for the audit trail: who called what, and when.
    Call(Box<RecordBuilder>),
}

impl Input {
    /// A log event.
    #[must_use]
    pub fn log_event(to: &Destination, at: Timestamp, message: impl Into<String>) -> Self {
        Self::LogEvent { to: to.clone(), at, message: message.into() }
    }

    /// About how much memory it takes.
    fn bytes(&self) -> usize {
        size_of::<Self>()
            + match self {
                Self::LogEvent { message, .. } => message.len(),
                Self::Segment(document) => document.len(),
                Self::Datum(datum) => datum_bytes(datum),
                Self::Call(call) => shown_bytes(call),
            }
    }
}

/// Texts that are shared with other data count with each.
fn datum_bytes(datum: &Datum) -> usize {
    let values = match &datum.sample {
        Sample::Values(values) => values.len() * size_of::<(f64, f64)>(),
        _ => 0,
    };
    let dimension = |dimension: &Dimension| size_of::<Dimension>() + dimension.name.len() + dimension.value.len();
    let dimensions: usize = datum.dimensions.iter().map(dimension).sum();
    values + dimensions + datum.namespace.len() + datum.name.len()
}

/// How long something is when it is shown; nothing is copied for it.
fn shown_bytes(shown: &impl fmt::Debug) -> usize {
    struct Count(usize);
    impl fmt::Write for Count {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            self.0 += text.len();
            Ok(())
        }
    }
    let mut count = Count(0);
    // What cannot be shown whole counts as far as it can.
    let _ = fmt::write(&mut count, format_args!("{shown:?}"));
    count.0
}

/// A log group and a stream of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Destination {
    group: Arc<str>,
    stream: Arc<str>,
}

impl Destination {
    /// Names the two. They are made when the first event is poured, where they are not there.
    #[must_use]
    pub fn new(group: impl Into<Arc<str>>, stream: impl Into<Arc<str>>) -> Self {
        Self { group: group.into(), stream: stream.into() }
    }

    /// The group's name.
    #[must_use]
    pub fn group(&self) -> &str {
        &self.group
    }

    /// The stream's name.
    #[must_use]
    pub fn stream(&self) -> &str {
        &self.stream
    }
}

impl Inbox {
    /// An empty inbox with limits of its own.
    #[must_use]
    pub fn new(limits: InboxLimits) -> Self {
        Self(Arc::new(Mutex::new(Queue { limits, ..Queue::default() })))
    }

    /// Puts something in; where there is no room, the oldest goes.
    pub fn send(&self, input: Input) {
        let bytes = input.bytes();
        self.0.lock().push(input, bytes);
    }

    /// How many inputs wait.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.lock().inputs.len()
    }

    /// Whether nothing waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Takes what waits, and how many went because there was no room.
    fn take(&self) -> (Vec<Input>, u64) {
        let mut queue = self.0.lock();
        queue.bytes = 0;
        let dropped = std::mem::take(&mut queue.dropped);
        let inputs = std::mem::take(&mut queue.inputs);
        drop(queue);
        (inputs.into_iter().map(|(input, _)| input).collect(), dropped)
    }
}

impl Queue {
    fn push(&mut self, input: Input, bytes: usize) {
        self.bytes = self.bytes.saturating_add(bytes);
        self.inputs.push_back((input, bytes));
        while self.inputs.len() > 1 && (self.inputs.len() > self.limits.inputs || self.bytes > self.limits.bytes) {
            self.bytes -= self.inputs.pop_front().map_or(0, |(_, bytes)| bytes);
            self.dropped += 1;
        }
    }
}

const _: () = {
    const fn send_sync<T: Send + Sync>() {}
    send_sync::<Inbox>();
};

#[cfg(test)]
mod tests {
    use super::*;
    use cupola::Place;

    #[test]
    fn texts_count_wherever_they_stand() {
        let at = Timestamp::EPOCH;
        let bare = Input::Datum(Datum::new("n", "m", at, 1.0)).bytes();
        let long = "x".repeat(10_000);
        assert_eq!(Input::Datum(Datum::new(long.as_str(), "m", at, 1.0)).bytes(), bare + 9_999);
        assert_eq!(Input::Datum(Datum::new("n", long.as_str(), at, 1.0)).bytes(), bare + 9_999);
        let wide = Datum::new("n", "m", at, 1.0).with_dimension("k", long.as_str());
        assert_eq!(Input::Datum(wide).bytes(), bare + size_of::<Dimension>() + 10_001);

        let place = Place::parse("111122223333", "us-east-1").unwrap();
        let call = |name: &str| Box::new(RecordBuilder::new(at, &place, "orders.example.com", name));
        assert_eq!(Input::Call(call(&long)).bytes(), Input::Call(call("x")).bytes() + 9_999);
    }
}
