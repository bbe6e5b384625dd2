//! One small file for each kind that asks a single question.
//!
//! A runner decides nothing: it reads the input and asks the library.

mod alarms_reason;
mod audit_digest_chain;
mod audit_eventbridge;
mod audit_insight_detect;
mod audit_insight_math;
mod audit_lookup;
mod audit_object_key;
mod audit_roundtrip;
mod audit_selector;
mod events_pattern;
mod events_pipe;
mod input;
mod logs_emf;
mod logs_filter;
mod logs_grouping;
mod logs_insights;
mod logs_live_tail;
mod logs_vpcflow;
mod metrics_search_tokens;
mod traces_analyse;
mod traces_daemon_address;
mod traces_datagram;
mod traces_filter;
mod traces_header;
mod traces_local_rules;
mod traces_otel;
mod traces_reservoir;
mod traces_rule_match;
mod traces_trace_id;
mod traces_wildcard;

use crate::{Got, Kind, Value};
use input::{BadInput, Input};

/// Puts the question of that kind.
pub(crate) fn ask(kind: Kind, input: &Value) -> Got {
    let Some(runner) = runner(kind) else {
        return Got::broken("NotServed", format!("no part of the library answers {kind} yet"));
    };
    runner(Input(input)).map_or_else(|got| got, Got::Answer)
}

/// Answers a question, or says why not.
type Runner = fn(Input<'_>) -> Result<Value, Got>;

/// The runner of a kind; none for kinds that are not served, and for scripts.
fn runner(kind: Kind) -> Option<Runner> {
    Some(match kind {
        Kind::EventsPattern => events_pattern::ask,
        Kind::EventsPipe => events_pipe::ask,
        Kind::LogsFilter => logs_filter::ask,
        Kind::LogsEmf => logs_emf::ask,
        Kind::LogsVpcflow => logs_vpcflow::ask,
        Kind::LogsLiveTail => logs_live_tail::ask,
        Kind::LogsInsights => logs_insights::ask,
        Kind::LogsGrouping => logs_grouping::ask,
        Kind::MetricsSearchTokens => metrics_search_tokens::ask,
        Kind::AlarmsReason => alarms_reason::ask,
        Kind::AuditLookup => audit_lookup::ask,
        Kind::AuditInsightMath => audit_insight_math::ask,
        Kind::AuditInsightDetect => audit_insight_detect::ask,
        Kind::AuditDigestChain => audit_digest_chain::ask,
        Kind::AuditEventbridge => audit_eventbridge::ask,
        Kind::AuditObjectKey => audit_object_key::ask,
        Kind::AuditRoundtrip => audit_roundtrip::ask,
        Kind::AuditSelector => audit_selector::ask,
        Kind::TracesHeader => traces_header::ask,
        Kind::TracesTraceId => traces_trace_id::ask,
        Kind::TracesWildcard => traces_wildcard::ask,
        Kind::TracesLocalRules => traces_local_rules::ask,
        Kind::TracesRuleMatch => traces_rule_match::ask,
        Kind::TracesReservoir => traces_reservoir::ask,
        Kind::TracesOtel => traces_otel::ask,
        Kind::TracesDatagram => traces_datagram::ask,
        Kind::TracesDaemonAddress => traces_daemon_address::ask,
        Kind::TracesFilter => traces_filter::ask,
        Kind::TracesAnalyse => traces_analyse::ask,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_served_has_a_runner_and_the_rest_has_none() {
        for kind in Kind::ALL.iter().copied().filter(|kind| *kind != Kind::ApiScript) {
            assert_eq!(runner(kind).is_some(), kind.is_served(), "{kind}");
        }
    }

    #[test]
    fn a_question_that_cannot_be_read_matches_nothing() {
        for kind in Kind::ALL.iter().copied().filter(|kind| runner(*kind).is_some()) {
            assert!(matches!(ask(kind, &Value::Null), Got::Broken(_)), "{kind}");
        }
    }
}
