//! Log events that rules and pipes send.

use cupola_base::outbox::{Call, ErrorCode};
use cupola_base::{Arn, Delivery, DeliveryId, Outcome, Place, Timestamp};

use crate::logs;
use crate::logs::{CreateLogStreamError, UnknownLog};

/// A log event that a rule or a pipe sends to a log group.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LogLine {
    /// The delivery that it is.
    pub delivery: DeliveryId,
    /// The log group.
    pub group: Arn,
    /// The log stream: that which a pipe names, and else one for each rule and pipe: `rule/NAME`, on other buses than the
    /// default one `rule/BUS/NAME`, `pipe/NAME`. The service does not say how it calls its streams; this is our decision.
    pub stream: String,
    /// The log event's time.
    pub at: Timestamp,
    /// Its text.
    pub message: String,
}

impl LogLine {
    /// What a delivery to a log group says; none of any other.
    #[must_use]
    pub fn of(delivery: &Delivery) -> Option<Self> {
        let Call::LogEvent { at, message, stream } = &delivery.call else { return None };
        let (group, cause) = (Arn::parse(&delivery.target).ok()?, Arn::parse(&delivery.cause).ok()?);
        let stream = stream.clone().unwrap_or_else(|| cause.resource().to_owned());
        Some(Self { delivery: delivery.id, group, stream, at: *at, message: message.clone() })
    }

    /// Writes it, and tells how that went. None when the place has no such group: then it is for its owner to know.
    pub(crate) fn write(&self, now: Timestamp, logs: &mut logs::Engine) -> Option<Outcome> {
        let group = self.group_in(logs.place())?;
        // That the stream is there is as good; what else is wrong the next call tells.
        let made = logs.create_log_stream(now, group, &self.stream);
        if matches!(made, Err(CreateLogStreamError::Unknown(UnknownLog::Group(_)))) {
            return None;
        }
        let refused = |error: logs::PutLogEventsError| Outcome::error(ErrorCode::InvalidParameter, error.to_string());
        let put = logs.put_log_events(now, group, &self.stream, [(self.at, &self.message)]);
        Some(put.map_or_else(refused, |_| Outcome::Delivered))
    }

    /// The group's name, if it is one of this place.
    fn group_in(&self, place: &Place) -> Option<&str> {
        let is_here = self.group.account() == place.account.as_str() && self.group.region() == place.region.as_str();
        let name = self.group.resource().strip_prefix("log-group:").filter(|_| is_here)?;
        Some(name.strip_suffix(":*").unwrap_or(name))
    }
}
