//! From the inbox into an observatory.

use std::collections::BTreeMap;

use cupola::audit::RecordBuilder;
use cupola::logs::{CreateLogStreamError, Engine as Logs};
use cupola::{Lent, Observatory};
use cupola_base::{Datum, Timestamp};

use super::{Destination, Inbox, Input, Refusal};

/// What became of the contents of an inbox.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Poured {
    /// Log events that were taken.
    pub log_events: usize,
    /// Measurements that were taken.
    pub data: usize,
    /// Documents of segments that were taken.
    pub segments: usize,
    /// Calls that were recorded.
    pub calls: usize,
    /// What was not taken, and why.
    pub refused: Vec<Refusal>,
    /// How many inputs went since the last pouring because the inbox had no room.
    pub dropped: u64,
}

/// What one pouring brings, by the area that it is for.
#[derive(Default)]
struct Sorted {
    calls: Vec<RecordBuilder>,
    segments: Vec<String>,
    /// Of each stream by time.
    events: BTreeMap<Destination, Vec<Event>>,
    data: Vec<Datum>,
}

impl Inbox {
    /// Pours all that waits into an observatory: calls, then segments, then log events, then data, each in the order
    /// in which they came, the events of a stream in that of their times.
    ///
    /// Log groups and streams that are not there are made, as the CloudWatch agent makes them.
    pub fn pour(&self, now: Timestamp, sky: &mut Observatory) -> Poured {
        let (inputs, dropped) = self.take();
        let mut poured = Poured { dropped, ..Poured::default() };
        let sorted = Sorted::of(inputs);
        poured.record(now, sky, sorted.calls);
        poured.trace(now, sky, &sorted.segments);
        for (to, events) in sorted.events {
            poured.log(now, &mut sky.logs(now), &to, events);
        }
        poured.measure(now, sky, &sorted.data);
        poured
    }
}

impl Sorted {
    fn of(inputs: Vec<Input>) -> Self {
        let mut sorted = Self::default();
        for input in inputs {
            match input {
                Input::LogEvent { to, at, message } => sorted.events.entry(to).or_default().push((at, message)),
                Input::Datum(datum) => sorted.data.push(datum),
                Input::Segment(document) => sorted.segments.push(document),
                Input::Call(call) => sorted.calls.push(*call),
            }
        }
        sorted.events.values_mut().for_each(|events| events.sort_by_key(|(at, _)| *at));
        sorted
    }
}

impl Poured {
    fn record(&mut self, now: Timestamp, sky: &mut Observatory, calls: Vec<RecordBuilder>) {
        for call in calls {
            match sky.audit(now).record_call(now, call) {
                Ok(_) => self.calls += 1,
                Err(cause) => self.refused.push(cause.into()),
            }
        }
    }

    fn trace(&mut self, now: Timestamp, sky: &mut Observatory, documents: &[String]) {
        if documents.is_empty() {
            return;
        }
        let refused = sky.traces(now).put_trace_segments(now, documents);
        self.segments += documents.len().saturating_sub(refused.len());
        self.refused.extend(refused.into_iter().map(Refusal::from));
    }

    fn measure(&mut self, now: Timestamp, sky: &mut Observatory, data: &[Datum]) {
        if data.is_empty() {
            return;
        }
        let mut metrics = sky.metrics(now);
        for datum in data {
            match metrics.put(now, datum) {
                Ok(()) => self.data += 1,
                Err(cause) => self.refused.push(cause.into()),
            }
        }
    }

    fn log(&mut self, now: Timestamp, logs: &mut Lent<'_, Logs>, to: &Destination, mut events: Vec<Event>) {
        if let Err(cause) = make_stream(now, logs, to) {
            self.refused.push(Refusal::Stream { to: to.clone(), events: events.len(), cause });
            return;
        }
        while !events.is_empty() {
            let rest = events.split_off(batch(&events));
            self.log_batch(now, logs, to, &events);
            events = rest;
        }
    }

    /// A batch that is refused as a whole is tried in halves, so that one event does not cost the others.
    fn log_batch(&mut self, now: Timestamp, logs: &mut Lent<'_, Logs>, to: &Destination, events: &[Event]) {
        let borrowed = events.iter().map(|(at, message)| (*at, message.as_str()));
        match logs.put_log_events(now, to.group(), to.stream(), borrowed) {
            Ok(answer) => {
                self.log_events += answer.accepted;
                let left_out = events.len().saturating_sub(answer.accepted);
                self.refused.extend((left_out > 0).then(|| Refusal::Times { to: to.clone(), events: left_out }));
            }
            Err(cause) if events.len() == 1 => self.refused.push(Refusal::LogEvent { to: to.clone(), cause }),
            Err(_) => {
                let (first, second) = events.split_at(events.len() / 2);
                self.log_batch(now, logs, to, first);
                self.log_batch(now, logs, to, second);
            }
        }
    }
}

type Event = (Timestamp, String);

/// How many of the events make one batch: as many as the service's own limits let in.
fn batch(events: &[Event]) -> usize {
    let limits = cupola::logs::Limits::default();
    let mut bytes = 0usize;
    let first = events.first().map_or(Timestamp::EPOCH, |(at, _)| *at);
    let fitting = events.iter().take(limits.events_per_batch).take_while(|(at, message)| {
        bytes = bytes.saturating_add(message.len() + EVENT_OVERHEAD);
        bytes <= limits.batch_bytes && at.millis_since(first) < limits.batch_span_millis
    });
    fitting.count().max(1)
}

/// What the service counts for each event besides its message.
const EVENT_OVERHEAD: usize = 26;

fn make_stream(now: Timestamp, logs: &mut Lent<'_, Logs>, to: &Destination) -> Result<(), CreateLogStreamError> {
    let mut make = || match logs.create_log_stream(now, to.group(), to.stream()) {
        Err(CreateLogStreamError::Exists(_)) => Ok(()),
        made => made,
    };
    if make().is_ok() {
        return Ok(());
    }
    // What stands in the way of the group stands in the way of the stream, and is told there.
    let _ = logs.create_log_group(now, to.group());
    logs.create_log_stream(now, to.group(), to.stream())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Events so many milliseconds after the first, each with a message of so many bytes.
    fn events(of: &[(i64, usize)]) -> Vec<Event> {
        of.iter().map(|(millis, bytes)| (Timestamp::from_millis(*millis), "x".repeat(*bytes))).collect()
    }

    #[test]
    fn a_batch_has_ten_thousand_events() {
        assert_eq!(batch(&events(&[(0, 1); 10_001])), 10_000);
        assert_eq!(batch(&events(&[(0, 1); 9_999])), 9_999);
    }

    #[test]
    fn a_batch_spans_less_than_a_day() {
        const DAY: i64 = 86_400_000;
        assert_eq!(batch(&events(&[(5, 1), (5 + DAY, 1)])), 1);
        assert_eq!(batch(&events(&[(5, 1), (4 + DAY, 1)])), 2);
    }

    #[test]
    fn a_batch_has_a_mebibyte_with_26_bytes_for_each_event() {
        let half = (1 << 19) - 26;
        assert_eq!(batch(&events(&[(0, half), (0, half)])), 2);
        assert_eq!(batch(&events(&[(0, half), (0, half + 1)])), 1);
        assert_eq!(batch(&events(&[(0, 1 << 21), (0, 1)])), 1, "what fits into none is refused alone");
    }

    #[test]
    fn each_stream_is_sorted_by_time_and_ties_stay() {
        let (one, two) = (Destination::new("app", "one"), Destination::new("app", "two"));
        let sent = [(&one, 2, "c"), (&two, 1, "x"), (&one, 1, "a"), (&one, 1, "b"), (&two, 0, "w")];
        let inputs = sent.map(|(to, millis, message)| Input::log_event(to, Timestamp::from_millis(millis), message));
        let sorted = Sorted::of(inputs.into());
        let messages = |to| sorted.events[to].iter().map(|(_, message)| message.as_str()).collect::<String>();
        assert_eq!((messages(&one), messages(&two)), ("abc".into(), "wx".into()));
    }
}
