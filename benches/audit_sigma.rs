//! Fifty detection rules asked of each record, beside reading it. Run with `cargo bench -p cupola-benches --bench audit_sigma`.
//!
//! Last result, two shared cores with nothing else running, rustc 1.95, 2026-11-26, thin LTO in one unit: 0.76 of
//! the parse alone.

#![expect(clippy::print_stdout, reason = "a benchmark prints")]

use std::error::Error;
use std::fmt::Write;

use cupola_audit::Record;
use cupola_benches::ratio;
use cupola_sigma::Rules;

fn main() -> Result<(), Box<dyn Error>> {
    let (records, rules) = (records()?, Rules::parse(&rules()?)?);
    let bytes = records.iter().map(String::len).sum();
    let found: usize = records.iter().map(|text| asked(text, &rules)).sum();
    assert!(found > 0 && rules.rules().len() == 50);
    let ask = || records.iter().map(|text| asked(text, &rules)).sum::<usize>();
    let read = || records.iter().filter(|text| Record::parse(text).is_ok()).count();
    println!("parse and 50 rules, to the parse alone: {}", ratio::compare(bytes, ask, read));
    Ok(())
}

fn asked(text: &str, rules: &Rules) -> usize {
    Record::parse(text).map_or(0, |record| rules.matching(&record).len())
}

/// One of four rules needs the action, one the service, one looks at fields of every record, one at parts of them.
fn rules() -> Result<String, std::fmt::Error> {
    let mut text = String::new();
    for n in 0..50 {
        let detection = match n % 5 {
            0..=2 => format!("s: {{eventSource: iam.amazonaws.com, eventName: [Create{n}, Delete{n}]}}, condition: s"),
            3 => format!(
                "s: {{eventSource: service{n}.amazonaws.com}}, f: {{userIdentity.type: Root}}, condition: s and not f"
            ),
            _ => format!("s: {{userIdentity.arn|contains: ':user/eve{n}', userAgent|startswith: kali}}, condition: s"),
        };
        writeln!(text, "---\ntitle: rule {n}\ndetection: {{{detection}}}")?;
    }
    Ok(text)
}

/// Records of about 1.6 kB.
fn records() -> Result<Vec<String>, std::fmt::Error> {
    let mut records = Vec::new();
    for n in 0..500 {
        let mut items = String::new();
        for item in 0..8 {
            write!(items, r#"{{"instanceId":"i-0{n:04}{item:012}","currentState":{{"code":16,"name":"running"}}}},"#)?;
        }
        let items = items.trim_end_matches(',');
        records.push(format!(
            r#"{{"eventVersion":"1.09","userIdentity":{{"type":"AssumedRole","principalId":"AROAEXAMPLEONE:ci-{n}","arn":"arn:aws:sts::111122223333:assumed-role/Deploy/ci-{n}","accountId":"111122223333","sessionContext":{{"sessionIssuer":{{"type":"Role","principalId":"AROAEXAMPLEONE","arn":"arn:aws:iam::111122223333:role/Deploy","accountId":"111122223333","userName":"Deploy"}},"attributes":{{"creationDate":"2026-03-01T08:00:00Z","mfaAuthenticated":"false"}}}}}},"eventTime":"2026-03-01T08:05:09Z","eventSource":"service{}.amazonaws.com","eventName":"Create{}","awsRegion":"us-east-1","sourceIPAddress":"198.51.100.7","userAgent":"aws-sdk-rust/1.3 os/linux lang/rust#1.88.0","requestParameters":{{"instancesSet":{{"items":[{items}]}}}},"responseElements":null,"requestID":"r-{n}","eventID":"00000000-0000-4000-8000-{n:012}","readOnly":false,"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"111122223333","eventCategory":"Management"}}"#,
            n % 60,
            n % 70
        ));
    }
    Ok(records)
}
