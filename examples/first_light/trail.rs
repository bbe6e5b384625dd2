//! CloudTrail records: from a file, or a few of our own.

use std::error::Error;
use std::fs;
use std::path::Path;

use cupola::base::json::Json;
use cupola::{Place, Timestamp};
use serde::Deserialize;

/// A record as it was written, and what decides where it goes.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    pub(crate) json: Json,
    pub(crate) at: Timestamp,
    pub(crate) name: String,
    /// Who called: the name, or the kind of identity where there is none.
    pub(crate) by: String,
    pub(crate) is_root: bool,
}

impl Record {
    fn read(json: Json) -> Result<Self, Box<dyn Error>> {
        let members: Members = json.read()?;
        let Members { event_time, event_name, user_identity } = members;
        let at = Timestamp::parse(&event_time)?;
        let by = user_identity.user_name.unwrap_or_else(|| user_identity.kind.clone());
        Ok(Self { json, at, name: event_name, by, is_root: user_identity.kind == "Root" })
    }

    pub(crate) fn is_root_sign_in(&self) -> bool {
        self.is_root && self.name == "ConsoleLogin"
    }

    pub(crate) fn deletes_trail(&self) -> bool {
        self.name == "DeleteTrail"
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Members {
    event_time: String,
    event_name: String,
    #[serde(default)]
    user_identity: Identity,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
struct Identity {
    #[serde(rename = "type", default)]
    kind: String,
    user_name: Option<String>,
}

/// Records in order of time, and how many could not be read.
#[derive(Debug, Default)]
pub(crate) struct Trail {
    pub(crate) records: Vec<Record>,
    /// Records without a time, a name or an identity of the right form.
    pub(crate) unreadable: usize,
}

impl Trail {
    fn of(texts: Vec<Json>) -> Self {
        let all = texts.len();
        let mut records: Vec<Record> = texts.into_iter().filter_map(|text| Record::read(text).ok()).collect();
        records.sort_by_key(|record| record.at);
        Self { unreadable: all - records.len(), records }
    }
}

/// Reads a file of records: a delivered log file (`{"Records": [...]}`), an array of records, a record
/// alone, an event that carries one under `detail`, or one of these in each line.
pub(crate) fn read(path: &Path) -> Result<Trail, Box<dyn Error>> {
    let text = fs::read_to_string(path)?;
    let whole = split(&text).or_else(|error| split_lines(&text).ok_or(error));
    whole.map(Trail::of).map_err(|error| format!("{}: {error}", path.display()).into())
}

/// The ways in which records stand in a text; the first that fits.
fn split(text: &str) -> Result<Vec<Json>, serde_json::Error> {
    if let Ok(file) = serde_json::from_str::<LogFile>(text) {
        return Ok(file.records);
    }
    if let Ok(records) = serde_json::from_str::<Vec<Json>>(text) {
        return Ok(records);
    }
    if let Ok(event) = serde_json::from_str::<Envelope>(text) {
        return Ok(vec![event.detail]);
    }
    serde_json::from_str(text).map(|record| vec![record])
}

fn split_lines(text: &str) -> Option<Vec<Json>> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let records = lines.map(|line| split(line).ok()).collect::<Option<Vec<_>>>()?;
    Some(records.concat())
}

#[derive(Deserialize)]
struct LogFile {
    #[serde(rename = "Records")]
    records: Vec<Json>,
}

#[derive(Deserialize)]
struct Envelope {
    #[serde(alias = "log")]
    detail: Json,
}

/// Records of our own, from `start` on: people at work, two sign-ins of the root user, and somebody who
/// covers the tracks.
pub(crate) fn sample(place: &Place, start: Timestamp) -> Trail {
    let calls = [
        (5, "signin", "ConsoleLogin", "ana"),
        (9, "ec2", "StartInstances", "deploy"),
        (31, "signin", "ConsoleLogin", "root"),
        (46, "iam", "CreateUser", "root"),
        (52, "signin", "ConsoleLogin", "root"),
        (58, "cloudtrail", "DeleteTrail", "mina"),
        (75, "s3", "DeleteBucket", "deploy"),
    ];
    let texts = calls.into_iter().enumerate().map(|(number, (minute, service, name, user))| {
        sample_record(place, start.plus_secs(minute * 60), number, (service, name, user))
    });
    Trail::of(texts.collect())
}

fn sample_record(place: &Place, at: Timestamp, number: usize, call: (&str, &str, &str)) -> Json {
    let (service, name, user) = call;
    let (account, region) = (place.account, &place.region);
    let identity = if user == "root" {
        serde_json::json!({ "type": "Root", "principalId": account, "arn": format!("arn:aws:iam::{account}:root"), "accountId": account })
    } else {
        serde_json::json!({ "type": "IAMUser", "principalId": format!("AIDAEXAMPLE{number:05}"), "arn": format!("arn:aws:iam::{account}:user/{user}"), "accountId": account, "userName": user })
    };
    let kind = if service == "signin" { "AwsConsoleSignIn" } else { "AwsApiCall" };
    let answer =
        if service == "signin" { serde_json::json!({ "ConsoleLogin": "Success" }) } else { serde_json::Value::Null };
    Json::of(&serde_json::json!({
        "eventVersion": "1.09", "userIdentity": identity, "eventTime": at.to_seconds_text(),
        "eventSource": format!("{service}.amazonaws.com"), "eventName": name, "awsRegion": region,
        "sourceIPAddress": "203.0.113.9", "userAgent": "first_light", "requestParameters": null, "responseElements": answer,
        "eventID": format!("00000000-0000-4000-8000-{number:012}"), "readOnly": false, "eventType": kind,
        "managementEvent": true, "recipientAccountId": account, "eventCategory": "Management",
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_found_in_every_kind_of_file() {
        let record = r#"{"eventTime":"2026-05-04T06:00:00Z","eventName":"DeleteTrail","userIdentity":{"type":"IAMUser","userName":"ana"}}"#;
        for text in [
            format!("{{\"Records\":[{record}]}}"),
            format!("[{record}]"),
            format!("{{\"detail\":{record}}}"),
            record.to_owned(),
        ] {
            let records = Trail::of(split(&text).unwrap()).records;
            assert_eq!(records.len(), 1, "{text}");
            let record = &records[0];
            assert!(record.deletes_trail() && !record.is_root_sign_in() && record.by == "ana");
        }
    }

    #[test]
    fn lines_may_hold_a_record_each() {
        let records = split_lines("{\"log\":{\"eventTime\":1}}\n\n{\"a\":2}\n").unwrap();
        assert_eq!(Trail::of(records).unreadable, 2);
        assert!(split_lines("{}\nnot JSON").is_none());
    }

    #[test]
    fn our_own_records_hold_what_the_rules_look_for() {
        let place = Place::parse("111122223333", "us-east-1").unwrap();
        let Trail { records, unreadable } = sample(&place, Timestamp::EPOCH);
        assert_eq!(unreadable, 0);
        assert_eq!(records.iter().filter(|record| record.is_root_sign_in()).count(), 2);
        assert_eq!(records.iter().filter(|record| record.deletes_trail()).count(), 1);
    }
}
