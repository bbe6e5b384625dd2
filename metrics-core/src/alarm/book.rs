//! All alarms of a place.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Bound;

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::due::Agenda;
use super::filter::AlarmFilter;
use super::record::{MetricAlarm, Record};
use super::schedule::next_tick;
use crate::name::AlarmName;
use crate::store::{MetricId, Store};

/// Alarms by name, and which of them watch which metric.
#[derive(Clone, Debug, Default)]
pub(crate) struct Book {
    entries: BTreeMap<AlarmName, Entry>,
    watchers: HashMap<MetricId, Watchers>,
}

/// The alarms on one metric.
#[derive(Clone, Debug, Default)]
struct Watchers {
    all: BTreeSet<AlarmName>,
    /// Those that are not evaluated at their next tick: data may wake them.
    asleep: BTreeSet<AlarmName>,
}

#[derive(Clone, Debug)]
struct Entry {
    record: Record,
    metric: MetricId,
}

/// Alarms as data, by name.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Records(Vec<Record>);

impl Book {
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(crate) fn record(&self, name: &str) -> Option<&Record> {
        self.entries.get(name).map(|entry| &entry.record)
    }

    pub(crate) fn record_mut(&mut self, name: &str) -> Option<&mut Record> {
        self.entries.get_mut(name).map(|entry| &mut entry.record)
    }

    /// An alarm and the metric that it watches.
    pub(crate) fn watching(&self, name: &str) -> Option<(&Record, MetricId)> {
        self.entries.get(name).map(|entry| (&entry.record, entry.metric))
    }

    fn from(&self, lower: Bound<&str>) -> impl Iterator<Item = &Record> {
        self.entries.range::<str, _>((lower, Bound::Unbounded)).map(|(_, entry)| &entry.record)
    }

    /// All alarms with the metrics that they watch, by name.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&Record, MetricId)> {
        self.entries.values().map(|entry| (&entry.record, entry.metric))
    }

    /// The alarms on a metric, by name.
    pub(crate) fn on(&self, metric: MetricId) -> impl Iterator<Item = &Record> {
        let names = self.watchers.get(&metric).into_iter().flat_map(|watchers| &watchers.all);
        names.filter_map(|name| self.record(name.as_str()))
    }

    /// The alarms on a metric that data may wake, by name.
    pub(crate) fn asleep(&self, metric: MetricId) -> impl Iterator<Item = &AlarmName> {
        self.watchers.get(&metric).into_iter().flat_map(|watchers| &watchers.asleep)
    }

    /// Notes whether data may wake an alarm.
    pub(crate) fn set_asleep(&mut self, metric: MetricId, name: &AlarmName, sleeps: bool) {
        let Some(watchers) = self.watchers.get_mut(&metric) else { return };
        if sleeps {
            watchers.asleep.insert(name.clone());
        } else {
            watchers.asleep.remove(name);
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
        Box::new(names.filter_map(|name| self.record(name)).map(alarms).filter(|alarm| filter.accepts(alarm)))
    }

    /// Adds an alarm or replaces one of the same name.
    pub(crate) fn put(&mut self, store: &mut Store, record: Record) {
        let configuration = &record.alarm.configuration;
        let name = configuration.name.clone();
        let metric = store.intern(configuration.metric_source().metric.clone());
        if let Some(before) = self.entries.insert(name.clone(), Entry { record, metric }) {
            self.unwatch(store, &name, before.metric);
        }
        self.watchers.entry(metric).or_default().all.insert(name);
        store.watch(metric, true);
    }

    pub(crate) fn remove(&mut self, store: &mut Store, name: &str) -> Option<Record> {
        let (name, entry) = self.entries.remove_entry(name)?;
        self.unwatch(store, &name, entry.metric);
        Some(entry.record)
    }

    pub(crate) fn records(&self) -> Records {
        Records(self.entries.values().map(|entry| entry.record.clone()).collect())
    }

    /// Alarms as they were when everything due up to `done` had been done.
    pub(crate) fn restored(store: &mut Store, records: Records, agenda: &Agenda, done: Timestamp) -> Self {
        let mut book = Self::default();
        records.0.into_iter().for_each(|record| book.put(store, record));
        let sleeps = |record: &Record| {
            let alarm = &record.alarm.configuration;
            agenda.evaluation(&alarm.name) != Some(next_tick(alarm, done))
        };
        let sleepers: Vec<(MetricId, AlarmName)> = book
            .all()
            .filter(|(record, _)| sleeps(record))
            .map(|(record, metric)| (metric, record.alarm.configuration.name.clone()))
            .collect();
        sleepers.iter().for_each(|(metric, name)| book.set_asleep(*metric, name, true));
        book
    }

    fn unwatch(&mut self, store: &mut Store, name: &AlarmName, metric: MetricId) {
        let Some(watchers) = self.watchers.get_mut(&metric) else { return };
        watchers.all.remove(name);
        watchers.asleep.remove(name);
        if watchers.all.is_empty() {
            self.watchers.remove(&metric);
            store.watch(metric, false);
        }
    }
}
