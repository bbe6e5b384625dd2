//! The whole library behind its door.

use cupola::{Caller, Observatory, Place, Service, Snapshot, Timestamp};
use serde_json::value::RawValue;

/// Any calls of any service in any order are answered with JSON or refused, and what the observatory
/// holds after them survives a snapshot.
///
/// Each line is a call: the service, the action, how many seconds pass before it, and the request,
/// each after one blank. A line without a request lets time go on.
pub fn any_calls_are_answered(bytes: &[u8]) {
    let mut world = World::new();
    for line in String::from_utf8_lossy(bytes).lines().take(64) {
        let mut parts = line.splitn(4, ' ');
        let mut part = || parts.next().unwrap_or_default();
        let (service, action, seconds) = (part(), part(), part());
        world.now = world.now.plus_secs(seconds.parse::<u16>().unwrap_or_default().into());
        world.call(service, action, part());
    }
    world.restore();
}

struct World {
    sky: Observatory,
    caller: Caller,
    now: Timestamp,
}

impl World {
    fn new() -> Self {
        let place = Place::parse("111122223333", "us-east-1").expect("it is an account and a region");
        let now = Timestamp::parse("2026-05-04T06:00:00Z").expect("it is an instant");
        Self { sky: Observatory::new(place.clone(), 0), caller: Caller::root(place), now }
    }

    fn call(&mut self, service: &str, action: &str, request: &str) {
        self.sky.advance(self.now);
        let Some(service) = Service::from_name(service).filter(|_| !request.is_empty()) else { return };
        if let Ok(answer) = self.sky.call(self.now, &self.caller, service, action, request) {
            assert!(serde_json::from_str::<&RawValue>(&answer).is_ok(), "{action} answered {answer}");
        }
    }

    fn restore(self) {
        let text = serde_json::to_string(&self.sky.snapshot()).expect("a snapshot is data");
        let snapshot: Snapshot = serde_json::from_str(&text).expect("what is written can be read");
        let again = Observatory::restore(snapshot).expect("what is of this form can be restored");
        assert_eq!(serde_json::to_string(&again.snapshot()).expect("a snapshot is data"), text);
    }
}
