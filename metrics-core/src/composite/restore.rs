//! Composite alarms out of a snapshot.

use std::collections::BTreeMap;

use cupola_base::Place;

use super::alarm::CompositeRecord;
use super::book::{CompositeRecords, Composites, Standing, TellsOf};
use super::reference::resolve;
use crate::alarm::{Book, StateValue};
use crate::name::AlarmName;

/// Composite alarms as they were, beside the metric alarms of the same snapshot.
pub(crate) fn restored(place: &Place, records: CompositeRecords, metric: &Book) -> Composites {
    let composites: BTreeMap<AlarmName, Standing> =
        records.iter().map(Standing::composite).map(|alarm| (alarm.name.clone(), alarm)).collect();
    let standing = |name: &AlarmName| match composites.get(name) {
        Some(alarm) => alarm.clone(),
        None => Standing::metric(metric, name).unwrap_or_else(|| unknown(name)),
    };
    let tells_of = |record: &CompositeRecord| {
        let configuration = &record.alarm.configuration;
        let names = configuration.rule.references().filter_map(|reference| resolve(place, reference).ok());
        let suppressor = configuration.suppressor.as_ref().map(|suppressor| standing(&suppressor.alarm));
        TellsOf { rule: names.map(|name| standing(&name)).collect(), suppressor }
    };
    Composites::restored(records, tells_of)
}

/// A child that a snapshot does not hold, which we do not write.
fn unknown(name: &AlarmName) -> Standing {
    Standing { name: name.clone(), state: StateValue::InsufficientData, since: cupola_base::Timestamp::MIN }
}
