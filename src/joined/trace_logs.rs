//! The log events of a trace.

use std::collections::BTreeSet;

use cupola_base::Timestamp;

use crate::Observatory;
use crate::logs::{self, FilterLogEvents, FilterLogEventsError, FilterPattern, LogGroupQuery};
use crate::traces::{Body, SegmentDocument, Trace, TraceId};

/// The log events that name a trace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TraceLogs {
    /// The events, by time, then by group and stream.
    pub lines: Vec<TraceLogLine>,
    /// Groups that could not be read to their end, with the reason.
    pub unread: Vec<(String, String)>,
    /// Whether there are more events than the 10,000 that are told.
    pub is_cut: bool,
}

/// A log event that names a trace.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct TraceLogLine {
    /// When it happened.
    pub at: Timestamp,
    /// The log group.
    pub group: String,
    /// The log stream.
    pub stream: String,
    /// The message.
    pub message: String,
}

/// As many events are told.
const MOST_LINES: usize = 10_000;
/// What is logged so much before a trace begins or after it ends is looked at, too: clocks differ.
const AROUND: i64 = 300;

impl Observatory {
    /// The log events of a trace: those that hold its id, in the form of X-Ray (`1-69f839a0-0011...`) or of W3C (the 32
    /// digits alone).
    ///
    /// The log groups are those that the trace's segments name in `aws.cloudwatch_logs`; where they name none, all. The time is
    /// that of the trace, and five minutes before and after it; of a trace that is not here, the six hours from the instant in
    /// its id. Both are our decision: the service's console asks a like question.
    ///
    /// ```
    /// use cupola::traces::TraceId;
    /// use cupola::{Observatory, Place, Timestamp};
    ///
    /// let mut sky = Observatory::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let now = Timestamp::parse("2026-05-04T06:16:05Z")?;
    /// let id = TraceId::parse("1-69f839a0-00112233445566778899aabb")?;
    /// let segment = format!(r#"{{"trace_id": "{id}", "id": "00112233445566aa", "name": "gate", "start_time": 1777875360,
    ///     "end_time": 1777875362, "aws": {{"cloudwatch_logs": [{{"log_group": "gate"}}]}}}}"#);
    /// sky.traces(now).put_trace_segments(now, &[segment.as_str()]);
    /// sky.logs(now).create_log_group(now, "gate")?;
    /// sky.logs(now).create_log_stream(now, "gate", "north")?;
    /// let lines = [format!("opened trace={id}"), "opened".to_owned(), format!(r#"{{"traceId": "{}"}}"#, id.to_w3c())];
    /// sky.logs(now).put_log_events(now, "gate", "north", lines.iter().map(|line| (now, line)))?;
    ///
    /// let told = sky.trace_logs(now, id);
    /// assert_eq!(told.lines.len(), 2);
    /// assert_eq!((told.lines[0].group.as_str(), told.unread.len()), ("gate", 0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Source
    /// X-Ray Developer Guide, "Segment documents" (`aws.cloudwatch_logs`); CloudWatch User Guide, "Traces".
    pub fn trace_logs(&mut self, now: Timestamp, id: TraceId) -> TraceLogs {
        let documents: Vec<SegmentDocument> = self.traces(now).received(id).collect();
        let (from, until) = span(&Trace::assemble(id, &documents));
        let named = named_groups(&documents);
        let mut lent = self.logs(now);
        let groups = if named.is_empty() { all_groups(&mut lent, now) } else { named };
        let asked = |group: &str| FilterLogEvents::of(group).from(from).until(until).matching(pattern(id));
        let mut told = TraceLogs::default();
        groups.iter().for_each(|group| told.read(&mut lent, now, group, &asked(group)));
        told.lines.sort();
        told.is_cut = told.lines.len() > MOST_LINES;
        told.lines.truncate(MOST_LINES);
        told
    }
}

impl TraceLogs {
    fn read(&mut self, engine: &mut logs::Engine, now: Timestamp, group: &str, asked: &FilterLogEvents) {
        if let Err(refusal) = self.read_pages(engine, now, group, asked) {
            self.unread.push((group.to_owned(), refusal.to_string()));
        }
    }

    /// Of each group one event more than may be told, so that it shows when there are more.
    fn read_pages(
        &mut self,
        engine: &mut logs::Engine,
        now: Timestamp,
        group: &str,
        asked: &FilterLogEvents,
    ) -> Result<(), FilterLogEventsError> {
        let (mut request, mut room) = (asked.clone(), MOST_LINES + 1);
        while room > 0 {
            let page = engine.filter_log_events(now, &request)?;
            let lines = page.events.into_iter().take(room).map(|event| TraceLogLine {
                at: event.at,
                group: group.to_owned(),
                stream: event.stream.to_string(),
                message: event.message,
            });
            let before = self.lines.len();
            self.lines.extend(lines);
            room -= self.lines.len() - before;
            let Some(next) = page.next else { return Ok(()) };
            request = asked.clone().after(next);
        }
        Ok(())
    }
}

/// Either form of the id.
fn pattern(id: TraceId) -> FilterPattern {
    let text = format!(r#"?"{id}" ?"{}""#, id.to_w3c());
    FilterPattern::parse(&text).expect("two texts of digits and hyphens, either of them, are a pattern")
}

/// From a little before its first start until a little after its last end.
fn span(trace: &Trace<'_>) -> (Timestamp, Timestamp) {
    let began = trace.start().and_then(Timestamp::from_secs_f64);
    let ended = trace.start().and_then(|start| Timestamp::from_secs_f64(start + trace.duration()));
    match began.zip(ended) {
        Some((began, ended)) => (began.plus_secs(-AROUND), ended.plus_secs(AROUND)),
        None => (trace.id().started().plus_secs(-AROUND), trace.id().started().plus_secs(6 * 3_600)),
    }
}

/// The groups that segments and their parts name.
fn named_groups(documents: &[SegmentDocument]) -> Vec<String> {
    let mut named = BTreeSet::new();
    let mut rest: Vec<&Body> = documents.iter().map(SegmentDocument::body).collect();
    while let Some(body) = rest.pop() {
        let groups = body.aws.iter().flat_map(|aws| &aws.cloudwatch_logs);
        named.extend(groups.filter_map(|group| group.log_group.clone()));
        rest.extend(body.subsegments.iter().map(|part| &part.body));
    }
    named.into_iter().collect()
}

fn all_groups(engine: &mut logs::Engine, now: Timestamp) -> Vec<String> {
    engine.describe_log_groups(now, &LogGroupQuery::default()).map(|group| group.name.to_string()).collect()
}
