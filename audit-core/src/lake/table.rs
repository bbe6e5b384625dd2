//! The event data stores of a place.

use cupola_base::{Arn, Place, Timestamp};
use serde::{Deserialize, Serialize};

use super::EventDataStore;
use crate::trail::{Organization, look_for};
use crate::{Category, InsightSelector, ReadActions, Record, SelectorSet};

/// The event data stores of a place, in order of making.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Lake {
    pub(super) stores: Vec<EventDataStore>,
    /// Stores of other places that keep records of this one, without their records.
    #[serde(default)]
    shadows: Vec<EventDataStore>,
    /// Counts changes of the place's own stores.
    #[serde(default)]
    revision: u64,
    /// Counts the records that were kept.
    arrivals: u64,
    /// The selectors of own stores, then of the others, by their place in the list; made when they are first asked after a
    /// change.
    #[serde(skip)]
    compiled: Option<SelectorSet<usize>>,
}

impl Lake {
    /// A store by its ARN or id.
    pub(super) fn find(&self, text: &str) -> Option<&EventDataStore> {
        self.stores.iter().find(|store| store.arn.as_str() == text || store.id() == text)
    }

    /// A store, to be changed.
    pub(crate) fn change(&mut self, text: &str) -> Option<&mut EventDataStore> {
        self.changed();
        self.stores.iter_mut().find(|store| store.arn.as_str() == text || store.id() == text)
    }

    /// Takes a store in; of one instant they stand in the order of their ARNs.
    pub(super) fn put(&mut self, store: EventDataStore) -> &EventDataStore {
        self.changed();
        let key = |store: &EventDataStore| (store.created, store.arn.clone());
        let at = self.stores.partition_point(|other| key(other) < key(&store));
        self.stores.insert(at, store);
        &self.stores[at]
    }

    /// When a store next changes by itself.
    pub(super) fn next_due(&self) -> Option<Timestamp> {
        self.stores.iter().filter_map(|store| store.next).map(|next| next.at).min()
    }

    /// Changes what changes by itself at an instant; whether anything did.
    pub(super) fn settle(&mut self, at: Timestamp) -> bool {
        let is_due = |store: &EventDataStore| store.next.is_some_and(|next| next.at <= at);
        if !self.stores.iter().any(is_due) {
            return false;
        }
        self.changed();
        self.stores.retain(|store| !(is_due(store) && store.gone_at().is_some()));
        for store in self.stores.iter_mut().filter(|store| is_due(store)) {
            store.status = store.next.take().and_then(|next| next.status).unwrap_or(store.status);
        }
        true
    }

    /// Lets go what is older than its store keeps.
    pub(crate) fn forget(&mut self, now: Timestamp) {
        for store in &mut self.stores {
            let oldest = store.oldest_kept(now);
            store.records.forget_before(oldest);
        }
    }

    /// The places in the list of the stores that keep a record.
    pub(super) fn keeping(
        &mut self,
        record: &Record<'_>,
        place: &Place,
        read_actions: &ReadActions,
        organization: Option<&Organization>,
    ) -> Vec<usize> {
        if self.stores.is_empty() && self.shadows.is_empty() {
            return Vec::new();
        }
        let (own, shadows) = (&self.stores, &self.shadows);
        let all = || own.iter().chain(shadows).map(|store| &store.settings.selectors).enumerate();
        let set = self.compiled.get_or_insert_with(|| SelectorSet::of(all()));
        let hits: Vec<usize> = set.selecting(record, read_actions).into_iter().copied().collect();
        let is_insight = record.category() == Category::Insight;
        let keeps = |at: &usize| {
            self.at(*at).is_some_and(|store| {
                store.out_of_scope(place, organization).is_none() && (!is_insight || self.is_told(&store.arn, record))
            })
        };
        hits.into_iter().filter(keeps).collect()
    }

    /// The store at a place of the list, own ones first.
    pub(super) fn at(&self, number: usize) -> Option<&EventDataStore> {
        self.all().nth(number)
    }

    fn all(&self) -> impl Iterator<Item = &EventDataStore> {
        self.stores.iter().chain(&self.shadows)
    }

    fn changed(&mut self) {
        (self.compiled, self.revision) = (None, self.revision + 1);
    }

    pub(super) const fn revision(&self) -> u64 {
        self.revision
    }

    pub(super) fn set_shadows(&mut self, shadows: Vec<EventDataStore>) {
        (self.shadows, self.compiled) = (shadows, None);
    }

    /// Whether a store that looks for an insight has another keep it.
    fn is_told(&self, destination: &Arn, insight: &Record<'_>) -> bool {
        let tells = |store: &&EventDataStore| store.insights_destination.as_ref() == Some(destination);
        let sources = self.all().filter(tells).filter(|store| store.is_enabled());
        sources.into_iter().any(|store| look_for(&store.insights, insight))
    }

    /// The insights that enabled stores look for.
    pub(crate) fn watched(&self) -> impl Iterator<Item = &InsightSelector> {
        self.all().filter(|store| store.is_enabled()).flat_map(|store| &store.insights)
    }

    /// Which number the next record has.
    pub(super) const fn arrive(&mut self) -> u64 {
        self.arrivals += 1;
        self.arrivals
    }

    pub(super) fn bytes(&self) -> usize {
        self.stores.iter().map(|store| store.records.bytes()).sum()
    }

    /// The store that has the oldest record of all.
    pub(super) fn oldest(&mut self) -> Option<&mut EventDataStore> {
        let of = |store: &&mut EventDataStore| store.records.oldest();
        self.stores.iter_mut().filter(|store| store.records.oldest().is_some()).min_by_key(of)
    }
}
