//! Verbs on recorders.

use cupola_base::Timestamp;

use super::Engine;
use crate::ingest;
use crate::output::Lost;
use crate::shared::{Absorbed, Recorded, Recorder};
use crate::store::Arrival;

impl Engine {
    /// A recorder with the limits of this engine, whose values [`absorb`](Self::absorb) takes.
    #[must_use]
    pub fn recorder(&self) -> Recorder {
        Recorder::new(&self.limits)
    }

    /// Takes in all that was recorded and not yet taken, each second or minute of a series as one
    /// datum that comes in now.
    ///
    /// Does everything that is due before `now`, but not yet what is due at that very instant, as
    /// [`accept`](Self::accept) does; alarms that wait for data wake. Buckets that begin outside the
    /// window within which data are taken are refused, and those which the recorder had to drop are
    /// told in an output as well.
    pub fn absorb(&mut self, now: Timestamp, recorder: &Recorder) -> Absorbed {
        let at = now.max(self.now);
        self.run_until(at.plus_millis(-1));
        self.now = at;
        let mut absorbed = Absorbed::default();
        for recorded in recorder.take() {
            self.absorb_series(at, recorded, &mut absorbed);
        }
        self.waiting.lose(at, Lost::Recorded, absorbed.lost);
        self.fit(at);
        absorbed
    }

    fn absorb_series(&mut self, now: Timestamp, recorded: Recorded, absorbed: &mut Absorbed) {
        absorbed.lost += recorded.lost;
        let is_taken = |start: i64| ingest::check_time(now, Timestamp::from_millis(start), &self.limits).is_ok();
        let given = recorded.buckets.len();
        let mut buckets = recorded.buckets;
        buckets.retain(|(start, _)| is_taken(*start));
        absorbed.refused += given - buckets.len();
        absorbed.buckets += buckets.len();
        if buckets.is_empty() {
            return;
        }
        let key = recorded.key;
        let id = self.store.intern(key.metric.clone());
        for (start, bucket) in buckets {
            let at = Timestamp::from_millis(start);
            let arrival = Arrival { unit: key.unit, at, resolution: key.resolution };
            self.keep_bucket(now, id, arrival, &bucket);
            self.note_metric_for_streams(now, key.metric.clone(), arrival);
        }
    }
}
