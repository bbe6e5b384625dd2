//! Parts of the service graph that are counted before anybody asks.

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::{HashMap, HashSet};

use crate::trace::Trace;
use crate::{Engine, GraphBuilder, TraceId, Within};

/// Counts of traces to which nothing was added for a while, some hundred together; the others are counted when the graph is
/// asked for. What a graph says does not depend on which are which, so that none of this is in snapshots.
///
/// A part holds traces of one hour and of the same groups. A trace that changes or goes dissolves its part: its fellows
/// wait for the next minute.
#[derive(Debug, Default)]
pub(crate) struct GraphParts {
    parts: BTreeMap<u64, Part>,
    /// The part that has room.
    open: BTreeMap<Kind, u64>,
    part_of: HashMap<TraceId, u64>,
    loose: HashSet<TraceId>,
    next: u64,
    size: usize,
}

/// What the traces of a part have in common: the hour in which they began, and their groups beside the default.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Kind {
    hour: i64,
    groups: BTreeSet<u32>,
}

/// Traces counted together.
#[derive(Debug)]
pub(super) struct Part {
    kind: Kind,
    traces: Vec<TraceId>,
    graph: GraphBuilder,
    /// The first start of a segment, and the last.
    starts: (f64, f64),
    /// The last end; infinite where a segment is in progress.
    end: f64,
}

/// How a part lies to a range of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lies {
    /// No segment has a part in the range.
    Outside,
    /// All have.
    Inside,
    /// Some may have.
    Astride,
}

/// The most traces of one part: so many are counted one by one where a range begins or ends among them.
const MOST_TRACES: usize = 256;

impl GraphParts {
    /// Takes a trace out of its part because it changes, or is new.
    pub(super) fn loosen(&mut self, id: TraceId) {
        self.dissolve(id);
        self.loose.insert(id);
    }

    /// Forgets a trace.
    pub(super) fn forget(&mut self, id: TraceId) {
        self.dissolve(id);
        self.loose.remove(&id);
    }

    /// Traces that are in no part, in no order.
    pub(super) fn loose(&self) -> impl Iterator<Item = TraceId> {
        self.loose.iter().copied()
    }

    /// The parts that hold traces of a group; all for the default group.
    pub(super) fn of_group(&self, serial: u32) -> impl Iterator<Item = &Part> {
        self.parts.values().filter(move |part| serial == 0 || part.kind.groups.contains(&serial))
    }

    /// Nodes and edges of all parts.
    pub(super) const fn size(&self) -> usize {
        self.size
    }

    /// Counts a trace into a part that has room, which has at most so many nodes.
    pub(super) fn count(&mut self, trace: &Trace<'_>, groups: BTreeSet<u32>, most_nodes: usize) {
        let kind = Kind { hour: hour_of(trace), groups };
        let number = self.part_with_room(kind, most_nodes);
        let Some(part) = self.parts.get_mut(&number) else { return };
        let before = part.graph.size();
        part.add(trace);
        self.size += part.graph.size() - before;
        self.part_of.insert(trace.id(), number);
        self.loose.remove(&trace.id());
    }

    fn part_with_room(&mut self, kind: Kind, most_nodes: usize) -> u64 {
        let open = self.open.get(&kind).copied();
        let has_room = |number: &u64| self.parts.get(number).is_some_and(|part| part.traces.len() < MOST_TRACES);
        open.filter(has_room).unwrap_or_else(|| {
            let number = self.next;
            self.next += 1;
            self.parts.insert(number, Part::new(kind.clone(), most_nodes));
            self.open.insert(kind, number);
            number
        })
    }

    fn dissolve(&mut self, id: TraceId) {
        let Some(part) = self.part_of.get(&id).copied().and_then(|number| self.take(number)) else { return };
        self.size -= part.graph.size();
        for fellow in part.traces {
            self.part_of.remove(&fellow);
            self.loose.insert(fellow);
        }
    }

    fn take(&mut self, number: u64) -> Option<Part> {
        let part = self.parts.remove(&number)?;
        if self.open.get(&part.kind) == Some(&number) {
            self.open.remove(&part.kind);
        }
        Some(part)
    }
}

/// The hour in which a trace began; the first of all for one that did not.
#[expect(clippy::cast_possible_truncation, reason = "the cast saturates")]
fn hour_of(trace: &Trace<'_>) -> i64 {
    trace.start().map_or(i64::MIN, |start| (start / 3600.0).floor() as i64)
}

impl Part {
    fn new(kind: Kind, most_nodes: usize) -> Self {
        let starts = (f64::INFINITY, f64::NEG_INFINITY);
        Self { kind, traces: Vec::new(), graph: GraphBuilder::new(most_nodes), starts, end: f64::NEG_INFINITY }
    }

    fn add(&mut self, trace: &Trace<'_>) {
        self.traces.push(trace.id());
        self.graph.add(trace, Within::ALWAYS);
        for (_, part) in trace.segments() {
            let (first, last) = self.starts;
            self.starts = (first.min(part.start_time()), last.max(part.start_time()));
            self.end = self.end.max(part.end_time().unwrap_or(f64::INFINITY));
        }
    }

    pub(super) const fn graph(&self) -> &GraphBuilder {
        &self.graph
    }

    pub(super) fn traces(&self) -> &[TraceId] {
        &self.traces
    }

    pub(super) fn lies(&self, within: Within) -> Lies {
        let (first, last) = self.starts;
        if within.is_before(first) || within.is_after(self.end) {
            Lies::Outside
        } else if within.has(first) && within.has(last) {
            Lies::Inside
        } else {
            Lies::Astride
        }
    }
}

impl Engine {
    /// Counts the traces into parts that no minute under way is about, as long as there is room.
    pub(super) fn count_parts(&mut self) {
        let mut parts = std::mem::take(&mut self.parts);
        let is_quiet =
            |id: &TraceId| self.state.store.get(*id).is_some_and(|stored| !stored.is_recent && !stored.is_unsettled);
        let quiet: BTreeSet<TraceId> = parts.loose().filter(is_quiet).collect();
        for id in quiet {
            if parts.size() >= self.state.limits.graph_parts {
                break;
            }
            let groups = self.state.read.members.get(&id).cloned().unwrap_or_default();
            self.with_trace(id, |trace| parts.count(trace, groups, self.state.limits.graph_nodes));
        }
        self.parts = parts;
    }

    /// Begins without parts: all traces are loose.
    pub(crate) fn begin_parts(&mut self) {
        self.parts = GraphParts { loose: self.trace_ids().collect(), ..GraphParts::default() };
    }
}

#[cfg(test)]
mod tests {
    use cupola_base::{Place, Timestamp};

    use super::*;
    use crate::Limits;

    const NOON: Timestamp = Timestamp::from_secs(1_777_896_000);

    fn document(number: u32, name: &str) -> String {
        let start = NOON.as_secs() + i64::from(number);
        format!(
            r#"{{"trace_id":"1-69f88a40-{number:024x}","id":"{:016x}","name":"{name}","start_time":{start},"end_time":{start}.5}}"#,
            number + 1
        )
    }

    fn engine(traces: u32, limits: Limits) -> Engine {
        let mut engine = Engine::new(Place::parse("111122223333", "us-east-1").unwrap(), 0).with_limits(limits);
        let documents: Vec<String> = (0..traces).map(|number| document(number, "quay")).collect();
        assert_eq!(engine.put_trace_segments(NOON, &documents), []);
        engine
    }

    fn standing(engine: &Engine) -> (usize, usize) {
        (engine.parts.parts.len(), engine.parts.loose.len())
    }

    #[test]
    fn quiet_traces_are_counted_together_and_changed_ones_are_loose() {
        let mut engine = engine(600, Limits::default());
        assert_eq!(standing(&engine), (0, 600));
        engine.advance(NOON.plus_secs(180));
        assert_eq!(standing(&engine), (3, 0));
        engine.put_trace_segments(NOON.plus_secs(200), &[document(3, "pier")]);
        assert_eq!(standing(&engine), (2, 256));
        engine.advance(NOON.plus_secs(400));
        assert_eq!(standing(&engine), (3, 0));
    }

    #[test]
    fn parts_go_with_their_traces_and_are_bounded() {
        let days = 31 * 24 * 60 * 60;
        let mut engine = engine(600, Limits { graph_parts: 2, ..Limits::default() });
        engine.advance(NOON.plus_secs(180));
        assert_eq!(standing(&engine), (2, 600 - 257), "a node and the edge of its clients are beyond the first part");
        engine.advance(NOON.plus_secs(days));
        assert_eq!((standing(&engine), engine.parts.size(), engine.parts.part_of.len()), ((0, 0), 0, 0));
    }

    #[test]
    fn ranges_are_told_by_starts_and_ends() {
        let mut engine = engine(10, Limits::default());
        engine.advance(NOON.plus_secs(180));
        let part = engine.parts.of_group(0).next().unwrap();
        let lies = |from: i64, to: i64| part.lies(Within::new(NOON.plus_millis(from), NOON.plus_millis(to)));
        for (range, expected) in [
            ((0, 9_001), Lies::Inside),
            ((0, 9_000), Lies::Astride),
            ((1, 60_000), Lies::Astride),
            ((9_500, 60_000), Lies::Astride),
            ((9_501, 60_000), Lies::Outside),
            ((-60_000, 0), Lies::Outside),
            ((-60_000, 1), Lies::Astride),
        ] {
            assert_eq!(lies(range.0, range.1), expected, "{range:?}");
        }
        assert_eq!(part.lies(Within::ALWAYS), Lies::Inside);
    }
}
