//! What was said of metrics.

use std::collections::BTreeMap;
use std::sync::Arc;

use cupola_base::Unit;
use metrics::{KeyName, SharedString};
use parking_lot::Mutex;

use super::identity::Identity;
use super::unit::unit;

/// Units and words by the metrics' names. A handle: clones hear what is said later.
#[derive(Clone, Debug, Default)]
pub(super) struct Described(Arc<Mutex<BTreeMap<String, (Unit, String)>>>);

impl Described {
    /// What is said last counts.
    pub(super) fn say(&self, metric: &KeyName, told: Option<metrics::Unit>, words: &SharedString) {
        let said = (told.map_or(Unit::None, unit), words.to_string());
        self.0.lock().insert(metric.as_str().to_owned(), said);
    }

    pub(super) fn unit(&self, metric: &Identity) -> Unit {
        self.0.lock().get(metric.name()).map_or(Unit::None, |(unit, _)| *unit)
    }

    pub(super) fn words(&self, metric: &str) -> Option<String> {
        self.0.lock().get(metric).map(|(_, words)| words.clone())
    }
}
