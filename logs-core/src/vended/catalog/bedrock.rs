//! Bedrock, its agents for operations, Wisdom.

use super::LogSource;

pub(super) const SOURCES: &[LogSource] = &[
    LogSource::of(
        "aidevops",
        "agentspace/",
        "APPLICATION_LOGS",
        "\
        timestamp resource_id optional_account_id optional_agent_space_id optional_level \
        optional_association_id optional_status optional_webhook_id optional_mcp_endpoint_url \
        optional_service_type optional_service_endpoint_url optional_service_id optional_request_id \
        optional_operation optional_task_type optional_task_id optional_reference \
        optional_error_type optional_error_message optional_details resource_arn! event_timestamp!",
    ),
    LogSource::of(
        "bedrock",
        "agent-alias/",
        "APPLICATION_LOGS",
        "\
        timestamp agent_alias_arn resource_id event_timestamp event_version operation event_type \
        workflow level event agent_id agent_alias_id agent_arn",
    ),
    LogSource::of(
        "bedrock",
        "agent-alias/",
        "EVENT_LOGS",
        "\
        resource_id timestamp! resourceId! traceId! spanId! sessionId! requestId! operation! \
        attributes! body! eventType! eventVersion! eventName! level!",
    ),
    LogSource::of(
        "bedrock",
        "knowledge-base/",
        "APPLICATION_LOGS",
        "timestamp resource_id event_timestamp event event_version event_type level",
    )
    .without_parquet(),
    LogSource::of(
        "bedrock",
        "knowledge-base/",
        "RUNTIME_LOGS",
        "\
        timestamp resource_type resource_id accountId requestId operation eventType traceId spanId \
        parentSpanId sessionId timeUnixNano endTimeUnixNano body attributes resource scope status \
        level resourceArn! eventTimestamp!",
    ),
    LogSource::of("bedrock", "knowledge-base/", "TRACES", "timestamp resourceArn trace!").traces(),
    LogSource::of(
        "wisdom",
        "assistant/",
        "EVENT_LOGS",
        "\
        timestamp assistant_id event_timestamp event_type session_id session_name recommendation_id \
        recommendation is_recommendation_useful relevance_score recommendation_title \
        recommendation_sources intent_id intent intent_clicked utterance prompt response \
        session_event_id session_event_ids issue_probability is_valid_trigger prompt_type completion \
        model_id connect_user_arn conversation_session_data session_message_id parsed_response \
        answer_id generation_id ai_agent_id ai_agent_name ai_guardrail_id name ai_guardrail content \
        action action_reason outputs assessments usage guardrail_coverage ai_agent_version \
        guardrail_blocked participant values orchestration_id ai_agent_orchestration_use_case \
        orchestration_iteration orchestration_error span",
    ),
];
