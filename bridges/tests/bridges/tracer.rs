//! Recording by hand: where things may be asked, and when segments go.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::world::{World, segments};
use cupola::traces::{LocalSampler, Recorder, SegmentName};
use cupola_bridges::{Clock, Sampling, TracePart, Tracer};

/// Calls something when it is dropped.
struct AtEnd<F: FnMut()>(F);

impl<F: FnMut()> Drop for AtEnd<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}

type Late = RefCell<Option<AtEnd<Box<dyn FnMut()>>>>;

thread_local! {
    static FIRST: Late = const { RefCell::new(None) };
    static LAST: Late = const { RefCell::new(None) };
}

/// One of the two outlives what the thread holds of its current part, in whichever order threads destroy what is theirs.
#[test]
fn a_thread_that_ends_is_in_no_part_and_may_ask() {
    let world = World::new();
    let part = world.tracer().begin(&Default::default(), &Default::default());
    let asked = Arc::new(AtomicUsize::new(0));
    let at_end = || {
        let (part, asked) = (part.clone(), Arc::clone(&asked));
        let ask: Box<dyn FnMut()> = Box::new(move || {
            let is_in_none = TracePart::current().is_none() && part.enter(|| true);
            asked.fetch_add(usize::from(is_in_none), Ordering::Relaxed);
        });
        Some(AtEnd(ask))
    };
    std::thread::scope(|scope| {
        let thread = scope.spawn(|| {
            FIRST.set(at_end());
            assert!(part.enter(|| TracePart::current().is_some()));
            LAST.set(at_end());
        });
        thread.join().unwrap();
    });
    assert_eq!(asked.load(Ordering::Relaxed), 2);
}

#[test]
fn a_clock_may_tell_of_the_part_that_is_being_recorded() {
    let world = World::new();
    let own = world.clock();
    let clock = Clock::new(move || {
        // A clock that logs does so: a line has the ids of the part that the thread is in.
        TracePart::current().iter().for_each(|part| drop(part.header()));
        own.now()
    });
    let recorder = Recorder::new(SegmentName::parse("shop").unwrap(), 7);
    let tracer = Tracer::new(recorder, Sampling::local(LocalSampler::standard(7)), clock, world.inbox.clone());
    let part = tracer.begin(&Default::default(), &Default::default());
    part.enter(|| {
        part.child("price").unwrap().end();
        part.call("rates.example").unwrap().end();
        part.end();
    });
    assert_eq!(segments(&world)[0].body.subsegments.len(), 2);
}

#[test]
fn parts_that_nobody_ended_end_with_their_segment_when_nobody_is_left() {
    let world = World::new();
    let part = world.tracer().begin(&Default::default(), &Default::default());
    let (forgotten, working) = (part.child("forgotten").unwrap(), part.child("working").unwrap());
    world.pass(10);
    part.end();
    drop((part, forgotten));
    assert!(world.inbox.is_empty(), "somebody works on it");
    world.pass(10);
    drop(working.child("more").unwrap());
    drop(working);
    let [segment] = &segments(&world)[..] else { panic!("one segment") };
    let parts = &segment.body.subsegments;
    assert!(parts.iter().all(|part| part.body.end_time == segment.body.end_time));
    let inner = &parts.iter().find(|part| part.body.name == "working").unwrap().body.subsegments[0].body;
    assert_eq!(inner.duration(), Some(0.0), "it began after the end");

    drop(world.tracer().begin(&Default::default(), &Default::default()));
    assert!(world.inbox.is_empty(), "a segment that nobody ended is not sent");
}
