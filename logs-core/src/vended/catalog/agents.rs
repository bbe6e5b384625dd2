//! Bedrock AgentCore.

use super::LogSource;

pub(super) const SOURCES: &[LogSource] = &[
    LogSource::of("bedrock-agentcore", "browser-custom/ browser/", "USAGE_LOGS", "\
        timestamp browser_id internal_accountid_based_arn resource_arn! event_timestamp! resource! \
        attributes! metrics!"),
    LogSource::of("bedrock-agentcore", "browser-custom/ browser/ code-interpreter-custom/ code-interpreter/ gateway/ memory/ runtime/ workload-identity-directory/", "TRACES", "timestamp resourceArn trace!").traces(),
    LogSource::of("bedrock-agentcore", "code-interpreter-custom/ code-interpreter/", "APPLICATION_LOGS", "\
        timestamp tool_id internal_accountid_based_arn account_id request_id tool_session_id span_id \
        trace_id service_name operation request_payload response_payload resource attributes \
        timeUnixNano severityNumber severityText body traceId spanId resource_arn! event_timestamp!"),
    LogSource::of("bedrock-agentcore", "code-interpreter-custom/ code-interpreter/", "USAGE_LOGS", "\
        timestamp codeinterpreter_id internal_accountid_based_arn resource_arn! event_timestamp! \
        resource! attributes! metrics!"),
    LogSource::of("bedrock-agentcore", "gateway/", "APPLICATION_LOGS", "\
        timestamp gateway_id body account_id request_id trace_id span_id resource attributes \
        timeUnixNano severityNumber severityText traceId spanId resource_arn! event_timestamp!"),
    LogSource::of("bedrock-agentcore", "memory/", "APPLICATION_LOGS", "\
        timestamp resource_arn resource_id event_timestamp memory_strategy_id namespace actor_id \
        session_id event_id body resource attributes timeUnixNano severityNumber severityText \
        traceId spanId"),
    LogSource::of("bedrock-agentcore", "runtime/", "APPLICATION_LOGS", "\
        timestamp runtime_id account_id request_id session_id span_id trace_id service_name \
        operation request_payload response_payload resource attributes timeUnixNano severityNumber \
        severityText body traceId spanId resource_arn! event_timestamp!"),
    LogSource::of("bedrock-agentcore", "runtime/", "USAGE_LOGS", "timestamp runtime_id resource_arn! event_timestamp! resource! attributes! metrics!"),
    LogSource::of("bedrock-agentcore", "workload-identity-directory/", "APPLICATION_LOGS", "\
        timestamp workload_identity_id request_id trace_id span_id operation_name operation_type \
        start_time end_time duration_ms account_id request response resource attributes timeUnixNano \
        severityNumber severityText body traceId spanId resource_arn! event_timestamp!"),
];
