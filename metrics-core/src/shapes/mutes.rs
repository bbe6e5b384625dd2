//! Actions on mute rules.

use cupola_base::shape::{List, Member, NOTHING, Operation, Shape, TEXT, Text};

use super::{ALARM_NAME, MAX_RECORDS, TAGS};

pub(super) const DELETE_ALARM_MUTE_RULE: Operation = Operation::new("DeleteAlarmMuteRule", &ONE, &NOTHING);
pub(super) const GET_ALARM_MUTE_RULE: Operation = Operation::new("GetAlarmMuteRule", &ONE, &GOT);
pub(super) const LIST_ALARM_MUTE_RULES: Operation = Operation::new("ListAlarmMuteRules", &LIST, &LISTED);
pub(super) const PUT_ALARM_MUTE_RULE: Operation = Operation::new("PutAlarmMuteRule", &PUT, &NOTHING);

static NAME: Shape = Shape::Text(Text::of(1, 255));
static SCHEDULE: Shape = Shape::Structure(&[
    Member::required("Expression", &Shape::Text(Text::of(1, 256))),
    Member::required("Duration", &Shape::Text(Text::of(1, 50))),
    Member::optional("Timezone", &Shape::Text(Text::of(1, 50))),
]);
static RULE: Shape = Shape::Structure(&[Member::required("Schedule", &SCHEDULE)]);
static TARGETS: Shape = Shape::Structure(&[Member::required("AlarmNames", &Shape::List(List::of(&ALARM_NAME)))]);
static STATUS: Shape = Shape::Text(Text::one_of(&["SCHEDULED", "ACTIVE", "EXPIRED"]));

static ONE: Shape = Shape::Structure(&[Member::required("AlarmMuteRuleName", &NAME)]);
static PUT: Shape = Shape::Structure(&[
    Member::required("Name", &NAME),
    Member::optional("Description", &Shape::Text(Text::of(0, 1024))),
    Member::required("Rule", &RULE),
    Member::optional("MuteTargets", &TARGETS),
    Member::optional("Tags", &TAGS),
    Member::optional("StartDate", &Shape::Timestamp),
    Member::optional("ExpireDate", &Shape::Timestamp),
]);
static GOT: Shape = Shape::Structure(&[
    Member::optional("Name", &TEXT),
    Member::optional("AlarmMuteRuleArn", &TEXT),
    Member::optional("Description", &TEXT),
    Member::optional("Rule", &RULE),
    Member::optional("MuteTargets", &TARGETS),
    Member::optional("StartDate", &Shape::Timestamp),
    Member::optional("ExpireDate", &Shape::Timestamp),
    Member::optional("Status", &TEXT),
    Member::optional("LastUpdatedTimestamp", &Shape::Timestamp),
    Member::optional("MuteType", &TEXT),
]);

static LIST: Shape = Shape::Structure(&[
    Member::optional("AlarmName", &ALARM_NAME),
    Member::optional("Statuses", &Shape::List(List::of(&STATUS))),
    Member::optional("MaxRecords", &MAX_RECORDS),
    Member::optional("NextToken", &TEXT),
]);
static SUMMARY: Shape = Shape::Structure(&[
    Member::optional("AlarmMuteRuleArn", &TEXT),
    Member::optional("ExpireDate", &Shape::Timestamp),
    Member::optional("Status", &TEXT),
    Member::optional("MuteType", &TEXT),
    Member::optional("LastUpdatedTimestamp", &Shape::Timestamp),
]);
static LISTED: Shape = Shape::Structure(&[
    Member::optional("AlarmMuteRuleSummaries", &Shape::List(List::of(&SUMMARY))),
    Member::optional("NextToken", &TEXT),
]);
