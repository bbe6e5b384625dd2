//! CloudTrail records: from a file, or a few of our own.

use std::error::Error;
use std::fs;
use std::path::Path;

use cupola::audit::{self, IdentityType, LogFile, records_in};
use cupola::base::json::Json;
use cupola::{Place, Timestamp};

/// A record as it was written, and what decides where it goes.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    pub(crate) json: Json,
    pub(crate) at: Timestamp,
    pub(crate) name: String,
    /// Who called; empty where the record does not say.
    pub(crate) by: String,
    pub(crate) is_root: bool,
}

impl Record {
    fn of(record: &audit::Record<'_>) -> Option<Self> {
        let identity = record.user_identity();
        Some(Self {
            json: record.to_json(),
            at: record.event_time().ok()?,
            name: record.event_name()?.into_owned(),
            by: identity.as_ref().and_then(|who| who.display_name()).map_or_else(String::new, |name| name.into_owned()),
            is_root: identity.and_then(|who| who.kind()) == Some(IdentityType::Root),
        })
    }

    pub(crate) fn is_root_sign_in(&self) -> bool {
        self.is_root && self.name == "ConsoleLogin"
    }

    pub(crate) fn deletes_trail(&self) -> bool {
        self.name == "DeleteTrail"
    }
}

/// Records in order of time, and how many could not be read.
#[derive(Debug, Default)]
pub(crate) struct Trail {
    pub(crate) records: Vec<Record>,
    /// What is no record, or has no time or name.
    pub(crate) unreadable: usize,
}

impl Trail {
    fn of(found: audit::Records<'_>) -> Self {
        let all: Vec<Option<Record>> = found.map(|record| record.ok().as_ref().and_then(Record::of)).collect();
        let unreadable = all.iter().filter(|record| record.is_none()).count();
        let mut records: Vec<Record> = all.into_iter().flatten().collect();
        records.sort_by_key(|record| record.at);
        Self { records, unreadable }
    }
}

/// Reads a file of records, of any form that the audit area knows.
pub(crate) fn read(path: &Path) -> Result<Trail, Box<dyn Error>> {
    let bytes = fs::read(path)?;
    let file = LogFile::read(&bytes).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(Trail::of(file.records()))
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
    let texts: Vec<Json> = texts.collect();
    Trail::of(records_in(Json::of(&texts).as_str()))
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
            format!("{record}\n\n"),
            record.to_owned(),
        ] {
            let records = Trail::of(records_in(&text)).records;
            assert_eq!(records.len(), 1, "{text}");
            let record = &records[0];
            assert!(record.deletes_trail() && !record.is_root_sign_in() && record.by == "ana");
        }
    }

    #[test]
    fn what_cannot_be_read_is_counted() {
        let Trail { records, unreadable } = Trail::of(records_in("[{\"eventName\":\"X\"},{\"eventTime\":1}]"));
        assert_eq!((records.len(), unreadable), (0, 2));
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
