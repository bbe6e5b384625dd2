//! All metric alarms of a place.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Bound;

use cupola_base::{Deadline, Timestamp};
use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

use super::due::{Agenda, Dates, Task};
use super::filter::AlarmFilter;
use super::record::{MetricAlarm, Record};
use super::schedule::next_tick;
use crate::metric::Metric;
use crate::name::AlarmName;
use crate::store::{MetricId, Store};

/// An alarm's place in the book; it stays as long as the alarm does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct AlarmId(u32);

impl AlarmId {
    const fn index(self) -> usize {
        self.0 as usize
    }
}

/// Alarms by name, when each is due, and which of them watch which metric.
#[derive(Clone, Debug, Default)]
pub(crate) struct Book {
    names: BTreeMap<AlarmName, AlarmId>,
    entries: Vec<Option<Entry>>,
    /// Beside the entries, and small: a tick looks at the plans of very many alarms.
    plans: Vec<Plan>,
    free: Vec<AlarmId>,
    watchers: HashMap<MetricId, Watchers>,
    /// Alarms that any data may wake.
    sleepers: BTreeSet<AlarmId>,
    agenda: Agenda,
    /// Whether the ranks of the entries are those of the names.
    is_ranked: bool,
}

/// The alarms on one metric.
#[derive(Clone, Debug, Default)]
struct Watchers {
    all: SmallVec<[AlarmId; 2]>,
    /// How many of them are not evaluated at their next tick: data may wake them.
    asleep: usize,
}

#[derive(Clone, Debug)]
struct Entry {
    record: Record,
    metrics: SmallVec<[MetricId; 2]>,
}

/// When an alarm is due.
#[derive(Clone, Copy, Debug, Default)]
struct Plan {
    dates: Dates,
    /// Whether data may wake it.
    is_asleep: bool,
    /// The alarm's place among the names, while the book is ranked.
    rank: u32,
}

/// Alarms as data, by name, with what is due.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Records(Vec<(Record, Dates)>);

impl Book {
    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }

    pub(crate) fn id(&self, name: &str) -> Option<AlarmId> {
        self.names.get(name).copied()
    }

    pub(crate) fn record(&self, id: AlarmId) -> Option<&Record> {
        self.entry(id).map(|entry| &entry.record)
    }

    pub(crate) fn record_mut(&mut self, id: AlarmId) -> Option<&mut Record> {
        self.entries.get_mut(id.index())?.as_mut().map(|entry| &mut entry.record)
    }

    pub(crate) fn named(&self, name: &str) -> Option<&Record> {
        self.record(self.id(name)?)
    }

    pub(crate) fn named_mut(&mut self, name: &str) -> Option<&mut Record> {
        self.record_mut(self.id(name)?)
    }

    /// An alarm and the metrics that it watches.
    pub(crate) fn watching(&self, id: AlarmId) -> Option<(&Record, &[MetricId])> {
        self.entry(id).map(|entry| (&entry.record, &*entry.metrics))
    }

    fn entry(&self, id: AlarmId) -> Option<&Entry> {
        self.entries.get(id.index())?.as_ref()
    }

    fn from(&self, lower: Bound<&str>) -> impl Iterator<Item = &Record> {
        self.names.range::<str, _>((lower, Bound::Unbounded)).filter_map(|(_, id)| self.record(*id))
    }

    /// The alarms on a metric, by name.
    pub(crate) fn on(&self, metric: MetricId) -> impl Iterator<Item = &Record> {
        let ids = self.watchers.get(&metric).into_iter().flat_map(|watchers| &watchers.all);
        let mut records: Vec<&Record> = ids.filter_map(|id| self.record(*id)).collect();
        records.sort_by_key(|record| record.name());
        records.into_iter()
    }

    /// Whether any alarm may be woken by data of whichever metric.
    pub(crate) fn has_sleepers(&self) -> bool {
        !self.sleepers.is_empty()
    }

    /// The alarms that data of a metric may wake.
    pub(crate) fn asleep(&self, metric: MetricId) -> Vec<AlarmId> {
        let watchers = self.watchers.get(&metric).filter(|watchers| watchers.asleep > 0);
        let sleeps = |id: &AlarmId| self.plans[id.index()].is_asleep;
        let on_metric = watchers.into_iter().flat_map(|watchers| watchers.all.iter().copied().filter(sleeps));
        on_metric.chain(self.sleepers.iter().copied()).collect()
    }

    /// Notes whether data may wake an alarm.
    pub(crate) fn set_asleep(&mut self, id: AlarmId, sleeps: bool) {
        let Some(plan) = self.plans.get_mut(id.index()).filter(|plan| plan.is_asleep != sleeps) else { return };
        plan.is_asleep = sleeps;
        if let Some(Some(entry)) = self.entries.get(id.index()) {
            for metric in &entry.metrics {
                let Some(watchers) = self.watchers.get_mut(metric) else { continue };
                watchers.asleep = if sleeps { watchers.asleep + 1 } else { watchers.asleep - 1 };
            }
            match (entry.record.looks_everywhere(), sleeps) {
                (true, true) => drop(self.sleepers.insert(id)),
                (true, false) => drop(self.sleepers.remove(&id)),
                (false, _) => {}
            }
        }
    }

    /// The alarms after `after` that a filter accepts, by name. Looks only at names that the
    /// filter's own names or its prefix leave over.
    pub(crate) fn select<'a>(
        &'a self,
        filter: &'a AlarmFilter,
        after: Option<&'a str>,
    ) -> Box<dyn Iterator<Item = &'a MetricAlarm> + 'a> {
        let alarms = |record: &'a Record| &record.alarm;
        if filter.names.is_empty() {
            let prefix = filter.name_prefix.as_deref().unwrap_or_default();
            let from = after.filter(|after| *after >= prefix);
            let records =
                from.map_or_else(|| self.from(Bound::Included(prefix)), |after| self.from(Bound::Excluded(after)));
            let within = records.take_while(move |record| record.name().starts_with(prefix));
            return Box::new(within.map(alarms).filter(|alarm| filter.accepts(alarm)));
        }
        let names: BTreeSet<&str> = filter.names.iter().map(String::as_str).collect();
        let names = names.into_iter().filter(move |name| after.is_none_or(|after| *name > after));
        Box::new(names.filter_map(|name| self.named(name)).map(alarms).filter(|alarm| filter.accepts(alarm)))
    }

    /// Adds an alarm, or replaces the one of the same name, whose dates stay.
    pub(crate) fn put(&mut self, store: &mut Store, record: Record) -> AlarmId {
        let configuration = &record.alarm.configuration;
        let sources: BTreeSet<&Metric> = configuration.source.metrics().map(|source| &source.metric).collect();
        let metrics: SmallVec<[MetricId; 2]> = sources.into_iter().map(|metric| store.intern(metric.clone())).collect();
        let id = match self.id(configuration.name.as_str()) {
            Some(id) => id,
            None => self.make_room(configuration.name.clone()),
        };
        if let Some(before) = self.entries[id.index()].take() {
            self.unwatch(store, id, &before);
        }
        for metric in &metrics {
            self.watchers.entry(*metric).or_default().all.push(id);
            store.watch(*metric, true);
        }
        self.entries[id.index()] = Some(Entry { record, metrics });
        id
    }

    pub(crate) fn remove(&mut self, store: &mut Store, name: &str) -> Option<Record> {
        let id = self.names.remove(name)?;
        let entry = self.entries[id.index()].take()?;
        self.plans[id.index()].dates.each().for_each(|(task, at)| self.agenda.remove(at, task));
        self.unwatch(store, id, &entry);
        self.plans[id.index()] = Plan::default();
        self.free.push(id);
        Some(entry.record)
    }

    fn make_room(&mut self, name: AlarmName) -> AlarmId {
        let id = self.free.pop().unwrap_or_else(|| {
            self.entries.push(None);
            self.plans.push(Plan::default());
            AlarmId(u32::try_from(self.entries.len() - 1).expect("fewer alarms than fit in memory"))
        });
        self.names.insert(name, id);
        self.is_ranked = false;
        id
    }

    fn unwatch(&mut self, store: &mut Store, id: AlarmId, entry: &Entry) {
        self.sleepers.remove(&id);
        let was_asleep = std::mem::take(&mut self.plans[id.index()].is_asleep);
        for metric in &entry.metrics {
            let Some(watchers) = self.watchers.get_mut(metric) else { continue };
            watchers.all.retain(|other| *other != id);
            watchers.asleep -= usize::from(was_asleep);
            if watchers.all.is_empty() {
                self.watchers.remove(metric);
                store.watch(*metric, false);
            }
        }
    }
}

/// When alarms are due.
impl Book {
    /// Sets the date of a task, or takes it away.
    pub(crate) fn set_date(&mut self, id: AlarmId, task: Task, at: Option<Timestamp>) {
        let Some(plan) = self.plans.get_mut(id.index()) else { return };
        let before = std::mem::replace(plan.dates.of_mut(task), at);
        if before == at {
            return;
        }
        if let Some(before) = before {
            self.agenda.remove(before, task);
        }
        let plans = &self.plans;
        if let Some(at) = at
            && let Some(littered) = self.agenda.add(at, id, task)
        {
            let is_live = |(id, task): &(AlarmId, Task)| plans[id.index()].dates.of(*task) == Some(at);
            littered.listed.retain(is_live);
            littered.listed.sort_unstable();
            littered.listed.dedup();
        }
    }

    /// When a task of an alarm is due.
    pub(crate) fn date(&self, id: AlarmId, task: Task) -> Option<Timestamp> {
        self.plans.get(id.index())?.dates.of(task)
    }

    /// When the next task is due.
    pub(crate) fn next(&self) -> Option<Deadline> {
        self.agenda.next()
    }

    /// Takes the tasks of the first instant at or before `horizon`, by the alarms' names.
    pub(crate) fn take_due(&mut self, horizon: Timestamp) -> Option<(Timestamp, Vec<(AlarmId, Task)>)> {
        let (at, mut tasks) = self.agenda.take(horizon)?;
        self.rank();
        tasks.retain(|(id, task)| {
            let date = self.plans[id.index()].dates.of_mut(*task);
            date.take_if(|date| *date == at).is_some()
        });
        tasks.sort_by_key(|(id, task)| (self.plans[id.index()].rank, *task));
        Some((at, tasks))
    }

    fn rank(&mut self) {
        if std::mem::replace(&mut self.is_ranked, true) {
            return;
        }
        for (id, rank) in self.names.values().zip(0..) {
            self.plans[id.index()].rank = rank;
        }
    }
}

/// The book as data.
impl Book {
    pub(crate) fn records(&self) -> Records {
        let entry = |id: &AlarmId| Some((self.record(*id)?.clone(), self.plans[id.index()].dates));
        Records(self.names.values().filter_map(entry).collect())
    }

    /// Alarms as they were when everything due up to `done` had been done.
    pub(crate) fn restored(store: &mut Store, records: Records, done: Timestamp) -> Self {
        let mut book = Self::default();
        for (record, dates) in records.0 {
            let tick = next_tick(&record.alarm.configuration, done);
            let id = book.put(store, record);
            dates.each().for_each(|(task, at)| book.set_date(id, task, Some(at)));
            book.set_asleep(id, dates.of(Task::Evaluate) != Some(tick));
        }
        book
    }
}
