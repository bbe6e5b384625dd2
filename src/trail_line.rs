//! Records that trails write to log groups.

use cupola_base::{AccountId, Place, Region, Timestamp};

use crate::Area;
use crate::audit::TrailLogEvent;
use crate::logs::{self, CreateLogStreamError, UnknownLog};
use crate::output::Lost;

/// The place of the log group.
pub(crate) fn place(event: &TrailLogEvent) -> Option<Place> {
    let (account, region) =
        (AccountId::new(event.log_group.account()).ok()?, Region::new(event.log_group.region()).ok()?);
    Some(Place::new(account, region))
}

/// Writes the record into its log stream, which is made where there is none. None when the group is of another place;
/// an error in words when it is not there or takes nothing.
pub(crate) fn write(now: Timestamp, event: &TrailLogEvent, logs: &mut logs::Engine) -> Option<Result<(), String>> {
    if place(event).as_ref() != Some(logs.place()) {
        return None;
    }
    let group = event.log_group.resource().strip_prefix("log-group:").unwrap_or_default();
    let group = group.strip_suffix(":*").unwrap_or(group);
    let made = logs.create_log_stream(now, group, &event.stream);
    if let Err(CreateLogStreamError::Unknown(UnknownLog::Group(_))) = made {
        return Some(Err(format!("trail {}: there is no log group {group}", event.trail)));
    }
    let put = logs.put_log_events(now, group, &event.stream, [(event.time, event.message.as_str())]);
    Some(put.map(drop).map_err(|error| format!("trail {}: {error}", event.trail)))
}

/// What is told of a record whose log group is nowhere.
pub(crate) fn lost(event: &TrailLogEvent) -> Lost {
    let (trail, group) = (&event.trail, &event.log_group);
    Lost::Refused { area: Area::Logs, why: format!("trail {trail}: the log group {group} is in no place that is here") }
}
