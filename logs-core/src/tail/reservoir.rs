//! A fair sample of the events of one second.

use cupola_base::Rng;
use serde::{Deserialize, Serialize};

use super::LiveTailEvent;

/// Up to so many events, of which each that came had the same chance to stay.
///
/// # Source
/// Vitter, "Random sampling with a reservoir" (1985), algorithm R.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Reservoir {
    came: u64,
    kept: Vec<(u64, LiveTailEvent)>,
}

impl Reservoir {
    /// Takes an event in, if it is drawn.
    pub(super) fn offer(&mut self, most: usize, rng: &Rng, event: impl FnOnce() -> LiveTailEvent) {
        self.came += 1;
        if self.kept.len() < most {
            return self.kept.push((self.came, event()));
        }
        let place = usize::try_from(rng.below(self.came)).unwrap_or(usize::MAX);
        if let Some(kept) = self.kept.get_mut(place) {
            *kept = (self.came, event());
        }
    }

    /// The events by time, then by arrival, and whether there were more.
    pub(super) fn take(&mut self) -> (Vec<LiveTailEvent>, bool) {
        let Self { came, mut kept } = std::mem::take(self);
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

    /// Of 40 events 10 stay; over 4,000 rounds each stays about 1,000 times: six standard deviations are 164.
    #[test]
    fn each_event_has_the_same_chance() {
        let rng = Rng::new(5);
        let mut stayed = [0u32; 40];
        for _ in 0..4000 {
            let mut reservoir = Reservoir::default();
            (0..40).for_each(|number| reservoir.offer(10, &rng, || event(number)));
            let (events, sampled) = reservoir.take();
            assert!(sampled && events.len() == 10 && events.is_sorted_by_key(|event| event.at));
            events.iter().for_each(|event| stayed[usize::try_from(event.at.as_millis()).unwrap()] += 1);
        }
        assert!(stayed.iter().all(|times| (836..=1164).contains(times)), "{stayed:?}");
    }

    #[test]
    fn few_events_all_stay() {
        let (rng, mut reservoir) = (Rng::new(5), Reservoir::default());
        (0..10).rev().for_each(|number| reservoir.offer(10, &rng, || event(number)));
        let (events, sampled) = reservoir.take();
        assert!(!sampled && events.iter().map(|event| event.at.as_millis()).eq(0..10));
        assert_eq!(reservoir.take(), (Vec::new(), false));
    }
}
