//! What one area says that another should hear.

use std::fmt;

use cupola_base::{Datum, Delivery, Draft, EventEnvelope, Timestamp};

use crate::audit::{DigestDue, LogFileDelivery, TrailLogEvent};
use crate::events::Message;
use crate::finding::{self, FindingLine};
use crate::log_line::LogLine;
use crate::logs;
use crate::logs::ExportedObject;
use crate::metrics::{CanaryRunDue, StateChange};
use crate::output::Lost;
use crate::signal::Signal;

/// What is to be done about a signal.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Step {
    /// Put a measurement into the metric store.
    PutDatum(Datum),
    /// Put a service's event on the default bus.
    Publish(EventEnvelope),
    /// Hand a delivery out, and own it.
    Deliver(Draft),
    /// Hand a delivery out that an area owns.
    HandOn(Delivery),
    /// Write a log event that a rule sends, if the place has its log group, and tell the events area how that went.
    WriteLog(LogLine),
    /// Write what data protection found into a log group of the place.
    WriteFinding(FindingLine),
    /// Send something to another place.
    Send(Message),
    /// Send log events to a destination of another place.
    SendLogs(Box<logs::Message>),
    /// Hand the owner a file that log events are exported into.
    TellObject(ExportedObject),
    /// Hand the owner a log file of a trail.
    TellTrailFile(LogFileDelivery),
    /// Tell the owner of a digest that a trail has due.
    TellTrailDigest(DigestDue),
    /// Write a record that a trail logs, in the place of its log group.
    WriteTrailEvent(TrailLogEvent),
    /// Tell the owner of an alarm's change.
    TellChange(StateChange),
    /// Tell the owner that a canary's run is to be made.
    TellRun(CanaryRunDue),
    /// Tell the owner of a loss.
    TellLoss(Lost),
}

/// One way from an area to another: a name and a pure function.
///
/// The function appends what is to be done about a signal, at that signal's instant; for signals
/// that do not concern it, it appends nothing.
#[derive(Clone, Copy)]
#[expect(clippy::exhaustive_structs, reason = "a name and a function are all there is")]
pub struct Route {
    /// Names the route in the table.
    pub name: &'static str,
    /// What it does.
    pub run: fn(Timestamp, &Signal, &mut Vec<Step>),
}

impl fmt::Debug for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Route({})", self.name)
    }
}

/// The table of routes of an observatory.
///
/// ```
/// use cupola::{Route, Routes, Signal};
///
/// let mut routes = Routes::standard();
/// assert!(routes.remove("alarm event -> bus"));
/// routes.put(Route { name: "metric filter -> metric", run: |_at, _signal, _steps| {} });
/// assert_eq!(routes.names().count(), 22);
/// ```
#[derive(Clone, Debug)]
pub struct Routes {
    table: Vec<Route>,
    hops: usize,
}

impl Routes {
    /// No route at all, and the default hop budget of 16.
    #[must_use]
    pub const fn none() -> Self {
        Self { table: Vec::new(), hops: 16 }
    }

    /// The routes of the services.
    #[must_use]
    pub fn standard() -> Self {
        let table = vec![
            Route { name: "metric filter -> metric", run: filter_to_metric },
            Route { name: "embedded metric -> metric", run: embedded_to_metric },
            Route { name: "log metric -> metric", run: logs_to_metric },
            Route { name: "subscription -> delivery", run: subscription_to_delivery },
            Route { name: "log events -> another place", run: logs_to_place },
            Route { name: "data protection finding -> destination", run: finding_to_destination },
            Route { name: "exported file -> owner", run: object_to_owner },
            Route { name: "alarm change -> owner", run: change_to_owner },
            Route { name: "alarm event -> bus", run: alarm_to_bus },
            Route { name: "alarm action -> delivery", run: action_to_delivery },
            Route { name: "stream record -> delivery", run: record_to_delivery },
            Route { name: "canary run -> owner", run: run_to_owner },
            Route { name: "audit record -> bus", run: record_to_bus },
            Route { name: "trail event -> log group", run: trail_to_log_group },
            Route { name: "trail file -> owner", run: trail_to_owner },
            Route { name: "trail digest -> owner", run: digest_to_owner },
            Route { name: "rule target -> delivery", run: target_to_delivery },
            Route { name: "rule target -> log group", run: target_to_log_group },
            Route { name: "rule metric -> metric", run: rule_to_metric },
            Route { name: "event -> another place", run: event_to_place },
            Route { name: "trace group -> metric", run: trace_to_metric },
            Route { name: "trace insight -> bus", run: trace_to_bus },
            Route { name: "loss -> owner", run: loss_to_owner },
        ];
        Self { table, ..Self::none() }
    }

    /// Adds a route at the end, or replaces the one of the same name in its place.
    pub fn put(&mut self, route: Route) {
        match self.table.iter_mut().find(|old| old.name == route.name) {
            Some(old) => *old = route,
            None => self.table.push(route),
        }
    }

    /// Takes a route away; false when there is none of that name.
    pub fn remove(&mut self, name: &str) -> bool {
        let before = self.table.len();
        self.table.retain(|route| route.name != name);
        self.table.len() < before
    }

    /// Sets how often signals may lead to further signals within one instant.
    #[must_use]
    pub fn with_hop_budget(self, hops: usize) -> Self {
        Self { hops, ..self }
    }

    /// The names, in the order in which the routes run.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.table.iter().map(|route| route.name)
    }

    pub(crate) const fn hop_budget(&self) -> usize {
        self.hops
    }

    pub(crate) fn run(&self, at: Timestamp, signal: &Signal, steps: &mut Vec<Step>) {
        for route in &self.table {
            (route.run)(at, signal, steps);
        }
    }
}

impl Default for Routes {
    fn default() -> Self {
        Self::standard()
    }
}

fn filter_to_metric(_at: Timestamp, signal: &Signal, steps: &mut Vec<Step>) {
    if let Signal::FilterDatum(made) = signal {
        steps.push(Step::PutDatum(made.datum.clone()));
    }
}

fn embedded_to_metric(_at: Timestamp, signal: &Signal, steps: &mut Vec<Step>) {
    if let Signal::EmfDatum(made) = signal {
        steps.push(Step::PutDatum(made.datum.clone()));
    }
}

fn logs_to_metric(_at: Timestamp, signal: &Signal, steps: &mut Vec<Step>) {
    if let Signal::LogsDatum(datum) = signal {
        steps.push(Step::PutDatum(datum.clone()));
    }
}

fn subscription_to_delivery(_at: Timestamp, signal: &Signal, steps: &mut Vec<Step>) {
    if let Signal::Subscription(delivery) = signal {
        steps.push(Step::HandOn(delivery.clone()));
    }
}

fn logs_to_place(_at: Timestamp, signal: &Signal, steps: &mut Vec<Step>) {
    if let Signal::LogMessage(message) = signal {
        steps.push(Step::SendLogs(message.clone()));
    }
}

fn finding_to_destination(_at: Timestamp, signal: &Signal, steps: &mut Vec<Step>) {
    if let Signal::SensitiveData(found) = signal {
        steps.extend(finding::told(found));
    }
}

fn object_to_owner(_at: Timestamp, signal: &Signal, steps: &mut Vec<Step>) {
    if let Signal::Object(object) = signal {
        steps.push(Step::TellObject(object.clone()));
    }
}

fn change_to_owner(_at: Timestamp, signal: &Signal, steps: &mut Vec<Step>) {
    if let Signal::AlarmChange(change) = signal {
        steps.push(Step::TellChange(change.clone()));
    }
}

fn alarm_to_bus(_at: Timestamp, signal: &Signal, steps: &mut Vec<Step>) {
    if let Signal::AlarmEvent(event) = signal {
        steps.push(Step::Publish(event.clone()));
    }
}

fn action_to_delivery(_at: Timestamp, signal: &Signal, steps: &mut Vec<Step>) {
    if let Signal::AlarmAction(draft) = signal {
        steps.push(Step::Deliver(draft.clone()));
    }
}

fn record_to_delivery(_at: Timestamp, signal: &Signal, steps: &mut Vec<Step>) {
    if let Signal::StreamRecord(record) = signal {
        steps.push(Step::Deliver(record.draft.clone()));
    }
}

fn run_to_owner(_at: Timestamp, signal: &Signal, steps: &mut Vec<Step>) {
    if let Signal::CanaryRun(due) = signal {
        steps.push(Step::TellRun(due.clone()));
    }
}

fn record_to_bus(_at: Timestamp, signal: &Signal, steps: &mut Vec<Step>) {
    if let Signal::AuditEvent(event) = signal {
        steps.push(Step::Publish(event.clone()));
    }
}

fn trail_to_log_group(_at: Timestamp, signal: &Signal, steps: &mut Vec<Step>) {
    if let Signal::TrailEvent(event) = signal {
        steps.push(Step::WriteTrailEvent(event.clone()));
    }
}

fn trail_to_owner(_at: Timestamp, signal: &Signal, steps: &mut Vec<Step>) {
    if let Signal::TrailFile(file) = signal {
        steps.push(Step::TellTrailFile(file.clone()));
    }
}

fn digest_to_owner(_at: Timestamp, signal: &Signal, steps: &mut Vec<Step>) {
    if let Signal::TrailDigest(due) = signal {
        steps.push(Step::TellTrailDigest(due.clone()));
    }
}

fn target_to_delivery(_at: Timestamp, signal: &Signal, steps: &mut Vec<Step>) {
    if let Signal::RuleTarget(delivery) = signal {
        steps.push(Step::HandOn(delivery.clone()));
    }
}

/// The owner sees the delivery, too; it is settled when the place has the group.
fn target_to_log_group(_at: Timestamp, signal: &Signal, steps: &mut Vec<Step>) {
    if let Signal::RuleTarget(delivery) = signal {
        steps.extend(LogLine::of(delivery).map(Step::WriteLog));
    }
}

fn rule_to_metric(_at: Timestamp, signal: &Signal, steps: &mut Vec<Step>) {
    if let Signal::RuleDatum(datum) = signal {
        steps.push(Step::PutDatum(datum.clone()));
    }
}

fn event_to_place(_at: Timestamp, signal: &Signal, steps: &mut Vec<Step>) {
    if let Signal::Message(message) = signal {
        steps.push(Step::Send(message.clone()));
    }
}

fn trace_to_metric(_at: Timestamp, signal: &Signal, steps: &mut Vec<Step>) {
    if let Signal::TraceDatum(datum) = signal {
        steps.push(Step::PutDatum(datum.clone()));
    }
}

fn trace_to_bus(_at: Timestamp, signal: &Signal, steps: &mut Vec<Step>) {
    if let Signal::TraceEvent(event) = signal {
        steps.push(Step::Publish(event.clone()));
    }
}

fn loss_to_owner(_at: Timestamp, signal: &Signal, steps: &mut Vec<Step>) {
    if let Signal::Lost(lost) = signal {
        steps.push(Step::TellLoss(lost.clone()));
    }
}
