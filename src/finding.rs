//! What data protection found, told where its policy says.

use cupola_base::json::Json;
use cupola_base::{Draft, Payload, Timestamp};

use crate::logs;
use crate::logs::{CreateLogStreamError, FindingsDestination, SensitiveData};
use crate::routes::Step;

/// A report of findings that is written into a log group.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FindingLine {
    /// The log group.
    pub group: String,
    /// The log stream: named as the log group in whose event something was found. The service does not say how it calls
    /// its streams; this is our decision.
    pub stream: String,
    /// When the event came in.
    pub at: Timestamp,
    /// The report.
    pub message: String,
}

impl FindingLine {
    /// Writes it; else why not.
    pub(crate) fn write(&self, now: Timestamp, logs: &mut logs::Engine) -> Result<(), String> {
        let written = write(now, logs, (&self.group, &self.stream), self.at, &self.message);
        written.map_err(|why| format!("findings for log group {}: {why}", self.group))
    }
}

/// Writes a log event into a group and its stream, which is made when it is not there; else why not.
pub(crate) fn write(
    now: Timestamp,
    logs: &mut logs::Engine,
    (group, stream): (&str, &str),
    at: Timestamp,
    message: &str,
) -> Result<(), String> {
    match logs.create_log_stream(now, group, stream) {
        Ok(()) | Err(CreateLogStreamError::Exists(_)) => {}
        Err(error) => return Err(error.to_string()),
    }
    let put = logs.put_log_events(now, group, stream, [(at, message)]);
    put.map_or_else(|error| Err(error.to_string()), |_| Ok(()))
}

/// What is done about findings: a log event, a record for a delivery stream, an object for a bucket.
pub(crate) fn told(found: &SensitiveData) -> impl Iterator<Item = Step> {
    let group = &found.log_group_arn;
    found.destinations.iter().filter_map(move |destination| match destination {
        FindingsDestination::LogGroup(group) => Some(Step::WriteFinding(FindingLine {
            group: group.clone(),
            stream: found.log_group.to_string(),
            at: found.at,
            message: found.report(),
        })),
        FindingsDestination::DeliveryStream(name) => {
            let (partition, region, account) = (group.partition(), group.region(), group.account());
            Some(deliver(found, format!("arn:{partition}:firehose:{region}:{account}:deliverystream/{name}")))
        }
        FindingsDestination::Bucket(name) => Some(deliver(found, format!("arn:{}:s3:::{name}", group.partition()))),
        _ => None,
    })
}

fn deliver(found: &SensitiveData, target: String) -> Step {
    let payload = Json::parse(&found.report()).map_or_else(|_| Payload::Text(found.report()), Payload::Json);
    Step::Deliver(Draft::new(found.at, found.log_group_arn.as_str(), target, payload))
}
