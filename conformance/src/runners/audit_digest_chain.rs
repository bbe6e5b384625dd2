//! `audit.digest_chain`: a bucket's objects, and what the check of a trail's chain finds.

use std::collections::BTreeMap;
use std::io::Write;

use cupola::Place;
use cupola::audit::{
    DigestCheck, DigestEvent, DigestKeys, DigestReport, DigestStatus, DigestTrail, Objects, RsaVerifier, StoredObject,
};
use cupola_base::base64;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::{BadInput, Input};
use crate::{Got, Object, Value};

pub(super) fn ask(input: Input<'_>) -> Result<Value, Got> {
    let place =
        Place::parse(input.text("account")?, input.text("region")?).map_err(|error| BadInput(error.to_string()))?;
    let bucket = input.text("bucket")?;
    let trail = DigestTrail::new(bucket, place, input.text("trail")?);
    let check = DigestCheck::new(trail, input.required("start")?.as_instant()?, input.required("end")?.as_instant()?);
    let report = check.run(&objects(bucket, input)?, &keys(input)?, &RsaVerifier);
    Ok(told(&report))
}

fn keys(input: Input<'_>) -> Result<DigestKeys, BadInput> {
    let add = |keys: DigestKeys, key: Input<'_>| Ok(keys.with(key.text("Fingerprint")?, key.text("Value")?));
    input.required("public_keys")?.items()?.try_fold(DigestKeys::new(), add)
}

fn objects(bucket: &str, input: Input<'_>) -> Result<Objects, BadInput> {
    let mut objects = Objects::default();
    for object in input.required("objects")?.items()? {
        let (bytes, metadata) = (bytes(object)?, metadata(object)?);
        objects.put(bucket, object.text("key")?, StoredObject { bytes, metadata });
    }
    Ok(objects)
}

fn bytes(object: Input<'_>) -> Result<Vec<u8>, BadInput> {
    let decode = |text: &str| base64::decode(text).ok_or_else(|| object.is_not("an object in base64"));
    match object.optional_text("uncompressed_base64")? {
        Some(text) => gzip(&decode(text)?).ok_or_else(|| object.is_not("an object")),
        None => decode(object.text("raw_base64")?),
    }
}

fn gzip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok()
}

fn metadata(object: Input<'_>) -> Result<BTreeMap<String, String>, BadInput> {
    let Some(metadata) = object.part("metadata") else { return Ok(BTreeMap::new()) };
    let members = metadata.0.as_object().ok_or_else(|| metadata.is_not("an object of texts"))?;
    members.members().iter().map(|(name, text)| Ok((name.clone(), Input(text).as_text()?.to_owned()))).collect()
}

fn told(report: &DigestReport) -> Value {
    let interval = |c: &cupola::audit::Coverage| {
        let (from, to) = (c.from.to_seconds_text(), c.to.to_seconds_text());
        Value::from(Object::new().with("from", from).with("to", to).with("class", c.class.to_string()))
    };
    Object::new()
        .with("events", report.events.iter().map(event).collect::<Vec<Value>>())
        .with("intervals", report.intervals.iter().map(interval).collect::<Vec<Value>>())
        .with("unlisted_logs", report.unlisted_logs.iter().map(|key| Value::from(key.as_str())).collect::<Vec<Value>>())
        .into()
}

fn event(event: &DigestEvent) -> Value {
    let of = |name: &str, key: &str| Object::new().with("event", name).with("key", key);
    match event {
        DigestEvent::Digest { key, status: DigestStatus::Valid, .. } => of("valid", key),
        DigestEvent::Digest { key, status: DigestStatus::Missing, .. } => of("missing", key),
        DigestEvent::Digest { key, status: DigestStatus::Invalid(why), .. } => {
            of("invalid", key).with("message", format!("INVALID: {why}"))
        }
        DigestEvent::Log { key, status, .. } => of("log", key).with("status", status.to_string()),
        DigestEvent::Gap { key, .. } => of("gap", key),
        other => of("other", &format!("{other:?}")),
    }
    .into()
}
