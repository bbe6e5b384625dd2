//! Verbs on the tags of alarms.

use cupola_base::{ApiError, Arn, Tags, TagsError, Timestamp};

use super::Engine;
use super::alarms::alarm_of;
use crate::code;

impl Engine {
    /// Adds tags to an alarm, or replaces the values of those there; all or none.
    ///
    /// # Errors
    /// [`TagResourceError`] when the text is no ARN, there is no such alarm, or the tags are not those of a resource.
    ///
    /// # Source
    /// CloudWatch API Reference, TagResource.
    pub fn tag_resource(
        &mut self,
        now: Timestamp,
        arn: &str,
        tags: Vec<(String, String)>,
    ) -> Result<(), TagResourceError> {
        Ok(self.tags_mut(now, arn)?.set(tags)?)
    }

    /// Takes tags from an alarm; keys that it does not have do not matter.
    ///
    /// # Errors
    /// [`TagResourceError`] when the text is no ARN, or there is no such alarm.
    ///
    /// # Source
    /// CloudWatch API Reference, UntagResource.
    pub fn untag_resource<S: AsRef<str>>(
        &mut self,
        now: Timestamp,
        arn: &str,
        keys: &[S],
    ) -> Result<(), TagResourceError> {
        self.tags_mut(now, arn)?.unset(keys.iter().map(AsRef::as_ref));
        Ok(())
    }

    /// The tags of an alarm.
    ///
    /// # Errors
    /// [`TagResourceError`] when the text is no ARN, or there is no such alarm.
    ///
    /// # Source
    /// CloudWatch API Reference, ListTagsForResource.
    pub fn list_tags_for_resource(&mut self, now: Timestamp, arn: &str) -> Result<&Tags, TagResourceError> {
        self.tags_mut(now, arn).map(|tags| &*tags)
    }

    fn tags_mut(&mut self, now: Timestamp, arn: &str) -> Result<&mut Tags, TagResourceError> {
        self.advance(now);
        if Arn::parse(arn).is_err() {
            return Err(TagResourceError::NotAnArn(arn.into()));
        }
        let name = alarm_of(self, arn).unwrap_or_default();
        let found = match kind(arn) {
            "dashboard" => self.dashboards.tags_mut(arn),
            "insight-rule" => self.insight_rules.tags_mut(arn),
            "metric-stream" => self.streams.tags_mut(arn),
            "alarm-mute-rule" => self.mutes.tags_mut(arn),
            _ => match self.composites.record_mut(name) {
                Some(record) => Some(&mut record.tags),
                None => self.book.named_mut(name).map(|record| &mut record.tags),
            },
        };
        found.ok_or_else(|| TagResourceError::Unknown(arn.into()))
    }
}

/// What an ARN names: `dashboard`, `metric-stream`, `insight-rule` or `alarm-mute-rule`, else an alarm, whose name may
/// hold anything.
fn kind(arn: &str) -> &'static str {
    let resource = arn.splitn(6, ':').nth(5).unwrap_or_default();
    [("dashboard", '/'), ("metric-stream", '/'), ("insight-rule", '/'), ("alarm-mute-rule", ':')]
        .into_iter()
        .find(|(kind, behind)| resource.strip_prefix(kind).is_some_and(|rest| rest.starts_with(*behind)))
        .map_or("alarm", |(kind, _)| kind)
}

/// Why tags were not changed or told.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TagResourceError {
    /// The text names no resource of whatever service.
    #[error("`{0}` is not an ARN")]
    NotAnArn(String),
    /// There is no such resource here.
    #[error("the resource `{0}` does not exist")]
    Unknown(String),
    /// The tags are not those of a resource.
    #[error(transparent)]
    Tags(#[from] TagsError),
}

impl From<TagResourceError> for ApiError {
    fn from(error: TagResourceError) -> Self {
        let text = error.to_string();
        match error {
            TagResourceError::NotAnArn(arn) => {
                Self::caller(code::INVALID_VALUE, format!("The value {arn} for parameter ResourceARN is invalid."))
            }
            // The service says no more.
            TagResourceError::Unknown(arn) => Self::caller(code::RESOURCE_NOT_FOUND, "Unknown")
                .with_status(404)
                .with_member("ResourceType", cupola_base::json::Json::of(kind(&arn)))
                .with_member("ResourceId", cupola_base::json::Json::of(&arn)),
            TagResourceError::Tags(_) => Self::caller(code::INVALID_VALUE, text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Alarm, Period, Place};

    #[test]
    fn an_alarm_may_be_named_like_another_resource() {
        let now = Timestamp::parse("2026-05-04T06:00:00Z").unwrap();
        let mut engine = Engine::new(Place::parse("111122223333", "us-east-1").unwrap(), 0);
        for name in ["a:dashboard/b", "dashboard/b", "x:metric-stream/y"] {
            let alarm = Alarm::on("Bay", "Load").named(name).sum(Period::MINUTE).above(1.0);
            engine.put_metric_alarm(now, alarm).unwrap();
            let arn = engine.place().arn("cloudwatch", format!("alarm:{name}")).to_string();
            engine.tag_resource(now, &arn, vec![("team".into(), "core".into())]).unwrap();
            assert_eq!(engine.list_tags_for_resource(now, &arn).unwrap().iter().count(), 1, "{name}");
        }
    }

    #[test]
    fn what_is_no_arn_is_refused_as_a_value() {
        let now = Timestamp::parse("2026-05-04T06:00:00Z").unwrap();
        let mut engine = Engine::new(Place::parse("111122223333", "us-east-1").unwrap(), 0);
        for (arn, code) in [
            ("dashboard", code::INVALID_VALUE),
            ("arn:aws:cloudwatch:us-east-1:111122223333", code::INVALID_VALUE),
            ("arn:aws:cloudwatch:us-east-1:111122223333:alarm:x", code::RESOURCE_NOT_FOUND),
            ("arn:aws:sns:us-east-1:111122223333:x", code::RESOURCE_NOT_FOUND),
        ] {
            let refused = [
                engine.tag_resource(now, arn, Vec::new()).unwrap_err(),
                engine.untag_resource(now, arn, &["a"]).unwrap_err(),
                engine.list_tags_for_resource(now, arn).unwrap_err(),
            ];
            assert!(refused.into_iter().all(|error| ApiError::from(error).code == code), "{arn}");
        }
    }

    #[test]
    fn what_is_unknown_is_told_by_its_kind() {
        for (arn, kind_of) in [
            ("arn:aws:cloudwatch::111122223333:dashboard/d", "dashboard"),
            ("arn:aws:cloudwatch:us-east-1:111122223333:metric-stream/m", "metric-stream"),
            ("arn:aws:cloudwatch:us-east-1:111122223333:alarm:a:dashboard/b", "alarm"),
            ("arn:aws:cloudwatch:us-east-1:111122223333:insight-rule/r", "insight-rule"),
            ("dashboard", "alarm"),
            ("arn:aws:cloudwatch:us-east-1:111122223333:alarm-mute-rule:m", "alarm-mute-rule"),
        ] {
            assert_eq!(kind(arn), kind_of, "{arn}");
        }
    }
}
