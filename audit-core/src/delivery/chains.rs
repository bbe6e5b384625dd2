//! The chains of all trails.

use cupola_base::{Place, Timestamp};
use serde::{Deserialize, Serialize};

use super::chain::Chain;
use crate::engine::State;
use crate::{DigestDue, Engine, Limits, LogFileDelivery, Output, Trail};

/// The chains of the trails that log and validate, and of those that just ceased to, in order of their ARNs.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Chains {
    chains: Vec<Chain>,
    /// How many log files wait for their digests.
    waiting: usize,
}

impl Engine {
    /// Begins and ends chains of digests after trails changed.
    pub(crate) fn rechain(&mut self) {
        self.state.rechain();
    }
}

impl State {
    fn rechain(&mut self) {
        let (now, delivered) = (self.now, self.delivery_after(self.now));
        let mut told = Vec::new();
        for trail in self.trails.all() {
            told.extend(self.chains.follow(trail, &self.place, now, delivered));
        }
        let trails = &self.trails;
        self.chains.stop_without(|arn| trails.by_arn(arn).is_some(), delivered);
        self.tell(told);
    }

    /// Tells the digests that are due at an instant.
    pub(super) fn digest(&mut self, due: Timestamp) {
        let told = self.chains.pass(due);
        self.tell(told);
    }

    fn tell(&mut self, told: Vec<DigestDue>) {
        for due in told {
            if let Some(status) = self.trails.status_of(&due.trail.arn()) {
                status.digested = Some(due.end);
            }
            self.emit(Output::Digest(due));
        }
    }
}

impl Chains {
    pub(super) fn next_due(&self) -> Option<Timestamp> {
        self.chains.iter().map(Chain::due).min()
    }

    /// Names a delivered log file in the next digest of its trail and place.
    pub(super) fn name(&mut self, file: &LogFileDelivery, place: &Place, limits: &Limits) {
        let others: usize = self.chains.iter().map(Chain::others).sum();
        let Ok(number) = self.find(file.trail.as_str()) else { return };
        let chain = &mut self.chains[number];
        if self.waiting >= limits.digest_files {
            return chain.omit(place);
        }
        self.waiting += usize::from(chain.name(file, place, others < limits.digest_chains));
    }

    /// Has a trail's chain do as the trail does now; what is due for that.
    fn follow(&mut self, trail: &Trail, place: &Place, now: Timestamp, delivered: Timestamp) -> Vec<DigestDue> {
        let validates = trail.settings.validates_files;
        let number = match self.find(trail.arn.as_str()) {
            Ok(number) => number,
            Err(number) => {
                if trail.is_logging() && validates {
                    self.chains.insert(number, Chain::new(trail, place, now));
                }
                return Vec::new();
            }
        };
        let (chain, mut told) = (&mut self.chains[number], Vec::new());
        match (trail.is_logging(), validates) {
            (true, true) => told = chain.resume(trail, place, now),
            (true, false) => chain.close(),
            (false, _) => chain.stop(delivered),
        }
        chain.follow(trail);
        self.forget(&told);
        told
    }

    fn stop_without(&mut self, is_there: impl Fn(&str) -> bool, delivered: Timestamp) {
        self.chains.iter_mut().filter(|chain| !is_there(&chain.arn)).for_each(|chain| chain.stop(delivered));
    }

    fn pass(&mut self, due: Timestamp) -> Vec<DigestDue> {
        let mut told = Vec::new();
        self.chains.retain_mut(|chain| {
            let (passed, goes_on) = if chain.due() <= due { chain.pass(due) } else { (Vec::new(), true) };
            told.extend(passed);
            goes_on
        });
        self.forget(&told);
        told
    }

    fn forget(&mut self, told: &[DigestDue]) {
        self.waiting -= told.iter().map(|due| due.log_files.len()).sum::<usize>();
    }

    fn find(&self, arn: &str) -> Result<usize, usize> {
        self.chains.binary_search_by(|chain| chain.arn.as_str().cmp(arn))
    }
}
