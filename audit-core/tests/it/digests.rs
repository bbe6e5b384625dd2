//! Digests of trails: what is due when, and that the files made of it hold.

use std::collections::BTreeMap;

use cupola_audit::{
    DigestCheck, DigestDue, DigestEvent, DigestKeys, DigestReport, DigestStatus, DigestTrail, DigestWriters, Engine,
    Limits, LogFileDelivery, LogStatus, NotVerified, ObjectSource, Objects, Organization, Output, RecordBuilder,
    SignatureVerifier, StoredObject, TrailChanges, TrailRequest,
};
use cupola_base::json::Json;
use cupola_base::{AccountId, Caller, Place, Timestamp};
use proptest::prelude::*;
use sha2::{Digest, Sha256};

const ACCOUNT: &str = "111122223333";

fn place(region: &str) -> Place {
    Place::parse(ACCOUNT, region).unwrap()
}

/// A time of the day.
fn at(time: &str) -> Timestamp {
    Timestamp::parse(&format!("2026-05-04T{time}Z")).unwrap()
}

fn own(time: Timestamp) -> Json {
    record(time, ACCOUNT, "eu-west-1")
}

fn record(time: Timestamp, account: &str, region: &str) -> Json {
    let time = time.to_seconds_text();
    let text = format!(
        r#"{{"eventTime":"{time}","eventSource":"orders.amazonaws.com","eventName":"CancelOrder","awsRegion":"{region}","recipientAccountId":"{account}","readOnly":false}}"#
    );
    Json::parse(&text).unwrap()
}

/// An engine whose trail `watch` has logged and validated since 06:01.
fn watched(change: impl FnOnce(TrailRequest) -> TrailRequest) -> Engine {
    let mut engine = Engine::new(place("eu-west-1"), 0);
    let request = change(TrailRequest::new("watch", "quay").with_file_validation());
    engine.create_trail(at("06:01:00"), request).unwrap();
    engine.start_logging(at("06:01:00"), "watch").unwrap();
    engine
}

fn happens(engine: &mut Engine, time: &str) {
    engine.record(at(time), own(at(time))).unwrap();
}

/// What came out of an engine until a time, kept as an owner keeps it.
struct Kept {
    writers: DigestWriters,
    objects: Objects,
    dues: Vec<DigestDue>,
    files: Vec<LogFileDelivery>,
}

impl Kept {
    fn new() -> Self {
        let (dues, files) = (Vec::new(), Vec::new());
        Self { writers: DigestWriters::new("f"), objects: Objects::default(), dues, files }
    }

    fn until(engine: &mut Engine, time: &str) -> Self {
        let mut kept = Self::new();
        kept.advance(engine, at(time));
        kept
    }

    fn advance(&mut self, engine: &mut Engine, now: Timestamp) {
        engine.advance(now);
        engine.drain().into_iter().for_each(|output| self.keep(output));
    }

    fn keep(&mut self, output: Output) {
        match output {
            Output::LogFile(file) => {
                let object = StoredObject { bytes: file.bytes.clone(), metadata: BTreeMap::new() };
                assert_eq!(self.objects.put(&*file.bucket, &*file.key, object), None);
                self.files.push(file);
            }
            Output::Digest(due) => {
                let (key, object) = self.writers.write(&due, |message| seal(b"key", message));
                assert_eq!(self.objects.put(&*due.trail.bucket, key, object), None, "each digest has a key of its own");
                self.dues.push(due);
            }
            _ => {}
        }
    }

    fn check(&self, trail: DigestTrail, start: Timestamp, end: Timestamp) -> DigestReport {
        let keys = DigestKeys::new().with("f", "a2V5");
        DigestCheck::new(trail, start, end).reading_records().run(&self.objects, &keys, &Seal)
    }

    /// The chain of the trail's own place, from its beginning.
    fn report(&self, end: &str) -> DigestReport {
        self.check(self.dues[0].trail.clone(), at("06:01:00"), at(end))
    }

    /// `06:01-07:01 begins 1 ends`: times, ends of the chain, and how many files.
    fn told(&self) -> Vec<String> {
        let minute = |at: Timestamp| at.format("%H:%M");
        let told = |due: &DigestDue| {
            let (begins, ends) = (if due.begins { " begins" } else { "" }, if due.ends { " ends" } else { "" });
            format!("{}-{}{begins} {}{ends}", minute(due.start), minute(due.end), due.log_files.len())
        };
        self.dues.iter().map(told).collect()
    }
}

/// Signs with a hash over key and message: enough to tell whether anything was changed.
fn seal(key: &[u8], message: &[u8]) -> Vec<u8> {
    Sha256::new().chain_update(key).chain_update(message).finalize().to_vec()
}

struct Seal;

impl SignatureVerifier for Seal {
    fn verify(&self, key: &[u8], message: &[u8], signature: &[u8]) -> Result<(), NotVerified> {
        if seal(key, message) == signature { Ok(()) } else { Err(NotVerified::Signature) }
    }
}

/// Everything that is wrong, in words.
fn wrong(report: &DigestReport) -> Vec<String> {
    let event = |event: &DigestEvent| match event {
        DigestEvent::Digest { status, .. } if *status != DigestStatus::Valid => Some(format!("digest {status:?}")),
        DigestEvent::Log { key, status, .. } if *status != LogStatus::Valid => Some(format!("{key} {status}")),
        DigestEvent::Gap { from, to, .. } => Some(format!("gap {}-{}", from.format("%H:%M"), to.format("%H:%M"))),
        _ => None,
    };
    let events = report.events.iter().filter_map(event);
    events.chain(report.findings.iter().map(ToString::to_string)).chain(report.unlisted_logs.iter().cloned()).collect()
}

fn classes(report: &DigestReport) -> String {
    let minute = |at: Timestamp| at.format("%H:%M");
    let class = |c: &cupola_audit::Coverage| format!("{}-{} {}", minute(c.from), minute(c.to), c.class);
    report.intervals.iter().map(class).collect::<Vec<_>>().join(", ")
}

#[test]
fn hours_make_a_chain_that_holds() {
    let mut engine = watched(|request| request.with_prefix("pier"));
    for time in ["06:10:00", "06:12:00", "06:58:00", "08:30:00"] {
        happens(&mut engine, time);
    }
    let kept = Kept::until(&mut engine, "10:00:59");
    assert_eq!(kept.told(), ["06:01-07:01 begins 2", "07:01-08:01 0", "08:01-09:01 1"]);
    assert_eq!(engine.next_deadline().map(|due| (due.at, due.why)), Some((at("10:01:00"), "digest file of a trail")));
    let report = kept.report("09:01:00");
    assert_eq!(wrong(&report), Vec::<String>::new());
    assert_eq!(classes(&report), "06:01-07:01 Verified, 07:01-08:01 NoActivityVerified, 08:01-09:01 Verified");
    assert_eq!((report.counts().valid_digests, report.counts().valid_logs), (3, 3));
    let key = "pier/AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/05/04/\
        111122223333_CloudTrail-Digest_eu-west-1_watch_eu-west-1_20260504T070100Z.json.gz";
    assert!(kept.objects.object("quay", key).is_some());
    assert_eq!(engine.trail("watch").unwrap().status.digested, Some(at("09:01:00")));
}

#[test]
fn what_was_changed_or_deleted_is_named() {
    let mut engine = watched(|request| request);
    for time in ["06:10:00", "07:10:00", "08:10:00"] {
        happens(&mut engine, time);
    }
    let mut kept = Kept::until(&mut engine, "09:01:00");
    let [first, second, third] = [0, 1, 2].map(|number| kept.files[number].key.clone());
    kept.objects.remove("quay", &first);
    let other = kept.objects.object("quay", &third).unwrap();
    kept.objects.put("quay", second.clone(), other);
    let told = wrong(&kept.report("09:01:00"));
    assert!(told.contains(&format!("{first} not found")), "{told:?}");
    assert!(told.contains(&format!("{second} hash value doesn't match")), "{told:?}");
    assert!(!told.iter().any(|what| what.contains(&third)), "{told:?}");
    let digest = kept.dues[1].trail.digest_key(at("08:01:00"), false);
    kept.objects.remove("quay", &digest);
    assert!(classes(&kept.report("09:01:00")).contains("07:01-08:01 DigestMissing"));
}

#[test]
fn a_stop_is_followed_by_a_last_digest_and_a_start_by_a_new_chain() {
    let mut engine = watched(|request| request);
    happens(&mut engine, "06:12:00");
    let before = engine.trails_before();
    engine.stop_logging(at("06:12:30"), "watch").unwrap();
    let call = RecordBuilder::new(at("06:12:30"), &place("eu-west-1"), "cloudtrail.amazonaws.com", "StopLogging");
    engine.record_call_before(at("06:12:30"), before, call).unwrap();
    engine.start_logging(at("09:00:00"), "watch").unwrap();
    happens(&mut engine, "09:10:00");
    let kept = Kept::until(&mut engine, "10:00:00");
    assert_eq!(kept.files[0].records, 2, "the call that stops is logged");
    assert_eq!(kept.told(), ["06:01-06:15 begins 1 ends", "09:00-10:00 begins 1"]);
    let report = kept.report("10:00:00");
    assert_eq!(wrong(&report), ["gap 06:15-09:00"]);
    assert_eq!(classes(&report), "06:01-06:15 Verified, 06:15-09:00 ChainRestarted, 09:00-10:00 Verified");
}

#[test]
fn a_start_before_the_last_delivery_ends_the_chain_at_once() {
    let mut engine = watched(|request| request);
    happens(&mut engine, "06:12:00");
    engine.stop_logging(at("06:12:30"), "watch").unwrap();
    engine.start_logging(at("06:13:00"), "watch").unwrap();
    engine.start_logging(at("06:20:00"), "watch").unwrap();
    let kept = Kept::until(&mut engine, "07:13:00");
    assert_eq!(kept.told(), ["06:01-06:13 begins 0 ends", "06:13-07:13 begins 1"], "a trail that logs starts no more");
    let report = kept.report("07:13:00");
    assert_eq!(wrong(&report), ["gap 06:13-06:13"], "the CLI tells of every new chain so");
    assert_eq!(classes(&report), "06:01-06:13 NoActivityVerified, 06:13-07:13 Verified");
}

#[test]
fn a_second_has_one_digest() {
    let mut engine = watched(|request| request);
    for milli in [0, 100, 200, 300] {
        let now = at("07:01:00").plus_millis(milli);
        engine.stop_logging(now, "watch").unwrap();
        engine.start_logging(now.plus_millis(50), "watch").unwrap();
    }
    engine.stop_logging(at("07:01:00.900"), "watch").unwrap();
    let kept = Kept::until(&mut engine, "09:00:00");
    assert_eq!(kept.told(), ["06:01-07:01 begins 0", "07:01-07:05 begins 0 ends"]);
    assert_eq!(engine.next_deadline(), None);
}

#[test]
fn a_deleted_trail_has_its_last_digest() {
    let mut engine = watched(|request| request);
    happens(&mut engine, "06:59:00");
    engine.delete_trail(at("06:59:30"), "watch").unwrap();
    let kept = Kept::until(&mut engine, "08:00:00");
    assert_eq!(kept.told(), ["06:01-07:00 begins 1 ends"]);
    assert_eq!(engine.next_deadline(), None);
}

#[test]
fn validation_that_is_switched_off_ends_with_the_hour() {
    let mut engine = watched(|request| request);
    let set = |engine: &mut Engine, time: &str, on| {
        engine.update_trail(at(time), "watch", &TrailChanges::new().file_validation(on)).unwrap();
    };
    set(&mut engine, "06:20:00", false);
    set(&mut engine, "06:40:00", true);
    set(&mut engine, "07:20:00", false);
    happens(&mut engine, "07:30:00");
    happens(&mut engine, "08:30:00");
    set(&mut engine, "09:00:00", true);
    let kept = Kept::until(&mut engine, "10:00:00");
    assert_eq!(kept.told(), ["06:01-07:01 begins 0", "07:01-08:01 1 ends", "09:00-10:00 begins 0"]);
    let report = kept.report("10:00:00");
    assert_eq!(wrong(&report), ["gap 08:01-09:00", &*kept.files[1].key], "what lies in the gap is never digested");
}

#[test]
fn a_stop_after_validation_is_off_changes_nothing() {
    let mut engine = watched(|request| request);
    engine.update_trail(at("06:59:00"), "watch", &TrailChanges::new().file_validation(false)).unwrap();
    engine.stop_logging(at("07:00:30"), "watch").unwrap();
    assert_eq!(Kept::until(&mut engine, "09:00:00").told(), ["06:01-07:01 begins 0 ends"]);
}

/// `(start, end]`: a log file and a digest of one instant, the log file first.
#[test]
fn a_log_file_of_the_last_instant_belongs_to_the_hour() {
    let mut engine = Engine::new(place("eu-west-1"), 0);
    engine.create_trail(at("06:05:00"), TrailRequest::new("watch", "quay").with_file_validation()).unwrap();
    engine.start_logging(at("06:05:00"), "watch").unwrap();
    happens(&mut engine, "07:04:00");
    engine.advance(at("07:05:00"));
    let outputs = engine.drain();
    let [Output::Event { .. }, Output::LogFile(file), Output::Digest(due)] = &outputs[..] else {
        panic!("{outputs:?}")
    };
    assert_eq!((file.at, due.end, due.log_files.len()), (at("07:05:00"), at("07:05:00"), 1));
    assert_eq!((&due.log_files[0].object, &due.log_files[0].hash_value), (&file.key, &file.sha256));
    assert_eq!(due.log_files[0].oldest_event_time.as_deref(), Some("2026-05-04T07:04:00Z"));
}

#[test]
fn each_region_has_a_chain() {
    let home = watched(TrailRequest::multi_region);
    let mut away = Engine::new(place("us-east-1"), 1);
    away.set_shadow_trails(at("06:01:00"), home.spanning_trails().cloned().collect());
    let kept = Kept::until(&mut away, "07:01:00");
    assert_eq!(kept.told(), ["06:01-07:01 begins 0"]);
    let trail = &kept.dues[0].trail;
    assert_eq!((trail.root.place.region.as_str(), trail.home_region.as_str()), ("us-east-1", "eu-west-1"));
    assert_eq!(trail.arn(), "arn:aws:cloudtrail:eu-west-1:111122223333:trail/watch");
    assert_eq!(away.trail(&trail.arn()).unwrap().status.digested, Some(at("07:01:00")));
    away.set_shadow_trails(at("07:10:00"), Vec::new());
    assert_eq!(Kept::until(&mut away, "09:00:00").told(), ["07:01-07:15 0 ends"]);
}

#[test]
fn a_region_that_hears_late_of_a_stop_and_a_start_begins_a_chain() {
    let mut home = watched(TrailRequest::multi_region);
    let mut away = Engine::new(place("us-east-1"), 1);
    away.set_shadow_trails(at("06:01:00"), home.spanning_trails().cloned().collect());
    home.stop_logging(at("06:20:00"), "watch").unwrap();
    home.start_logging(at("06:30:00"), "watch").unwrap();
    away.set_shadow_trails(at("06:40:00"), home.spanning_trails().cloned().collect());
    assert_eq!(Kept::until(&mut away, "07:40:00").told(), ["06:01-06:40 begins 0 ends", "06:40-07:40 begins 0"]);
}

#[test]
fn a_place_whose_records_are_handed_in_has_a_chain() {
    let mut engine = watched(TrailRequest::multi_region);
    engine.record(at("07:10:00"), record(at("07:10:00"), ACCOUNT, "us-east-1")).unwrap();
    let kept = Kept::until(&mut engine, "09:01:00");
    assert_eq!(
        kept.told(),
        ["06:01-07:01 begins 0", "07:01-08:01 0", "07:01-08:01 begins 1", "08:01-09:01 0", "08:01-09:01 0"]
    );
    let there = kept.dues[2].trail.clone();
    let report = kept.check(there, at("07:01:00"), at("09:01:00"));
    assert_eq!((wrong(&report), report.counts().valid_logs), (Vec::new(), 1));
    engine.stop_logging(at("09:10:00"), "watch").unwrap();
    engine.start_logging(at("09:11:00"), "watch").unwrap();
    let told = ["09:01-09:11 0 ends", "09:01-09:11 0 ends", "09:11-10:11 begins 0"];
    assert_eq!(Kept::until(&mut engine, "10:11:00").told(), told, "until it has a log file again");
}

#[test]
fn a_chain_of_an_organization_bears_its_id() {
    let [manager, member] = [ACCOUNT, "444455556666"].map(|text| AccountId::new(text).unwrap());
    let mut engine = Engine::new(place("eu-west-1"), 0);
    engine.set_organization(at("06:01:00"), Some(Organization::new("o-quay123456", manager).with(member)));
    let request = TrailRequest::new("watch", "quay").of_organization().with_file_validation();
    engine.create_trail(at("06:01:00"), request).unwrap();
    engine.start_logging(at("06:01:00"), "watch").unwrap();
    engine.record(at("06:10:00"), record(at("06:10:00"), member.as_str(), "eu-west-1")).unwrap();
    let kept = Kept::until(&mut engine, "07:01:00");
    assert_eq!(kept.told(), ["06:01-07:01 begins 0", "06:01-07:01 begins 1"]);
    let trail = &kept.dues[1].trail;
    assert_eq!(trail.arn(), "arn:aws:cloudtrail:eu-west-1:111122223333:trail/watch");
    let key = trail.digest_key(at("07:01:00"), false);
    assert!(key.starts_with("AWSLogs/o-quay123456/444455556666/CloudTrail-Digest/eu-west-1/"), "{key}");
    assert_eq!(wrong(&kept.check(trail.clone(), at("06:01:00"), at("07:01:00"))), Vec::<String>::new());
}

#[test]
fn a_chain_follows_its_trail_to_another_bucket() {
    let mut engine = watched(|request| request);
    engine.update_trail(at("07:30:00"), "watch", &TrailChanges::new().bucket("harbour")).unwrap();
    let kept = Kept::until(&mut engine, "09:01:00");
    let buckets: Vec<&str> = kept.dues.iter().map(|due| &*due.trail.bucket).collect();
    assert_eq!(buckets, ["quay", "harbour", "harbour"]);
    let report = kept.check(kept.dues[2].trail.clone(), at("06:01:00"), at("09:01:00"));
    assert_eq!((wrong(&report), report.counts().valid_digests), (Vec::new(), 3));
}

#[test]
fn what_there_is_no_room_for_is_counted() {
    let limits = Limits::default().with_log_file_bytes(1).with_digest_files(2).with_digest_chains(1);
    let mut engine = watched(TrailRequest::multi_region).with_limits(limits);
    let mut take = |time: &str, regions: &[&str]| {
        for region in regions {
            engine.record(at(time), record(at(time), ACCOUNT, region)).unwrap();
        }
        engine.advance(at(time).plus_secs(3600));
    };
    // The second of each region is delivered when the hour has two already; us-west-2 has no chain.
    take("06:10:00", &["us-east-1", "eu-west-1", "us-west-2", "eu-west-1", "us-east-1"]);
    take("07:10:00", &["us-west-2", "eu-west-1", "eu-west-1"]);
    let mut kept = Kept::new();
    kept.advance(&mut engine, at("08:10:00"));
    let told: Vec<_> = kept.dues.iter().map(|due| (due.log_files.len(), due.omitted)).collect();
    assert_eq!((kept.files.len(), told), (8, vec![(1, 2), (1, 1), (2, 1), (0, 0)]));
}

#[test]
fn the_door_tells_of_the_last_digest() {
    let mut engine = watched(|request| request);
    let status = |engine: &mut Engine, now| {
        let caller = Caller::root(engine.place().clone());
        engine.call(now, &caller, "GetTrailStatus", r#"{"Name":"watch"}"#).unwrap()
    };
    assert!(!status(&mut engine, at("07:00:59")).contains("LatestDigestDeliveryTime"));
    let expected = format!(r#""LatestDigestDeliveryTime":{}.0"#, at("07:01:00").as_secs());
    let told = status(&mut engine, at("07:30:00"));
    assert!(told.contains(&expected), "{told}");
}

#[test]
fn the_end_of_time_is_reached() {
    let late = Timestamp::MAX.plus_secs(-4 * 3600);
    let mut engine = Engine::new(place("eu-west-1"), 0);
    engine.create_trail(late, TrailRequest::new("watch", "quay").with_file_validation()).unwrap();
    engine.start_logging(late, "watch").unwrap();
    let mut kept = Kept::new();
    kept.advance(&mut engine, Timestamp::MAX.plus_millis(-1));
    engine.stop_logging(Timestamp::MAX.plus_millis(-1), "watch").unwrap();
    kept.advance(&mut engine, Timestamp::MAX);
    assert_eq!(kept.dues.len(), 4);
}

/// Made with `openssl genrsa 1024`, for this test alone.
#[cfg(feature = "rsa")]
#[test]
fn chains_are_signed_with_a_real_key() {
    use rsa::pkcs1::EncodeRsaPublicKey;
    use rsa::{BigUint, Pkcs1v15Sign, RsaPrivateKey};

    const P: &str = "f9d6c7beb5483b5414b734958071\
        48bea8aabe80cee9c7cdc2a0a3e5cf3e4b373a6cda0e68dbf56a1f2dd0de0bd48cd5ef2998b73a2e2996806c3d3b254251ad";
    const Q: &str = "f02fdd4277d0bb87819a3e0c472f\
        742bc981fdeac49b796e796f4bddd789101723db9008c92cce27cbccca4818476c4df6b1078f8df0a6d7871a2d450038dd95";
    let [p, q] = [P, Q].map(|prime| BigUint::parse_bytes(prime.as_bytes(), 16).unwrap());
    let key = RsaPrivateKey::from_p_q(p, q, BigUint::from(65_537u32)).unwrap();
    let public = cupola_base::base64::encode(key.to_public_key().to_pkcs1_der().unwrap().as_bytes());

    let mut engine = watched(|request| request);
    happens(&mut engine, "06:10:00");
    engine.advance(at("09:01:00"));
    let (mut writers, mut objects, mut trail) = (DigestWriters::new("f"), Objects::default(), None);
    for output in engine.drain() {
        match output {
            Output::LogFile(file) => {
                objects.put(file.bucket, file.key, StoredObject { bytes: file.bytes, ..StoredObject::default() });
            }
            Output::Digest(due) => {
                let sign = |message: &[u8]| key.sign(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(message)).unwrap();
                let (key, digest) = writers.write(&due, sign);
                objects.put(due.trail.bucket.clone(), key, digest);
                trail = Some(due.trail);
            }
            _ => {}
        }
    }
    let check = DigestCheck::new(trail.unwrap(), at("06:01:00"), at("09:01:00"));
    let report = check.run(&objects, &DigestKeys::new().with("f", &public), &cupola_audit::RsaVerifier);
    assert_eq!(wrong(&report), Vec::<String>::new());
    assert_eq!((report.counts().valid_digests, report.counts().valid_logs), (3, 1));
}

/// Something that happens to the trail.
#[derive(Clone, Copy, Debug)]
enum Happening {
    Record,
    RecordElsewhere,
    Start,
    Stop,
    Validate(bool),
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        4 => Just(Happening::Record),
        1 => Just(Happening::RecordElsewhere),
        1 => Just(Happening::Start),
        1 => Just(Happening::Stop),
        2 => any::<bool>().prop_map(Happening::Validate),
    ]
}

fn happen(engine: &mut Engine, now: Timestamp, happening: Happening) {
    match happening {
        Happening::Record => engine.record(now, own(now)).unwrap(),
        Happening::RecordElsewhere => engine.record(now, record(now, ACCOUNT, "us-east-1")).unwrap(),
        Happening::Start => engine.start_logging(now, "watch").unwrap(),
        Happening::Stop => engine.stop_logging(now, "watch").unwrap(),
        Happening::Validate(on) => {
            engine.update_trail(now, "watch", &TrailChanges::new().file_validation(on)).unwrap();
        }
    }
}

/// A gap in milliseconds: some within a second, some of hours.
fn gap() -> impl Strategy<Value = i64> {
    prop_oneof![1 => 0..1500i64, 3 => 0..900_000i64, 1 => 0..9_000_000i64]
}

proptest! {
    /// Whatever happens, each chain holds, its digests join end to start, and a log file is named exactly where a
    /// digest's time has its delivery.
    #[test]
    fn chains_hold_whatever_happens(steps in prop::collection::vec((gap(), happening()), 0..30)) {
        let (mut engine, mut kept, mut now) = (watched(TrailRequest::multi_region), Kept::new(), at("06:01:00"));
        for (gap, step) in steps {
            now = now.plus_millis(gap);
            happen(&mut engine, now, step);
        }
        kept.advance(&mut engine, now.plus_secs(7200));
        for region in ["eu-west-1", "us-east-1"] {
            let chain: Vec<&DigestDue> = kept.dues.iter().filter(|due| due.trail.root.place.region.as_str() == region).collect();
            for pair in chain.windows(2) {
                prop_assert_eq!(pair[0].ends, pair[1].begins);
                prop_assert!(pair[0].end == pair[1].start || pair[1].begins && pair[0].end < pair[1].start);
            }
            for file in kept.files.iter().filter(|file| file.key.contains(&format!("/{region}/"))) {
                let named = chain.iter().filter(|due| due.log_files.iter().any(|log| log.object == file.key));
                let named: Vec<_> = named.map(|due| due.end).collect();
                let of_time: Vec<_> = chain.iter().filter(|due| due.start < file.at && file.at <= due.end).map(|due| due.end).collect();
                prop_assert_eq!(named, of_time);
            }
            let Some(first) = chain.first() else { continue };
            let report = kept.check(first.trail.clone(), first.start.floor_to(1000), now.plus_secs(7200));
            prop_assert_eq!((report.counts().valid_digests, report.counts().invalid_digests), (chain.len(), 0));
            prop_assert_eq!(report.counts().invalid_logs, 0);
            prop_assert!(report.findings.is_empty(), "{:?}", report.findings);
        }
    }
}
