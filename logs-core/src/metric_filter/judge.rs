//! The metric filters of a group, asked together.

use std::collections::BTreeMap;

use cupola_base::Timestamp;

use super::Watch;
use crate::filter::{FilterScratch, FilterSet};
use crate::name::FilterName;

/// The patterns of a group's metric filters as sets, made when they are asked first. They follow from the filters
/// and stand in no snapshot.
#[derive(Clone, Debug, Default)]
pub(crate) struct Judge {
    sets: Option<Sets>,
    scratch: FilterScratch,
}

/// By what the filters look at; ids are the places of the filters in order of their names.
#[derive(Clone, Debug)]
struct Sets {
    of_events: FilterSet<usize>,
    of_transformed: FilterSet<usize>,
}

impl Sets {
    fn new(filters: &BTreeMap<FilterName, Watch>) -> Self {
        let those = |transformed: bool| {
            let filters = filters.values().map(|watch| &watch.filter).enumerate();
            let filters = filters.filter(|(_, filter)| filter.sees_transformed() == transformed);
            filters.map(|(place, filter)| (place, filter.pattern().clone())).collect()
        };
        Self { of_events: those(false), of_transformed: those(true) }
    }
}

impl Judge {
    /// The filters were changed.
    pub(crate) fn forget(&mut self) {
        self.sets = None;
    }

    /// For each filter, in order of their names, the indexes of the events that it matches, as they came in or as a
    /// transformer made them, where one did.
    pub(crate) fn matching<M: AsRef<str>>(
        &mut self,
        filters: &BTreeMap<FilterName, Watch>,
        events: &[(Timestamp, M)],
        transformed: Option<&Vec<(Timestamp, &str)>>,
    ) -> Vec<Vec<usize>> {
        let mut matching = vec![Vec::new(); filters.len()];
        let Sets { of_events, of_transformed } = self.sets.get_or_insert_with(|| Sets::new(filters));
        note(of_events, events, &mut self.scratch, &mut matching);
        match transformed {
            Some(transformed) => note(of_transformed, transformed, &mut self.scratch, &mut matching),
            None => note(of_transformed, events, &mut self.scratch, &mut matching),
        }
        matching
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
