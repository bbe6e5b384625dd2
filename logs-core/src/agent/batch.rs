//! Events on their way to a log stream.

use cupola_base::Timestamp;

use crate::class::LogGroupClass;
use crate::retention::Retention;
use crate::store::EVENT_OVERHEAD;

/// Events for one log stream: one `PutLogEvents`, within its limits and in order of time.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AgentBatch {
    /// The log group.
    pub group: String,
    /// The log stream.
    pub stream: String,
    /// The class that the group is to be created with.
    pub class: LogGroupClass,
    /// How long the group is to keep its events; for ever when there is none.
    pub retention: Option<Retention>,
    /// The events.
    pub events: Vec<(Timestamp, String)>,
}

/// Most bytes of a batch, 26 an event included.
const MOST_BYTES: usize = 1 << 20;
const MOST_EVENTS: usize = 10_000;
const LONGEST_SPAN: i64 = 86_400_000;

/// Most bytes of one event's message.
pub(super) const MOST_MESSAGE: usize = MOST_BYTES - EVENT_OVERHEAD;

impl AgentBatch {
    /// Puts the events in order, and has a further batch where one would be too large.
    pub(super) fn split(self, batches: &mut Vec<Self>) {
        let Self { group, stream, class, retention, mut events } = self;
        events.sort_by_key(|(at, _)| *at);
        let of = |events| Self { group: group.clone(), stream: stream.clone(), class, retention, events };
        let (mut current, mut bytes) = (Vec::new(), 0);
        for (at, message) in events {
            let size = message.len() + EVENT_OVERHEAD;
            let first = current.first().map_or(at, |(first, _): &(Timestamp, String)| *first);
            let full =
                current.len() == MOST_EVENTS || bytes + size > MOST_BYTES || at.millis_since(first) > LONGEST_SPAN;
            if full {
                batches.push(of(std::mem::take(&mut current)));
                bytes = 0;
            }
            bytes += size;
            current.push((at, message));
        }
        if !current.is_empty() {
            batches.push(of(current));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_are_within_the_limits_of_the_service() {
        let batch = |events| AgentBatch {
            group: "g".into(),
            stream: "s".into(),
            class: LogGroupClass::Standard,
            retention: None,
            events,
        };
        let sizes = |events| {
            let mut batches = Vec::new();
            batch(events).split(&mut batches);
            batches.iter().map(|batch| batch.events.len()).collect::<Vec<_>>()
        };
        let at = Timestamp::from_secs;
        assert_eq!(sizes(vec![(at(0), "x".into()); 10_001]), [10_000, 1]);
        assert_eq!(sizes(vec![(at(0), "x".repeat(400_000)); 5]), [2, 2, 1]);
        assert_eq!(sizes(vec![(at(86_401), "x".into()), (at(0), "x".into()), (at(86_400), "x".into())]), [2, 1]);
        assert_eq!(sizes(Vec::new()), [0; 0]);
    }
}
