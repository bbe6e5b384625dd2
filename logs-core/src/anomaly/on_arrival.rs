//! Events that come into a group with detectors.

use cupola_base::Timestamp;

use super::kept::{Detector, Phase};
use crate::agenda::Due;
use crate::engine::{Arrived, Engine};

impl Engine {
    /// Lays events before the detectors of their group.
    pub(crate) fn detect<M: AsRef<str>>(&mut self, arrived: &Arrived<'_, M>) {
        let most = self.limits.patterns_per_detector;
        for key in self.detectors.of_group(arrived.group) {
            let Some(detector) = self.detectors.all.get_mut(&key) else { continue };
            if let Some(next) = detector.take(arrived, most) {
                self.agenda.set(next, Due::Detector(key));
            }
        }
    }
}

impl Detector {
    /// Takes events in; answers when to look at them, if that is not planned yet.
    fn take<M: AsRef<str>>(&mut self, arrived: &Arrived<'_, M>, most: usize) -> Option<Timestamp> {
        if self.is_paused || self.phase == Phase::Failed {
            return None;
        }
        let window = self.window(arrived.now);
        let accepted: Vec<_> = arrived.events.iter().filter(|(_, message)| self.accepts(message.as_ref())).collect();
        // Events of the training are read when it ends.
        if self.phase == Phase::Analyzing {
            accepted.iter().for_each(|(at, message)| self.book.take(message.as_ref(), *at, window, most));
        }
        if accepted.is_empty() {
            return None;
        }
        self.last_event = arrived.now;
        self.wake(arrived.now)
    }

    /// Begins to look again, if it did not.
    fn wake(&mut self, now: Timestamp) -> Option<Timestamp> {
        if self.next.is_some() {
            return None;
        }
        self.forget_silence();
        self.next = self.window_end(now);
        self.next
    }
}
