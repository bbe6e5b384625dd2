//! Buses, mail, identities, findings, workflows.

use super::LogSource;

pub(super) const SOURCES: &[LogSource] = &[
    LogSource::of("codewhisperer", "customization/ profile/", "EVENT_LOGS", ""),
    LogSource::of(
        "entityresolution",
        "matchingworkflow/ idmappingworkflow/",
        "WORKFLOW_LOGS",
        "\
        timestamp resource_arn resource_id event_type event_timestamp job_id workflow_name \
        workflow_start_time workflow_complete_time data_processing_progression error_count_map \
        error_message error_count matched_record_count_map match_rule match_count \
        total_records_processed total_records_unprocessed incremental_records_processed \
        workflow_duration raw_workflow_duration input_file_size",
    ),
    LogSource::of("events", "event-bus/", "ERROR_LOGS", BUS),
    LogSource::of("events", "event-bus/", "INFO_LOGS", BUS),
    LogSource::of("events", "event-bus/", "TRACE_LOGS", BUS),
    LogSource::of(
        "qbusiness",
        "application/",
        "EVENT_LOGS",
        "\
        timestamp application_id event_timestamp log_type account_id conversation_id \
        system_message_id user_message_id user_message system_message \
        output_metrics_is_message_blocked output_metrics_is_message_with_no_answer comment \
        usefulness_reason usefulness user_email hallucinated_message chat_mode chat_latency \
        time_to_first_token title url chat_type plugin_id plugin_type unique_user_id",
    ),
    LogSource::of(
        "qbusiness",
        "application/",
        "SYNC_JOB_LOGS",
        "\
        timestamp AwsAccountId DataSourceId SyncJobId IndexId MemberName MemberGlobalName DocumentId \
        DocumentTitle SourceUri Acl Metadata Type CrawlAction CrawlStatus SyncStatus IndexStatus \
        ConnectorDocumentStatus MemberType IsMemberFederated Message JsonMessage GroupName \
        GroupGlobalName IsGroupFederated HashedDocumentId ContentType IntermediateStatus ErrorMsg \
        applicationId! event_timestamp! FeatureName! LogLevel!",
    ),
    LogSource::of("qdeveloper", "", "EVENT_LOGS", ""),
    LogSource::of("quicksight", "", "CHAT_LOGS", ""),
    LogSource::of("quicksight", "", "FEEDBACK_LOGS", ""),
    LogSource::of("securityhub", "hub/ hubv2/", "SECURITY_FINDING_LOGS", "event!").plain_to_logs(),
    LogSource::of(
        "ses",
        "mailmanager-ingress-point/",
        "APPLICATION_LOGS",
        "\
        timestamp ingress_point_id ingress_point_type sender_ip_address smtp_mail_from smtp_helo \
        tls_protocol recipients ingress_point_metadata tls_cipher_suite message_size_bytes \
        rule_set_id vpc_endpoint_id resource_arn! event_timestamp! message_id!",
    ),
    LogSource::of(
        "ses",
        "mailmanager-ingress-point/",
        "TRAFFIC_POLICY_DEBUG_LOGS",
        "\
        timestamp ingress_point_id ingress_point_type ingress_point_session_id traffic_policy_id \
        traffic_policy_evaluation traffic_policy_verdict sender_ip_address smtp_mail_from smtp_helo \
        tls_protocol recipient tls_cipher_suite resource_arn! event_timestamp!",
    ),
    LogSource::of(
        "ses",
        "mailmanager-rule-set/",
        "APPLICATION_LOGS",
        "\
        timestamp rule_set_id rule_name rule_index recipients_matched action_metadata resource_arn! \
        event_timestamp! message_id! rule_set_name!",
    ),
    LogSource::of("sso", "instance/", "ERROR_LOGS", "").placeless(),
    LogSource::of("workmail", "organization/", "ACCESS_CONTROL_LOGS", ""),
    LogSource::of("workmail", "organization/", "AUTHENTICATION_LOGS", ""),
    LogSource::of("workmail", "organization/", "WORKMAIL_AVAILABILITY_PROVIDER_LOGS", ""),
    LogSource::of("workmail", "organization/", "WORKMAIL_MAILBOX_ACCESS_LOGS", ""),
    LogSource::of("workmail", "organization/", "WORKMAIL_PERSONAL_ACCESS_TOKEN_LOGS", ""),
];

/// A bus's logs, of any level.
const BUS: &str = "\
    timestamp resource_arn message_timestamp_ms event_bus_name request_id event_id invocation_id message_type log_level \
    details error";
