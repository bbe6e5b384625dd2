//! Metric store, statistics and alarms with the semantics of Amazon CloudWatch.

mod alarm;
mod api;
mod code;
mod data;
mod dimensions;
mod engine;
mod explain;
mod ingest;
mod limits;
mod listing;
mod metric;
mod name;
mod output;
mod period;
mod policies;
mod shapes;
mod snapshot;
mod statistic;
mod statistics;
mod store;
mod summary;
mod wire;

pub use alarm::{
    ActionKind, Alarm, AlarmAction, AlarmConfiguration, AlarmFilter, AlarmSource, AlarmState, AlarmType,
    AlarmsForMetric, Bound, Clause, ComparisonOperator, Decision, DecisionRule, Ec2Operation, Filled, HistoryFilter,
    HistoryItem, HistoryItemType, JavaDouble, MetricAlarm, MetricSource, PutAlarmError, ReasonPoint, ScanBy,
    StateChange, StateReason, StateValue, TreatMissingData, Window, WordError, decide,
};
pub use cupola_base::{
    Datum, Dimension, Place, PlaceError, Resolution, Sample, StatisticSet, Timestamp, TimestampError, Unit,
};
pub use data::{
    LabelZone, LabelZoneError, MetricDataError, MetricDataPage, MetricDataPosition, MetricDataQuery, MetricDataRequest,
    MetricDataResult, StatusCode,
};
pub use dimensions::{Dimensions, DimensionsError};
pub use engine::{AlarmNamesError, Engine, SetAlarmStateError, TagResourceError, UnknownAlarm};
pub use explain::{ExplainedWindow, Explanation, Role, WhatIf};
pub use ingest::{DatumError, LARGEST_VALUE, Origin, PutMetricDataError};
pub use limits::Limits;
pub use listing::{DimensionFilter, MetricFilter};
pub use metric::Metric;
pub use name::{AlarmName, DimensionName, DimensionValue, MetricName, NameError, NameKind, Namespace};
pub use output::{Lost, Output, Overflow};
pub use period::{Period, PeriodError};
pub use policies::{EvaluationRange, Policies, YoungBreach};
pub use shapes::OPERATIONS;
pub use snapshot::{RestoreError, Snapshot};
pub use statistic::{Statistic, StatisticError};
pub use statistics::{Datapoint, StatisticsError, StatisticsQuery};
pub use summary::Summary;
