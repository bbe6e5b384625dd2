//! All alarms of a place.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use super::record::Record;
use crate::name::AlarmName;
use crate::store::{MetricId, Store};

/// Alarms by name, and which of them watch which metric.
#[derive(Clone, Debug, Default)]
pub(crate) struct Book {
    entries: BTreeMap<AlarmName, Entry>,
    watchers: HashMap<MetricId, BTreeSet<AlarmName>>,
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

    /// Alarms after `after`, by name.
    pub(crate) fn after(&self, after: Option<&str>) -> impl Iterator<Item = &Record> {
        use std::ops::Bound;
        let lower = after.map_or(Bound::Unbounded, Bound::Excluded);
        self.entries.range::<str, _>((lower, Bound::Unbounded)).map(|(_, entry)| &entry.record)
    }

    pub(crate) fn watchers(&self, metric: MetricId) -> impl Iterator<Item = &AlarmName> {
        self.watchers.get(&metric).into_iter().flatten()
    }

    /// Adds an alarm or replaces one of the same name.
    pub(crate) fn put(&mut self, store: &mut Store, record: Record) {
        let configuration = &record.alarm.configuration;
        let name = configuration.name.clone();
        let metric = store.intern(configuration.metric_source().metric.clone());
        if let Some(before) = self.entries.insert(name.clone(), Entry { record, metric }) {
            self.unwatch(store, &name, before.metric);
        }
        self.watchers.entry(metric).or_default().insert(name);
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

    pub(crate) fn restored(store: &mut Store, records: Records) -> Self {
        let mut book = Self::default();
        records.0.into_iter().for_each(|record| book.put(store, record));
        book
    }

    fn unwatch(&mut self, store: &mut Store, name: &AlarmName, metric: MetricId) {
        let Some(names) = self.watchers.get_mut(&metric) else { return };
        names.remove(name);
        if names.is_empty() {
            self.watchers.remove(&metric);
            store.watch(metric, false);
        }
    }
}
