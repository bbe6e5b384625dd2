//! What is wrong with a record that can be read all the same.

use crate::error::{Fault, FaultKind};
use crate::record::kind_of;
use crate::{EventType, Field, Record, RecordError};

impl Record<'_> {
    /// What is wrong with the record by the schema: fields that are missing, of another kind or not
    /// well formed. Empty when nothing is.
    ///
    /// Nothing of this keeps a record from being read: real logs have such records.
    ///
    /// ```
    /// use cupola_audit::{Field, FaultKind, Record};
    ///
    /// let record = Record::parse(r#"{"eventVersion": "one", "eventName": 7}"#)?;
    /// let faults = record.check();
    /// assert_eq!((faults[0].field, &faults[0].kind), (Field::EventVersion, &FaultKind::Malformed("one".into())));
    /// assert_eq!(faults[1].to_string(), "eventName: must not be a number");
    /// # Ok::<(), cupola_audit::RecordError>(())
    /// ```
    #[must_use]
    pub fn check(&self) -> Vec<Fault> {
        let kinds = Field::ALL.iter().filter_map(|field| self.wrong_kind(*field));
        let mut faults: Vec<Fault> = self.malformed().chain(kinds).chain(self.missing()).collect();
        faults.extend(self.resource_fault());
        faults
    }

    fn wrong_kind(&self, field: Field) -> Option<Fault> {
        let kind = kind_of(self.get(field)).filter(|kind| !field.form().admits(*kind))?;
        Some(Fault::new(field, FaultKind::WrongKind(kind)))
    }

    fn malformed(&self) -> impl Iterator<Item = Fault> {
        let malformed = |field, right: bool| match self.text(field) {
            Some(text) if !right => Some(Fault::new(field, FaultKind::Malformed(text.into_owned()))),
            _ => None,
        };
        let account = self.text(Field::RecipientAccountId).is_some_and(|text| is_account(&text));
        [
            malformed(Field::EventVersion, self.event_version().is_some()),
            malformed(Field::EventTime, !matches!(self.event_time(), Err(RecordError::Time(_)))),
            malformed(Field::RecipientAccountId, account),
            malformed(Field::ReadOnly, self.truth(Field::ReadOnly).is_some()),
            malformed(Field::ManagementEvent, self.truth(Field::ManagementEvent).is_some()),
        ]
        .into_iter()
        .flatten()
    }

    fn missing(&self) -> impl Iterator<Item = Fault> {
        let version = self.event_version();
        let applies = move |field: &Field| {
            let since = field.since();
            version.is_some_and(|version| version.is_at_least(since.major, since.minor))
                || *field == Field::EventVersion
        };
        let special = matches!(self.event_type(), Some(EventType::Insight | EventType::AggregatedEvent));
        let wanted = ALWAYS.iter().chain(if special { &[] } else { CALLS });
        wanted
            .filter(move |field| applies(field) && !self.get(**field).is_present())
            .filter(|field| **field != Field::EventId || self.event_id().is_none())
            .map(|field| Fault::new(*field, FaultKind::Missing))
    }

    fn resource_fault(&self) -> Option<Fault> {
        let both = self.resources().any(|resource| resource.arn().is_some() && resource.arn_prefix().is_some());
        both.then(|| Fault::new(Field::Resources, FaultKind::BothArns))
    }
}

/// What each record of a version that knows the field has.
const ALWAYS: &[Field] =
    &[Field::EventVersion, Field::EventTime, Field::AwsRegion, Field::EventId, Field::EventType, Field::EventCategory];
/// What records other than insights and aggregates have besides.
const CALLS: &[Field] = &[Field::UserIdentity, Field::EventSource, Field::EventName, Field::SourceIpAddress];

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<String> {
        Record::parse(text).unwrap().check().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_record_of_an_old_version_need_not_have_what_came_later() {
        let old = r#"{"eventVersion": "1.0", "userIdentity": {}, "eventTime": "2014-01-01T00:00:00Z", "eventSource": "iam.amazonaws.com",
            "eventName": "X", "awsRegion": "us-east-1", "sourceIPAddress": "AWS Internal"}"#;
        assert_eq!(faults(old), [""; 0]);
        let new = old.replace("1.0\"", "1.08\"");
        assert_eq!(faults(&new), ["eventID: missing", "eventType: missing", "eventCategory: missing"]);
    }

    #[test]
    fn an_insight_has_no_caller() {
        let text = r#"{"eventVersion": "1.09", "eventTime": "2026-01-01T00:00:00Z", "awsRegion": "us-east-1", "eventID": "e",
            "eventType": "AwsCloudTrailInsight", "eventCategory": "Insight"}"#;
        assert_eq!(faults(text), [""; 0]);
    }

    #[test]
    fn fields_of_another_form_are_told() {
        let text = r#"{"eventVersion": "1.0", "eventTime": "now", "readOnly": "perhaps", "recipientAccountId": "12", "userIdentity": null,
            "eventSource": [], "eventName": "X", "awsRegion": "r", "sourceIPAddress": "", "resources": [{"ARN": "a", "ARNPrefix": "b"}]}"#;
        let expected = [
            "eventTime: `now` is not well formed",
            "recipientAccountId: `12` is not well formed",
            "readOnly: `perhaps` is not well formed",
            "eventSource: must not be an array",
            "resources: an element has both ARN and ARNPrefix",
        ];
        assert_eq!(faults(text), expected);
    }
}
