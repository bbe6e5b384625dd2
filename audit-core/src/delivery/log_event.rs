//! Events that trails write to log groups.

use cupola_base::json::Json;
use cupola_base::{Arn, Place, Timestamp};
use serde::{Deserialize, Serialize};

use crate::Trail;

/// A record that a trail writes to its log group.
///
/// # Source
/// CloudTrail User Guide, "Sending events to CloudWatch Logs".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TrailLogEvent {
    /// When it is written.
    pub at: Timestamp,
    /// The trail's ARN.
    pub trail: Arn,
    /// The log group's ARN.
    pub log_group: Arn,
    /// The log stream: `ACCOUNT_CloudTrail_REGION` with the trail's region; of an organization's trail the event's
    /// account, and the organization's id with `_` in front.
    pub stream: String,
    /// The log event's time: the record's.
    pub time: Timestamp,
    /// The log event's text: the record.
    pub message: Json,
}

impl TrailLogEvent {
    pub(super) fn new(
        at: Timestamp,
        trail: &Trail,
        log_group: Arn,
        place: &Place,
        time: Timestamp,
        message: Json,
    ) -> Self {
        let region = &trail.home_region;
        let stream = match &trail.organization {
            Some(id) => format!("{id}_{}_CloudTrail_{region}", place.account),
            None => format!("{}_CloudTrail_{region}", trail.account),
        };
        Self { at, trail: trail.arn.clone(), log_group, stream, time, message }
    }
}
