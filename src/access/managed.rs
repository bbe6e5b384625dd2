//! Managed policies that the services' guides name.

use cupola_base::policy::Policy;

use super::named::NamedPolicy;

/// A managed policy of AWS, with the actions of it that the door answers. What it says of other services decides nothing
/// here and is left out.
///
/// ```
/// use cupola::ManagedPolicy;
///
/// let reader = ManagedPolicy::ALL.iter().find(|policy| policy.name == "AWSXrayReadOnlyAccess").ok_or("it is there")?;
/// assert!(reader.document.contains("xray:GetTraceSummaries"));
/// assert!(!reader.document.contains("xray:PutTraceSegments"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// AWS Managed Policy Reference Guide, as of 2026.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ManagedPolicy {
    /// Its name.
    pub name: &'static str,
    /// The document, as JSON.
    pub document: &'static str,
}

impl ManagedPolicy {
    /// All that are here, by name.
    pub const ALL: &'static [Self] = ALL;

    /// The policy, by its name.
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "a test parses all of them")]
    pub fn named(&self) -> NamedPolicy {
        NamedPolicy::new(self.name, Policy::parse(self.document).expect("a managed policy is a policy"))
    }
}

/// The names, for refusals.
pub(super) fn names() -> String {
    ALL.iter().map(|managed| managed.name).collect::<Vec<_>>().join(", ")
}

pub(super) const ALL: &[ManagedPolicy] = &[
    ManagedPolicy {
        name: "AWSCloudTrail_FullAccess",
        document: r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "cloudtrail:*", "Resource": "*"},
            {"Effect": "Allow", "Action": "logs:CreateLogGroup", "Resource":
            "arn:aws:logs:*:*:log-group:aws-cloudtrail-logs*"}]}"#,
    },
    ManagedPolicy {
        name: "AWSCloudTrail_ReadOnlyAccess",
        document: r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": ["cloudtrail:Get*",
            "cloudtrail:Describe*", "cloudtrail:List*", "cloudtrail:LookupEvents"], "Resource": "*"}}"#,
    },
    ManagedPolicy {
        name: "AWSXRayDaemonWriteAccess",
        document: r#"{"Version": "2012-10-17", "Statement": {"Sid": "AWSXRayDaemonWriteAccess", "Effect": "Allow", "Action":
            ["xray:PutTraceSegments", "xray:PutTelemetryRecords", "xray:GetSamplingRules", "xray:GetSamplingTargets",
            "xray:GetSamplingStatisticSummaries"], "Resource": "*"}}"#,
    },
    ManagedPolicy {
        name: "AWSXrayFullAccess",
        document: r#"{"Version": "2012-10-17", "Statement": {"Sid": "AWSXrayFullAccess", "Effect": "Allow", "Action": "xray:*",
            "Resource": "*"}}"#,
    },
    ManagedPolicy {
        name: "AWSXrayReadOnlyAccess",
        document: r#"{"Version": "2012-10-17", "Statement": {"Sid": "AWSXrayReadOnlyAccess", "Effect": "Allow", "Action":
            ["xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:GetSamplingStatisticSummaries",
            "xray:BatchGetTraces", "xray:BatchGetTraceSummaryById", "xray:GetDistinctTraceGraphs",
            "xray:GetServiceGraph", "xray:GetTraceGraph", "xray:GetTraceSummaries", "xray:GetGroups", "xray:GetGroup",
            "xray:ListTagsForResource", "xray:ListResourcePolicies", "xray:GetTimeSeriesServiceStatistics",
            "xray:GetInsightSummaries", "xray:GetInsight", "xray:GetInsightEvents", "xray:GetInsightImpactGraph"],
            "Resource": "*"}}"#,
    },
    ManagedPolicy {
        name: "AWSXrayWriteOnlyAccess",
        document: r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": ["xray:PutTraceSegments",
            "xray:PutTelemetryRecords", "xray:GetSamplingRules", "xray:GetSamplingTargets",
            "xray:GetSamplingStatisticSummaries"], "Resource": "*"}}"#,
    },
    ManagedPolicy {
        name: "AmazonEventBridgeFullAccess",
        document: r#"{"Version": "2012-10-17", "Statement": {"Sid": "EventBridgeActions", "Effect": "Allow", "Action":
            ["events:*", "schemas:*", "scheduler:*", "pipes:*"], "Resource": "*"}}"#,
    },
    ManagedPolicy {
        name: "AmazonEventBridgePipesFullAccess",
        document: r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "pipes:*", "Resource": "*"}}"#,
    },
    ManagedPolicy {
        name: "AmazonEventBridgePipesOperatorAccess",
        document: r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": ["pipes:DescribePipe",
            "pipes:ListPipes", "pipes:ListTagsForResource", "pipes:StartPipe", "pipes:StopPipe"], "Resource": "*"}}"#,
    },
    ManagedPolicy {
        name: "AmazonEventBridgePipesReadOnlyAccess",
        document: r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": ["pipes:DescribePipe",
            "pipes:ListPipes", "pipes:ListTagsForResource"], "Resource": "*"}}"#,
    },
    ManagedPolicy {
        name: "AmazonEventBridgeReadOnlyAccess",
        document: r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": ["events:DescribeRule",
            "events:DescribeEventBus", "events:DescribeEventSource", "events:ListEventBuses",
            "events:ListEventSources", "events:ListRuleNamesByTarget", "events:ListRules", "events:ListTargetsByRule",
            "events:TestEventPattern", "events:DescribeArchive", "events:ListArchives", "events:DescribeReplay",
            "events:ListReplays", "events:DescribeConnection", "events:ListConnections",
            "events:DescribeApiDestination", "events:ListApiDestinations", "events:DescribeEndpoint",
            "events:ListEndpoints", "schemas:DescribeCodeBinding", "schemas:DescribeDiscoverer",
            "schemas:DescribeRegistry", "schemas:DescribeSchema", "schemas:ExportSchema",
            "schemas:GetCodeBindingSource", "schemas:GetDiscoveredSchema", "schemas:GetResourcePolicy",
            "schemas:ListDiscoverers", "schemas:ListRegistries", "schemas:ListSchemas", "schemas:ListSchemaVersions",
            "schemas:ListTagsForResource", "schemas:SearchSchemas", "scheduler:GetSchedule",
            "scheduler:GetScheduleGroup", "scheduler:ListSchedules", "scheduler:ListScheduleGroups",
            "scheduler:ListTagsForResource", "pipes:DescribePipe", "pipes:ListPipes", "pipes:ListTagsForResource"],
            "Resource": "*"}}"#,
    },
    ManagedPolicy {
        name: "AmazonEventBridgeSchedulerFullAccess",
        document: r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "scheduler:*", "Resource": "*"}}"#,
    },
    ManagedPolicy {
        name: "AmazonEventBridgeSchedulerReadOnlyAccess",
        document: r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": ["scheduler:List*",
            "scheduler:Get*"], "Resource": "*"}}"#,
    },
    ManagedPolicy {
        name: "AmazonEventBridgeSchemasFullAccess",
        document: r#"{"Version": "2012-10-17", "Statement": [{"Sid": "AmazonEventBridgeSchemasFullAccess", "Effect": "Allow",
            "Action": "schemas:*", "Resource": "*"}, {"Sid": "AmazonEventBridgeManageRule", "Effect": "Allow",
            "Action": ["events:PutRule", "events:PutTargets", "events:EnableRule", "events:DisableRule",
            "events:DeleteRule", "events:RemoveTargets", "events:ListTargetsByRule"], "Resource":
            "arn:aws:events:*:*:rule/*Schemas*"}]}"#,
    },
    ManagedPolicy {
        name: "AmazonEventBridgeSchemasReadOnlyAccess",
        document: r#"{"Version": "2012-10-17", "Statement": {"Sid": "AmazonEventBridgeSchemasReadOnlyAccess", "Effect":
            "Allow", "Action": ["schemas:ListDiscoverers", "schemas:DescribeDiscoverer", "schemas:ListRegistries",
            "schemas:DescribeRegistry", "schemas:SearchSchemas", "schemas:ListSchemas", "schemas:ListSchemaVersions",
            "schemas:DescribeSchema", "schemas:GetDiscoveredSchema", "schemas:DescribeCodeBinding",
            "schemas:GetCodeBindingSource", "schemas:ListTagsForResource", "schemas:GetResourcePolicy"], "Resource":
            "*"}}"#,
    },
    ManagedPolicy {
        name: "CloudWatchAgentServerPolicy",
        document: r#"{"Version": "2012-10-17", "Statement": {"Sid": "CWACloudWatchServerPermissions", "Effect": "Allow",
            "Action": ["cloudwatch:PutMetricData", "logs:PutLogEvents", "logs:PutRetentionPolicy",
            "logs:DescribeLogStreams", "logs:DescribeLogGroups", "logs:CreateLogStream", "logs:CreateLogGroup",
            "xray:PutTraceSegments", "xray:PutTelemetryRecords", "xray:GetSamplingRules", "xray:GetSamplingTargets",
            "xray:GetSamplingStatisticSummaries"], "Resource": "*"}}"#,
    },
    ManagedPolicy {
        name: "CloudWatchEventsFullAccess",
        document: r#"{"Version": "2012-10-17", "Statement": {"Sid": "EventBridgeActions", "Effect": "Allow", "Action":
            ["events:*", "schemas:*", "scheduler:*", "pipes:*"], "Resource": "*"}}"#,
    },
    ManagedPolicy {
        name: "CloudWatchEventsReadOnlyAccess",
        document: r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": ["events:DescribeRule",
            "events:DescribeEventBus", "events:DescribeEventSource", "events:ListEventBuses",
            "events:ListEventSources", "events:ListRuleNamesByTarget", "events:ListRules", "events:ListTargetsByRule",
            "events:TestEventPattern", "events:DescribeArchive", "events:ListArchives", "events:DescribeReplay",
            "events:ListReplays", "events:DescribeConnection", "events:ListConnections",
            "events:DescribeApiDestination", "events:ListApiDestinations", "events:DescribeEndpoint",
            "events:ListEndpoints", "schemas:DescribeCodeBinding", "schemas:DescribeDiscoverer",
            "schemas:DescribeRegistry", "schemas:DescribeSchema", "schemas:ExportSchema",
            "schemas:GetCodeBindingSource", "schemas:GetDiscoveredSchema", "schemas:GetResourcePolicy",
            "schemas:ListDiscoverers", "schemas:ListRegistries", "schemas:ListSchemas", "schemas:ListSchemaVersions",
            "schemas:ListTagsForResource", "schemas:SearchSchemas", "scheduler:GetSchedule",
            "scheduler:GetScheduleGroup", "scheduler:ListSchedules", "scheduler:ListScheduleGroups",
            "scheduler:ListTagsForResource", "pipes:DescribePipe", "pipes:ListPipes", "pipes:ListTagsForResource"],
            "Resource": "*"}}"#,
    },
    ManagedPolicy {
        name: "CloudWatchFullAccess",
        document: r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": ["cloudwatch:*", "logs:*"],
            "Resource": "*"}}"#,
    },
    ManagedPolicy {
        name: "CloudWatchFullAccessV2",
        document: r#"{"Version": "2012-10-17", "Statement": {"Sid": "CloudWatchFullAccessPermissions", "Effect": "Allow",
            "Action": ["cloudwatch:*", "logs:*", "synthetics:*", "xray:*"], "Resource": "*"}}"#,
    },
    ManagedPolicy {
        name: "CloudWatchLogsFullAccess",
        document: r#"{"Version": "2012-10-17", "Statement": {"Sid": "CloudWatchLogsFullAccess", "Effect": "Allow", "Action":
            "logs:*", "Resource": "*"}}"#,
    },
    ManagedPolicy {
        name: "CloudWatchLogsReadOnlyAccess",
        document: r#"{"Version": "2012-10-17", "Statement": {"Sid": "CloudWatchLogsReadOnlyAccess", "Effect": "Allow",
            "Action": ["logs:Describe*", "logs:Get*", "logs:List*", "logs:StartQuery", "logs:StopQuery",
            "logs:TestMetricFilter", "logs:FilterLogEvents", "logs:StartLiveTail", "logs:StopLiveTail"], "Resource":
            "*"}}"#,
    },
    ManagedPolicy {
        name: "CloudWatchReadOnlyAccess",
        document: r#"{"Version": "2012-10-17", "Statement": {"Sid": "CloudWatchReadOnlyAccessPermissions", "Effect": "Allow",
            "Action": ["cloudwatch:BatchGet*", "cloudwatch:Describe*", "cloudwatch:Get*", "cloudwatch:List*",
            "logs:Get*", "logs:List*", "logs:StartQuery", "logs:StopQuery", "logs:Describe*", "logs:TestMetricFilter",
            "logs:FilterLogEvents", "logs:StartLiveTail", "logs:StopLiveTail", "synthetics:Describe*",
            "synthetics:Get*", "synthetics:List*", "xray:BatchGet*", "xray:Get*", "xray:List*",
            "xray:StartTraceRetrieval", "xray:CancelTraceRetrieval"], "Resource": "*"}}"#,
    },
    ManagedPolicy {
        name: "CloudWatchSyntheticsFullAccess",
        document: r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "synthetics:*", "Resource": "*"},
            {"Effect": "Allow", "Action": ["xray:GetTraceSummaries", "xray:BatchGetTraces"], "Resource": "*"},
            {"Effect": "Allow", "Action": ["cloudwatch:GetMetricData", "cloudwatch:GetMetricStatistics",
            "cloudwatch:ListMetrics"], "Resource": "*"}, {"Effect": "Allow", "Action": ["cloudwatch:PutMetricAlarm",
            "cloudwatch:DeleteAlarms"], "Resource": "arn:aws:cloudwatch:*:*:alarm:Synthetics-*"}, {"Effect": "Allow",
            "Action": "cloudwatch:DescribeAlarms", "Resource": "arn:aws:cloudwatch:*:*:alarm:*"}, {"Effect": "Allow",
            "Action": ["logs:GetLogRecord", "logs:DescribeLogStreams", "logs:StartQuery", "logs:GetLogEvents",
            "logs:FilterLogEvents", "logs:GetLogGroupFields"], "Resource":
            "arn:aws:logs:*:*:log-group:/aws/lambda/cwsyn-*", "Condition": {"StringEquals": {"aws:ResourceAccount":
            "${aws:PrincipalAccount}"}}}]}"#,
    },
    ManagedPolicy {
        name: "CloudWatchSyntheticsReadOnlyAccess",
        document: r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": ["synthetics:Describe*",
            "synthetics:Get*", "synthetics:List*"], "Resource": "*"}}"#,
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_a_policy_and_they_are_in_order() {
        assert!(ALL.windows(2).all(|pair| pair[0].name < pair[1].name));
        for managed in ALL {
            assert!(!managed.named().policy.statements().is_empty(), "{}", managed.name);
        }
    }
}
