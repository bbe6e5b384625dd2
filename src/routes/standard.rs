//! The routes of the services.

use cupola_base::Timestamp;

use super::{Route, Step};
use crate::finding;
use crate::log_line::LogLine;
use crate::signal::Signal;

/// All of them, in the order in which they run.
pub(super) const TABLE: &[Route] = &[
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
    Route { name: "record -> event data store elsewhere", run: record_to_store },
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

fn record_to_store(_at: Timestamp, signal: &Signal, steps: &mut Vec<Step>) {
    if let Signal::StoreRecord(record) = signal {
        steps.push(Step::KeepRecord(record.clone()));
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
