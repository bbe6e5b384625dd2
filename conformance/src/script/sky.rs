//! What a script needs of the library.

use std::io::Read;

use cupola::{ApiError, Caller, Delivery, Observatory, Output, Payload, Place, Service, Timestamp};

use cupola::audit::{DigestDue, DigestWriters, LogFile};
use cupola::logs::Bucket;
use flate2::bufread::GzDecoder;

use crate::parse::parse_deep;
use crate::{Got, Object, Value};

/// One account in one region, as a script sees it.
pub(super) trait Sky {
    /// Answers a call; everything due at or before `now` is done first.
    fn call(&mut self, now: Timestamp, call: &Request<'_>) -> Result<String, ApiError>;

    /// Does everything due at or before `now`.
    fn advance(&mut self, now: Timestamp);

    /// What was delivered since the last time, oldest first.
    fn deliveries(&mut self) -> Vec<Delivered>;

    /// No other S3 buckets exist than these.
    fn only_buckets(&mut self, names: &[String]);
}

/// A call of a service's API.
#[derive(Clone, Copy, Debug)]
pub(super) struct Request<'a> {
    pub(super) service: &'a str,
    pub(super) action: &'a str,
    pub(super) json: &'a str,
    pub(super) privileged: bool,
}

/// One delivery.
pub(super) struct Delivered {
    pub(super) at: Timestamp,
    pub(super) target: String,
    pub(super) payload: Value,
}

impl From<Delivered> for Value {
    fn from(delivered: Delivered) -> Self {
        Object::new()
            .with("at", delivered.at.to_string())
            .with("target", delivered.target)
            .with("payload", delivered.payload)
            .into()
    }
}

/// The answer to a call, as it is laid against the expectation.
pub(super) fn got(answer: Result<String, ApiError>) -> Got {
    match answer {
        Err(refused) => refused.into(),
        Ok(text) if text.is_empty() => Got::Answer(Object::new().into()),
        Ok(text) => parse_deep(&text).map_or_else(|_| Got::broken("NotJson", text), Got::Answer),
    }
}

/// The library: an empty observatory with the standard routes.
#[derive(Debug)]
pub(super) struct Real {
    caller: Caller,
    observatory: Observatory,
    digests: DigestWriters,
}

impl Real {
    /// The door's own calls become CloudTrail records when the script says so.
    pub(super) fn new(self_audit: bool) -> Self {
        let place = Place::parse("111122223333", "us-east-1").expect("it is an account and a region");
        let observatory = Observatory::new(place.clone(), 0);
        let observatory = if self_audit { observatory.with_self_audit() } else { observatory };
        Self { caller: Caller::root(place), observatory, digests: DigestWriters::new("fingerprint") }
    }
}

impl Sky for Real {
    /// Services that the library has no part for refuse every action.
    fn call(&mut self, now: Timestamp, call: &Request<'_>) -> Result<String, ApiError> {
        let Request { service, action, json, privileged } = *call;
        let service = Service::from_name(service).ok_or_else(|| ApiError::unknown_operation(action))?;
        let caller = if privileged { self.caller.clone().privileged() } else { self.caller.clone() };
        self.observatory.call(now, &caller, service, action, json)
    }

    fn advance(&mut self, now: Timestamp) {
        self.observatory.advance(now);
    }

    fn deliveries(&mut self) -> Vec<Delivered> {
        let digests = &mut self.digests;
        self.observatory.drain().into_iter().filter_map(|output| delivered(output, digests)).collect()
    }

    fn only_buckets(&mut self, names: &[String]) {
        let now = self.observatory.now();
        let buckets = names.iter().map(|name| Bucket::new(name.as_str())).collect();
        self.observatory.logs(now).tell_buckets(now, Some(buckets));
        self.observatory.audit(now).tell_buckets(now, Some(names.iter().cloned().collect()));
    }
}

/// Deliveries, and the log files and digests of trails, whose target is the object's ARN.
fn delivered(output: Output, digests: &mut DigestWriters) -> Option<Delivered> {
    match output {
        Output::Delivery(delivery) => Some(delivery.into()),
        Output::TrailFile(file) => {
            let text = LogFile::read(&file.bytes).map(|file| file.text().to_owned()).unwrap_or_default();
            let target = format!("arn:aws:s3:::{}/{}", file.bucket, file.key);
            Some(Delivered { at: file.at, target, payload: parse_deep(&text).unwrap_or(Value::Null) })
        }
        Output::TrailDigest(due) => Some(digest(&due, digests)),
        _ => None,
    }
}

/// The digest file that is due, signed with zeros.
fn digest(due: &DigestDue, digests: &mut DigestWriters) -> Delivered {
    let (key, file) = digests.write(due, |_string_to_sign| vec![0; 4]);
    let mut text = String::new();
    let read = GzDecoder::new(&file.bytes[..]).read_to_string(&mut text).ok();
    let payload = read.and_then(|_| parse_deep(&text).ok()).unwrap_or(Value::Null);
    Delivered { at: due.end, target: format!("arn:aws:s3:::{}/{key}", due.trail.bucket), payload }
}

impl From<Delivery> for Delivered {
    fn from(delivery: Delivery) -> Self {
        Self { at: delivery.at, target: delivery.target, payload: payload(&delivery.payload) }
    }
}

/// JSON as a value, text as text.
fn payload(payload: &Payload) -> Value {
    match payload {
        Payload::Json(json) => parse_deep(json.as_str()).unwrap_or_else(|_| json.as_str().into()),
        other => Value::from(other.to_string()),
    }
}
