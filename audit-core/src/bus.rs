//! What a record becomes on the event bus.

use std::borrow::Cow;
use std::fmt;

use crate::classify::service_of;
use crate::{Category, EventType, Field, Record, SizeClass};

/// The event that a record becomes on the default bus of its account and region, save its id: where
/// it comes from,
/// what it is called, and which rules may see it.
///
/// ```
/// use cupola_audit::{Reach, Record};
///
/// let record = Record::parse(r#"{"eventType": "AwsApiCall", "eventSource": "sns.amazonaws.com",
///     "eventName": "ListTopics", "eventCategory": "Management"}"#)?;
/// let event = record.bus_event()?;
/// assert_eq!((&*event.source, event.detail_type), ("aws.sns", "AWS API Call via CloudTrail"));
/// assert_eq!(event.reach, Reach::RulesOfAllManagementEvents);
/// assert_eq!(event.is_seen_in("ENABLED"), Some(false));
/// assert_eq!(event.is_seen_in("ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"), Some(true));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// EventBridge User Guide, "AWS service events delivered via AWS CloudTrail".
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BusEvent {
    /// `aws.` and the service.
    pub source: String,
    /// What it is called.
    pub detail_type: &'static str,
    /// Which rules may see it.
    pub reach: Reach,
}

/// Which rules may see an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reach {
    /// Each that is enabled.
    EveryRule,
    /// Those in the state `ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS`: it is a management
    /// event whose action begins with `Describe`, `Get` or `List`.
    RulesOfAllManagementEvents,
    /// None: the record is larger than 256 KiB and is not sent.
    NoRule,
}

impl fmt::Display for Reach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::EveryRule => "every enabled rule may see it",
            Self::RulesOfAllManagementEvents => {
                "a management event that begins with Describe, Get or List: \
                 only rules in the state ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS may see it"
            }
            Self::NoRule => "larger than 256 KiB: it is not sent",
        })
    }
}

impl BusEvent {
    /// What the event is, and who may see it for which reason.
    ///
    /// ```
    /// use cupola_audit::Record;
    ///
    /// let record = Record::parse(r#"{"eventSource": "sns.amazonaws.com", "eventName": "CreateTopic"}"#)?;
    /// let explained = "AWS API Call via CloudTrail from aws.sns: every enabled rule may see it";
    /// assert_eq!(record.bus_event()?.explain(), explained);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn explain(&self) -> String {
        format!("{} from {}: {}", self.detail_type, self.source, self.reach)
    }

    /// Whether a rule in this state sees the event, if its pattern matches. `None` when the text is
    /// not a state of rules.
    #[must_use]
    pub fn is_seen_in(&self, rule_state: &str) -> Option<bool> {
        match rule_state {
            "DISABLED" => Some(false),
            "ENABLED" => Some(self.reach == Reach::EveryRule),
            "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" => Some(self.reach != Reach::NoRule),
            _ => None,
        }
    }
}

/// Why a record does not become an event on a bus.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoBusEvent {
    /// Events of this type are not sent to buses.
    #[error("events of type {0} are not sent to buses")]
    Type(EventType),
    /// The record does not say which service it comes from.
    #[error("the record has no eventSource")]
    Source,
}

impl Record<'_> {
    /// The event that the record becomes on a bus, given that a trail logs it.
    ///
    /// A record without `eventType` counts as a call of an API: the first versions had no other.
    ///
    /// # Errors
    /// [`NoBusEvent`]: the type is none that is sent, or there is no `eventSource`.
    pub fn bus_event(&self) -> Result<BusEvent, NoBusEvent> {
        let kind = self.event_type().unwrap_or(EventType::ApiCall);
        let detail_type = detail_type(&kind).ok_or_else(|| NoBusEvent::Type(kind.clone()))?;
        let source = self.bus_source(&kind).ok_or(NoBusEvent::Source)?;
        Ok(BusEvent { source, detail_type, reach: self.reach(&kind) })
    }

    fn bus_source(&self, kind: &EventType) -> Option<String> {
        if *kind == EventType::Insight {
            return Some("aws.cloudtrail".into());
        }
        let source = self.event_source().filter(|source| !source.is_empty())?;
        Some(format!("aws.{}", service_of(&source)))
    }

    fn reach(&self, kind: &EventType) -> Reach {
        match kind {
            _ if self.as_str().len() > SizeClass::Standard.bytes() => Reach::NoRule,
            EventType::ApiCall if self.category() == Category::Management && self.only_looks() => {
                Reach::RulesOfAllManagementEvents
            }
            _ => Reach::EveryRule,
        }
    }

    /// Whether the action's verb is one that buses hold for reading. `readOnly` is not asked.
    fn only_looks(&self) -> bool {
        let name = self.text(Field::EventName).unwrap_or(Cow::Borrowed(""));
        let is_token = self.event_source().is_some_and(|source| source == "sts.amazonaws.com")
            && matches!(&*name, "GetFederationToken" | "GetSessionToken");
        ["Describe", "Get", "List"].iter().any(|verb| name.starts_with(verb)) && !is_token
    }
}

const fn detail_type(kind: &EventType) -> Option<&'static str> {
    Some(match kind {
        EventType::ApiCall => "AWS API Call via CloudTrail",
        EventType::ConsoleSignIn => "AWS Console Sign In via CloudTrail",
        EventType::ConsoleAction => "AWS Console Action via CloudTrail",
        EventType::ServiceEvent => "AWS Service Event via CloudTrail",
        EventType::Insight => "AWS Insight via CloudTrail",
        EventType::VpceEvent => "AWS Network Activity Event via CloudTrail",
        EventType::AggregatedEvent | EventType::Other(_) => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_large_is_not_sent() {
        let text = format!(
            r#"{{"eventSource":"ec2.amazonaws.com","eventName":"RunInstances","x":"{}"}}"#,
            "x".repeat(262_144)
        );
        let event = Record::parse(&text).unwrap().bus_event().unwrap();
        assert_eq!(event.reach, Reach::NoRule);
        assert_eq!(event.is_seen_in("ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"), Some(false));
        assert_eq!(event.is_seen_in("ASLEEP"), None);
    }

    #[test]
    fn old_data_events_without_a_category_are_not_held_back() {
        let text = r#"{"eventVersion":"1.05","eventType":"AwsApiCall","eventSource":"s3.amazonaws.com","eventName":"GetObject"}"#;
        assert_eq!(Record::parse(text).unwrap().bus_event().unwrap().reach, Reach::EveryRule);
    }

    #[test]
    fn some_records_are_no_events() {
        let of = |text| Record::parse(text).unwrap().bus_event();
        assert_eq!(of(r#"{"eventType":"AwsAggregatedEvent"}"#), Err(NoBusEvent::Type(EventType::AggregatedEvent)));
        assert_eq!(of(r#"{"eventType":"AwsApiCall"}"#), Err(NoBusEvent::Source));
        assert_eq!(of(r#"{"eventName":"X","eventSource":"signin.amazonaws.com"}"#).unwrap().source, "aws.signin");
    }
}
