//! Alarms on one metric.

mod action;
mod book;
mod check;
mod configuration;
mod decision;
mod due;
mod evaluate;
mod filter;
mod history;
mod java;
mod message;

mod range;
mod reason;
mod reason_data;
mod record;
mod rolling;
mod schedule;
mod state;

pub use action::{ActionKind, AlarmAction, Ec2Operation};
pub use check::PutAlarmError;
pub use configuration::{Alarm, AlarmConfiguration, AlarmSource, MetricSource};
pub use decision::{Clause, Decision, DecisionRule, Window, decide};
pub use filter::{AlarmFilter, AlarmsForMetric, HistoryFilter, ScanBy};
pub use history::HistoryItem;
pub use java::JavaDouble;
pub use reason::{Bound, Filled, ReasonPoint, StateReason};
pub use record::{AlarmState, MetricAlarm, StateChange};
pub use rolling::{Windows, decide_bits};
pub use state::{AlarmType, ComparisonOperator, HistoryItemType, StateValue, TreatMissingData, WordError};

pub(crate) use book::{AlarmId, Book, Records};
pub(crate) use check::checked;
pub(crate) use due::Task;
pub(crate) use evaluate::{Evaluation, evaluate};
pub(crate) use history::History;
pub(crate) use message::{Messages, MuteDetail, Operation, action_started, configuration_update, state_update};
pub(crate) use reason_data::iso;

pub(crate) use range::{Range, Slot, windows};
pub(crate) use record::Record;
pub(crate) use schedule::{cadence, next_evaluation, next_tick, rule};
