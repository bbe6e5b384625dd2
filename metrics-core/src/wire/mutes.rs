//! Mute rules.

use cupola_base::wire::WireTime;
use serde::{Deserialize, Serialize};

use super::Whole;
use super::tags::{WireTag, pairs};
use crate::mute::{AlarmMuteRule, MuteRule, MuteRuleFilter, MuteRuleStatus, MuteSchedule, PutMuteRuleError};
use crate::name::AlarmName;

/// A mute rule as the service's API puts it.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PutAlarmMuteRule {
    name: String,
    description: Option<String>,
    rule: Rule<String>,
    mute_targets: Option<MuteTargets<String>>,
    tags: Option<Vec<WireTag>>,
    start_date: Option<WireTime>,
    expire_date: Option<WireTime>,
}

impl PutAlarmMuteRule {
    pub(crate) fn read(self) -> Result<MuteRule, PutMuteRuleError> {
        let Schedule { expression, duration, timezone } = self.rule.schedule;
        Ok(MuteRule {
            schedule: MuteSchedule::parse(&expression, &duration, timezone.as_deref())?,
            name: self.name,
            description: self.description,
            alarms: self.mute_targets.map(|targets| targets.alarm_names),
            starts: self.start_date.map(|at| at.0),
            expires: self.expire_date.map(|at| at.0),
            tags: self.tags.map(pairs).unwrap_or_default(),
        })
    }
}

/// `GetAlarmMuteRule`, `DeleteAlarmMuteRule`.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct OneMuteRule {
    pub(crate) alarm_mute_rule_name: String,
}

/// The members after `MaxRecords` are those that a page token pins.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListAlarmMuteRules {
    #[serde(skip_serializing)]
    pub(crate) next_token: Option<String>,
    #[serde(skip_serializing)]
    pub(crate) max_records: Option<Whole>,
    alarm_name: Option<String>,
    statuses: Option<Vec<MuteRuleStatus>>,
}

impl ListAlarmMuteRules {
    pub(crate) fn filter(&self) -> MuteRuleFilter {
        MuteRuleFilter { alarm: self.alarm_name.clone(), statuses: self.statuses.clone().unwrap_or_default() }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListedMuteRules<'a> {
    pub(crate) alarm_mute_rule_summaries: Vec<MuteRuleSummary<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct MuteRuleSummary<'a> {
    alarm_mute_rule_arn: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    expire_date: Option<WireTime>,
    status: MuteRuleStatus,
    mute_type: &'static str,
    last_updated_timestamp: WireTime,
}

impl<'a> MuteRuleSummary<'a> {
    pub(crate) fn new(now: cupola_base::Timestamp, rule: &'a AlarmMuteRule) -> Self {
        Self {
            alarm_mute_rule_arn: &rule.arn,
            expire_date: rule.expires.map(WireTime::from),
            status: rule.status(now),
            mute_type: mute_type(rule),
            last_updated_timestamp: rule.updated.into(),
        }
    }
}

/// A mute rule as it is told: what was not set is left out.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct WireMuteRule<'a> {
    name: &'a str,
    alarm_mute_rule_arn: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    rule: Rule<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mute_targets: Option<MuteTargets<&'a AlarmName>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_date: Option<WireTime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expire_date: Option<WireTime>,
    status: MuteRuleStatus,
    last_updated_timestamp: WireTime,
    mute_type: &'static str,
}

impl<'a> WireMuteRule<'a> {
    pub(crate) fn new(now: cupola_base::Timestamp, rule: &'a AlarmMuteRule) -> Self {
        let schedule = Schedule {
            expression: rule.schedule.expression(),
            duration: rule.schedule.duration(),
            timezone: rule.schedule.time_zone(),
        };
        Self {
            name: rule.name.as_str(),
            alarm_mute_rule_arn: &rule.arn,
            description: rule.description.as_deref(),
            rule: Rule { schedule },
            mute_targets: rule.alarms.as_ref().map(|names| MuteTargets { alarm_names: names.iter().collect() }),
            start_date: rule.starts.map(WireTime::from),
            expire_date: rule.expires.map(WireTime::from),
            status: rule.status(now),
            last_updated_timestamp: rule.updated.into(),
            mute_type: mute_type(rule),
        }
    }
}

fn mute_type(rule: &AlarmMuteRule) -> &'static str {
    if rule.schedule.is_one_time() { "ONE_TIME" } else { "RECURRING" }
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Rule<Text> {
    schedule: Schedule<Text>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Schedule<Text> {
    expression: Text,
    duration: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    timezone: Option<Text>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
struct MuteTargets<Name> {
    alarm_names: Vec<Name>,
}
