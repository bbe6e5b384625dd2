//! The event behind a row.

use std::collections::BTreeMap;
use std::sync::Arc;

use cupola_base::Timestamp;

use super::error::UnknownRecord;
use crate::engine::Engine;
use crate::insights::discover;
use crate::insights::value::Value;
use crate::store::{Cursor, Gap, Mark};

impl Engine {
    /// The fields of the event that `@ptr` leads to: those in its message and the system's; times in
    /// milliseconds since the epoch.
    ///
    /// # Errors
    /// [`UnknownRecord`] when it leads to none, or to one that has expired.
    ///
    /// # Source
    /// CloudWatch Logs API Reference, GetLogRecord.
    #[doc(alias = "GetLogRecord")]
    pub fn log_record(
        &mut self,
        now: Timestamp,
        pointer: &str,
        unmask: bool,
    ) -> Result<BTreeMap<String, String>, UnknownRecord> {
        let now = self.at(now);
        let place = crate::insights::evaluate::base64_decode(pointer).to_string();
        let parts: Vec<&str> = place.split('\0').collect();
        let [at, sequence, group_name, stream_name] = parts[..] else { return Err(UnknownRecord) };
        let at = Timestamp::from_millis(at.parse().map_err(|_| UnknownRecord)?);
        let sequence: u64 = sequence.parse().map_err(|_| UnknownRecord)?;
        let group = self.group(group_name).map_err(|_| UnknownRecord)?;
        let stream = group.stream(stream_name).map_err(|_| UnknownRecord)?;
        if at < group.cutoff(now) || self.seals(group).check(sequence).is_err() {
            return Err(UnknownRecord);
        }
        let mut cursor = Cursor::forward(&stream.strand, Gap { at, sequence });
        let mark = cursor.step().filter(|mark| (mark.at, mark.sequence) == (at, sequence)).ok_or(UnknownRecord)?;
        let message = stream.margin.shown(mark, cursor.message(), unmask).into_owned();
        Ok(self.record(mark, &message, (group_name, stream_name), pointer))
    }

    fn record(
        &self,
        mark: Mark,
        message: &str,
        (group, stream): (&str, &str),
        pointer: &str,
    ) -> BTreeMap<String, String> {
        let found = discover::fields(message, self.limits.discovered_fields_per_event);
        let found = found.into_iter().map(|(name, value): (Arc<str>, Value)| (name.to_string(), value.to_string()));
        let mut record: BTreeMap<String, String> = found.collect();
        let system = [
            ("@timestamp", mark.at.as_millis().to_string()),
            ("@ingestionTime", mark.received.as_millis().to_string()),
            ("@message", message.to_owned()),
            ("@logStream", stream.to_owned()),
            ("@log", format!("{}:{group}", self.place.account.as_str())),
            ("@ptr", pointer.to_owned()),
        ];
        record.extend(system.map(|(name, value)| (name.to_owned(), value)));
        record
    }
}
