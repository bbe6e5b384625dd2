//! Alarms on one metric.

mod action;
mod book;
mod calendar;
mod check;
mod configuration;
mod contributor;
mod decision;
mod due;
mod evaluate;
mod evaluated;
mod filter;
mod history;
mod java;
mod message;
mod metric_of;
mod options;
mod range;
mod reason;
mod reason_data;
mod record;
mod rolling;
mod schedule;
mod sight;
mod source;
mod spans;
mod state;
mod trigger;
mod why;

pub use action::{ActionKind, AlarmAction, Ec2Operation};
pub use calendar::{WallZone, WallZoneError};
pub use check::PutAlarmError;
pub use configuration::{Alarm, AlarmConfiguration};
pub use contributor::{Contributor, ContributorChange, ContributorState};
pub use decision::{Clause, Decision, DecisionRule, Window, decide};
pub use filter::{AlarmFilter, AlarmsForMetric, HistoryFilter, ScanBy};
pub use history::HistoryItem;
pub use java::JavaDouble;
pub use options::{EvaluationWindow, WarmUp};
pub use reason::{Bound, Filled, ReasonPoint, StateReason};
pub use record::{AlarmState, MetricAlarm, StateChange};
pub use rolling::{Windows, decide_bits};
pub use source::{AlarmQueries, AlarmSource, MetricSource};
pub use state::{
    AlarmType, ComparisonOperator, EvaluationState, HistoryItemType, LowSamples, StateValue, TreatMissingData,
    WordError,
};

pub(crate) use book::{AlarmId, Book, Records};
pub(crate) use check::checked;
pub(crate) use contributor::{GONE, MOST_IN_ALARM, summary as contributors_summary};
pub(crate) use due::Task;
pub(crate) use evaluate::{Evaluation, evaluate};
pub(crate) use evaluated::Evaluated;
pub(crate) use history::History;
pub(crate) use message::{Messages, change_detail, described};
pub(crate) use range::{Range, Slot};
pub(crate) use record::Record;
pub(crate) use schedule::{awake_at, cadence, is_quiet, next_tick, oldest_wanted, rule};
pub(crate) use sight::{Eye, Sight};
pub(crate) use spans::{Spans, windows};
pub(crate) use why::Why;
