//! A fair sample of the events of one second.

use cupola_base::Rng;
use serde::{Deserialize, Serialize};

use super::LiveTailEvent;

/// Up to so many events, of which each that came had the same chance to stay. Where they are so long that fewer take up
/// all the bytes that there are, only so many stay, and one stays out for which there is no room.
///
/// # Source
/// Vitter, "Random sampling with a reservoir" (1985), algorithm R.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Reservoir {
    came: u64,
    kept: Vec<(u64, LiveTailEvent)>,
    /// Of the messages that are kept.
    #[serde(default)]
    bytes: usize,
}

/// How much a reservoir holds: events, and bytes of their messages. It holds one event at least.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    pub(super) events: usize,
    pub(super) bytes: usize,
}

impl Reservoir {
    /// Takes an event in, if it is drawn; its message has so many bytes.
    pub(super) fn offer(&mut self, room: Room, rng: &Rng, length: usize, event: impl FnOnce() -> LiveTailEvent) {
        self.came += 1;
        let fits = |bytes: usize| bytes.saturating_add(length) <= room.bytes;
        let never_drew = self.kept.len() as u64 + 1 == self.came;
        if self.kept.is_empty() || (never_drew && self.kept.len() < room.events && fits(self.bytes)) {
            self.bytes += length;
            return self.kept.push((self.came, event()));
        }
        let place = usize::try_from(rng.below(self.came)).unwrap_or(usize::MAX);
        let Some(kept) = self.kept.get_mut(place) else { return };
        let others = self.bytes.saturating_sub(kept.1.message.len());
        if fits(others) {
            self.bytes = others + length;
            *kept = (self.came, event());
        }
    }

    /// The events by time, then by arrival, and whether there were more.
    pub(super) fn take(&mut self) -> (Vec<LiveTailEvent>, bool) {
        let Self { came, mut kept, .. } = std::mem::take(self);
        let sampled = came > kept.len() as u64;
        kept.sort_by_key(|(number, event)| (event.at, *number));
        (kept.into_iter().map(|(_, event)| event).collect(), sampled)
    }
}

#[cfg(test)]
mod tests {
    use cupola_base::{Place, Timestamp};

    use super::*;

    fn event(number: i64) -> LiveTailEvent {
        let group = Place::parse("111122223333", "us-east-1").unwrap().arn("logs", "log-group:g");
        let at = Timestamp::from_millis(number);
        LiveTailEvent { group, stream: "s".into(), at, received: at, message: number.to_string() }
    }

    const ROOM: Room = Room { events: 10, bytes: usize::MAX };

    #[test]
    fn long_events_take_no_more_than_their_room() {
        let (rng, mut reservoir) = (Rng::new(5), Reservoir::default());
        for number in 0..400 {
            let message = "x".repeat(usize::try_from(number * 7 % 90).unwrap());
            let room = Room { events: 10, bytes: 200 };
            reservoir.offer(room, &rng, message.len(), || LiveTailEvent { message, ..event(number) });
            let bytes: usize = reservoir.kept.iter().map(|(_, event)| event.message.len()).sum();
            assert!(bytes <= 200 && bytes == reservoir.bytes && reservoir.kept.len() <= 10, "{number}");
        }
        assert!(reservoir.take().1);
        let long = LiveTailEvent { message: "x".repeat(300), ..event(0) };
        reservoir.offer(Room { events: 10, bytes: 200 }, &rng, 300, || long);
        assert_eq!(reservoir.take().0.len(), 1);
    }

    /// Of 40 events 10 stay; over 4,000 rounds each stays about 1,000 times: six standard deviations are 164.
    #[test]
    fn each_event_has_the_same_chance() {
        let rng = Rng::new(5);
        let mut stayed = [0u32; 40];
        for _ in 0..4000 {
            let mut reservoir = Reservoir::default();
            (0..40).for_each(|number| reservoir.offer(ROOM, &rng, 0, || event(number)));
            let (events, sampled) = reservoir.take();
            assert!(sampled && events.len() == 10 && events.is_sorted_by_key(|event| event.at));
            events.iter().for_each(|event| stayed[usize::try_from(event.at.as_millis()).unwrap()] += 1);
        }
        assert!(stayed.iter().all(|times| (836..=1164).contains(times)), "{stayed:?}");
    }

    #[test]
    fn few_events_all_stay() {
        let (rng, mut reservoir) = (Rng::new(5), Reservoir::default());
        (0..10).rev().for_each(|number| reservoir.offer(ROOM, &rng, 0, || event(number)));
        let (events, sampled) = reservoir.take();
        assert!(!sampled && events.iter().map(|event| event.at.as_millis()).eq(0..10));
        assert_eq!(reservoir.take(), (Vec::new(), false));
    }
}
