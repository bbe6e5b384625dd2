//! Windows of five minutes.

use std::collections::BTreeMap;

use cupola_base::{Place, Timestamp};
use serde::{Deserialize, Serialize};

use super::AggregationTemplate;
use crate::{Record, Trail};

/// How long a window is.
pub(super) const WINDOW: i64 = 300_000;

/// The open windows, in order of trail, place, service, template and start.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Aggregates(Vec<Window>);

/// One window.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Window {
    /// The trail as it was when the window opened.
    pub(super) trail: Trail,
    pub(super) place: Place,
    pub(super) source: String,
    pub(super) template: AggregationTemplate,
    /// By the events' own times.
    pub(super) start: Timestamp,
    due: Timestamp,
    /// For each dimension of the template how many events have which value.
    pub(super) counts: [BTreeMap<String, u64>; 3],
}

/// Stands for all values past the bound.
const OTHERS: &str = "(others)";

impl Aggregates {
    pub(crate) fn next_due(&self) -> Option<Timestamp> {
        self.0.iter().map(|window| window.due).min()
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of a key, and what is counted")]
    pub(super) fn count(
        &mut self,
        due: Timestamp,
        trail: &Trail,
        template: AggregationTemplate,
        record: &Record<'_>,
        at: Timestamp,
        place: &Place,
        most: usize,
    ) {
        let (source, start) = (record.event_source().unwrap_or_default(), at.floor_to(WINDOW));
        let key = (&trail.arn, place, &*source, template, start);
        let found = self.0.binary_search_by(|window| window.key().cmp(&key));
        let number = found.unwrap_or_else(|number| {
            let (trail, place, source) = (trail.clone(), place.clone(), source.clone().into_owned());
            let counts = <[BTreeMap<String, u64>; 3]>::default();
            self.0.insert(number, Window { trail, place, source, template, start, due, counts });
            number
        });
        self.0[number].add(record, most);
    }

    /// Takes the windows out that are due, in order.
    pub(super) fn take(&mut self, due: Timestamp) -> Vec<Window> {
        let (taken, left) = std::mem::take(&mut self.0).into_iter().partition(|window| window.due <= due);
        self.0 = left;
        taken
    }
}

impl Window {
    fn key(&self) -> (&cupola_base::Arn, &Place, &str, AggregationTemplate, Timestamp) {
        (&self.trail.arn, &self.place, &self.source, self.template, self.start)
    }

    fn add(&mut self, record: &Record<'_>, most: usize) {
        for (counts, dimension) in self.counts.iter_mut().zip(self.template.dimensions()) {
            for value in dimension.values(record) {
                let value = if counts.len() < most || counts.contains_key(&value) { value } else { OTHERS.into() };
                *counts.entry(value).or_default() += 1;
            }
        }
    }
}
