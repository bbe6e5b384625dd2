//! The shapes of runs.

use cupola_base::shape::{INTEGER, List, Member, Shape, TEXT, Text};

use super::shapes::{BROWSER, NAME, NAMES, PAGE, TOKEN, UUID};

pub(super) static LAST_RUNS: Shape = Shape::Structure(&[
    Member::optional("NextToken", &TOKEN),
    Member::optional("MaxResults", &PAGE),
    Member::optional("Names", &NAMES),
    Member::optional("BrowserType", &BROWSER),
]);
static RUN_STATUS: Shape = Shape::Structure(&[
    Member::optional("State", &TEXT),
    Member::optional("StateReason", &TEXT),
    Member::optional("StateReasonCode", &TEXT),
    Member::optional("TestResult", &TEXT),
]);
static RUN_TIMELINE: Shape = Shape::Structure(&[
    Member::optional("Started", &Shape::Timestamp),
    Member::optional("Completed", &Shape::Timestamp),
    Member::optional("MetricTimestampForRunAndRetries", &Shape::Timestamp),
]);
static DRY_RUN_OF_RUN: Shape = Shape::Structure(&[Member::optional("DryRunId", &TEXT)]);
static RUN: Shape = Shape::Structure(&[
    Member::optional("Id", &TEXT),
    Member::optional("ScheduledRunId", &TEXT),
    Member::optional("RetryAttempt", &INTEGER),
    Member::optional("Name", &NAME),
    Member::optional("Status", &RUN_STATUS),
    Member::optional("Timeline", &RUN_TIMELINE),
    Member::optional("ArtifactS3Location", &TEXT),
    Member::optional("DryRunConfig", &DRY_RUN_OF_RUN),
    Member::optional("BrowserType", &BROWSER),
]);
static LAST_RUN: Shape = Shape::Structure(&[Member::optional("CanaryName", &NAME), Member::optional("LastRun", &RUN)]);
pub(super) static DESCRIBED_LAST_RUNS: Shape = Shape::Structure(&[
    Member::optional("CanariesLastRun", &Shape::List(List::of(&LAST_RUN))),
    Member::optional("NextToken", &TOKEN),
]);
pub(super) static RUNS: Shape = Shape::Structure(&[
    Member::required("Name", &NAME),
    Member::optional("NextToken", &TOKEN),
    Member::optional("MaxResults", &PAGE),
    Member::optional("DryRunId", &UUID),
    Member::optional("RunType", &Shape::Text(Text::one_of(&["CANARY_RUN", "DRY_RUN"]))),
]);
pub(super) static GOT_RUNS: Shape = Shape::Structure(&[
    Member::optional("CanaryRuns", &Shape::List(List::of(&RUN))),
    Member::optional("NextToken", &TOKEN),
]);
