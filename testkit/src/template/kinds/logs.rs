//! Log groups, filters, policies.

use cupola::Service::Logs;

use super::{Call, From, Kind, When};

/// # Source
/// CloudFormation Template Reference, "Amazon CloudWatch Logs".
pub(super) const KINDS: &[Kind] = &[
    Kind::of("AWS::Logs::LogGroup", GROUP)
        .named("LogGroupName", 512)
        .with(&[("Arn", From::Pattern("arn:{partition}:logs:{region}:{account}:log-group:{name}:*"))]),
    Kind::of("AWS::Logs::LogStream", &[Call::to(Logs, "CreateLogStream")]).named("LogStreamName", 512),
    Kind::of("AWS::Logs::MetricFilter", &[Call::to(Logs, "PutMetricFilter")]).named("FilterName", 512),
    Kind::of("AWS::Logs::SubscriptionFilter", &[Call::to(Logs, "PutSubscriptionFilter")]).named("FilterName", 512),
    Kind::of("AWS::Logs::QueryDefinition", &[Call::to(Logs, "PutQueryDefinition")])
        .called("Name")
        .referred(From::Answer("/queryDefinitionId"))
        .with(&[("QueryDefinitionId", From::Answer("/queryDefinitionId"))]),
    Kind::of("AWS::Logs::ScheduledQuery", &[Call::to(Logs, "CreateScheduledQuery")])
        .called("Name")
        .referred(From::Answer("/scheduledQueryArn"))
        .with(&[("ScheduledQueryArn", From::Answer("/scheduledQueryArn"))]),
    Kind::of("AWS::Logs::Destination", DESTINATION)
        .called("DestinationName")
        .with(&[("Arn", From::Answer("/destination/arn"))]),
    Kind::of("AWS::Logs::ResourcePolicy", &[Call::to(Logs, "PutResourcePolicy")]).called("PolicyName"),
    Kind::of("AWS::Logs::AccountPolicy", &[Call::to(Logs, "PutAccountPolicy")])
        .called("PolicyName")
        .referred(From::Pattern("{account}|{PolicyType}|{name}"))
        .with(&[("AccountId", From::Pattern("{account}"))]),
    Kind::of("AWS::Logs::Transformer", &[Call::to(Logs, "PutTransformer")])
        .referred(From::Pattern("{LogGroupIdentifier}")),
    Kind::of("AWS::Logs::LogAnomalyDetector", &[Call::to(Logs, "CreateLogAnomalyDetector")])
        .referred(From::Answer("/anomalyDetectorArn"))
        .with(&[("AnomalyDetectorArn", From::Answer("/anomalyDetectorArn"))])
        .ignoring(&[("AccountId", "a detector is made in the account of its group")]),
    Kind::of("AWS::Logs::DeliverySource", &[Call::to(Logs, "PutDeliverySource")])
        .called("Name")
        .with(&[("Arn", From::Answer("/deliverySource/arn")), ("Service", From::Answer("/deliverySource/service"))]),
    Kind::of("AWS::Logs::DeliveryDestination", &[Call::to(Logs, "PutDeliveryDestination")])
        .called("Name")
        .grouped(&[("DestinationResourceArn", "DeliveryDestinationConfiguration", "DestinationResourceArn")])
        .ignoring(&[(
            "DeliveryDestinationPolicy",
            "it lets other accounts deliver, and what is made of a template is one account",
        )])
        .with(&[("Arn", From::Answer("/deliveryDestination/arn"))]),
    Kind::of("AWS::Logs::Delivery", &[Call::to(Logs, "CreateDelivery")])
        .referred(From::Answer("/delivery/id"))
        .grouped(&[
            ("S3SuffixPath", "S3DeliveryConfiguration", "SuffixPath"),
            ("S3EnableHiveCompatiblePath", "S3DeliveryConfiguration", "EnableHiveCompatiblePath"),
        ])
        .with(&[
            ("Arn", From::Answer("/delivery/arn")),
            ("DeliveryId", From::Answer("/delivery/id")),
            ("DeliveryDestinationType", From::Answer("/delivery/deliveryDestinationType")),
        ]),
    // Terraform's own.
    Kind::of("AWS::Logs::DeliveryDestination|Policy", &[Call::to(Logs, "PutDeliveryDestinationPolicy")])
        .referred(From::Pattern("{DeliveryDestinationName}")),
    Kind::of("AWS::Logs::Destination|Policy", &[Call::to(Logs, "PutDestinationPolicy")])
        .referred(From::Pattern("{DestinationName}")),
    Kind::of("AWS::Logs::LogGroup|DataProtection", &[Call::to(Logs, "PutDataProtectionPolicy")])
        .referred(From::Pattern("{LogGroupIdentifier}")),
    Kind::of("AWS::Logs::LogGroup|Index", &[Call::to(Logs, "PutIndexPolicy")])
        .referred(From::Pattern("{LogGroupIdentifier}")),
];

const GROUP: &[Call] = &[
    Call::to(Logs, "CreateLogGroup"),
    Call::to(Logs, "PutRetentionPolicy")
        .when(When::Given("RetentionInDays"))
        .taking(&[("RetentionInDays", "retentionInDays")])
        .adding(&[("logGroupName", "{name}")]),
    Call::to(Logs, "PutDataProtectionPolicy")
        .when(When::Given("DataProtectionPolicy"))
        .taking(&[("DataProtectionPolicy", "policyDocument")])
        .adding(&[("logGroupIdentifier", "{name}")]),
    Call::to(Logs, "PutIndexPolicy")
        .when(When::Each("FieldIndexPolicies"))
        .taking(&[("FieldIndexPolicies", "policyDocument")])
        .adding(&[("logGroupIdentifier", "{name}")]),
    Call::to(Logs, "PutResourcePolicy")
        .when(When::Given("ResourcePolicyDocument"))
        .taking(&[("ResourcePolicyDocument", "policyDocument")])
        .adding(&[("resourceArn", "arn:{partition}:logs:{region}:{account}:log-group:{name}")]),
];

const DESTINATION: &[Call] = &[
    Call::to(Logs, "PutDestination"),
    Call::to(Logs, "PutDestinationPolicy")
        .when(When::Given("DestinationPolicy"))
        .taking(&[("DestinationPolicy", "accessPolicy")])
        .adding(&[("destinationName", "{name}")]),
];
