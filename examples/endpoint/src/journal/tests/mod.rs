//! The journal as a whole: what comes back, what is refused, how long it gets.

mod acts;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use cupola::{Place, Service, Timestamp};
use proptest::prelude::*;

use super::record::{Record, encode};
use super::store::{Batch, Store};
use super::{ENGINE, JournalBounds, JournalError, Opened, recover};
use crate::input::{Input, Who};
use crate::state::{Origin, State};
use crate::world::World;
use crate::{Access, ClockMode, Settings};
use acts::{Act, act, beginning};

/// A folder of its own that goes with it.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let name = format!("cupola-journal-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        Self(std::env::temp_dir().join(name))
    }

    /// What a crash would leave of another folder: its file as it is at this moment.
    fn after_a_crash_of(other: &Self) -> Self {
        let folder = Self::new();
        fs::create_dir_all(&folder.0).unwrap();
        fs::write(folder.0.join("journal.redb"), at_one_moment(&other.0.join("journal.redb"))).unwrap();
        folder
    }
}

/// A file that may be written meanwhile; two readings that agree have seen it as it was between them.
fn at_one_moment(path: &Path) -> Vec<u8> {
    let mut before = fs::read(path).unwrap();
    loop {
        let again = fs::read(path).unwrap();
        if again == before {
            return again;
        }
        before = again;
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn t0() -> Timestamp {
    Timestamp::parse("2026-05-04T06:00:00Z").unwrap()
}

fn place() -> Place {
    Place::parse("123456789012", "us-east-1").unwrap()
}

fn settings(folder: &Folder) -> Settings {
    Settings::new(place()).with_clock(ClockMode::Manual(t0())).with_data_dir(&folder.0)
}

fn open(folder: &Folder) -> World {
    World::open(&settings(folder)).unwrap()
}

/// Until everything is durable that was answered.
fn settle(world: &World) {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(world.gate().pass(world.gate().mark())).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn what_comes_back_is_the_same_to_the_byte(acts in prop::collection::vec(act(), 1..60), length in 1u64..30) {
        let folder = Folder::new();
        let settings = settings(&folder).with_journal(JournalBounds::default().entries(length));
        let mut world = World::open(&settings).unwrap();
        beginning().iter().chain(&acts).for_each(|act| act.on(&mut world));
        // Not a look, so that all before it is durable.
        Act::Wait(1).on(&mut world);
        settle(&world);
        let crashed = Folder::after_a_crash_of(&folder);
        let again = World::open(&settings.with_data_dir(&crashed.0)).unwrap();
        prop_assert_eq!(again.bytes(), world.bytes());
        prop_assert_eq!(again.now(), world.now());
        let before = world.bytes();
        prop_assert!(world.page("here").contains("123456789012/us-east-1"));
        prop_assert_eq!(world.bytes(), before, "to look changes nothing");
        prop_assert!(Opened::open(&folder.0).is_err(), "it is in use");
    }
}

#[test]
fn a_reset_is_remembered() {
    let folder = Folder::new();
    let mut world = open(&folder);
    beginning().iter().chain(&[Act::Wait(60), Act::Reset]).for_each(|act| act.on(&mut world));
    settle(&world);
    let again = open(&Folder::after_a_crash_of(&folder));
    assert_eq!((again.now(), again.bytes()), (t0(), world.bytes()));
}

#[test]
fn nobody_watches_live_tails_after_a_restart() {
    let folder = Folder::new();
    let mut world = open(&folder);
    beginning().iter().for_each(|act| act.on(&mut world));
    let request = r#"{"logGroupIdentifiers":["arn:aws:logs:us-east-1:123456789012:log-group:auth"]}"#;
    let answer = world.call(place(), Service::Logs, "StartLiveTail", request.into()).unwrap();
    let session = answer.split_once("\"sessionId\":\"").unwrap().1.split('"').next().unwrap().to_owned();
    assert!(world.live_tail(place(), session.clone()).is_some());
    Act::Wait(1).on(&mut world);
    settle(&world);
    let mut again = open(&Folder::after_a_crash_of(&folder));
    assert!(again.live_tail(place(), session).is_none());
}

#[test]
fn what_is_left_in_peace_is_a_snapshot_alone() {
    let folder = Folder::new();
    let mut world = open(&folder);
    beginning().iter().for_each(|act| act.on(&mut world));
    world.close().unwrap();
    let bytes = world.bytes();
    drop(world);
    let found = Opened::open(&folder.0).unwrap().found.unwrap();
    assert_eq!((found.seq, found.records.len()), (6, 0));
    assert_eq!(open(&folder).bytes(), bytes);
}

#[test]
fn the_journal_stays_short() {
    let folder = Folder::new();
    let bounds = JournalBounds::default().entries(10);
    let mut world = World::open(&settings(&folder).with_journal(bounds)).unwrap();
    for _ in 0..95 {
        Act::Wait(1).on(&mut world);
    }
    settle(&world);
    let crashed = Folder::after_a_crash_of(&folder);
    let found = Opened::open(&crashed.0).unwrap().found.unwrap();
    assert_eq!((found.seq, found.records.len()), (90, 5));
}

#[test]
fn a_journal_has_no_more_bytes_than_a_snapshot_or_its_bound() {
    let folder = Folder::new();
    let bounds = JournalBounds::default().bytes(1);
    let mut world = World::open(&settings(&folder).with_journal(bounds)).unwrap();
    beginning().iter().for_each(|act| act.on(&mut world));
    for number in 0..200 {
        let body = format!(r#"{{"Name":"r{number}","EventPattern":"{{\"source\":[\"{}\"]}}"}}"#, "x".repeat(500));
        Act::Call(Service::Events, "PutRule", body).on(&mut world);
    }
    settle(&world);
    let crashed = Folder::after_a_crash_of(&folder);
    let found = Opened::open(&crashed.0).unwrap().found.unwrap();
    let length = |record: &Record| encode(record.seq, &record.engine, record.now, &record.input).len();
    let bytes: usize = found.records.iter().map(length).sum();
    assert!(found.snapshot.len() > 10_000 && bytes < found.snapshot.len(), "{bytes}, {}", found.snapshot.len());
}

#[test]
fn looks_are_written_and_not_waited_for() {
    let folder = Folder::new();
    let mut world = open(&folder);
    let describe = Act::Call(Service::CloudWatch, "DescribeAlarms", "{}".into());
    let before = world.gate().mark();
    describe.on(&mut world);
    assert_eq!(world.gate().mark(), before);
    Act::Wait(1).on(&mut world);
    assert_eq!(world.gate().mark(), before + 2);
    settle(&world);
    let crashed = Folder::after_a_crash_of(&folder);
    let found = Opened::open(&crashed.0).unwrap().found.unwrap();
    assert!(matches!(&found.records[0].input, Input::Call { action, .. } if action == "DescribeAlarms"));
}

/// A folder whose journal another engine wrote: a snapshot, and inputs after it.
fn written_by(engine: &str, inputs: u64) -> Folder {
    let folder = Folder::new();
    let origin = Origin { seed: 0, start: Some(t0()) };
    let snapshot = serde_json::to_vec(&State::new(origin, t0(), 10).snapshot()).unwrap();
    let entries: Vec<_> = (1..=inputs).map(|seq| (seq, encode(seq, engine, t0(), &Input::Advance))).collect();
    let store = Store::open(&folder.0).unwrap();
    store.commit(&Batch { engine, entries: &entries, snapshot: Some(&(0, snapshot)) }).unwrap();
    folder
}

#[test]
fn inputs_of_another_engine_are_never_replayed() {
    let refused = World::open(&settings(&written_by("0.0.9", 3))).unwrap_err();
    let expected = JournalError::Engine { wrote: "0.0.9".into(), runs: ENGINE.into(), inputs: 3 };
    assert_eq!(refused, expected);
    let said = refused.to_string();
    assert!(said.contains("start 0.0.9 on the folder once and stop it"), "{said}");
}

#[test]
fn the_snapshot_of_another_engine_is_taken_when_its_form_is_known() {
    assert_eq!(open(&written_by("0.0.9", 0)).now(), t0());
    let folder = Folder::new();
    let store = Store::open(&folder.0).unwrap();
    let bytes = br#"{"form":99,"state":null}"#.to_vec();
    store.commit(&Batch { engine: "9.9.9", entries: &[], snapshot: Some(&(0, bytes)) }).unwrap();
    drop(store);
    let refused = World::open(&settings(&folder)).unwrap_err();
    assert!(matches!(&refused, JournalError::Snapshot { wrote, .. } if wrote == "9.9.9"), "{refused:?}");
}

/// The universe that the first release wrote, in the snapshot of an endpoint.
#[test]
fn the_first_form_of_everything_is_taken() {
    let origin = Origin { seed: 0, start: Some(t0()) };
    let state = State::new(origin, t0(), 10).snapshot();
    let mut snapshot: serde_json::Value = serde_json::to_value(&state).unwrap();
    let universe = include_str!("../../../../../tests/it/snapshots/form-1.json");
    snapshot["state"]["universe"] = serde_json::from_str(universe).unwrap();
    let folder = Folder::new();
    let store = Store::open(&folder.0).unwrap();
    let bytes = serde_json::to_vec(&snapshot).unwrap();
    store.commit(&Batch { engine: "0.0.9", entries: &[], snapshot: Some(&(0, bytes)) }).unwrap();
    drop(store);
    let there = Place::parse("111122223333", "us-east-1").unwrap();
    let groups = open(&folder).call(there, Service::Logs, "ListLogGroups", "{}".into()).unwrap();
    assert!(groups.contains(r#""logGroupName":"gate""#), "{groups}");
}

/// The policies of the time decide, not those of the restart.
#[test]
fn what_was_refused_is_refused_again_when_it_is_replayed() {
    let folder = Folder::new();
    let nobody = Access::parse(r#"{"principals": {}}"#).unwrap();
    let mut world = World::open(&settings(&folder).with_access(nobody)).unwrap();
    let principal = Some("arn:aws:iam::123456789012:user/ada".parse().unwrap());
    let (ada, create) = (Who { place: place(), principal }, r#"{"logGroupName":"app"}"#);
    assert!(world.call(ada.clone(), Service::Logs, "CreateLogGroup", create.into()).is_err());
    settle(&world);
    let mut again = open(&Folder::after_a_crash_of(&folder));
    let groups = again.call(place(), Service::Logs, "ListLogGroups", "{}".into()).unwrap();
    assert_eq!(groups, r#"{"logGroups":[]}"#);
    assert!(again.call(ada, Service::Logs, "CreateLogGroup", create.into()).is_ok(), "nobody is asked now");
}

#[test]
fn another_seed_or_clock_is_refused() {
    let folder = Folder::new();
    open(&folder).close().unwrap();
    let refused = |settings: Settings| World::open(&settings).unwrap_err();
    assert_eq!(refused(settings(&folder).with_seed(7)), JournalError::Seed { kept: 0, asked: 7 });
    let clock = JournalError::Clock { kept: "manual", asked: "system" };
    assert_eq!(refused(settings(&folder).with_clock(ClockMode::System)), clock);
}

#[test]
fn foreign_files_and_folders_in_use_are_told() {
    let folder = Folder::new();
    fs::create_dir_all(&folder.0).unwrap();
    fs::write(folder.0.join("journal.redb"), "my letters").unwrap();
    let refused = World::open(&settings(&folder)).unwrap_err();
    assert!(matches!(refused, JournalError::Foreign { .. }), "{refused:?}");
    let other = Folder::new();
    fs::create_dir_all(&other.0).unwrap();
    drop(redb::Database::create(other.0.join("journal.redb")).unwrap());
    let refused = World::open(&settings(&other)).unwrap_err();
    assert!(matches!(refused, JournalError::Foreign { .. }), "{refused:?}");
    let used = Folder::new();
    let _world = open(&used);
    let refused = World::open(&settings(&used)).unwrap_err();
    assert_eq!(refused, JournalError::InUse { path: used.0.clone() });
}

#[test]
fn damage_is_told_and_never_a_panic() {
    let folder = written_by(ENGINE, 3);
    let path = folder.0.join("journal.redb");
    let whole = fs::read(&path).unwrap();
    let at = whole.windows(ENGINE.len()).position(|bytes| bytes == ENGINE.as_bytes()).unwrap();
    let mut changed = whole.clone();
    changed[at] ^= 1;
    fs::write(&path, &changed).unwrap();
    let refused = World::open(&settings(&folder)).map(|world| world.now()).unwrap_err();
    assert!(matches!(refused, JournalError::Damaged { .. }), "{refused:?}");
    for length in [whole.len() / 2, 4096, 100, 1] {
        fs::write(&path, &whole[..length]).unwrap();
        let refused = World::open(&settings(&folder)).map(|world| world.now());
        assert!(refused.is_err(), "{length} bytes of it are not the whole");
    }
    let mut entries: Vec<_> = (1..=3).map(|seq| (seq, encode(seq, ENGINE, t0(), &Input::Advance))).collect();
    entries.remove(1);
    fs::remove_file(&path).unwrap();
    let origin = Origin { seed: 0, start: Some(t0()) };
    let snapshot = serde_json::to_vec(&State::new(origin, t0(), 10).snapshot()).unwrap();
    Store::open(&folder.0)
        .unwrap()
        .commit(&Batch { engine: ENGINE, entries: &entries, snapshot: Some(&(0, snapshot)) })
        .unwrap();
    let refused = World::open(&settings(&folder)).map(|world| world.now()).unwrap_err();
    assert_eq!(refused, JournalError::Damaged { what: "input 2: it is missing".into() });
    assert!(recover(Opened::open(&written_by(ENGINE, 3).0).unwrap().found.unwrap()).is_ok());
}
