//! Chains that were kept, and chains that were tampered with.

use cupola_base::{Place, Timestamp};
use proptest::prelude::*;
use sha2::{Digest, Sha256};

use super::writer::gzip;
use super::*;

const KEY: &str = "a2V5";

/// Signs with a hash over key and message: enough to tell whether anything was changed.
struct Seal;

fn seal(key: &[u8], message: &[u8]) -> Vec<u8> {
    Sha256::new().chain_update(key).chain_update(message).finalize().to_vec()
}

impl SignatureVerifier for Seal {
    fn verify(&self, key: &[u8], message: &[u8], signature: &[u8]) -> Result<(), NotVerified> {
        if key.is_empty() {
            return Err(NotVerified::Key);
        }
        if seal(key, message) == signature { Ok(()) } else { Err(NotVerified::Signature) }
    }
}

fn t(hour: i64) -> Timestamp {
    Timestamp::parse("2026-05-04T00:00:00Z").unwrap().plus_secs(hour * 3600)
}

fn trail() -> DigestTrail {
    DigestTrail::new("quay", Place::parse("111122223333", "us-east-1").unwrap(), "watch")
}

fn key_of(hour: i64) -> String {
    trail().digest_key(t(hour), false)
}

fn log_key(hour: i64) -> String {
    let hour = t(hour).format("%Y%m%dT%H%MZ");
    format!(
        "AWSLogs/111122223333/CloudTrail/us-east-1/2026/05/04/111122223333_CloudTrail_us-east-1_{hour}_AbCdEfGhIjKlMnOp.json.gz"
    )
}

fn log_text(hour: i64) -> String {
    format!(r#"{{"Records":[{{"eventName":"X","eventTime":"{}"}}]}}"#, t(hour).plus_secs(-600).to_seconds_text())
}

/// Digests from hour 1 to hour 6; each odd one names a log file.
fn chain() -> (Objects, DigestWriter) {
    let (mut objects, mut writer) = (Objects::default(), DigestWriter::new(trail(), "f", t(0)));
    (1..=6).for_each(|hour| digest(&mut objects, &mut writer, hour));
    (objects, writer)
}

fn digest(objects: &mut Objects, writer: &mut DigestWriter, hour: i64) {
    let mut logs = Vec::new();
    if hour % 2 == 1 {
        objects.put(
            "quay",
            log_key(hour),
            StoredObject { bytes: gzip(log_text(hour).as_bytes()), ..StoredObject::default() },
        );
        logs.push(DigestedLog::of("quay", log_key(hour), &log_text(hour)));
    }
    let (key, object) = writer.write(t(hour), logs, |message| seal(b"key", message));
    objects.put("quay", key, object);
}

fn check(objects: &Objects) -> DigestReport {
    let keys = DigestKeys::new().with("f", KEY);
    DigestCheck::new(trail(), t(0), t(6)).reading_records().run(objects, &keys, &Seal)
}

/// What is wrong, and the classes of the range with their hours.
fn wrong(report: &DigestReport) -> Vec<String> {
    let hours = |at: Timestamp| at.millis_since(t(0)) / 3_600_000;
    let events = report.events.iter().filter_map(|event| match event {
        DigestEvent::Digest { key, status, .. } if *status != DigestStatus::Valid => {
            Some(format!("{}: {status:?}", &key[key.len() - 24..key.len() - 8]))
        }
        DigestEvent::Log { status, .. } if *status != LogStatus::Valid => Some(status.to_string()),
        DigestEvent::Gap { from, to, .. } => Some(format!("gap {} {}", hours(*from), hours(*to))),
        _ => None,
    });
    events.chain(report.findings.iter().map(ToString::to_string)).chain(report.unlisted_logs.iter().cloned()).collect()
}

fn classes(report: &DigestReport) -> String {
    let hours = |at: Timestamp| at.millis_since(t(0)) / 3_600_000;
    let class = |c: &Coverage| format!("{}-{} {}", hours(c.from), hours(c.to), c.class);
    report.intervals.iter().map(class).collect::<Vec<_>>().join(", ")
}

const INTACT: &str =
    "0-1 Verified, 1-2 NoActivityVerified, 2-3 Verified, 3-4 NoActivityVerified, 4-5 Verified, 5-6 NoActivityVerified";

#[test]
fn an_intact_chain_holds() {
    let (objects, _) = chain();
    let report = check(&objects);
    assert_eq!((wrong(&report), classes(&report)), (Vec::new(), INTACT.to_owned()));
    assert_eq!((report.counts().valid_digests, report.counts().valid_logs, report.is_valid()), (6, 3, true));
    assert_eq!(
        report.to_cli_text(false),
        "Validating log files for trail arn:aws:cloudtrail:us-east-1:111122223333:trail/watch between 2026-05-04T00:00:00Z and \
         2026-05-04T06:00:00Z\n\nResults requested for 2026-05-04T00:00:00Z to 2026-05-04T06:00:00Z\n\
         Results found for 2026-05-04T00:00:00Z to 2026-05-04T06:00:00Z:\n\n6/6 digest files valid\n3/3 log files valid\n",
    );
    let first = format!(
        "\n\nDigest file\ts3://quay/{}\tvalid\nDigest file\ts3://quay/{}\tvalid\nLog file\t",
        key_of(6),
        key_of(5)
    );
    assert!(report.to_cli_text(true).contains(&first));
}

#[test]
fn deleted_digests_are_told_however_many() {
    let (mut objects, _) = chain();
    objects.remove("quay", &key_of(4));
    let report = check(&objects);
    assert_eq!(wrong(&report), ["20260504T040000Z: Missing"]);
    assert!(classes(&report).contains("2-3 Verified, 3-4 DigestMissing, 4-5 Verified"), "{}", classes(&report));
    // The CLI tells of one; the class tells of both.
    objects.remove("quay", &key_of(3));
    let report = check(&objects);
    assert_eq!(wrong(&report), ["20260504T040000Z: Missing".to_owned(), log_key(3)]);
    assert!(
        classes(&report).contains("1-2 NoActivityVerified, 2-4 DigestMissing, 4-5 Verified"),
        "{}",
        classes(&report)
    );
    // Nothing names the newest.
    objects.remove("quay", &key_of(6));
    assert!(classes(&check(&objects)).ends_with("4-5 Verified, 5-6 NotCovered"));
}

#[test]
fn what_is_wrong_with_a_log_file_is_told() {
    let (objects, _) = chain();
    let good = gzip(log_text(3).as_bytes());
    let with = |bytes: Option<Vec<u8>>| {
        let mut objects = objects.clone();
        objects.remove("quay", &log_key(3));
        if let Some(bytes) = bytes {
            objects.put("quay", log_key(3), StoredObject { bytes, ..StoredObject::default() });
        }
        wrong(&check(&objects))
    };
    assert_eq!(with(None), ["not found"]);
    assert_eq!(with(Some(log_text(3).into_bytes())), ["invalid format"]);
    assert_eq!(with(Some(gzip(b"{}"))), ["hash value doesn't match"]);
    assert_eq!(with(Some(Vec::new())), ["hash value doesn't match"]);
    assert_eq!(with(Some(good[..good.len() / 2].to_vec())), ["hash value doesn't match"]);
    assert_eq!(with(Some([&good[..], b"x"].concat())), ["unexpected data after end of compressed stream"]);
    assert_eq!(with(Some([&good[..], &good].concat())), ["unexpected data after end of compressed stream"]);
    // All is there but the last byte of the trailer.
    assert_eq!(with(Some(good[..good.len() - 1].to_vec())), Vec::<String>::new());
    assert_eq!(with(Some(good)), Vec::<String>::new());
}

#[test]
fn planted_and_doubly_named_files_are_told() {
    let (mut objects, mut writer) = chain();
    let planted = log_key(5).replace("AbCdEf", "Planted").replace("PlantedGh", "PlantedG");
    objects.put("quay", planted.clone(), StoredObject { bytes: gzip(b"{}"), ..StoredObject::default() });
    let again = vec![DigestedLog::of("quay", log_key(5), &log_text(5))];
    let (key, object) = writer.write(t(7), again, |message| seal(b"key", message));
    objects.put("quay", key, object);
    assert_eq!(wrong(&check(&objects)), [format!("{} is named twice", log_key(5)), planted]);
}

#[test]
fn records_outside_the_told_times_are_told() {
    let (mut objects, mut writer) = chain();
    let mut log = DigestedLog::of("quay", log_key(5), &log_text(5));
    log.newest_event_time = Some(t(3).to_seconds_text());
    let (key, object) = writer.write(t(7), vec![log], |message| seal(b"key", message));
    objects.put("quay", key, object);
    assert!(
        wrong(&check(&objects))
            .contains(&format!("{} has records outside the times that its digest tells", log_key(5)))
    );
}

#[test]
fn what_is_wrong_with_a_digest_is_told() {
    let (objects, _) = chain();
    let original = objects.object("quay", &key_of(4)).unwrap();
    let with = |change: &dyn Fn(&mut StoredObject)| {
        let (mut objects, mut object) = (objects.clone(), original.clone());
        change(&mut object);
        objects.put("quay", key_of(4), object);
        let report = check(&objects);
        assert!(classes(&report).contains("3-4 DigestInvalid"), "{}", classes(&report));
        let faults = wrong(&report);
        assert_eq!(faults.len(), 1, "{faults:?}");
        let event = report.events.iter().find_map(|event| match event {
            DigestEvent::Digest { status: DigestStatus::Invalid(why), .. } => Some(why.to_string()),
            _ => None,
        });
        event.unwrap()
    };
    let edit = |from: &'static str, to: &'static str| {
        move |object: &mut StoredObject| {
            let text = String::from_utf8(document::inflate(&object.bytes).unwrap()).unwrap();
            assert!(text.contains(from));
            object.bytes = gzip(text.replace(from, to).as_bytes());
        }
    };
    assert_eq!(with(&|object| object.bytes = b"{}".to_vec()), "invalid format");
    assert_eq!(with(&|object| object.bytes = gzip(b"nonsense")), "invalid format");
    assert_eq!(with(&|object| drop(object.metadata.remove("signature"))), "signature verification failed");
    assert_eq!(with(&|object| drop(object.metadata.remove("signature-algorithm"))), "signature verification failed");
    assert_eq!(
        with(&|object| drop(object.metadata.insert("signature".into(), "xyz".into()))),
        "signature verification failed"
    );
    assert_eq!(with(&edit("digestStartTime", "start")), "invalid format");
    assert_eq!(
        with(&edit("\"digestS3Bucket\":\"quay\"", "\"digestS3Bucket\":\"key\"")),
        "has been moved from its original location"
    );
    assert_eq!(with(&edit("\"f\"", "\"g\"")), "public key not found in region us-east-1 for fingerprint g");
    assert_eq!(with(&edit("SHA256withRSA", "SHA256WITHRSA")), "signature verification failed");
    let none = DigestKeys::new().with("f", "");
    let report = DigestCheck::new(trail(), t(5), t(6)).run(&objects, &none, &Seal);
    assert!(report.to_cli_text(false).contains("INVALID: Unable to load PKCS #1 key with fingerprint f"));
    assert!(
        report
            .to_cli_text(false)
            .contains("No valid digests found in range\n\n0/2 digest files valid, 2/2 digest files INVALID")
    );
}

#[test]
fn a_chain_that_starts_anew_leaves_a_gap() {
    let (mut objects, mut writer) = chain();
    writer.restart(t(8));
    (9..=10).for_each(|hour| digest(&mut objects, &mut writer, hour));
    let report = DigestCheck::new(trail(), t(0), t(11)).run(&objects, &DigestKeys::new().with("f", KEY), &Seal);
    assert_eq!(wrong(&report), ["gap 6 8"]);
    assert!(classes(&report).ends_with(
        "5-6 NoActivityVerified, 6-8 ChainRestarted, 8-9 Verified, 9-10 NoActivityVerified, 10-11 NotCovered"
    ));
    assert!(
        report.to_cli_text(false).contains(
            "No log files were delivered by CloudTrail between 2026-05-04T06:00:00Z and 2026-05-04T08:00:00Z"
        )
    );
}

#[test]
fn a_chain_goes_on_in_another_bucket() {
    let (mut objects, mut writer) = chain();
    writer.move_to("harbour");
    for hour in 7..=8 {
        let (key, object) = writer.write(t(hour), Vec::new(), |message| seal(b"key", message));
        objects.put("harbour", key, object);
    }
    let harbour = DigestTrail { bucket: "harbour".into(), ..trail() };
    let report = DigestCheck::new(harbour, t(0), t(8)).run(&objects, &DigestKeys::new().with("f", KEY), &Seal);
    assert_eq!((wrong(&report), report.counts().valid_digests), (Vec::new(), 8));
}

#[test]
fn backfilled_digests_are_a_chain_of_their_own() {
    let (mut objects, _) = chain();
    let mut later = DigestWriter::new(trail(), "f", t(1)).backfilling(t(5));
    for hour in 2..=3 {
        let (key, object) = later.write(t(hour), Vec::new(), |message| seal(b"key", message));
        objects.put("quay", key, object);
    }
    let report = check(&objects);
    assert_eq!((report.counts().valid_digests, report.counts().valid_backfill_digests), (6, 2));
    assert!(report.to_cli_text(true).contains("\n(backfill) Digest file\ts3://quay/"));
    assert!(report.to_cli_text(true).contains("\n2/2 backfill digest files valid\n"));
    let mut object = objects.object("quay", &trail().digest_key(t(3), true)).unwrap();
    object.metadata.remove("backfill-generation-timestamp");
    objects.put("quay", trail().digest_key(t(3), true), object);
    let report = check(&objects);
    assert_eq!((report.counts().valid_backfill_digests, report.counts().invalid_backfill_digests), (1, 1));
}

#[test]
fn offline_the_successor_tells_the_signature() {
    let (objects, _) = chain();
    let mut bare = Objects::default();
    for (bucket, key, object) in objects.iter() {
        bare.put(bucket, key, StoredObject { bytes: object.bytes.clone(), ..StoredObject::default() });
    }
    let run = |check: DigestCheck| check.run(&bare, &DigestKeys::new().with("f", KEY), &Seal);
    assert_eq!(run(DigestCheck::new(trail(), t(0), t(6))).counts().invalid_digests, 6);
    let report = run(DigestCheck::new(trail(), t(0), t(6)).offline());
    assert_eq!(wrong(&report)[0], "20260504T060000Z: Unverifiable");
    assert_eq!((report.counts().valid_digests, report.counts().invalid_digests), (5, 1));
}

#[test]
fn the_chain_is_held_against_itself() {
    let (mut objects, _) = chain();
    let text = |objects: &Objects, hour| {
        let object = objects.object("quay", &key_of(hour)).unwrap();
        String::from_utf8(document::inflate(&object.bytes).unwrap()).unwrap()
    };
    // A thief with the key changes digest 3, and signs it.
    let changed = text(&objects, 3).replace("T02:50:00Z", "T02:51:00Z");
    let resigned = DigestFile::parse(changed.as_bytes()).unwrap().string_to_sign(&sha256_hex(changed.as_bytes()));
    let mut object = objects.object("quay", &key_of(3)).unwrap();
    object.bytes = gzip(changed.as_bytes());
    object.metadata.insert("signature".into(), hex(&seal(b"key", resigned.as_bytes())));
    objects.put("quay", key_of(3), object);
    let told = wrong(&check(&objects));
    let (four, three) = (key_of(4), key_of(3));
    assert!(told.contains(&format!("{four} tells another hash of {three} than it has")), "{told:?}");
    assert!(told.contains(&format!("{four} tells another signature of {three} than it has")), "{told:?}");
}

#[test]
fn a_circle_ends() {
    let (mut objects, mut writer) = (Objects::default(), DigestWriter::new(trail(), "f", t(0)));
    digest(&mut objects, &mut writer, 2);
    let mut object = objects.object("quay", &key_of(2)).unwrap();
    let text = String::from_utf8(document::inflate(&object.bytes).unwrap()).unwrap();
    let own = format!("\"previousDigestS3Bucket\":\"quay\",\"previousDigestS3Object\":\"{}\"", key_of(2));
    object.bytes =
        gzip(text.replace("\"previousDigestS3Bucket\":null,\"previousDigestS3Object\":null", &own).as_bytes());
    objects.put("quay", key_of(2), object);
    let report = DigestCheck::new(trail(), t(0), t(6)).run(&objects, &DigestKeys::new().with("f", KEY), &Unsigned);
    assert_eq!(wrong(&report), [format!("{} names itself or a newer digest as the one before", key_of(2))]);
}

proptest! {
    #[test]
    fn any_bytes_are_survived(cut in any::<prop::sample::Index>(), noise in prop::collection::vec(any::<u8>(), 0..20)) {
        let (objects, _) = chain();
        let text = document::inflate(&objects.object("quay", &key_of(3)).unwrap().bytes).unwrap();
        let at = cut.index(text.len() + 1);
        crate::testing::digest_law(&[&text[..at], &noise, &text[at..]].concat());
        crate::testing::digest_law(&noise);
    }
}

fn text() -> impl Strategy<Value = Option<String>> {
    prop::option::of("[a-z\"\\\\é]{0,6}")
}

fn digest_file() -> impl Strategy<Value = DigestFile> {
    let log = (text(), text(), text(), text()).prop_map(|(bucket, object, hash_algorithm, newest_event_time)| {
        let (bucket, object) = (bucket.unwrap_or_default(), object.unwrap_or_default());
        let oldest_event_time = newest_event_time.clone();
        DigestedLog { bucket, object, hash_value: "ab".into(), hash_algorithm, newest_event_time, oldest_event_time }
    });
    let previous = prop::option::of(("[a-z]{0,3}", "[a-z]{0,3}", text()))
        .prop_map(|previous| previous.map(|(bucket, object, hash)| PreviousDigest { bucket, object, hash }));
    let texts = prop::collection::vec(text(), 8);
    let times = (0i64..4_000_000_000_000, 0i64..4_000_000_000);
    (times, texts, previous, prop::collection::vec(log, 0..3)).prop_map(|((start, end), texts, previous, log_files)| {
        let [account, bucket, object, fingerprint, algorithm, newest_event, oldest_event, previous_signature] =
            <[Option<String>; 8]>::try_from(texts).unwrap();
        let (start, end) = (Timestamp::from_millis(start), Timestamp::from_secs(end));
        let end_text = end.to_seconds_text();
        DigestFile {
            account,
            start,
            end,
            end_text,
            bucket,
            object,
            fingerprint,
            algorithm,
            newest_event,
            oldest_event,
            previous,
            previous_signature,
            log_files,
        }
    })
}

proptest! {
    #[test]
    fn what_is_printed_is_read_back(file in digest_file()) {
        let text = file.to_json();
        let again = DigestFile::parse(text.as_str().as_bytes()).unwrap();
        let printed = again.to_json();
        prop_assert_eq!(printed.as_str(), text.as_str());
        prop_assert_eq!(again, file);
    }
}
