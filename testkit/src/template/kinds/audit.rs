//! Trails.

use cupola::Service::CloudTrail;

use super::{Call, From, Kind, When};

/// # Source
/// CloudFormation Template Reference, "AWS CloudTrail".
pub(super) const KINDS: &[Kind] = &[Kind::of("AWS::CloudTrail::Trail", TRAIL)
    .named("TrailName", 128)
    .with(&[("Arn", From::Answer("/TrailARN")), ("SnsTopicArn", From::Answer("/SnsTopicARN"))])
    .renamed(&[("TrailName", "Name"), ("KMSKeyId", "KmsKeyId"), ("Tags", "TagsList")])];

const TRAIL: &[Call] = &[
    Call::to(CloudTrail, "CreateTrail"),
    Call::to(CloudTrail, "PutEventSelectors")
        .when(When::Given("EventSelectors"))
        .taking(&[("EventSelectors", "EventSelectors")])
        .adding(&[("TrailName", "{name}")]),
    Call::to(CloudTrail, "PutEventSelectors")
        .when(When::Given("AdvancedEventSelectors"))
        .taking(&[("AdvancedEventSelectors", "AdvancedEventSelectors")])
        .adding(&[("TrailName", "{name}")]),
    Call::to(CloudTrail, "PutInsightSelectors")
        .when(When::Given("InsightSelectors"))
        .taking(&[("InsightSelectors", "InsightSelectors")])
        .adding(&[("TrailName", "{name}")]),
    Call::to(CloudTrail, "StartLogging").when(When::True("IsLogging")).taking(&[]).adding(&[("Name", "{name}")]),
];
