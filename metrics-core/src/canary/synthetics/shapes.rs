//! The shapes of the actions of CloudWatch Synthetics.

use cupola_base::shape::{
    INTEGER, List, Member, NOTHING, Operation, Pattern, Range, Shape, TEXT, TEXT_MAP, TEXTS, Text, Travel,
};

use super::group_shapes as groups;
use super::run_shapes::{DESCRIBED_LAST_RUNS, GOT_RUNS, LAST_RUNS, RUNS};
use crate::canary::configuration::is_canary_arn;
use crate::canary::dry_run::is_uuid;
use crate::canary::error::is_name;

/// The actions that [`Engine::call_synthetics`](crate::Engine::call_synthetics) answers, with the shapes of their
/// requests and answers.
///
/// ```
/// use cupola_metrics::synthetics::OPERATIONS;
///
/// let get = OPERATIONS.iter().find(|operation| operation.name == "GetCanary").unwrap();
/// assert_eq!(get.http.map(|http| (http.method, http.path)), Some(("GET", "/canary/{Name}")));
/// ```
///
/// # Source
/// CloudWatch Synthetics API Reference.
pub static OPERATIONS: &[Operation] = &[
    groups::ASSOCIATE_RESOURCE,
    CREATE_CANARY,
    groups::CREATE_GROUP,
    DELETE_CANARY,
    groups::DELETE_GROUP,
    DESCRIBE_CANARIES,
    DESCRIBE_CANARIES_LAST_RUN,
    DESCRIBE_RUNTIME_VERSIONS,
    groups::DISASSOCIATE_RESOURCE,
    GET_CANARY,
    GET_CANARY_RUNS,
    groups::GET_GROUP,
    groups::LIST_ASSOCIATED_GROUPS,
    groups::LIST_GROUP_RESOURCES,
    groups::LIST_GROUPS,
    LIST_TAGS_FOR_RESOURCE,
    START_CANARY,
    START_CANARY_DRY_RUN,
    STOP_CANARY,
    TAG_RESOURCE,
    UNTAG_RESOURCE,
    UPDATE_CANARY,
];

const CREATE_CANARY: Operation = Operation::new("CreateCanary", &CREATE, &ONE_CANARY).at("POST", "/canary");
const DELETE_CANARY: Operation = Operation::new("DeleteCanary", &DELETE, &NOTHING).at("DELETE", "/canary/{Name}");
const DESCRIBE_CANARIES: Operation = Operation::new("DescribeCanaries", &DESCRIBE, &DESCRIBED).at("POST", "/canaries");
const DESCRIBE_CANARIES_LAST_RUN: Operation =
    Operation::new("DescribeCanariesLastRun", &LAST_RUNS, &DESCRIBED_LAST_RUNS).at("POST", "/canaries/last-run");
const DESCRIBE_RUNTIME_VERSIONS: Operation =
    Operation::new("DescribeRuntimeVersions", &RUNTIMES, &DESCRIBED_RUNTIMES).at("POST", "/runtime-versions");
const GET_CANARY: Operation = Operation::new("GetCanary", &GET, &ONE_CANARY).at("GET", "/canary/{Name}");
const GET_CANARY_RUNS: Operation = Operation::new("GetCanaryRuns", &RUNS, &GOT_RUNS).at("POST", "/canary/{Name}/runs");
const LIST_TAGS_FOR_RESOURCE: Operation =
    Operation::new("ListTagsForResource", &RESOURCE, &TAGS_OF).at("GET", "/tags/{ResourceArn}");
const START_CANARY: Operation = Operation::new("StartCanary", &NAMED, &NOTHING).at("POST", "/canary/{Name}/start");
const START_CANARY_DRY_RUN: Operation =
    Operation::new("StartCanaryDryRun", &DRY_RUN, &STARTED_DRY_RUN).at("POST", "/canary/{Name}/dry-run/start");
const STOP_CANARY: Operation = Operation::new("StopCanary", &NAMED, &NOTHING).at("POST", "/canary/{Name}/stop");
const TAG_RESOURCE: Operation = Operation::new("TagResource", &TAG, &NOTHING).at("POST", "/tags/{ResourceArn}");
const UNTAG_RESOURCE: Operation = Operation::new("UntagResource", &UNTAG, &NOTHING).at("DELETE", "/tags/{ResourceArn}");
const UPDATE_CANARY: Operation = Operation::new("UpdateCanary", &UPDATE, &NOTHING).at("PATCH", "/canary/{Name}");

pub(super) static NAME: Shape = Shape::Text(Text::of(1, 255).like(Pattern { text: "[0-9a-z_\\-]+", matches: is_name }));
static STRING: Shape = Shape::Text(Text::of(1, 1024));
static ARN: Shape = Shape::Text(Text::of(1, 2048));
pub(super) static CANARY_ARN: Shape = Shape::Text(Text::of(1, 2048).like(Pattern {
    text: "arn:(aws[a-zA-Z-]*)?:synthetics:[a-z]{2,4}(-[a-z]{2,4})?-[a-z]+-\\d{1}:\\d{12}:canary:[0-9a-z_\\-]{1,255}",
    matches: is_canary_arn,
}));
pub(super) static UUID: Shape = Shape::Text(
    Text::of(0, 1024)
        .like(Pattern { text: "^[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$", matches: is_uuid }),
);
pub(super) static TOKEN: Shape = Shape::Text(Text::of(4, 252));
pub(super) static BROWSER: Shape = Shape::Text(Text::one_of(&["CHROME", "FIREFOX"]));
static DAYS: Shape = Shape::Integer(Range::of(1, 1024));
pub(super) static PAGE: Shape = Shape::Integer(Range::of(1, 100));

static DEPENDENCY: Shape = Shape::Structure(&[
    Member::optional("Type", &Shape::Text(Text::one_of(&["LambdaLayer"]))),
    Member::required("Reference", &STRING),
]);
static BLUEPRINTS: Shape = Shape::List(List::of(&Shape::Text(Text::of(1, 128))).within(0, 1));
static DEPENDENCIES: Shape = Shape::List(List::of(&DEPENDENCY).within(0, 1));
static CODE: Shape = Shape::Structure(&[
    Member::optional("S3Bucket", &STRING),
    Member::optional("S3Key", &STRING),
    Member::optional("S3Version", &STRING),
    Member::optional("ZipFile", &Shape::Blob),
    Member::optional("Handler", &Shape::Text(Text::of(0, 128))),
    Member::optional("BlueprintTypes", &BLUEPRINTS),
    Member::optional("Dependencies", &DEPENDENCIES),
]);
static RETRY: Shape = Shape::Structure(&[Member::required("MaxRetries", &Shape::Integer(Range::of(0, 2)))]);
static SCHEDULE: Shape = Shape::Structure(&[
    Member::required("Expression", &STRING),
    Member::optional("DurationInSeconds", &Shape::Integer(Range::of(0, 31_622_400))),
    Member::optional("RetryConfig", &RETRY),
]);
static RUN_CONFIG: Shape = Shape::Structure(&[
    Member::optional("TimeoutInSeconds", &Shape::Integer(Range::of(3, 840))),
    Member::optional("MemoryInMB", &Shape::Integer(Range::of(960, 3008))),
    Member::optional("ActiveTracing", &Shape::Boolean),
    Member::optional("EnvironmentVariables", &TEXT_MAP),
    Member::optional("EphemeralStorage", &Shape::Integer(Range::of(1024, 10_240))),
]);
static VPC: Shape = Shape::Structure(&[
    Member::optional("VpcId", &TEXT),
    Member::optional("SubnetIds", &Shape::List(List::of(&TEXT).within(0, 16))),
    Member::optional("SecurityGroupIds", &Shape::List(List::of(&TEXT).within(0, 5))),
    Member::optional("Ipv6AllowedForDualStack", &Shape::Boolean),
]);
static ENCRYPTION: Shape = Shape::Structure(&[
    Member::optional("EncryptionMode", &Shape::Text(Text::one_of(&["SSE_S3", "SSE_KMS"]))),
    Member::optional("KmsKeyArn", &ARN),
]);
static ARTIFACTS: Shape = Shape::Structure(&[Member::optional("S3Encryption", &ENCRYPTION)]);
static BROWSER_CONFIG: Shape = Shape::Structure(&[Member::optional("BrowserType", &BROWSER)]);
static BROWSERS: Shape = Shape::List(List::of(&BROWSER_CONFIG).within(1, 2));
static SCREENSHOT: Shape = Shape::Structure(&[
    Member::required("ScreenshotName", &STRING),
    Member::optional("IgnoreCoordinates", &Shape::List(List::of(&TEXT).within(0, 20))),
]);
static VISUAL_REFERENCE: Shape = Shape::Structure(&[
    Member::optional("BaseScreenshots", &Shape::List(List::of(&SCREENSHOT))),
    Member::required("BaseCanaryRunId", &STRING),
    Member::optional("BrowserType", &BROWSER),
]);
static VISUAL_REFERENCES: Shape = Shape::List(List::of(&VISUAL_REFERENCE).within(1, 2));
static CLEANUP: Shape = Shape::Text(Text::one_of(&["AUTOMATIC", "OFF"]));
static TAG_VALUE: Shape = Shape::Text(Text::of(0, 256));
pub(super) static TAGS: Shape = Shape::Map(cupola_base::shape::Map { value: &TAG_VALUE });
static TO_TAG: Shape = Shape::List(List::of(&Shape::Text(Text::one_of(&["lambda-function"]))).within(1, 1));

static CREATE: Shape = Shape::Structure(&[
    Member::required("Name", &NAME),
    Member::required("Code", &CODE),
    Member::required("ArtifactS3Location", &STRING),
    Member::required("ExecutionRoleArn", &ARN),
    Member::required("Schedule", &SCHEDULE),
    Member::optional("RunConfig", &RUN_CONFIG),
    Member::optional("SuccessRetentionPeriodInDays", &DAYS),
    Member::optional("FailureRetentionPeriodInDays", &DAYS),
    Member::required("RuntimeVersion", &STRING),
    Member::optional("VpcConfig", &VPC),
    Member::optional("ResourcesToReplicateTags", &TO_TAG),
    Member::optional("ProvisionedResourceCleanup", &CLEANUP),
    Member::optional("BrowserConfigs", &BROWSERS),
    Member::optional("Tags", &TAGS),
    Member::optional("ArtifactConfig", &ARTIFACTS),
]);
static UPDATE: Shape = Shape::Structure(&[
    Member::required("Name", &NAME),
    Member::optional("Code", &CODE),
    Member::optional("ExecutionRoleArn", &ARN),
    Member::optional("RuntimeVersion", &STRING),
    Member::optional("Schedule", &SCHEDULE),
    Member::optional("RunConfig", &RUN_CONFIG),
    Member::optional("SuccessRetentionPeriodInDays", &DAYS),
    Member::optional("FailureRetentionPeriodInDays", &DAYS),
    Member::optional("VpcConfig", &VPC),
    Member::optional("VisualReference", &VISUAL_REFERENCE),
    Member::optional("ArtifactS3Location", &STRING),
    Member::optional("ArtifactConfig", &ARTIFACTS),
    Member::optional("ProvisionedResourceCleanup", &CLEANUP),
    Member::optional("DryRunId", &UUID),
    Member::optional("VisualReferences", &VISUAL_REFERENCES),
    Member::optional("BrowserConfigs", &BROWSERS),
]);
static DRY_RUN: Shape = Shape::Structure(&[
    Member::required("Name", &NAME),
    Member::optional("Code", &CODE),
    Member::optional("RuntimeVersion", &STRING),
    Member::optional("RunConfig", &RUN_CONFIG),
    Member::optional("VpcConfig", &VPC),
    Member::optional("ExecutionRoleArn", &ARN),
    Member::optional("SuccessRetentionPeriodInDays", &DAYS),
    Member::optional("FailureRetentionPeriodInDays", &DAYS),
    Member::optional("VisualReference", &VISUAL_REFERENCE),
    Member::optional("ArtifactS3Location", &STRING),
    Member::optional("ArtifactConfig", &ARTIFACTS),
    Member::optional("ProvisionedResourceCleanup", &CLEANUP),
    Member::optional("BrowserConfigs", &BROWSERS),
    Member::optional("VisualReferences", &VISUAL_REFERENCES),
]);
static DELETE: Shape = Shape::Structure(&[
    Member::required("Name", &NAME),
    Member::optional("DeleteLambda", &Shape::Boolean).by(Travel::Query("deleteLambda")),
]);
static GET: Shape = Shape::Structure(&[
    Member::required("Name", &NAME),
    Member::optional("DryRunId", &UUID).by(Travel::Query("dryRunId")),
]);
static NAMED: Shape = Shape::Structure(&[Member::required("Name", &NAME)]);

static DRY_RUN_OF: Shape =
    Shape::Structure(&[Member::optional("DryRunId", &TEXT), Member::optional("LastDryRunExecutionStatus", &TEXT)]);
static STARTED_DRY_RUN: Shape = Shape::Structure(&[Member::optional("DryRunConfig", &DRY_RUN_OF)]);
static CODE_OF: Shape = Shape::Structure(&[
    Member::optional("SourceLocationArn", &TEXT),
    Member::optional("Handler", &TEXT),
    Member::optional("BlueprintTypes", &TEXTS),
    Member::optional("Dependencies", &Shape::List(List::of(&DEPENDENCY))),
]);
static STATUS: Shape = Shape::Structure(&[
    Member::optional("State", &TEXT),
    Member::optional("StateReason", &TEXT),
    Member::optional("StateReasonCode", &TEXT),
]);
static TIMELINE: Shape = Shape::Structure(&[
    Member::optional("Created", &Shape::Timestamp),
    Member::optional("LastModified", &Shape::Timestamp),
    Member::optional("LastStarted", &Shape::Timestamp),
    Member::optional("LastStopped", &Shape::Timestamp),
]);
static ENGINE: Shape =
    Shape::Structure(&[Member::optional("EngineArn", &TEXT), Member::optional("BrowserType", &BROWSER)]);
static CANARY: Shape = Shape::Structure(&[
    Member::optional("Id", &TEXT),
    Member::optional("Name", &NAME),
    Member::optional("Code", &CODE_OF),
    Member::optional("ExecutionRoleArn", &ARN),
    Member::optional("Schedule", &SCHEDULE),
    Member::optional("RunConfig", &RUN_CONFIG),
    Member::optional("SuccessRetentionPeriodInDays", &INTEGER),
    Member::optional("FailureRetentionPeriodInDays", &INTEGER),
    Member::optional("Status", &STATUS),
    Member::optional("Timeline", &TIMELINE),
    Member::optional("ArtifactS3Location", &TEXT),
    Member::optional("EngineArn", &TEXT),
    Member::optional("RuntimeVersion", &TEXT),
    Member::optional("VpcConfig", &VPC),
    Member::optional("VisualReference", &VISUAL_REFERENCE),
    Member::optional("ProvisionedResourceCleanup", &TEXT),
    Member::optional("BrowserConfigs", &Shape::List(List::of(&BROWSER_CONFIG))),
    Member::optional("EngineConfigs", &Shape::List(List::of(&ENGINE))),
    Member::optional("VisualReferences", &Shape::List(List::of(&VISUAL_REFERENCE))),
    Member::optional("Tags", &TAGS),
    Member::optional("ArtifactConfig", &ARTIFACTS),
    Member::optional("DryRunConfig", &DRY_RUN_OF),
]);
static ONE_CANARY: Shape = Shape::Structure(&[Member::optional("Canary", &CANARY)]);

pub(super) static NAMES: Shape = Shape::List(List::of(&NAME).within(1, 5));
static DESCRIBE: Shape = Shape::Structure(&[
    Member::optional("NextToken", &TOKEN),
    Member::optional("MaxResults", &Shape::Integer(Range::of(1, 20))),
    Member::optional("Names", &NAMES),
]);
static DESCRIBED: Shape = Shape::Structure(&[
    Member::optional("Canaries", &Shape::List(List::of(&CANARY))),
    Member::optional("NextToken", &TOKEN),
]);
static RUNTIMES: Shape =
    Shape::Structure(&[Member::optional("NextToken", &TOKEN), Member::optional("MaxResults", &PAGE)]);
static RUNTIME: Shape = Shape::Structure(&[
    Member::optional("VersionName", &TEXT),
    Member::optional("Description", &TEXT),
    Member::optional("ReleaseDate", &Shape::Timestamp),
    Member::optional("DeprecationDate", &Shape::Timestamp),
]);
static DESCRIBED_RUNTIMES: Shape = Shape::Structure(&[
    Member::optional("RuntimeVersions", &Shape::List(List::of(&RUNTIME))),
    Member::optional("NextToken", &TOKEN),
]);

static RESOURCE: Shape = Shape::Structure(&[Member::required("ResourceArn", &ARN)]);
static TAGS_OF: Shape = Shape::Structure(&[Member::optional("Tags", &TAGS)]);
static TAG: Shape = Shape::Structure(&[Member::required("ResourceArn", &ARN), Member::required("Tags", &TAGS)]);
static TAG_KEYS: Shape = Shape::List(List::of(&Shape::Text(Text::of(1, 128))).within(1, 50));
static UNTAG: Shape = Shape::Structure(&[
    Member::required("ResourceArn", &ARN),
    Member::required("TagKeys", &TAG_KEYS).by(Travel::Query("tagKeys")),
]);

/// The action of a name.
pub(super) fn operation(name: &str) -> Option<&'static Operation> {
    OPERATIONS.iter().find(|operation| operation.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_stand_by_name_and_have_paths() {
        assert!(OPERATIONS.is_sorted_by_key(|operation| operation.name));
        assert!(OPERATIONS.iter().all(|operation| operation.http.is_some()));
    }
}
