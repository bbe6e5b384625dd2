//! Sampling rules, groups.

use cupola::Service::XRay;

use super::{Call, From, Kind};

/// # Source
/// CloudFormation Template Reference, "AWS X-Ray".
pub(super) const KINDS: &[Kind] = &[
    Kind::of("AWS::XRay::SamplingRule", &[Call::to(XRay, "CreateSamplingRule")])
        .referred(From::Answer(RULE))
        .with(&[("RuleARN", From::Answer(RULE))])
        .ignoring(&[("RuleName", "the name stands in the SamplingRule")]),
    Kind::of("AWS::XRay::Group", &[Call::to(XRay, "CreateGroup")])
        .named("GroupName", 32)
        .referred(From::Answer("/Group/GroupARN"))
        .with(&[("GroupARN", From::Answer("/Group/GroupARN"))]),
    Kind::of("AWS::XRay::ResourcePolicy", &[Call::to(XRay, "PutResourcePolicy")]).called("PolicyName"),
    // Terraform's own.
    Kind::of("AWS::XRay::SamplingRule|Encryption", &[Call::to(XRay, "PutEncryptionConfig")])
        .referred(From::Pattern("{region}")),
];

const RULE: &str = "/SamplingRuleRecord/SamplingRule/RuleARN";
