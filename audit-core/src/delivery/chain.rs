//! The chain of a trail's digests.

use cupola_base::{Place, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{DigestDue, DigestTrail, DigestedLog, LogFileDelivery, Trail};

/// How long a digest's time is.
const HOUR: i64 = 3_600_000;
/// What a digest's key tells its end to.
const SECOND: i64 = 1000;

/// What a trail delivered since its last digests. All places have their digests at the same instants.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Chain {
    pub(super) arn: String,
    /// When the trail was last stopped as the chain began.
    stopped: Option<Timestamp>,
    /// The end of the last digests, or when the chain began.
    start: Timestamp,
    closing: Option<Closing>,
    /// In order of their places; never none.
    links: Vec<Link>,
}

/// When the last digests are due.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Closing {
    at: Timestamp,
    /// Because logging stopped, not because validation was switched off.
    is_stop: bool,
}

/// The log files of one place that wait for their digest.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Link {
    trail: DigestTrail,
    is_begun: bool,
    log_files: Vec<DigestedLog>,
    omitted: usize,
}

impl Chain {
    pub(super) fn new(trail: &Trail, place: &Place, start: Timestamp) -> Self {
        let links = vec![Link::new(DigestTrail::of(trail, place.clone()))];
        Self { arn: trail.arn.to_string(), stopped: trail.status.stopped, start, closing: None, links }
    }

    /// When the next digests are due.
    pub(super) fn due(&self) -> Timestamp {
        let hour = self.start.plus_millis(HOUR);
        self.closing.map_or(hour, |closing| closing.at.min(hour))
    }

    /// How many places have one besides the engine's own.
    pub(super) const fn others(&self) -> usize {
        self.links.len().saturating_sub(1)
    }

    /// Delivers to where the trail delivers now.
    pub(super) fn follow(&mut self, trail: &Trail) {
        for link in &mut self.links {
            link.trail = DigestTrail::of(trail, link.trail.root.place.clone());
        }
    }

    /// Names a log file in the next digest of its place, or counts it where the place may have no chain; whether it did.
    pub(super) fn name(&mut self, file: &LogFileDelivery, place: &Place, may_grow: bool) -> bool {
        let found =
            self.find(place).or_else(|number| if may_grow { Ok(self.branch(number, place)) } else { Err(number) });
        match found {
            Ok(number) => self.links[number].log_files.push(file.into()),
            Err(_) => self.omit(place),
        }
        found.is_ok()
    }

    /// Counts a log file that no digest names, where its place has no chain with another.
    pub(super) fn omit(&mut self, place: &Place) {
        let number = self.find(place).unwrap_or_default();
        self.links[number].omitted += 1;
    }

    fn branch(&mut self, number: usize, place: &Place) -> usize {
        let mut trail = self.links[0].trail.clone();
        trail.root.place = place.clone();
        self.links.insert(number, Link::new(trail));
        number
    }

    fn find(&self, place: &Place) -> Result<usize, usize> {
        self.links.binary_search_by(|link| link.trail.root.place.cmp(place))
    }

    /// Logging stopped: the last digests are due once all is delivered.
    pub(super) fn stop(&mut self, delivered: Timestamp) {
        let at = self.closing.map_or(delivered, |closing| closing.at.min(delivered));
        self.closing = Some(Closing { at, is_stop: true });
    }

    /// Validation was switched off: the digests of the hour that runs are the last.
    pub(super) fn close(&mut self) {
        let at = self.start.plus_millis(HOUR);
        self.closing.get_or_insert(Closing { at, is_stop: false });
    }

    /// Goes on, or anew after logging was stopped; what is due for that.
    pub(super) fn resume(&mut self, trail: &Trail, place: &Place, now: Timestamp) -> Vec<DigestDue> {
        let was_stopped = self.closing.is_some_and(|closing| closing.is_stop) || self.stopped != trail.status.stopped;
        (self.closing, self.stopped) = (None, trail.status.stopped);
        if !was_stopped {
            return Vec::new();
        }
        let told = if self.may_end(now) { self.tell(now, true) } else { Vec::new() };
        self.links.retain(|link| link.trail.root.place == *place || link.waits());
        self.links.iter_mut().for_each(|link| link.is_begun = false);
        told
    }

    /// The digests that are due at an instant, and whether more will follow: none do where time ends.
    pub(super) fn pass(&mut self, due: Timestamp) -> (Vec<DigestDue>, bool) {
        let ends = self.closing.is_some_and(|closing| closing.at <= due);
        if self.may_end(due) {
            return (self.tell(due, ends), !ends);
        }
        let later = self.start.floor_to(SECOND).plus_millis(SECOND);
        self.closing = self.closing.map(|closing| Closing { at: later, ..closing });
        (Vec::new(), later > due)
    }

    /// Whether a digest that ends now has a key of its own.
    fn may_end(&self, now: Timestamp) -> bool {
        now.floor_to(SECOND) > self.start.floor_to(SECOND)
    }

    fn tell(&mut self, end: Timestamp, ends: bool) -> Vec<DigestDue> {
        let start = std::mem::replace(&mut self.start, end);
        self.links.iter_mut().map(|link| link.tell(start, end, ends)).collect()
    }
}

impl Link {
    const fn new(trail: DigestTrail) -> Self {
        Self { trail, is_begun: false, log_files: Vec::new(), omitted: 0 }
    }

    const fn waits(&self) -> bool {
        !self.log_files.is_empty() || self.omitted > 0
    }

    fn tell(&mut self, start: Timestamp, end: Timestamp, ends: bool) -> DigestDue {
        DigestDue {
            trail: self.trail.clone(),
            start,
            end,
            begins: !std::mem::replace(&mut self.is_begun, true),
            ends,
            log_files: std::mem::take(&mut self.log_files),
            omitted: std::mem::take(&mut self.omitted),
        }
    }
}
