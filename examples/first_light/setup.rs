//! What is watched, and who is told.

use std::error::Error;

use cupola::events::{PutRule, RuleName, Target, TargetId};
use cupola::logs::MetricFilter;
use cupola::metrics::{Alarm, Period, TreatMissingData};
use cupola::{Arn, Observatory, Timestamp};

pub(crate) const GROUP: &str = "/var/log/auth";
pub(crate) const STREAM: &str = "sshd";
pub(crate) const NAMESPACE: &str = "Logins";
pub(crate) const METRIC: &str = "Failed";
pub(crate) const ALARM: &str = "failed-logins";
/// What a line about a failed login says; the metric filter looks for it, and so does plain counting.
pub(crate) const WORDS: &str = "Failed password";
pub(crate) const THRESHOLD: f64 = 8.0;

pub(crate) const ALARM_TARGET: &str = "arn:aws:sns:us-east-1:111122223333:night-shift";
pub(crate) const ROOT_TARGET: &str = "arn:aws:sns:us-east-1:111122223333:security";
pub(crate) const TRAIL_TARGET: &str = "arn:aws:sqs:us-east-1:111122223333:forensics";
pub(crate) const TARGETS: [&str; 3] = [ALARM_TARGET, ROOT_TARGET, TRAIL_TARGET];

/// Each rule: its name, what it waits for, whom it tells.
const RULES: [(&str, &str, &str); 3] = [
    (
        "alarm",
        r#"{"source": ["aws.cloudwatch"], "detail-type": ["CloudWatch Alarm State Change"],
            "detail": {"alarmName": ["failed-logins"]}}"#,
        ALARM_TARGET,
    ),
    ("root-sign-in", r#"{"detail": {"eventName": ["ConsoleLogin"], "userIdentity": {"type": ["Root"]}}}"#, ROOT_TARGET),
    ("trail-deleted", r#"{"detail": {"eventName": ["DeleteTrail"]}}"#, TRAIL_TARGET),
];

/// Sets everything up, at the time of the first line.
pub(crate) fn set_up(sky: &mut Observatory, now: Timestamp) -> Result<(), Box<dyn Error>> {
    watch_lines(sky, now)?;
    watch_metric(sky, now)?;
    RULES.into_iter().try_for_each(|(name, pattern, target)| tell(sky, now, name, pattern, target))
}

fn watch_lines(sky: &mut Observatory, now: Timestamp) -> Result<(), Box<dyn Error>> {
    let mut logs = sky.logs(now);
    logs.create_log_group(now, GROUP)?;
    logs.put_retention_policy(now, GROUP, 1)?;
    logs.create_log_stream(now, GROUP, STREAM)?;
    let filter = MetricFilter::new("failed", &format!("\"{WORDS}\""), NAMESPACE, METRIC)?.with_default_value(0.0);
    logs.put_metric_filter(now, GROUP, filter)?;
    Ok(())
}

/// Two of three minutes above the threshold; a minute without a line is a good one.
fn watch_metric(sky: &mut Observatory, now: Timestamp) -> Result<(), Box<dyn Error>> {
    let alarm = Alarm::on(NAMESPACE, METRIC).named(ALARM).described("somebody guesses passwords");
    let alarm = alarm.sum(Period::MINUTE).above(THRESHOLD).for_periods(3).datapoints_to_alarm(2);
    sky.metrics(now).put_metric_alarm(now, alarm.treat_missing_data(TreatMissingData::NotBreaching))?;
    Ok(())
}

fn tell(sky: &mut Observatory, now: Timestamp, name: &str, pattern: &str, target: &str) -> Result<(), Box<dyn Error>> {
    let rule = PutRule::new(RuleName::new(name)?, pattern);
    let (id, target) = (rule.id.clone(), Target::new(TargetId::new("whom")?, Arn::parse(target)?));
    let mut events = sky.events(now);
    events.put_rule(now, rule)?;
    events.put_targets(now, &id, vec![target])?;
    Ok(())
}
