//! One live tail session.

use std::collections::VecDeque;

use cupola_base::{Rng, Timestamp};
use serde::{Deserialize, Serialize};

use super::reservoir::{Reservoir, Room};
use super::{LiveTailEvent, LiveTailOutput, LiveTailUpdate, StartLiveTail};
use crate::limits::Limits;

/// A session with what it collects and what waits to be taken.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Session {
    pub(super) request: StartLiveTail,
    /// When the second ends; `None` after the session's end.
    pub(super) next: Option<Timestamp>,
    ends: Timestamp,
    second: Reservoir,
    waiting: VecDeque<LiveTailOutput>,
    dropped: u64,
    rng: Rng,
}

impl Session {
    pub(super) fn new(now: Timestamp, request: StartLiveTail, limits: &Limits, seed: u64) -> Self {
        Self {
            request,
            next: Some(now.plus_millis(SECOND)),
            ends: now.plus_millis(limits.live_tail_millis.max(SECOND)),
            second: Reservoir::default(),
            waiting: VecDeque::new(),
            dropped: 0,
            rng: Rng::new(seed),
        }
    }

    /// Takes an event in, whose message has so many bytes.
    pub(super) fn offer(&mut self, limits: &Limits, length: usize, event: impl FnOnce() -> LiveTailEvent) {
        let room = Room { events: limits.live_tail_events_per_second, bytes: limits.live_tail_buffer_bytes };
        self.second.offer(room, &self.rng, length, event);
    }

    /// Ends a second, and the session when it is time.
    pub(super) fn tick(&mut self, at: Timestamp, limits: &Limits) {
        let (events, sampled) = self.second.take();
        self.waiting.push_back(LiveTailOutput::Update(LiveTailUpdate { at, events, sampled, dropped: 0 }));
        self.make_room(limits);
        let next = at.plus_millis(SECOND);
        // At the end of time there is no next second.
        self.next = Some(next).filter(|next| *next <= self.ends && *next > at);
        if self.next.is_none() {
            self.waiting.push_back(LiveTailOutput::Timeout { at });
        }
    }

    /// Drops the oldest updates while there are more than a slow client is granted.
    fn make_room(&mut self, limits: &Limits) {
        while self.waiting.len() > limits.live_tail_buffer_updates
            || (self.waiting.len() > 1 && self.events() > limits.live_tail_buffer_events)
            || (self.waiting.len() > 1 && self.bytes() > limits.live_tail_buffer_bytes)
        {
            self.waiting.pop_front();
            self.dropped += 1;
        }
    }

    fn updates(&self) -> impl Iterator<Item = &LiveTailUpdate> {
        self.waiting.iter().filter_map(|output| match output {
            LiveTailOutput::Update(update) => Some(update),
            LiveTailOutput::Timeout { .. } => None,
        })
    }

    fn events(&self) -> usize {
        self.updates().map(|update| update.events.len()).sum()
    }

    fn bytes(&self) -> usize {
        self.updates().flat_map(|update| &update.events).map(|event| event.message.len()).sum()
    }

    /// What waits, the first update with the number of those that were dropped before.
    pub(super) fn take(&mut self) -> Vec<LiveTailOutput> {
        let mut taken: Vec<LiveTailOutput> = self.waiting.drain(..).collect();
        if let Some(LiveTailOutput::Update(first)) = taken.first_mut() {
            first.dropped = std::mem::take(&mut self.dropped);
        }
        taken
    }
}

/// Milliseconds from update to update.
const SECOND: i64 = 1000;
