//! Alarms, dashboards, streams, insight rules, canaries and their groups.

use cupola::Service::{CloudWatch, Synthetics};

use super::{Call, From, Kind, When};

/// # Source
/// CloudFormation Template Reference, "Amazon CloudWatch" and "Amazon CloudWatch Synthetics".
pub(super) const KINDS: &[Kind] = &[
    Kind::of("AWS::CloudWatch::Alarm", &[Call::to(CloudWatch, "PutMetricAlarm")]).named("AlarmName", 255).with(ALARM),
    Kind::of("AWS::CloudWatch::CompositeAlarm", &[Call::to(CloudWatch, "PutCompositeAlarm")])
        .named("AlarmName", 255)
        .with(ALARM),
    Kind::of("AWS::CloudWatch::AlarmMuteRule", &[Call::to(CloudWatch, "PutAlarmMuteRule")])
        .named("Name", 255)
        .referred(From::Pattern(MUTE_RULE))
        .with(&[("Arn", From::Pattern(MUTE_RULE))]),
    Kind::of("AWS::CloudWatch::AnomalyDetector", &[Call::to(CloudWatch, "PutAnomalyDetector")])
        .referred(From::Pattern("{id}"))
        .with(&[("Id", From::Pattern("{id}"))])
        .renamed(&[("Configuration.MetricTimeZone", "MetricTimezone")]),
    Kind::of("AWS::CloudWatch::Dashboard", &[Call::to(CloudWatch, "PutDashboard")]).named("DashboardName", 255),
    Kind::of("AWS::CloudWatch::MetricStream", &[Call::to(CloudWatch, "PutMetricStream")])
        .named("Name", 255)
        .with(&[("Arn", From::Answer("/Arn"))]),
    Kind::of("AWS::CloudWatch::InsightRule", &[Call::to(CloudWatch, "PutInsightRule")])
        .called("RuleName")
        .referred(From::Pattern(INSIGHT_RULE))
        .with(&[("Arn", From::Pattern(INSIGHT_RULE)), ("RuleName", From::Pattern("{name}"))])
        .renamed(&[("RuleBody", "RuleDefinition")]),
    Kind::of("AWS::Synthetics::Canary", CANARY)
        .at_arn(From::Pattern("arn:{partition}:synthetics:{region}:{account}:canary:{name}"))
        .with(&[("Id", From::Answer("/Canary/Id")), ("State", From::Answer("/Canary/Status/State"))])
        .called("Name")
        .renamed(&[
            ("Code.S3ObjectVersion", "S3Version"),
            ("SuccessRetentionPeriod", "SuccessRetentionPeriodInDays"),
            ("FailureRetentionPeriod", "FailureRetentionPeriodInDays"),
            ("VPCConfig", "VpcConfig"),
            ("RunConfig.MemoryInMB", "MemoryInMB"),
        ])
        .ignoring(&[
            ("Code.Script", "a canary's script is not run"),
            ("Code.SourceLocationArn", "a canary's script is not run"),
            ("DeleteLambdaResourcesOnCanaryDeletion", "there is no function to delete"),
            ("VisualReference", "no screenshots are made"),
            ("VisualReferences", "no screenshots are made"),
            ("DryRunAndUpdate", "the canary is made, not updated"),
        ]),
    Kind::of("AWS::Synthetics::Group", CANARY_GROUP)
        .called("Name")
        .with(&[("Id", From::Answer("/Group/Id"))])
        .at_arn(From::Answer("/Group/Arn")),
    // Terraform's own.
    Kind::of("AWS::Synthetics::Group|Association", &[Call::to(Synthetics, "AssociateResource")])
        .referred(From::Pattern("{GroupIdentifier}")),
];

const ALARM: &[(&str, From)] = &[("Arn", From::Pattern("arn:{partition}:cloudwatch:{region}:{account}:alarm:{name}"))];

const MUTE_RULE: &str = "arn:{partition}:cloudwatch:{region}:{account}:alarm-mute-rule:{name}";

const INSIGHT_RULE: &str = "arn:{partition}:cloudwatch:{region}:{account}:insight-rule/{name}";

const CANARY: &[Call] = &[
    Call::to(Synthetics, "CreateCanary"),
    Call::to(Synthetics, "StartCanary")
        .when(When::True("StartCanaryAfterCreation"))
        .taking(&[])
        .adding(&[("Name", "{name}")]),
];

const CANARY_GROUP: &[Call] = &[
    Call::to(Synthetics, "CreateGroup"),
    Call::to(Synthetics, "AssociateResource")
        .when(When::Each("ResourceArns"))
        .taking(&[("ResourceArns", "ResourceArn")])
        .adding(&[("GroupIdentifier", "{name}")]),
];
