//! Log anomaly detectors and anomalies.

use cupola_base::shape::{INTEGER, Map, TEXT, TEXT_MAP};

use super::{
    FILTER_PATTERN, List, MILLIS, Member, NOTHING, Operation, Pattern, Range, Shape, TOKEN, Text, UP_TO_50, named,
};

pub(super) const CREATE_LOG_ANOMALY_DETECTOR: Operation = named("CreateLogAnomalyDetector", &CREATE, &CREATED);
pub(super) const GET_LOG_ANOMALY_DETECTOR: Operation = named("GetLogAnomalyDetector", &BY_ARN, &DETECTOR);
pub(super) const UPDATE_LOG_ANOMALY_DETECTOR: Operation = named("UpdateLogAnomalyDetector", &UPDATE, &NOTHING);
pub(super) const DELETE_LOG_ANOMALY_DETECTOR: Operation = named("DeleteLogAnomalyDetector", &BY_ARN, &NOTHING);
pub(super) const LIST_LOG_ANOMALY_DETECTORS: Operation = named("ListLogAnomalyDetectors", &LIST, &LISTED);
pub(super) const LIST_ANOMALIES: Operation = named("ListAnomalies", &FIND, &FOUND);
pub(super) const UPDATE_ANOMALY: Operation = named("UpdateAnomaly", &SUPPRESS, &NOTHING);

/// The service's pattern has no `*`; the ARNs that DescribeLogGroups tells end with it, and are taken.
const ARN_LETTERS: Pattern = Pattern {
    text: r"[\w#+=/:,.@-]*",
    matches: |text| text.chars().all(|c| c.is_ascii_alphanumeric() || "_#+=/:,.@-*".contains(c)),
};
static GROUP_ARN: Shape = Shape::Text(Text::of(1, 2048).like(ARN_LETTERS));
static GROUP_ARNS: Shape = Shape::List(List::of(&GROUP_ARN));
static ARN: Shape = Shape::Text(Text::of(1, usize::MAX).like(ARN_LETTERS));
static NAME: Shape = Shape::Text(Text::of(1, usize::MAX));
static FREQUENCY: Shape =
    Shape::Text(Text::one_of(&["ONE_MIN", "FIVE_MIN", "TEN_MIN", "FIFTEEN_MIN", "THIRTY_MIN", "ONE_HOUR"]));
static KEY: Shape = Shape::Text(
    Text::of(0, 256).like(Pattern { text: r"^arn:aws[a-z\-]*:kms:[-a-z0-9]*:[0-9]*:key/[-a-z0-9]*$", matches: is_key }),
);
static DAYS: Shape = Shape::Integer(Range::of(7, 90));
static STATUS: Shape =
    Shape::Text(Text::one_of(&["INITIALIZING", "TRAINING", "ANALYZING", "FAILED", "DELETED", "PAUSED"]));

/// A detector, with members before its own.
macro_rules! detector {
    [$($before:expr)?] => {
        Shape::Structure(&[
            $($before,)?
            Member::optional("detectorName", &NAME),
            Member::optional("logGroupArnList", &GROUP_ARNS),
            Member::optional("evaluationFrequency", &FREQUENCY),
            Member::optional("filterPattern", &FILTER_PATTERN),
            Member::optional("anomalyDetectorStatus", &STATUS),
            Member::optional("kmsKeyId", &TEXT),
            Member::optional("creationTimeStamp", &MILLIS),
            Member::optional("lastModifiedTimeStamp", &MILLIS),
            Member::optional("anomalyVisibilityTime", &DAYS),
        ])
    };
}

static CREATE: Shape = Shape::Structure(&[
    Member::required("logGroupArnList", &GROUP_ARNS),
    Member::optional("detectorName", &NAME),
    Member::optional("evaluationFrequency", &FREQUENCY),
    Member::optional("filterPattern", &FILTER_PATTERN),
    Member::optional("kmsKeyId", &KEY),
    Member::optional("anomalyVisibilityTime", &DAYS),
    Member::optional("tags", &TEXT_MAP),
]);
static CREATED: Shape = Shape::Structure(&[Member::optional("anomalyDetectorArn", &ARN)]);
static BY_ARN: Shape = Shape::Structure(&[Member::required("anomalyDetectorArn", &ARN)]);
static DETECTOR: Shape = detector![];
static UPDATE: Shape = Shape::Structure(&[
    Member::required("anomalyDetectorArn", &ARN),
    Member::optional("evaluationFrequency", &FREQUENCY),
    Member::optional("filterPattern", &FILTER_PATTERN),
    Member::optional("anomalyVisibilityTime", &DAYS),
    Member::required("enabled", &Shape::Boolean),
]);
static LIST: Shape = Shape::Structure(&[
    Member::optional("filterLogGroupArn", &GROUP_ARN),
    Member::optional("limit", &UP_TO_50),
    Member::optional("nextToken", &TOKEN),
]);
static LISTED: Shape = Shape::Structure(&[
    Member::optional("anomalyDetectors", &Shape::List(List::of(&ONE_LISTED))),
    Member::optional("nextToken", &TOKEN),
]);
static ONE_LISTED: Shape = detector![Member::optional("anomalyDetectorArn", &ARN)];

static FIND: Shape = Shape::Structure(&[
    Member::optional("anomalyDetectorArn", &ARN),
    Member::optional("suppressionState", &Shape::Text(Text::one_of(&["SUPPRESSED", "UNSUPPRESSED"]))),
    Member::optional("limit", &UP_TO_50),
    Member::optional("nextToken", &TOKEN),
]);
static FOUND: Shape = Shape::Structure(&[
    Member::optional("anomalies", &Shape::List(List::of(&ANOMALY))),
    Member::optional("nextToken", &TOKEN),
]);
static ANOMALY_ID: Shape = Shape::Text(Text::of(36, 36));
static PATTERN_ID: Shape = Shape::Text(Text::of(32, 32));

static COUNTS: Shape = Shape::Map(Map { value: &INTEGER });
static SAMPLE: Shape = Shape::Structure(&[Member::optional("timestamp", &MILLIS), Member::optional("message", &TEXT)]);
static PART: Shape = Shape::Structure(&[
    Member::optional("dynamicTokenPosition", &INTEGER),
    Member::optional("isDynamic", &Shape::Boolean),
    Member::optional("tokenString", &TEXT),
    Member::optional("enumerations", &COUNTS),
    Member::optional("inferredTokenName", &TEXT),
]);
static ANOMALY: Shape = Shape::Structure(&[
    Member::required("anomalyId", &ANOMALY_ID),
    Member::required("patternId", &PATTERN_ID),
    Member::required("anomalyDetectorArn", &ARN),
    Member::required("patternString", &TEXT),
    Member::optional("patternRegex", &TEXT),
    Member::optional("priority", &TEXT),
    Member::required("firstSeen", &MILLIS),
    Member::required("lastSeen", &MILLIS),
    Member::required("description", &TEXT),
    Member::required("active", &Shape::Boolean),
    Member::required("state", &Shape::Text(Text::one_of(&["Active", "Suppressed", "Baseline"]))),
    Member::required("histogram", &COUNTS),
    Member::required("logSamples", &Shape::List(List::of(&SAMPLE))),
    Member::required("patternTokens", &Shape::List(List::of(&PART))),
    Member::required("logGroupArnList", &GROUP_ARNS),
    Member::optional("suppressed", &Shape::Boolean),
    Member::optional("suppressedDate", &MILLIS),
    Member::optional("suppressedUntil", &MILLIS),
    Member::optional("isPatternLevelSuppression", &Shape::Boolean),
]);
static SUPPRESS: Shape = Shape::Structure(&[
    Member::optional("anomalyId", &ANOMALY_ID),
    Member::optional("patternId", &PATTERN_ID),
    Member::required("anomalyDetectorArn", &ARN),
    Member::optional("suppressionType", &Shape::Text(Text::one_of(&["LIMITED", "INFINITE"]))),
    Member::optional("suppressionPeriod", &PERIOD),
    Member::optional("baseline", &Shape::Boolean),
]);
static PERIOD: Shape = Shape::Structure(&[
    Member::optional("value", &INTEGER),
    Member::optional("suppressionUnit", &Shape::Text(Text::one_of(&["SECONDS", "MINUTES", "HOURS"]))),
]);

fn is_key(text: &str) -> bool {
    let mut parts = text.splitn(6, ':');
    let mut next = |fits: fn(&str) -> bool| parts.next().is_some_and(fits);
    next(|part| part == "arn")
        && next(|part| {
            part.strip_prefix("aws").is_some_and(|rest| rest.bytes().all(|b| b == b'-' || b.is_ascii_lowercase()))
        })
        && next(|part| part == "kms")
        && next(plain)
        && next(|part| part.bytes().all(|b| b.is_ascii_digit()))
        && next(|part| part.strip_prefix("key/").is_some_and(plain))
}

fn plain(part: &str) -> bool {
    part.bytes().all(|b| b == b'-' || b.is_ascii_lowercase() || b.is_ascii_digit())
}
