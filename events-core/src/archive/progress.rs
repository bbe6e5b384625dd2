//! Replays go on.

use cupola_base::{EventEnvelope, Timestamp};

use super::kept::MINUTE;
use super::{Replay, ReplayState};
use crate::{Engine, ReplayName};

impl Engine {
    /// Takes the next step of the first replay that is due at or before `now`.
    pub(crate) fn step_replay(&mut self, now: Timestamp) {
        let replays = self.state.archives.replays.values();
        let due = replays.filter_map(|replay| Some((replay.due?, replay.started, &replay.name)));
        let Some((at, _, name)) = due.filter(|(at, ..)| *at <= now).min() else { return };
        let name = name.clone();
        let cancelled = self.replay_mut(&name).is_some_and(|replay| replay.state == ReplayState::Cancelling);
        match cancelled {
            true => self.end_replay(at, &name, ReplayState::Cancelled),
            false => self.send_minute(at, &name),
        }
    }

    /// Ends replays that have lost what they need.
    pub(crate) fn fail_replays(&mut self, now: Timestamp, reason: &str, lost: impl Fn(&Replay) -> bool) {
        let replays = self.state.archives.replays.values_mut();
        let failed = replays.filter(|replay| replay.state.is_active() && lost(replay));
        failed.for_each(|replay| replay.fail(now, reason.to_owned()));
    }

    fn send_minute(&mut self, at: Timestamp, name: &ReplayName) {
        let events = self.next_minute(at, name);
        let step = i64::from(self.state.policies.replay_pace.step_millis.max(1));
        let Some(replay) = self.replay_mut(name) else { return };
        let Some(last) = events.last().map(|event| event.time) else {
            // The first step shows the replay running even if there is nothing to send.
            return match replay.state {
                ReplayState::Starting => {
                    (replay.state, replay.due, replay.next) =
                        (ReplayState::Running, Some(at.plus_millis(step)), replay.until);
                }
                _ => replay.end(at, ReplayState::Completed),
            };
        };
        (replay.state, replay.due, replay.last) = (ReplayState::Running, Some(at.plus_millis(step)), Some(last));
        replay.next = last.floor_to(MINUTE).plus_millis(MINUTE);
        let (bus, filter) = (replay.bus.clone(), replay.filter_arns.clone());
        for mut event in events {
            event.replay_name = Some(name.to_string());
            self.carry_again(at, &bus, &event, &filter);
        }
    }

    /// The events of the next minute that has some.
    fn next_minute(&mut self, at: Timestamp, name: &ReplayName) -> Vec<EventEnvelope> {
        let archives = &mut self.state.archives;
        let Some(replay) = archives.replays.get(name) else { return Vec::new() };
        let Some(shelf) = archives.archives.get_mut(&replay.archive) else { return Vec::new() };
        shelf.kept.expire(shelf.archive.horizon(at));
        shelf.kept.minute(replay.next, replay.until)
    }

    fn end_replay(&mut self, at: Timestamp, name: &ReplayName, state: ReplayState) {
        if let Some(replay) = self.replay_mut(name) {
            replay.end(at, state);
        }
    }

    fn replay_mut(&mut self, name: &ReplayName) -> Option<&mut Replay> {
        self.state.archives.replays.get_mut(name)
    }
}
