//! Contributor Insights: rules that count who contributes to what log events tell.
//!
//! A rule says which fields of log events name a contributor, which events count, and for how much. The engine sees no
//! logs: whoever has them hands the events of the groups that rules watch
//! ([`Engine::watched_log_groups`](crate::Engine::watched_log_groups), told again whenever they change) to
//! [`Engine::count_contributors`](crate::Engine::count_contributors). What was counted is read with
//! [`Engine::insight_rule_report`](crate::Engine::insight_rule_report) and, in metric math, with `INSIGHT_RULE_METRIC`.

mod answer;
mod counted;
mod counting;
mod definition;
mod error;
mod event;
mod explain;
mod field;
mod filter;
mod judge;
mod log_groups;
mod metric;
mod name;
mod parse;
mod print;
mod read;
mod report;
mod rule;
mod rules;
mod tree;
mod values;
mod verbs;

pub use counting::RuleEvent;
pub use definition::{AggregateOn, InsightRuleDefinition, RuleLogFormat};
pub use error::{
    InsightRuleError, InsightRuleErrorKind, InsightRuleReportError, PutInsightRuleError, UnknownInsightRule,
};
pub use explain::{ContributionExplanation, ExplainedFilter};
pub use field::LogField;
pub use filter::{ContributorFilter, FilterTest};
pub use judge::Contribution;
pub use log_groups::{LogGroupArn, LogGroupPattern, RuleLogGroups};
pub use metric::InsightRuleMetric;
pub(crate) use name::is_printable;
pub use name::{InsightRuleName, InsightRuleNameError};
pub use report::{
    ContributorOrder, InsightRuleDatapoint, InsightRuleReport, InsightRuleReportRequest, ReportedContributor,
};
pub use rule::{InsightRule, InsightRuleSettings, InsightRuleState};
pub use verbs::WatchedLogGroups;

pub(crate) use rules::InsightRules;
