//! How much there is of everything.

use cupola::events::{BusName, Engine as Events};
use cupola::logs::LogGroupQuery;
use cupola::metrics::MetricFilter;
use cupola::{Observatory, Timestamp};

use super::alarms::AlarmRow;

/// One area, and what is in it.
#[derive(Debug)]
pub(super) struct AreaCounts {
    pub(super) name: &'static str,
    pub(super) counts: Vec<(&'static str, u64)>,
}

pub(super) fn of(sky: &mut Observatory, now: Timestamp, alarms: &[AlarmRow]) -> Vec<AreaCounts> {
    vec![logs(sky, now), metrics(sky, now, alarms), events(sky, now), traces(sky, now), audit(sky, now)]
}

fn logs(sky: &mut Observatory, now: Timestamp) -> AreaCounts {
    let (mut groups, mut filters, mut bytes) = (0, 0, 0);
    for group in sky.logs(now).describe_log_groups(now, &LogGroupQuery::default()) {
        groups += 1;
        filters += group.metric_filters as u64;
        bytes += group.stored_bytes;
    }
    AreaCounts {
        name: "Logs",
        counts: vec![("log groups", groups), ("metric filters", filters), ("bytes stored", bytes)],
    }
}

fn metrics(sky: &mut Observatory, now: Timestamp, alarms: &[AlarmRow]) -> AreaCounts {
    let mut engine = sky.metrics(now);
    let metrics = count(engine.list_metrics(now, &MetricFilter::default()));
    let dashboards = count(engine.list_dashboards(now, ""));
    let canaries = count(engine.canaries(now));
    let in_state = |state: &str| count(alarms.iter().filter(|alarm| alarm.state == state));
    AreaCounts {
        name: "Metrics",
        counts: vec![
            ("metrics", metrics),
            ("alarms in ALARM", in_state("ALARM")),
            ("alarms in OK", in_state("OK")),
            ("alarms in INSUFFICIENT_DATA", in_state("INSUFFICIENT_DATA")),
            ("dashboards", dashboards),
            ("canaries", canaries),
        ],
    }
}

fn events(sky: &mut Observatory, now: Timestamp) -> AreaCounts {
    let engine = sky.events(now);
    let buses: Vec<BusName> = engine.list_event_buses().map(|bus| bus.name.clone()).collect();
    let rules = |engine: &Events, bus| engine.list_rules(bus).map_or(0, count);
    AreaCounts {
        name: "Events",
        counts: vec![
            ("event buses", buses.len() as u64),
            ("rules", buses.iter().map(|bus| rules(&engine, bus)).sum()),
            ("schedules", engine.list_schedules(None).map_or(0, count)),
            ("archives", count(engine.list_archives())),
        ],
    }
}

fn traces(sky: &mut Observatory, now: Timestamp) -> AreaCounts {
    let engine = sky.traces(now);
    AreaCounts {
        name: "Traces",
        counts: vec![
            ("traces", count(engine.trace_ids())),
            ("sampling rules", count(engine.sampling_rules())),
            ("groups", count(engine.groups())),
        ],
    }
}

fn audit(sky: &mut Observatory, now: Timestamp) -> AreaCounts {
    let engine = sky.audit(now);
    let trails = count(engine.trails());
    AreaCounts { name: "Audit", counts: vec![("trails", trails), ("records in history", engine.history_len() as u64)] }
}

fn count<T>(all: impl Iterator<Item = T>) -> u64 {
    all.count() as u64
}
