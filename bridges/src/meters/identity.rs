//! What tells one series from another.

use std::sync::Arc;

use cupola::metrics::Dimensions;
use cupola_base::{Datum, Dimension, Sample, Timestamp, Unit};
use metrics::Key;

/// A metric's name and its dimensions, by name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Identity {
    name: Arc<str>,
    dimensions: Arc<[Dimension]>,
}

impl Identity {
    /// Of labels with one name the last counts.
    pub(super) fn of(key: &Key) -> Self {
        let mut dimensions: Vec<Dimension> = Vec::new();
        for label in key.labels() {
            dimensions.retain(|dimension| &*dimension.name != label.key());
            dimensions.push(Dimension::new(label.key(), label.value()));
        }
        dimensions.sort();
        dimensions.truncate(Dimensions::MOST);
        Self { name: key.name().into(), dimensions: dimensions.into() }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn datum(&self, namespace: &Arc<str>, at: Timestamp, sample: Sample, unit: Unit) -> Datum {
        Datum::new(Arc::clone(namespace), Arc::clone(&self.name), at, 0.0)
            .with_dimensions(Arc::clone(&self.dimensions))
            .with_sample(sample)
            .with_unit(unit)
    }
}
