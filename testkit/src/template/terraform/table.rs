//! Terraform's kinds of resources, and what CloudFormation calls them.
//!
//! An attribute is the property of the same letters; a table names the others.

use cupola::base::text::Span;

use super::super::node::Member;
use super::reshape;

/// One kind of resource.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    pub(super) name: &'static str,
    /// The kind that is made of it.
    pub(super) kind: &'static str,
    /// Attributes by their path, and the properties that they are.
    pub(super) renames: &'static [(&'static str, &'static str)],
    /// Attributes that are about Terraform, or computed.
    pub(super) ignored: &'static [&'static str],
    /// What no renaming does.
    pub(super) reshape: Option<Reshape>,
}

type Reshape = fn(Span, Vec<Member>) -> Vec<Member>;
type Names = &'static [(&'static str, &'static str)];

impl Entry {
    const fn of(name: &'static str, kind: &'static str, renames: Names) -> Self {
        Self { name, kind, renames, ignored: &[], reshape: None }
    }

    const fn ignoring(self, ignored: &'static [&'static str]) -> Self {
        Self { ignored, ..self }
    }

    const fn reshaped(self, reshape: Reshape) -> Self {
        Self { reshape: Some(reshape), ..self }
    }

    /// Whether an empty text means something: a pattern that matches all.
    pub(super) fn keeps_empty(&self, attribute: &str) -> bool {
        matches!(attribute, "pattern" | "filter_pattern")
    }
}

/// What every resource has beside what is written, unless its table names it.
pub(super) const COMPUTED: &[&str] = &["arn", "id", "name_prefix", "region", "tags_all", "timeouts"];

pub(super) fn find(name: &str) -> Option<Entry> {
    KINDS.iter().copied().find(|entry| entry.name == name)
}

pub(super) fn names() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|entry| entry.name)
}

/// Whether a kind belongs to a service of observability.
pub(super) fn is_observed(name: &str) -> bool {
    const SERVICES: [&str; 10] = [
        "aws_cloudwatch_",
        "aws_cloudtrail",
        "aws_internetmonitor_",
        "aws_oam_",
        "aws_pipes_",
        "aws_rum_",
        "aws_scheduler_",
        "aws_schemas_",
        "aws_synthetics_",
        "aws_xray_",
    ];
    SERVICES.iter().any(|service| name.starts_with(service))
}

/// # Source
/// Terraform Registry, provider hashicorp/aws, each resource's "Argument Reference" and "Attribute Reference".
const KINDS: &[Entry] = &[
    Entry::of(
        "aws_cloudwatch_metric_alarm",
        "AWS::CloudWatch::Alarm",
        &[("evaluate_low_sample_count_percentiles", "EvaluateLowSampleCountPercentile"), ("metric_query", "Metrics")],
    )
    .reshaped(reshape::metric_alarm),
    Entry::of("aws_cloudwatch_composite_alarm", "AWS::CloudWatch::CompositeAlarm", &[])
        .reshaped(reshape::composite_alarm),
    Entry::of("aws_cloudwatch_dashboard", "AWS::CloudWatch::Dashboard", &[]).ignoring(&["dashboard_arn"]),
    Entry::of(
        "aws_cloudwatch_metric_stream",
        "AWS::CloudWatch::MetricStream",
        &[
            ("include_filter", "IncludeFilters"),
            ("exclude_filter", "ExcludeFilters"),
            ("statistics_configuration", "StatisticsConfigurations"),
            ("statistics_configuration.include_metric", "IncludeMetrics"),
        ],
    )
    .ignoring(&["creation_date", "last_update_date", "state"]),
    Entry::of("aws_cloudwatch_contributor_insight_rule", "AWS::CloudWatch::InsightRule", &[])
        .ignoring(&["resource_arn"]),
    Entry::of("aws_cloudwatch_log_group", "AWS::Logs::LogGroup", &[("name", "LogGroupName")])
        .ignoring(&["skip_destroy"])
        .reshaped(reshape::log_group),
    Entry::of("aws_cloudwatch_log_stream", "AWS::Logs::LogStream", &[("name", "LogStreamName")]),
    Entry::of(
        "aws_cloudwatch_log_metric_filter",
        "AWS::Logs::MetricFilter",
        &[
            ("name", "FilterName"),
            ("pattern", "FilterPattern"),
            ("metric_transformation", "MetricTransformations"),
            ("metric_transformation.name", "MetricName"),
            ("metric_transformation.namespace", "MetricNamespace"),
            ("metric_transformation.value", "MetricValue"),
        ],
    ),
    Entry::of("aws_cloudwatch_log_subscription_filter", "AWS::Logs::SubscriptionFilter", &[("name", "FilterName")]),
    Entry::of("aws_cloudwatch_log_destination", "AWS::Logs::Destination", &[("name", "DestinationName")]),
    Entry::of("aws_cloudwatch_log_destination_policy", "AWS::Logs::Destination|Policy", &[]),
    Entry::of("aws_cloudwatch_log_delivery_source", "AWS::Logs::DeliverySource", &[]).ignoring(&["service"]),
    Entry::of("aws_cloudwatch_log_delivery_destination", "AWS::Logs::DeliveryDestination", &[]),
    Entry::of("aws_cloudwatch_log_delivery_destination_policy", "AWS::Logs::DeliveryDestination|Policy", &[]),
    Entry::of("aws_cloudwatch_log_delivery", "AWS::Logs::Delivery", &[]),
    Entry::of("aws_cloudwatch_log_resource_policy", "AWS::Logs::ResourcePolicy", &[])
        .ignoring(&["policy_scope", "revision_id"]),
    Entry::of("aws_cloudwatch_log_account_policy", "AWS::Logs::AccountPolicy", &[]),
    Entry::of(
        "aws_cloudwatch_log_data_protection_policy",
        "AWS::Logs::LogGroup|DataProtection",
        &[("log_group_name", "LogGroupIdentifier")],
    ),
    Entry::of(
        "aws_cloudwatch_log_index_policy",
        "AWS::Logs::LogGroup|Index",
        &[("log_group_name", "LogGroupIdentifier")],
    ),
    Entry::of("aws_cloudwatch_query_definition", "AWS::Logs::QueryDefinition", &[]).ignoring(&["query_definition_id"]),
    Entry::of("aws_cloudwatch_event_rule", "AWS::Events::Rule", &[])
        .ignoring(&["force_destroy"])
        .reshaped(reshape::rule),
    Entry::of(
        "aws_cloudwatch_event_target",
        "AWS::Events::Rule|Target",
        &[
            ("arn", "Arn"),
            ("target_id", "Id"),
            ("input_transformer", "InputTransformer"),
            ("input_transformer.input_paths", "InputPathsMap"),
            ("sqs_target", "SqsParameters"),
            ("kinesis_target", "KinesisParameters"),
            ("http_target", "HttpParameters"),
            ("batch_target", "BatchParameters"),
            ("ecs_target", "EcsParameters"),
            ("redshift_target", "RedshiftDataParameters"),
            ("redshift_target.secrets_manager_arn", "SecretManagerArn"),
            ("appsync_target", "AppSyncParameters"),
            ("sagemaker_pipeline_target", "SageMakerPipelineParameters"),
        ],
    )
    .ignoring(&["force_destroy"])
    .reshaped(reshape::target),
    Entry::of("aws_cloudwatch_event_bus", "AWS::Events::EventBus", &[]),
    Entry::of("aws_cloudwatch_event_bus_policy", "AWS::Events::EventBus|Policy", &[]),
    Entry::of("aws_cloudwatch_event_permission", "AWS::Events::EventBusPolicy", &[]).reshaped(reshape::permission),
    Entry::of("aws_cloudwatch_event_archive", "AWS::Events::Archive", &[("name", "ArchiveName")]),
    Entry::of("aws_cloudwatch_event_api_destination", "AWS::Events::ApiDestination", &[]),
    Entry::of(
        "aws_cloudwatch_event_connection",
        "AWS::Events::Connection",
        &[
            ("auth_parameters.basic", "BasicAuthParameters"),
            ("auth_parameters.api_key", "ApiKeyAuthParameters"),
            ("auth_parameters.api_key.key", "ApiKeyName"),
            ("auth_parameters.api_key.value", "ApiKeyValue"),
            ("auth_parameters.oauth", "OAuthParameters"),
            ("auth_parameters.oauth.oauth_http_parameters.header", "HeaderParameters"),
            ("auth_parameters.oauth.oauth_http_parameters.query_string", "QueryStringParameters"),
            ("auth_parameters.oauth.oauth_http_parameters.body", "BodyParameters"),
            ("auth_parameters.invocation_http_parameters.header", "HeaderParameters"),
            ("auth_parameters.invocation_http_parameters.query_string", "QueryStringParameters"),
            ("auth_parameters.invocation_http_parameters.body", "BodyParameters"),
        ],
    )
    .ignoring(&["secret_arn"]),
    Entry::of("aws_scheduler_schedule", "AWS::Scheduler::Schedule", &[]),
    Entry::of("aws_scheduler_schedule_group", "AWS::Scheduler::ScheduleGroup", &[]).ignoring(&[
        "creation_date",
        "last_modification_date",
        "state",
    ]),
    Entry::of("aws_schemas_registry", "AWS::EventSchemas::Registry", &[("name", "RegistryName")]),
    Entry::of("aws_schemas_schema", "AWS::EventSchemas::Schema", &[("name", "SchemaName")]).ignoring(&[
        "last_modified",
        "version",
        "version_created_date",
    ]),
    Entry::of("aws_schemas_discoverer", "AWS::EventSchemas::Discoverer", &[]),
    Entry::of("aws_schemas_registry_policy", "AWS::EventSchemas::RegistryPolicy", &[]),
    Entry::of("aws_xray_sampling_rule", "AWS::XRay::SamplingRule", &[]).reshaped(reshape::sampling_rule),
    Entry::of("aws_xray_group", "AWS::XRay::Group", &[]),
    Entry::of("aws_xray_resource_policy", "AWS::XRay::ResourcePolicy", &[])
        .ignoring(&["last_updated_time", "policy_revision_id"]),
    Entry::of("aws_xray_encryption_config", "AWS::XRay::SamplingRule|Encryption", &[]),
    Entry::of(
        "aws_cloudtrail",
        "AWS::CloudTrail::Trail",
        &[
            ("name", "TrailName"),
            ("cloud_watch_logs_group_arn", "CloudWatchLogsLogGroupArn"),
            ("enable_logging", "IsLogging"),
            ("event_selector", "EventSelectors"),
            ("event_selector.data_resource", "DataResources"),
            ("advanced_event_selector", "AdvancedEventSelectors"),
            ("advanced_event_selector.field_selector", "FieldSelectors"),
            ("insight_selector", "InsightSelectors"),
        ],
    )
    .ignoring(&["home_region", "sns_topic_arn"]),
    Entry::of("aws_synthetics_canary", "AWS::Synthetics::Canary", &[("start_canary", "StartCanaryAfterCreation")])
        .ignoring(&["delete_lambda", "engine_arn", "source_location_arn", "status", "timeline"])
        .reshaped(reshape::canary),
    Entry::of("aws_synthetics_group", "AWS::Synthetics::Group", &[]).ignoring(&["group_id"]),
    Entry::of(
        "aws_synthetics_group_association",
        "AWS::Synthetics::Group|Association",
        &[("group_name", "GroupIdentifier"), ("canary_arn", "ResourceArn")],
    )
    .ignoring(&["group_arn", "group_id"]),
];

#[cfg(test)]
mod tests {
    use super::super::super::kinds;
    use super::*;

    #[test]
    fn every_entry_stands_once_and_has_its_kind() {
        let mut names: Vec<&str> = names().collect();
        assert!(KINDS.iter().all(|entry| kinds::find(entry.kind).is_some() && is_observed(entry.name)));
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{names:?}");
    }
}
