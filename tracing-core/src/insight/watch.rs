//! Looking at each minute.

use std::collections::{BTreeMap, BTreeSet};

use cupola_base::Timestamp;

use super::book::Watched;
use super::components::Calls;
use super::event::notification;
use super::{ImpactStatistics, Insight, InsightEvent, InsightState, RateModel};
use crate::graph::Tally;
use crate::output::Lost;
use crate::{Engine, GraphBuilder, Group, Output, ServiceId, Within};

/// What happened in a window, in one group.
#[derive(Default)]
struct Window {
    tallies: BTreeMap<ServiceId, Tally>,
    clients: Tally,
    calls: Calls,
}

/// Minutes above what is to be expected that make an insight.
const MINUTES_TO_OPEN: u32 = 2;
/// Quiet minutes that close it.
const MINUTES_TO_CLOSE: u32 = 5;
/// Seconds after which a service without requests is forgotten.
const MEMORY_SECONDS: i64 = 24 * 60 * 60;

impl Engine {
    /// Looks at the minute whose late segments have had their time.
    pub(crate) fn watch_insights(&mut self, now: Timestamp) {
        let end = now.plus_secs(-i64::from(self.state.policies.insight_delay_seconds)).floor_to(60_000);
        let groups: Vec<Group> = self.groups().filter(|group| group.insights.insights_enabled).cloned().collect();
        for group in groups {
            let window = self.window(&group, end.plus_secs(-60), end);
            let unusual = self.judge(&group, &window, end);
            self.update_insights(now, &group, &window, &unusual, end);
        }
        self.close_orphans(now);
        let most = self.state.limits.insights;
        let insights = &mut self.state.read.insights;
        insights.forget_before(end.plus_secs(-MEMORY_SECONDS));
        let gone = insights.shrink(most);
        self.state.losses.add(now, Lost::Insights, gone);
    }

    fn window(&self, group: &Group, start: Timestamp, end: Timestamp) -> Window {
        let within = Within::new(start, end);
        let mut window = Window::default();
        let mut builder = GraphBuilder::new(self.state.limits.graph_nodes);
        for id in self.recent_traces(start) {
            if !self.is_member(id, group.serial) {
                continue;
            }
            self.with_trace(id, |trace| {
                builder.add(trace, within);
                for (at, part) in trace.segments() {
                    if part.end_time().is_some_and(|end| within.has(end)) {
                        window.tallies.entry(part.service_id()).or_default().add(part.standing, 0);
                        if trace.root() == Some(at) {
                            window.clients.add(part.standing, 0);
                        }
                    }
                }
            });
        }
        window.calls = Calls::of(&builder.finish());
        window
    }

    /// Lays each service against its past; answers those with more faults than is to be expected, and for how many
    /// windows.
    fn judge(&mut self, group: &Group, window: &Window, end: Timestamp) -> BTreeMap<ServiceId, u32> {
        let mut unusual = BTreeMap::new();
        for (service, tally) in &window.tallies {
            let new = Watched { model: RateModel::default(), last: end, unusual: 0 };
            let key = (group.serial, service.clone());
            let watched = self.state.read.insights.watched.entry(key).or_insert(new);
            let is_next = watched.last >= end.plus_secs(-60);
            if watched.model.is_unusual(tally.total(), tally.fault) {
                watched.unusual = if is_next { watched.unusual + 1 } else { 1 };
                unusual.insert(service.clone(), watched.unusual);
            } else {
                watched.unusual = 0;
                watched.model.learn(tally.total(), tally.fault);
            }
            watched.last = end;
        }
        unusual
    }

    fn update_insights(
        &mut self,
        now: Timestamp,
        group: &Group,
        window: &Window,
        unusual: &BTreeMap<ServiceId, u32>,
        end: Timestamp,
    ) {
        let among: BTreeSet<ServiceId> = unusual.keys().cloned().collect();
        let mut touched = BTreeSet::new();
        for component in window.calls.components(&among) {
            let faults = |service: &ServiceId| window.tallies.get(service).map_or(0, |tally| tally.fault);
            let Some(bottom) = window.calls.bottom(&component, faults).cloned() else { continue };
            let top = ranked(&bottom, &component, faults);
            let place = self.active_insight(group, &component);
            let is_firm = component.iter().any(|service| unusual[service] >= MINUTES_TO_OPEN);
            let place = match place {
                Some(place) => place,
                None if is_firm => self.open_insight(group, bottom.clone(), end),
                None => continue,
            };
            touched.insert(place);
            self.count_minute(now, place, window, Some((bottom, top)));
        }
        self.rest(now, group, window, &touched, end);
    }

    /// Insights of the group in which nothing unusual happened in this minute.
    fn rest(&mut self, now: Timestamp, group: &Group, window: &Window, touched: &BTreeSet<usize>, end: Timestamp) {
        let insights = &self.state.read.insights.kept;
        let quiet: Vec<usize> = (0..insights.len())
            .filter(|place| !touched.contains(place))
            .filter(|place| insights[*place].state == InsightState::Active && insights[*place].group_arn == group.arn)
            .collect();
        for place in quiet {
            self.count_minute(now, place, window, None);
            let insight = &mut self.state.read.insights.kept[place];
            insight.quiet += 1;
            if insight.quiet >= MINUTES_TO_CLOSE {
                insight.close(now, end);
                self.notify(place, group);
            }
        }
    }

    /// Closes insights of groups that make none any more.
    fn close_orphans(&mut self, now: Timestamp) {
        let groups = &self.state.read.groups;
        let watched: Vec<_> =
            groups.iter().filter(|group| group.insights.insights_enabled).map(|group| group.arn.clone()).collect();
        for insight in &mut self.state.read.insights.kept {
            if insight.state == InsightState::Active && !watched.contains(&insight.group_arn) {
                insight.close(now, now);
            }
        }
    }

    fn active_insight(&self, group: &Group, component: &BTreeSet<ServiceId>) -> Option<usize> {
        self.state.read.insights.kept.iter().position(|insight| {
            insight.state == InsightState::Active
                && insight.group_arn == group.arn
                && insight.top_anomalous_services.iter().any(|service| component.contains(service))
        })
    }

    fn open_insight(&mut self, group: &Group, root_cause: ServiceId, end: Timestamp) -> usize {
        let insight = Insight {
            id: self.state.read.rng.uuid(),
            group_arn: group.arn.clone(),
            group_name: group.name.clone(),
            root_cause,
            state: InsightState::Active,
            start: end.plus_secs(-60 * i64::from(MINUTES_TO_OPEN)),
            end: None,
            summary: String::new(),
            client_impact: ImpactStatistics::default(),
            root_cause_impact: ImpactStatistics::default(),
            top_anomalous_services: Vec::new(),
            updated: end,
            events: Vec::new(),
            quiet: 0,
        };
        self.state.read.insights.kept.push(insight);
        self.state.read.insights.kept.len() - 1
    }

    /// Adds a minute to an insight; tells of it where other services fail than before.
    fn count_minute(
        &mut self,
        now: Timestamp,
        place: usize,
        window: &Window,
        failing: Option<(ServiceId, Vec<ServiceId>)>,
    ) {
        let insight = &mut self.state.read.insights.kept[place];
        let is_change = failing.as_ref().is_some_and(|(bottom, top)| {
            insight.root_cause != *bottom || insight.top_anomalous_services != *top || insight.events.is_empty()
        });
        if let Some((bottom, top)) = failing {
            (insight.root_cause, insight.top_anomalous_services, insight.quiet) = (bottom, top, 0);
        }
        insight.client_impact.add(&window.clients);
        if let Some(tally) = window.tallies.get(&insight.root_cause) {
            insight.root_cause_impact.add(tally);
        }
        insight.tell();
        if is_change {
            insight.record(now);
            let group =
                self.groups().find(|group| group.arn == self.state.read.insights.kept[place].group_arn).cloned();
            if let Some(group) = group {
                self.notify(place, &group);
            }
        }
    }

    fn notify(&mut self, place: usize, group: &Group) {
        if group.insights.notifications_enabled {
            let id = self.state.read.rng.uuid();
            let insight = &self.state.read.insights.kept[place];
            let (at, event) = (insight.updated, notification(id, &self.state.place, insight));
            self.emit(Output::Event { at, event });
        }
    }
}

impl ImpactStatistics {
    const fn add(&mut self, tally: &Tally) {
        self.fault_count += tally.fault;
        self.ok_count += tally.ok;
        self.total_count += tally.total();
    }
}

impl Insight {
    /// Says in a sentence what it is about.
    fn tell(&mut self) {
        let ImpactStatistics { fault_count, total_count, .. } = self.root_cause_impact;
        let kind = self.root_cause.kind.as_deref().map(|kind| format!(" ({kind})")).unwrap_or_default();
        self.summary =
            format!("{fault_count} of {total_count} requests to {}{kind} ended in a fault.", self.root_cause.name);
    }

    /// Remembers how it stands.
    fn record(&mut self, now: Timestamp) {
        self.updated = now;
        self.events.push(InsightEvent {
            at: now,
            summary: self.summary.clone(),
            client_impact: self.client_impact,
            root_cause_impact: self.root_cause_impact,
            top_anomalous_services: self.top_anomalous_services.clone(),
        });
    }

    fn close(&mut self, now: Timestamp, end: Timestamp) {
        self.state = InsightState::Closed;
        self.end = Some(end);
        self.record(now);
    }
}

/// The root cause, then those with more faults, then by name.
fn ranked(bottom: &ServiceId, component: &BTreeSet<ServiceId>, faults: impl Fn(&ServiceId) -> u64) -> Vec<ServiceId> {
    let mut all: Vec<ServiceId> = component.iter().cloned().collect();
    all.sort_by_key(|service| (service != bottom, std::cmp::Reverse(faults(service))));
    all
}
