//! The metric filters and subscription filters of a group, asked together.

use std::collections::BTreeMap;

use cupola_base::Timestamp;

use super::Watch;
use crate::filter::{FilterScratch, FilterSet};
use crate::name::FilterName;
use crate::subscription::Subscription;

/// The patterns of a group's filters as sets, made when they are asked first. They follow from the filters and stand in
/// no snapshot.
#[derive(Clone, Debug, Default)]
pub(crate) struct Judge {
    sets: Option<Sets>,
    scratch: FilterScratch,
}

/// Which events each filter matches, by their indexes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Matching {
    /// Of the metric filters, in order of their names.
    pub(crate) metrics: Vec<Vec<usize>>,
    /// Of the subscription filters, in order of their names.
    pub(crate) subscriptions: Vec<Vec<usize>>,
}

/// By what the filters look at; ids are the places of the filters: of metric filters in order of their names, then of
/// subscription filters in order of theirs.
#[derive(Clone, Debug)]
struct Sets {
    of_events: FilterSet<usize>,
    of_transformed: FilterSet<usize>,
}

impl Sets {
    fn new(filters: &BTreeMap<FilterName, Watch>, subscriptions: &BTreeMap<FilterName, Subscription>) -> Self {
        let metrics = filters.values().map(|watch| (watch.filter.sees_transformed(), watch.filter.pattern()));
        let subscriptions = subscriptions.values().map(|one| &one.filter);
        let subscriptions = subscriptions.map(|filter| (filter.sees_transformed(), filter.pattern()));
        let all: Vec<_> = metrics.chain(subscriptions).enumerate().collect();
        let those = |transformed: bool| {
            let those = all.iter().filter(|(_, (sees_transformed, _))| *sees_transformed == transformed);
            those.map(|(place, (_, pattern))| (*place, (*pattern).clone())).collect()
        };
        Self { of_events: those(false), of_transformed: those(true) }
    }
}

impl Judge {
    /// The filters were changed.
    pub(crate) fn forget(&mut self) {
        self.sets = None;
    }

    /// For each filter the events that it matches, as they came in or as a transformer made them, where one did.
    pub(crate) fn matching<M: AsRef<str>>(
        &mut self,
        filters: &BTreeMap<FilterName, Watch>,
        subscriptions: &BTreeMap<FilterName, Subscription>,
        events: &[(Timestamp, M)],
        transformed: Option<&Vec<(Timestamp, &str)>>,
    ) -> Matching {
        let mut matching = vec![Vec::new(); filters.len() + subscriptions.len()];
        let Sets { of_events, of_transformed } = self.sets.get_or_insert_with(|| Sets::new(filters, subscriptions));
        note(of_events, events, &mut self.scratch, &mut matching);
        match transformed {
            Some(transformed) => note(of_transformed, transformed, &mut self.scratch, &mut matching),
            None => note(of_transformed, events, &mut self.scratch, &mut matching),
        }
        let subscriptions = matching.split_off(filters.len());
        Matching { metrics: matching, subscriptions }
    }
}

fn note<M: AsRef<str>>(
    set: &FilterSet<usize>,
    events: &[(Timestamp, M)],
    scratch: &mut FilterScratch,
    matching: &mut [Vec<usize>],
) {
    if set.is_empty() {
        return;
    }
    for (index, (_, message)) in events.iter().enumerate() {
        set.each(message.as_ref(), scratch, |place| matching[*place].push(index));
    }
}
