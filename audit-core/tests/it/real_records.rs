//! Delivered log files and published test records, kept beside the specification. The tests are skipped
//! where these are not there.

use std::path::Path;

use cupola_audit::{
    Category, Engine, Field, IdentityType, LogFile, Output, Policies, Presence, Record, SizeClass, records_in,
    round_trip,
};
use cupola_base::Place;
use cupola_base::json::Json;
use cupola_base::testing::real_data;
use serde_json::Value;

#[test]
fn every_record_is_read_and_printed_back_equal() {
    for_each_file(|path, text| {
        let expected = count(text);
        let trip = round_trip(text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert_eq!((trip.records, trip.equal, trip.bodies_equal), (expected, true, true), "{}", path.display());
    });
}

/// An independent twin: the tree of `serde_json`, and its raw values for the bodies.
#[test]
fn another_reader_finds_the_same_in_what_is_printed() {
    for_each_record(|record| {
        let printed = record.to_string();
        let (ours, theirs): (Value, Value) =
            (serde_json::from_str(&printed).unwrap(), serde_json::from_str(record.as_str()).unwrap());
        assert_eq!(ours, theirs);
        for field in Field::ALL {
            let presence = match theirs.get(field.name()) {
                None => Presence::Absent,
                Some(Value::Null) => Presence::Null,
                Some(value) => Presence::Value(value.clone()),
            };
            let got = match record.get(*field) {
                Presence::Value(raw) => Presence::Value(serde_json::from_str(raw.as_str()).unwrap()),
                Presence::Null => Presence::Null,
                Presence::Absent => Presence::Absent,
            };
            assert_eq!(got, presence, "{field}");
        }
    });
}

#[test]
fn delivered_records_have_no_faults_and_say_what_they_are() {
    let mut seen = 0;
    for_each_delivered(|record| {
        seen += 1;
        assert_eq!(record.check(), [], "{record}");
        assert!(record.event_version().is_some_and(|version| version.is_at_least(1, 2)));
        let says = record.text(Field::EventCategory).is_some();
        assert!(says || record.category() == Category::Management, "{record}");
        assert_eq!(record.fit(SizeClass::Standard).unwrap().cuts, [], "{record}");
    });
    assert!(seen == 0 || seen == 1195, "{seen}");
}

#[test]
fn the_fallback_tables_agree_with_what_the_service_says() {
    let (mut all, mut wrong) = (0, 0);
    for_each_delivered(|record| {
        let Some(read_only) = record.truth(Field::ReadOnly) else { return };
        let without: String = record.as_str().replace("\"readOnly\"", "\"formerly\"");
        let guess = Record::parse(&without).unwrap().classify().access == cupola_audit::Access::Read;
        all += 1;
        wrong += usize::from(guess != read_only);
    });
    assert!(all == 0 || wrong * 100 <= all * 3, "{wrong} of {all}");
}

#[test]
fn every_caller_of_the_delivered_records_has_a_key() {
    for_each_delivered(|record| {
        let identity = record.user_identity().unwrap();
        assert!(identity.principal_key().is_some(), "{record}");
        if identity.kind() == Some(IdentityType::AssumedRole) {
            assert!(identity.display_name().is_some(), "{record}");
        }
        if let Some(session) = identity.session() {
            assert!(session.creation_date().is_some() && session.mfa_authenticated().is_some(), "{record}");
        }
    });
}

#[test]
fn every_record_with_a_time_is_taken_in() {
    let policies = Policies::default().with_every_record_is_logged(true);
    let mut engine = Engine::new(Place::parse("111122223333", "us-east-1").unwrap(), 0).with_policies(policies);
    let mut events = 0;
    for_each_record(|record| {
        let Ok(at) = record.event_time() else { return };
        if record.event_source().is_none() {
            return;
        }
        let json = Json::parse(record.as_str()).unwrap();
        engine.record(at, json.clone()).unwrap();
        let drained = engine.drain();
        let [Output::Event { event, .. }] = &drained[..] else { panic!("{drained:?}") };
        assert_eq!((event.time, &event.detail), (at, &json));
        events += 1;
    });
    assert!(events == 0 || events == 1351, "{events}"); // 76 rule tests have no time, or one of another form
}

/// Each file as text; of the rule tests, whose lines wrap records in something of their own, the records
/// as lines.
fn for_each_file(mut visit: impl FnMut(&Path, &str)) {
    let Some(data) = real_data() else { return };
    let sources = std::fs::read_dir(data.join("audit")).unwrap();
    for source in sources.map(|source| source.unwrap().path()).filter(|path| path.is_dir()) {
        for path in std::fs::read_dir(source).unwrap().map(|file| file.unwrap().path()) {
            let bytes = std::fs::read(&path).unwrap();
            let file = LogFile::read(&bytes).unwrap();
            match path.to_string_lossy().contains("/panther/") {
                true => visit(&path, &rule_tests(file.text())),
                false => visit(&path, file.text()),
            }
        }
    }
}

fn rule_tests(text: &str) -> String {
    #[derive(serde::Deserialize)]
    struct Test {
        log: Json,
    }
    let logs = text.lines().map(|line| serde_json::from_str::<Test>(line).unwrap().log.to_string());
    logs.collect::<Vec<_>>().join("\n")
}

fn for_each_record(mut visit: impl FnMut(&Record<'_>)) {
    for_each_file(|_, text| records_in(text).for_each(|record| visit(&record.unwrap())));
}

fn for_each_delivered(mut visit: impl FnMut(&Record<'_>)) {
    for_each_file(|path, text| {
        if !path.to_string_lossy().contains("/panther/") {
            records_in(text).for_each(|record| visit(&record.unwrap()));
        }
    });
}

/// How many records a file holds, by another reader.
fn count(text: &str) -> usize {
    let documents: Vec<Value> = serde_json::Deserializer::from_str(text).into_iter().map(Result::unwrap).collect();
    let inside = |document: &Value| match document.get("Records").unwrap_or(document) {
        Value::Array(records) => records.len(),
        _ => 1,
    };
    documents.iter().map(inside).sum()
}
