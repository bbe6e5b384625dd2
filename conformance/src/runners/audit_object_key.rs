//! `audit.object_key`: what the key of a delivered object says.

use cupola::audit::{DigestKey, LogKey, ObjectKey};

use super::Input;
use crate::{Got, Object, Value};

pub(super) fn ask(input: Input<'_>) -> Result<Value, Got> {
    let key = input.text("key")?.parse::<ObjectKey>();
    match key.map_err(|error| Got::refusal("InvalidObjectKey", error.to_string()))? {
        ObjectKey::Log(key) => Ok(log(key).into()),
        ObjectKey::Digest(key) => Ok(digest(key).into()),
    }
}

fn log(key: LogKey) -> Object {
    Object::new()
        .with("prefix", key.root.prefix)
        .with("org", key.root.organization)
        .with("account", key.root.place.account.to_string())
        .with("folder", key.folder.to_string())
        .with("region", key.root.place.region.to_string())
        .with("time", key.at.to_seconds_text())
}

fn digest(key: DigestKey) -> Object {
    Object::new()
        .with("prefix", key.root.prefix)
        .with("org", key.root.organization)
        .with("account", key.root.place.account.to_string())
        .with("folder", "CloudTrail-Digest")
        .with("region", key.root.place.region.to_string())
        .with("trail", key.trail)
        .with("home_region", key.home_region.to_string())
        .with("end", key.end.to_seconds_text())
        .with("backfill", key.is_backfill)
}
