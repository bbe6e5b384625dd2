//! Verbs on live tail sessions.

use cupola_base::Timestamp;

use super::session::Session;
use super::{LiveTailEvent, LiveTailOutput, StartLiveTail, StartLiveTailError, UnknownLiveTail};
use crate::agenda::Due;
use crate::engine::{Arrived, Engine};
use crate::group::group_arn;

impl Engine {
    /// Starts a session that shows events as they come in from now on, and answers its id.
    ///
    /// At the end of each second there is an update, empty or not, that
    /// [`live_tail_updates`](Self::live_tail_updates) hands out. Of more than 500 events in a second, 500 are drawn
    /// from the engine's seed. A session ends after three hours.
    ///
    /// ```
    /// use cupola_logs::{Engine, LiveTailOutput, Place, StartLiveTail, Timestamp};
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
    /// engine.create_log_group(now, "app")?;
    /// engine.create_log_stream(now, "app", "host-1")?;
    /// let session = engine.start_live_tail(now, StartLiveTail::of(["app"]).matching("ERROR")?)?;
    /// engine.put_log_events(now, "app", "host-1", [(now, "ERROR 7"), (now, "fine")])?;
    ///
    /// let outputs = engine.live_tail_updates(now.plus_secs(1), &session)?;
    /// let [LiveTailOutput::Update(update)] = &outputs[..] else { panic!("one second is over") };
    /// assert_eq!((update.events.len(), update.events[0].message.as_str(), update.sampled), (1, "ERROR 7", false));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`StartLiveTailError`].
    ///
    /// # Source
    /// CloudWatch Logs API Reference, StartLiveTail.
    #[doc(alias = "StartLiveTail")]
    pub fn start_live_tail(&mut self, now: Timestamp, request: StartLiveTail) -> Result<String, StartLiveTailError> {
        let now = self.at(now);
        self.check_live_tail(&request)?;
        self.tails.forget_ended();
        let most = self.limits.live_tail_sessions;
        if self.tails.running() >= most {
            return Err(StartLiveTailError::TooMany(most));
        }
        let id = self.tails.rng.uuid();
        let session = Session::new(now, request, &self.limits, self.tails.rng.next_u64());
        session.next.into_iter().for_each(|at| self.agenda.set(at, Due::Tail(id.clone())));
        self.tails.all.insert(id.clone(), session);
        Ok(id)
    }

    fn check_live_tail(&self, request: &StartLiveTail) -> Result<(), StartLiveTailError> {
        let (given, most) = (request.groups.len(), self.limits.live_tail_groups);
        if given == 0 || given > most {
            return Err(StartLiveTailError::Groups { given, most });
        }
        match (request.streams.is_empty(), request.prefixes.is_empty()) {
            (false, false) => return Err(StartLiveTailError::StreamsAndPrefixes),
            (true, true) => {}
            _ if given > 1 => return Err(StartLiveTailError::StreamsOfSeveralGroups),
            _ => {}
        }
        for name in &request.groups {
            self.group(name)?.allow(name, "live tail")?;
        }
        Ok(())
    }

    /// Takes what a session has for its client: an update for each second that is over, and its end. Of updates that
    /// nobody takes, the newest ten wait, with 5,000 events at most.
    ///
    /// # Errors
    /// [`UnknownLiveTail`] when there is no such session, or its end was taken.
    pub fn live_tail_updates(&mut self, now: Timestamp, session: &str) -> Result<Vec<LiveTailOutput>, UnknownLiveTail> {
        self.at(now);
        let found = self.tails.all.get_mut(session).ok_or_else(|| UnknownLiveTail(session.into()))?;
        let (taken, ended) = (found.take(), found.next.is_none());
        if ended {
            self.tails.all.remove(session);
        }
        Ok(taken)
    }

    /// Stops a session.
    ///
    /// # Errors
    /// [`UnknownLiveTail`] when there is no such session.
    pub fn stop_live_tail(&mut self, now: Timestamp, session: &str) -> Result<(), UnknownLiveTail> {
        self.at(now);
        let stopped = self.tails.all.remove(session).ok_or_else(|| UnknownLiveTail(session.into()))?;
        stopped.next.into_iter().for_each(|at| self.agenda.unset(at, Due::Tail(session.into())));
        Ok(())
    }

    /// Shows events that came in to the sessions that look at their group.
    pub(crate) fn tail<M: AsRef<str>>(&mut self, arrived: &Arrived<'_, M>) {
        let (limits, place) = (&self.limits, &self.place);
        let group = arrived.group.as_str();
        let running = self.tails.all.values_mut().filter(|session| session.next.is_some());
        for session in running.filter(|session| session.request.groups.iter().any(|name| name == group)) {
            for (at, message) in arrived.events {
                let message = message.as_ref();
                if session.request.accepts(arrived.stream, message) {
                    session.offer(limits, message.len(), || LiveTailEvent {
                        group: group_arn(place, group),
                        stream: arrived.stream.into(),
                        at: *at,
                        received: arrived.now,
                        message: message.into(),
                    });
                }
            }
        }
    }

    /// Ends a second of a session.
    pub(crate) fn end_second(&mut self, at: Timestamp, session: String) {
        let Some(found) = self.tails.all.get_mut(&session) else { return };
        found.tick(at, &self.limits);
        found.next.into_iter().for_each(|at| self.agenda.set(at, Due::Tail(session.clone())));
    }

    /// Puts the seconds of all sessions into the agenda.
    pub(crate) fn plan_seconds(&mut self) {
        for (at, session) in self.tails.due() {
            self.agenda.set(at, Due::Tail(session.into()));
        }
    }
}
