//! What must hold whatever the input (feature `testing`; exempt from stability). Each law panics
//! where it is broken.

use serde_json::Value;

use cupola_base::json::Json;
use cupola_base::{Place, Timestamp};

pub use crate::lake::sql::lake_sql_law;
pub use crate::selector::selects_slowly;
use crate::{
    AdvancedSelector, BasicSelector, DigestCheck, DigestFile, DigestKeys, DigestTrail, Objects, Selectors,
    StoredObject, Target, Unsigned,
};
use crate::{Engine, Field, LogFile, Lookup, ObjectKey, Record, SizeClass};

/// A record that is read prints back equal as JSON, with its bodies byte by byte; asking it anything gives an
/// answer; and reading agrees with `serde_json` about what is an object.
pub fn record_law(bytes: &[u8]) {
    let Ok(record) = Record::from_bytes(bytes) else { return };
    print_law(&record);
    question_law(&record);
    assert_eq!(record.clone().into_owned(), record);
    assert_eq!(record.to_json().as_str(), record.as_str());
}

/// A file of any form ends, and each of its records obeys [`record_law`].
pub fn file_law(bytes: &[u8]) {
    let Ok(file) = LogFile::read_within(bytes, 1 << 20) else { return };
    let mut count = 0;
    for record in file.records() {
        count += 1;
        assert!(count <= file.text().len() + 1, "as many records as bytes at most");
        match record {
            Ok(record) => record_law(record.as_str().as_bytes()),
            Err(error) => assert!(error.offset <= file.text().len()),
        }
    }
}

fn print_law(record: &Record<'_>) {
    let printed = record.to_string();
    let again = Record::parse(&printed).expect("what is printed can be read");
    assert_eq!((again.to_string(), &again), (printed.clone(), record));
    for field in Field::BODIES {
        assert_eq!(again.get(field), record.get(field));
    }
    // The tree forgets some numbers and duplicate keys; where it cannot be made there is nothing to compare.
    if let (Ok(a), Ok(b)) = (serde_json::from_str::<Value>(record.as_str()), serde_json::from_str::<Value>(&printed)) {
        assert_eq!(a, b);
    }
}

fn question_law(record: &Record<'_>) {
    let _ = (record.check(), record.classify().explain(), record.bus_event(), record.event_time());
    record.resources().for_each(|resource| drop(resource.arn_or_prefix()));
    if let Some(identity) = record.user_identity() {
        let _ = (identity.display_name(), identity.principal_key(), identity.session().map(|s| s.creation_date()));
    }
    if let Ok(fitted) = record.fit(SizeClass::Standard) {
        assert!(fitted.record.to_string().len() <= SizeClass::Standard.bytes());
        assert!(fitted.record.fit(SizeClass::Standard).is_ok_and(|again| again.cuts.is_empty()));
    }
}

/// Whatever an engine is given, it goes on from its snapshot as it would have gone on.
///
/// # Panics
/// When it does not.
pub fn engine_law(bytes: &[u8]) {
    let Some(json) = std::str::from_utf8(bytes).ok().and_then(|text| Json::parse(text).ok()) else { return };
    let place = Place::parse("111122223333", "us-east-1").expect("a place");
    let mut engine = Engine::new(place, 0);
    let taken = engine.record(Timestamp::EPOCH, json.clone());
    let mut again = Engine::restore(engine.snapshot()).expect("a snapshot of this version");
    for engine in [&mut engine, &mut again] {
        assert_eq!(engine.record(Timestamp::MAX, json.clone()), taken);
    }
    let lookup = Lookup::new().at_most(1);
    let [a, b] = [&mut engine, &mut again].map(|engine| engine.lookup_events(Timestamp::MAX, &lookup, None));
    assert_eq!(a, b);
    assert_eq!(engine.drain(), again.drain());
}

/// A key that is read prints back as it was, save the mark that old files lack.
///
/// # Panics
/// When it does not.
pub fn object_key_law(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(key) = text.parse::<ObjectKey>() else { return };
    let printed = key.to_string();
    assert_eq!(printed.parse(), Ok(key));
    assert!(printed == text || printed.len() == text.len() + 1, "{text} {printed}");
}

/// Selectors and, after a line feed, a record: whatever they are, checks, lints and explanations end, the compiled
/// form agrees with the explanation, and selectors survive printing.
///
/// # Panics
/// When they do not.
pub fn selector_law(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let (selectors, record) = text.split_once('\n').unwrap_or((text, "{}"));
    let advanced = serde_json::from_str::<Vec<AdvancedSelector>>(selectors).ok().map(Selectors::Advanced);
    let basic = || serde_json::from_str::<Vec<BasicSelector>>(selectors).ok().map(Selectors::Basic);
    let Some(selectors) = advanced.or_else(basic) else { return };
    let _ = (selectors.check(Target::Trail), selectors.check(Target::EventDataStore), selectors.lint());
    let printed = Json::of(&selectors);
    assert_eq!(printed.read::<Selectors>().expect("what is printed can be read"), selectors);
    if let Ok(record) = Record::parse(record) {
        assert_eq!(selectors.select(&record), selectors.explain(&record).is_logged());
    }
}

/// Any bytes as a digest, as they are and compressed: what can be read prints as the same digest; the check ends, and
/// classes every instant of its range.
///
/// # Panics
/// When it does not.
pub fn digest_law(bytes: &[u8]) {
    if let Ok(digest) = DigestFile::parse(bytes) {
        assert_eq!(DigestFile::parse(digest.to_json().as_str().as_bytes()), Ok(digest));
    }
    let place = Place::parse("111122223333", "us-east-1").expect("a place");
    let trail = DigestTrail::new("b", place, "t");
    let (start, end) = (Timestamp::from_secs(1_777_874_400), Timestamp::from_secs(1_777_881_600));
    for bytes in [bytes.to_vec(), crate::digest::gzip(bytes)] {
        let mut objects = Objects::default();
        let metadata = ["signature", "signature-algorithm"].map(|name| (name.to_owned(), "00".to_owned())).into();
        objects.put("b", trail.digest_key(end, false), StoredObject { bytes, metadata });
        let report =
            DigestCheck::new(trail.clone(), start, end).run(&objects, &DigestKeys::new().with("f", ""), &Unsigned);
        assert_eq!(report.intervals.first().map(|first| first.from), Some(start));
        assert_eq!(report.intervals.last().map(|last| last.to), Some(end));
        assert!(report.intervals.windows(2).all(|pair| pair[0].to == pair[1].from && pair[0].class != pair[1].class));
        assert!(report.to_cli_text(true).starts_with("Validating log files for trail arn:aws:cloudtrail:us-east-1:"));
    }
}
