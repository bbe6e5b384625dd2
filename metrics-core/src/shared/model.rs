//! Every interleaving of small schedules. See the README for the command.

use cupola_base::{Resolution, Timestamp, Unit};
use loom::model;
use loom::thread;

use super::*;

fn recorder(series: usize) -> Recorder {
    Recorder::new(&Limits { metrics: series, ..Limits::default() })
}

fn handle(recorder: &Recorder, name: &str) -> Result<SeriesHandle, SeriesError> {
    recorder.series(Metric::new("Bay", name).unwrap(), Unit::None, Resolution::Standard)
}

fn at(minute: i64) -> Timestamp {
    Timestamp::from_secs(60 * minute)
}

/// How many values were taken.
fn count(taken: &[Recorded]) -> f64 {
    taken.iter().flat_map(|one| &one.buckets).map(|(_, bucket)| bucket.count()).sum()
}

fn bounded(schedule: impl Fn() + Send + Sync + 'static) {
    let mut builder = model::Builder::new();
    builder.preemption_bound = Some(3);
    builder.check(schedule);
}

#[test]
fn loom_what_is_taken_meanwhile_is_taken_once() {
    bounded(|| {
        let recorder = recorder(4);
        let threads: Vec<_> = ["a", "b"]
            .map(|name| {
                let recorder = recorder.clone();
                thread::spawn(move || {
                    let handle = handle(&recorder, name).unwrap();
                    handle.record(at(0), 1.0).unwrap();
                    handle.record(at(1), 1.0).unwrap();
                })
            })
            .into();
        let meanwhile = count(&recorder.take());
        threads.into_iter().for_each(|thread| thread.join().unwrap());
        let rest = count(&recorder.take());
        assert_eq!(meanwhile + rest, 4.0);
        assert_eq!(count(&recorder.take()), 0.0);
    });
}

#[test]
fn loom_two_threads_share_a_series_and_lose_nothing() {
    bounded(|| {
        let recorder = recorder(1);
        let threads: Vec<_> = [1.0, 2.0]
            .map(|value| {
                let recorder = recorder.clone();
                thread::spawn(move || {
                    let handle = handle(&recorder, "a").unwrap();
                    (0..2).for_each(|_| handle.record(at(0), value).unwrap());
                })
            })
            .into();
        threads.into_iter().for_each(|thread| thread.join().unwrap());
        let taken = recorder.take();
        assert_eq!((taken.len(), taken[0].buckets.len(), count(&taken)), (1, 1, 4.0));
    });
}

#[test]
fn loom_a_series_that_is_let_go_makes_room_once_it_is_taken() {
    bounded(|| {
        let recorder = recorder(1);
        let other = recorder.clone();
        let thread = thread::spawn(move || {
            // It may be refused while the other is there.
            let Ok(handle) = handle(&other, "a") else { return 0.0 };
            handle.record(at(0), 1.0).unwrap();
            1.0
        });
        let meanwhile = count(&recorder.take());
        let mine = handle(&recorder, "b").map(|handle| handle.record(at(0), 1.0).unwrap());
        let recorded = thread.join().unwrap() + if mine.is_ok() { 1.0 } else { 0.0 };
        assert_eq!(meanwhile + count(&recorder.take()), recorded);
        assert!(handle(&recorder, "c").is_ok(), "nobody holds a series, and nothing waits");
    });
}
