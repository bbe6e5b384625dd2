//! All composite alarms of an engine, and what is still to be evaluated.

use std::collections::{BTreeMap, BTreeSet};
use std::hint::black_box;
use std::ops::Bound;
use std::sync::Arc;

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::alarm::{CompositeAlarm, CompositeRecord};
use super::entry::{Changed, Entry};
use super::graph::{Graph, NodeId};
use super::queue::Queue;
use super::reason::Cause;
use super::suppression::Suppression;
use super::watch::{Asked, Watch};
use crate::alarm::{AlarmState, Book, StateValue};
use crate::name::AlarmName;

/// Composite alarms, the alarms that they look at, and the queue of those that something happened to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Composites {
    pub(super) graph: Graph,
    /// By node.
    entries: Vec<Option<Box<Entry>>>,
    /// By node, too.
    watches: Vec<Watch>,
    names: BTreeMap<AlarmName, NodeId>,
    order: Order,
    queue: Queue,
    /// Whose suppressor changed its state.
    guarded: BTreeMap<AlarmName, NodeId>,
    /// How many have a suppressor.
    suppressed: usize,
    /// When suppressions have to be told that time has passed.
    timers: BTreeSet<(Timestamp, AlarmName)>,
    /// Room for evaluations.
    truths: Vec<bool>,
}

/// A composite alarm whose rule leads to another state than it has.
struct Judged {
    id: NodeId,
    value: StateValue,
    asked: Asked,
}

/// Whether nodes know their places among the names. Where few are to be sorted, their names are compared instead.
#[derive(Clone, Debug, Default)]
struct Order {
    is_known: bool,
    /// How many nodes were sorted by their names since names came or went.
    sorted: usize,
}

/// An alarm that a rule or a suppressor tells, as it stands.
#[derive(Clone, Debug)]
pub(crate) struct Standing {
    pub(crate) name: AlarmName,
    pub(crate) state: StateValue,
    pub(crate) since: Timestamp,
}

impl Standing {
    pub(crate) fn metric(book: &Book, name: &AlarmName) -> Option<Self> {
        let AlarmState { value, transitioned, .. } = &*book.named(name.as_str())?.alarm.state;
        Some(Self { name: name.clone(), state: *value, since: *transitioned })
    }

    pub(crate) fn composite(record: &CompositeRecord) -> Self {
        let AlarmState { value, transitioned, .. } = &*record.alarm.state;
        Self { name: record.alarm.configuration.name.clone(), state: *value, since: *transitioned }
    }
}

/// The alarms that a composite alarm tells of.
pub(crate) struct TellsOf {
    /// Those of the rule's references, in their order.
    pub(crate) rule: Vec<Standing>,
    pub(crate) suppressor: Option<Standing>,
}

/// Composite alarms as data, by name.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct CompositeRecords(Vec<CompositeRecord>);

impl CompositeRecords {
    pub(super) fn iter(&self) -> impl Iterator<Item = &CompositeRecord> {
        self.0.iter()
    }
}

impl Composites {
    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }

    pub(crate) fn record(&self, name: &str) -> Option<&CompositeRecord> {
        self.entry(*self.names.get(name)?).map(|entry| &entry.record)
    }

    pub(crate) fn id(&self, name: &str) -> Option<NodeId> {
        self.names.get(name).copied()
    }

    pub(crate) fn record_of(&self, id: NodeId) -> Option<&CompositeRecord> {
        self.entry(id).map(|entry| &entry.record)
    }

    pub(crate) fn record_mut(&mut self, name: &str) -> Option<&mut CompositeRecord> {
        let id = *self.names.get(name)?;
        self.entry_mut(id).map(|entry| &mut entry.record)
    }

    /// All composite alarms with names from `lower` on, by name.
    pub(crate) fn from(&self, lower: Bound<&str>) -> impl Iterator<Item = &CompositeAlarm> {
        let range = self.names.range::<str, _>((lower, Bound::Unbounded));
        range.filter_map(|(_, id)| self.entry(*id)).map(|entry| &entry.record.alarm)
    }

    /// Whether an alarm is in a rule or suppresses another.
    pub(crate) fn holds(&self, name: &str) -> bool {
        self.graph.is_held(name)
    }

    /// How many rules name an alarm, that of `besides` left out.
    pub(crate) fn parents_besides(&self, name: &str, besides: &str) -> usize {
        let Some(id) = self.graph.id(name) else { return 0 };
        let is_parent = self.id(besides).is_some_and(|besides| self.graph.children(besides).contains(&id));
        self.graph.parents(id).len() - usize::from(is_parent)
    }

    /// The names of the composite alarms whose rules name an alarm, sorted.
    pub(crate) fn parents(&self, name: &str) -> BTreeSet<&AlarmName> {
        let parents = self.graph.id(name).map_or(&[][..], |id| self.graph.parents(id));
        parents.iter().map(|id| &self.graph.node(*id).name).collect()
    }

    /// The names of the alarms that a composite alarm's rule names, sorted.
    pub(crate) fn children(&self, name: &str) -> BTreeSet<&AlarmName> {
        let children = self.names.get(name).map_or(&[][..], |id| self.graph.children(*id));
        children.iter().map(|id| &self.graph.node(*id).name).collect()
    }

    /// The states of a rule's references, in their order.
    pub(crate) fn states(&self, name: &str) -> Vec<StateValue> {
        let entry = self.names.get(name).and_then(|id| self.entry(*id));
        let references = entry.map_or(&[][..], |entry| &entry.references[..]);
        references.iter().map(|id| self.graph.state(*id)).collect()
    }

    /// Adds a composite alarm or replaces one of the same name.
    pub(crate) fn put(&mut self, record: CompositeRecord, told: &TellsOf) {
        let id = self.insert(record, told);
        let freed = self.graph.reorder(id);
        for id in &freed {
            self.ask(*id, Cause::Updated);
        }
        if self.graph.has_cycles() || !freed.is_empty() {
            self.mark_cycles();
        }
    }

    fn insert(&mut self, record: CompositeRecord, told: &TellsOf) -> NodeId {
        let name = record.alarm.configuration.name.clone();
        let state = &record.alarm.state;
        let id = self.graph.join(&name, state.value, state.transitioned);
        let references: Vec<NodeId> = told.rule.iter().map(|alarm| self.join(alarm)).collect();
        let suppressor = told.suppressor.as_ref().map(|alarm| self.join(alarm));
        let children: BTreeSet<NodeId> = references.iter().copied().collect();
        if self.entries.len() <= id.index() {
            self.entries.resize(id.index() + 1, None);
            self.watches.resize(id.index() + 1, Watch::default());
        }
        self.watches[id.index()] = Watch::new(&record.alarm.configuration.rule, &references);
        let timer = record.alarm.suppression.deadline();
        let entry = Entry { record, references, suppressor };
        let before = self.entries[id.index()].replace(Box::new(entry));
        self.set_timer(&name, before.as_ref().and_then(|entry| entry.record.alarm.suppression.deadline()), timer);
        if self.names.insert(name, id).is_none() {
            self.order = Order::default();
        }
        if let Some(suppressor) = suppressor {
            self.graph.guard(suppressor, id, true);
        }
        self.suppressed += usize::from(suppressor.is_some());
        self.suppressed -= usize::from(before.as_ref().is_some_and(|entry| entry.suppressor.is_some()));
        self.graph.connect(id, children.into_iter().collect());
        self.unguard(id, before.and_then(|entry| entry.suppressor).filter(|before| Some(*before) != suppressor));
        id
    }

    fn join(&mut self, alarm: &Standing) -> NodeId {
        self.graph.join(&alarm.name, alarm.state, alarm.since)
    }

    fn unguard(&mut self, id: NodeId, suppressor: Option<NodeId>) {
        if let Some(suppressor) = suppressor {
            self.graph.guard(suppressor, id, false);
        }
    }

    fn mark_cycles(&mut self) {
        for id in self.names.values() {
            let is_in_cycle = self.graph.is_in_cycle(*id);
            if let Some(Some(entry)) = self.entries.get_mut(id.index()) {
                entry.record.alarm.is_in_cycle = is_in_cycle;
            }
        }
    }

    /// Takes a composite alarm away that nobody holds.
    pub(crate) fn remove(&mut self, name: &str) -> Option<CompositeRecord> {
        let (name, id) = self.names.remove_entry(name)?;
        let entry = self.entries.get_mut(id.index())?.take()?;
        self.watches[id.index()] = Watch::default();
        self.unguard(id, entry.suppressor);
        self.suppressed -= usize::from(entry.suppressor.is_some());
        self.graph.leave(id);
        self.timers.retain(|(_, of)| *of != name);
        self.guarded.remove(&name);
        Some(entry.record)
    }

    /// A composite alarm is to be evaluated, whatever its children did.
    pub(crate) fn evaluate(&mut self, name: &str, cause: Cause) {
        if let Some(id) = self.names.get(name).copied() {
            self.ask(id, cause);
        }
    }

    /// An alarm came to a state: those whose rules name it are to be evaluated.
    pub(crate) fn heard(&mut self, name: &str, state: StateValue, at: Timestamp) {
        if let Some(id) = self.graph.id(name) {
            self.heard_of(id, state, at);
        }
    }

    fn heard_of(&mut self, id: NodeId, state: StateValue, at: Timestamp) {
        self.graph.set_state(id, state, at);
        for index in 0..self.graph.parents(id).len() {
            self.trigger(self.graph.parents(id)[index], id);
        }
        for guarded in self.graph.guarded_by(id) {
            self.guarded.insert(self.graph.node(*guarded).name.clone(), *guarded);
        }
    }

    fn ask(&mut self, id: NodeId, cause: Cause) {
        if self.entry(id).is_some() {
            self.enqueue(id);
            self.watches[id.index()].asked.cause = Some(cause);
        }
    }

    fn trigger(&mut self, id: NodeId, child: NodeId) {
        self.enqueue(id);
        self.watches[id.index()].asked.triggers.push(child);
    }

    /// Has a composite alarm evaluated, unless it waits for that already.
    fn enqueue(&mut self, id: NodeId) {
        if !self.watches[id.index()].asked.is_some() {
            self.queue.push(self.graph.rank(id), id);
        }
    }

    /// Whether something happened that may change a composite alarm or its suppression.
    pub(crate) fn is_touched(&self) -> bool {
        !self.queue.is_empty() || !self.guarded.is_empty()
    }

    /// Evaluates those of the lowest rank that something happened to, by name, and adds what came to another state;
    /// answers whether there was any. Rank by rank, everything is evaluated once. `arn` begins the ARN of every alarm.
    pub(crate) fn settle_rank(&mut self, at: Timestamp, arn: &Arc<str>, changed: &mut Vec<Changed>) -> bool {
        let Some(mut nodes) = self.queue.pop() else { return false };
        self.sort(&mut nodes);
        let judged: Vec<Judged> = nodes.iter().filter_map(|id| self.judged(*id)).collect();
        black_box(judged.iter().map(|judged| self.fetch(judged.id)).sum::<usize>());
        changed.extend(judged.into_iter().filter_map(|judged| self.turn_judged(at, judged, arn)));
        self.queue.give_back(nodes);
        true
    }

    /// Whether any alarm suppresses the actions of another.
    pub(crate) const fn has_suppressors(&self) -> bool {
        self.suppressed > 0
    }

    /// What comes of an alarm's evaluation, when it is another state.
    fn judged(&mut self, id: NodeId) -> Option<Judged> {
        let asked = std::mem::take(&mut self.watches[id.index()].asked);
        let value = asked.is_some().then(|| self.judge(id)).flatten()?;
        Some(Judged { id, value, asked })
    }

    /// Looks at all that an alarm's change of state is going to touch. Where very many alarms change, each lies far from
    /// memory that was used lately: asked for first, and for several alarms at once, it comes in a fraction of the time.
    fn fetch(&self, id: NodeId) -> usize {
        let parents = self.graph.parents(id).first().map_or(0, |parent| parent.index());
        self.entry(id).map_or(0, Entry::fetch).wrapping_add(parents)
    }

    fn turn_judged(&mut self, at: Timestamp, judged: Judged, arn: &Arc<str>) -> Option<Changed> {
        let Judged { id, value, asked } = judged;
        let state = self.entry(id)?.judged(at, value, &asked, &self.graph, arn);
        self.turn(at, id, state)
    }

    /// The state that a composite alarm's rule leads to, when it is another than it has.
    fn judge(&mut self, id: NodeId) -> Option<StateValue> {
        let Self { graph, watches, truths, .. } = self;
        let value = watches[id.index()].value(graph, truths);
        (value != graph.state(id) && !graph.is_in_cycle(id)).then_some(value)
    }

    /// A composite alarm takes a state on: those whose rules name it are to be evaluated.
    pub(crate) fn turn(&mut self, at: Timestamp, id: NodeId, state: AlarmState) -> Option<Changed> {
        let value = state.value;
        let changed = self.entry_mut(id)?.turn(id, state);
        self.heard_of(id, value, at);
        Some(changed)
    }

    /// Sorts nodes by their names.
    fn sort(&mut self, nodes: &mut [NodeId]) {
        if nodes.len() < 2 {
            return;
        }
        self.order.sorted += nodes.len();
        if !self.order.is_known && self.order.sorted > self.names.len() / 4 {
            self.order.is_known = true;
            self.names.values().zip(0..).for_each(|(id, place)| self.graph.set_place(*id, place));
        }
        match self.order.is_known {
            true => nodes.sort_unstable_by_key(|id| self.graph.place_of(*id)),
            false => nodes.sort_unstable_by_key(|id| &self.graph.node(*id).name),
        }
    }

    /// Takes the composite alarms whose suppressors changed, by name.
    pub(crate) fn take_guarded(&mut self) -> BTreeMap<AlarmName, NodeId> {
        std::mem::take(&mut self.guarded)
    }

    /// Brings the suppression of a composite alarm to where its suppressor stands; answers how it was.
    pub(crate) fn suppress(&mut self, at: Timestamp, id: NodeId, is_changed: bool) -> Suppression {
        let Some(Some(entry)) = self.entries.get_mut(id.index()) else { return Suppression::default() };
        let alarm = &mut entry.record.alarm;
        let before = alarm.suppression;
        let (Some(suppressor), Some(node)) = (&alarm.configuration.suppressor, entry.suppressor) else {
            return before;
        };
        let in_alarm = self.graph.state(node) == StateValue::Alarm;
        alarm.suppression.suppressor(at, suppressor.periods, in_alarm);
        if is_changed {
            alarm.suppression.changed(at, suppressor.periods, in_alarm);
        }
        let after = alarm.suppression.deadline();
        let name = alarm.configuration.name.clone();
        self.set_timer(&name, before.deadline(), after);
        before
    }

    /// Sets when a suppression has to be told that time has passed.
    fn set_timer(&mut self, name: &AlarmName, before: Option<Timestamp>, after: Option<Timestamp>) {
        if before == after {
            return;
        }
        if let Some(before) = before {
            self.timers.remove(&(before, name.clone()));
        }
        if let Some(after) = after {
            self.timers.insert((after, name.clone()));
        }
    }

    /// When the first suppression ends.
    pub(crate) fn next(&self) -> Option<Timestamp> {
        self.timers.first().map(|(at, _)| *at)
    }

    /// Ends the first suppression that is due; answers whose, and how it was.
    pub(crate) fn elapse(&mut self, now: Timestamp) -> Option<(Timestamp, AlarmName, Suppression)> {
        self.timers.first().filter(|(at, _)| *at <= now)?;
        let (at, name) = self.timers.pop_first()?;
        let suppression = &mut self.record_mut(name.as_str())?.alarm.suppression;
        let before = *suppression;
        suppression.elapsed(at);
        Some((at, name, before))
    }

    pub(crate) fn records(&self) -> CompositeRecords {
        CompositeRecords(self.names.values().filter_map(|id| Some(self.entry(*id)?.record.clone())).collect())
    }

    /// Composite alarms as they were; `tells_of` tells which alarms a composite alarm tells of.
    pub(crate) fn restored(records: CompositeRecords, tells_of: impl Fn(&CompositeRecord) -> TellsOf) -> Self {
        let mut book = Self::default();
        for record in records.0 {
            let told = tells_of(&record);
            book.insert(record, &told);
        }
        book.graph.rank_all();
        book
    }

    fn entry(&self, id: NodeId) -> Option<&Entry> {
        self.entries.get(id.index())?.as_deref()
    }

    fn entry_mut(&mut self, id: NodeId) -> Option<&mut Entry> {
        self.entries.get_mut(id.index())?.as_deref_mut()
    }
}
