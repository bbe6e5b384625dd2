//! Which composite alarms are asked for.

use std::collections::BTreeSet;
use std::ops::Bound;

use super::alarm::CompositeAlarm;
use super::book::Composites;
use crate::alarm::AlarmFilter;

impl Composites {
    /// The composite alarms after `after` that a filter accepts, by name. Looks only at names that the filter's own
    /// names or its prefix leave over.
    pub(crate) fn select<'a>(
        &'a self,
        filter: &'a AlarmFilter,
        after: Option<&'a str>,
    ) -> Box<dyn Iterator<Item = &'a CompositeAlarm> + 'a> {
        if filter.names.is_empty() {
            let prefix = filter.name_prefix.as_deref().unwrap_or_default();
            let from = after.filter(|after| *after >= prefix).map_or(Bound::Included(prefix), Bound::Excluded);
            let within = self.from(from).take_while(move |alarm| alarm.configuration.name.as_str().starts_with(prefix));
            return Box::new(within.filter(|alarm| accepts(filter, alarm)));
        }
        let names: BTreeSet<&str> = filter.names.iter().map(String::as_str).collect();
        let names = names.into_iter().filter(move |name| after.is_none_or(|after| *name > after));
        let alarms = names.filter_map(|name| self.record(name)).map(|record| &record.alarm);
        Box::new(alarms.filter(|alarm| accepts(filter, alarm)))
    }
}

/// Names are looked up already.
fn accepts(filter: &AlarmFilter, alarm: &CompositeAlarm) -> bool {
    let has_action = |prefix: &String| alarm.configuration.all_actions().any(|action| action.arn.starts_with(prefix));
    filter.name_prefix.as_ref().is_none_or(|prefix| alarm.configuration.name.as_str().starts_with(prefix.as_str()))
        && filter.state.is_none_or(|state| state == alarm.state.value)
        && filter.action_prefix.as_ref().is_none_or(has_action)
}
