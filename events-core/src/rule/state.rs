//! States of rules, and which events each admits.

use std::fmt;
use std::str::FromStr;

use cupola_base::EventEnvelope;
use serde::{Deserialize, Serialize};

use crate::event::{Fields, PathId, Paths, Store, Value};

/// Whether a rule watches, and what.
///
/// ```
/// use cupola_base::{EventEnvelope, Place, Timestamp, json::Json};
/// use cupola_events::RuleState;
///
/// let call = |name: &str| {
///     let detail = Json::parse(&format!(r#"{{"eventName": "{name}", "managementEvent": true}}"#)).unwrap();
///     let place = Place::parse("111122223333", "us-east-1").unwrap();
///     EventEnvelope::new("id", place, Timestamp::EPOCH, "aws.sns", "AWS API Call via CloudTrail", detail)
/// };
/// assert!(RuleState::Enabled.admits(&call("CreateTopic")));
/// assert!(!RuleState::Enabled.admits(&call("ListTopics")));
/// assert!(RuleState::EnabledWithAllCloudtrailManagementEvents.admits(&call("ListTopics")));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(clippy::exhaustive_enums, reason = "the service knows these states")]
pub enum RuleState {
    /// Matches nothing.
    Disabled,
    /// Matches everything but read-only management events that come from CloudTrail.
    #[default]
    Enabled,
    /// Matches those too.
    EnabledWithAllCloudtrailManagementEvents,
}

impl RuleState {
    /// The state's name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Disabled => "DISABLED",
            Self::Enabled => "ENABLED",
            Self::EnabledWithAllCloudtrailManagementEvents => "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS",
        }
    }

    /// Whether an event reaches the pattern of a rule in this state.
    ///
    /// A read-only management event has the detail type `AWS API Call via CloudTrail`, no
    /// `managementEvent` of false and no other `eventCategory` than `Management` in its detail, and an `eventName` that begins with `Describe`, `Get`
    /// or `List`; `GetFederationToken` and `GetSessionToken` of STS count as changes. The record's own
    /// `readOnly` decides nothing.
    ///
    /// # Source
    /// EventBridge User Guide, "Receiving read-only management events from AWS services"; how the
    /// events are told apart is our decision.
    #[must_use]
    pub fn admits(self, event: &EventEnvelope) -> bool {
        match self {
            Self::Disabled => false,
            Self::Enabled => !is_read_only_management_event(event),
            Self::EnabledWithAllCloudtrailManagementEvents => true,
        }
    }
}

impl fmt::Display for RuleState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for RuleState {
    type Err = RuleStateError;

    fn from_str(text: &str) -> Result<Self, RuleStateError> {
        [Self::Disabled, Self::Enabled, Self::EnabledWithAllCloudtrailManagementEvents]
            .into_iter()
            .find(|state| state.as_str() == text)
            .ok_or_else(|| RuleStateError(text.into()))
    }
}

/// A text is not a state of rules.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a rule's state: DISABLED, ENABLED or ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS")]
pub struct RuleStateError(String);

fn is_read_only_management_event(event: &EventEnvelope) -> bool {
    event.detail_type == "AWS API Call via CloudTrail" && ApiCall::of(event).is_some_and(|call| call.only_reads())
}

/// What decides whether a recorded call is read-only.
struct ApiCall {
    is_management: bool,
    source: String,
    name: String,
}

impl ApiCall {
    /// None when the detail has no event name.
    fn of(event: &EventEnvelope) -> Option<Self> {
        let mut paths = Paths::default();
        let [management, category, source, name] =
            ["managementEvent", "eventCategory", "eventSource", "eventName"].map(|path| paths.add(path));
        let mut store = Store::default();
        let fields = store.read(&paths, event.detail.as_str().as_bytes()).ok()?;
        let denied = fields.of(management).any(|(_, field)| matches!(fields.value(field), Value::Bool(false)));
        let is_management = !denied && text(fields, category).is_none_or(|category| category == "Management");
        Some(Self { is_management, source: text(fields, source).unwrap_or_default(), name: text(fields, name)? })
    }

    fn only_reads(&self) -> bool {
        let reads = ["Describe", "Get", "List"].iter().any(|verb| self.name.starts_with(verb));
        let changes = self.source == "sts.amazonaws.com"
            && matches!(self.name.as_str(), "GetFederationToken" | "GetSessionToken");
        self.is_management && reads && !changes
    }
}

fn text(fields: Fields<'_>, path: PathId) -> Option<String> {
    fields.of(path).find_map(|(_, field)| match fields.value(field) {
        Value::Text(text) => Some(text.to_string()),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use cupola_base::json::Json;
    use cupola_base::{Place, Timestamp};

    use super::*;

    fn event(detail_type: &str, detail: &str) -> EventEnvelope {
        let place = Place::parse("111122223333", "us-east-1").unwrap();
        EventEnvelope::new("e", place, Timestamp::EPOCH, "aws.x", detail_type, Json::parse(detail).unwrap())
    }

    #[test]
    fn calls_that_only_read_are_kept_from_enabled_rules() {
        for (detail, admitted) in [
            (r#"{"eventName": "DescribeVpcs", "managementEvent": true}"#, false),
            (r#"{"eventName": "DescribeVpcs"}"#, false),
            (r#"{"eventName": "GetConsoleOutput", "readOnly": false, "eventCategory": "Management"}"#, false),
            (r#"{"eventName": "ListTopics"}"#, false),
            (r#"{"eventName": "Decrypt", "readOnly": true}"#, true),
            (r#"{"eventName": "AssumeRole", "readOnly": true}"#, true),
            (r#"{"eventName": "GetSessionToken", "eventSource": "sts.amazonaws.com"}"#, true),
            (r#"{"eventName": "GetFederationToken", "eventSource": "sts.amazonaws.com"}"#, true),
            (r#"{"eventName": "GetSessionToken", "eventSource": "x.amazonaws.com"}"#, false),
            (r#"{"eventName": "GetObject", "managementEvent": false, "eventCategory": "Data"}"#, true),
            (r#"{"eventName": "GetObject", "eventCategory": "Data"}"#, true),
            (r#"{"eventName": "RunInstances", "managementEvent": true}"#, true),
            ("{}", true),
        ] {
            let event = event("AWS API Call via CloudTrail", detail);
            assert_eq!(RuleState::Enabled.admits(&event), admitted, "{detail}");
            assert!(RuleState::EnabledWithAllCloudtrailManagementEvents.admits(&event));
            assert!(!RuleState::Disabled.admits(&event));
        }
    }

    #[test]
    fn other_events_of_the_trail_are_not_kept_away() {
        for detail_type in ["AWS Console Sign In via CloudTrail", "AWS Service Event via CloudTrail", "Order placed"] {
            assert!(RuleState::Enabled.admits(&event(detail_type, r#"{"eventName": "ListTopics"}"#)));
        }
    }
}
