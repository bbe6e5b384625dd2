//! Log records of pipes, written where their pipe says.

use cupola_base::{Arn, Draft, Payload, Timestamp};

use crate::events::pipes::PipeLogRecord;
use crate::routes::Step;
use crate::{finding, logs};

/// A log record of a pipe that is written into a log group.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PipeLine {
    /// The log group.
    pub group: Arn,
    /// The log stream: `pipe/NAME`. The service does not say how it calls its streams; this is our decision.
    pub stream: String,
    /// When the step was made.
    pub at: Timestamp,
    /// The record.
    pub message: String,
}

impl PipeLine {
    /// Writes it, if the group is one of the place and is there; else why not.
    pub(crate) fn write(&self, now: Timestamp, logs: &mut logs::Engine) -> Result<(), String> {
        let place = logs.place();
        let is_here = self.group.account() == place.account.as_str() && self.group.region() == place.region.as_str();
        let refused = |why: String| format!("log records of {} for {}: {why}", self.stream, self.group);
        let name = self.group.resource().strip_prefix("log-group:").filter(|_| is_here);
        let name = name.ok_or_else(|| refused("it is no log group of this place".into()))?;
        let name = name.strip_suffix(":*").unwrap_or(name);
        finding::write(now, logs, (name, &self.stream), self.at, &self.message).map_err(refused)
    }
}

/// What is done about a log record: a log event, a record for a delivery stream, an object for a bucket.
pub(crate) fn told(record: &PipeLogRecord) -> impl Iterator<Item = Step> {
    let message = record.to_json();
    let line = record.to.log_group.as_ref().map(|group| {
        let stream = record.pipe.resource().to_owned();
        Step::WritePipeLog(PipeLine { group: group.clone(), stream, at: record.at, message: message.clone() })
    });
    let stream = record.to.delivery_stream.as_ref().map(|stream| stream.as_str().to_owned());
    let bucket =
        record.to.bucket.as_ref().map(|bucket| format!("arn:{}:s3:::{}", record.pipe.partition(), bucket.name));
    let deliver =
        move |target| Step::Deliver(Draft::new(record.at, record.pipe.as_str(), target, Payload::of(message.clone())));
    line.into_iter().chain(stream.into_iter().chain(bucket).map(deliver))
}
