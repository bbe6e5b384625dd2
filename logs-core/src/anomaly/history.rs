//! When a pattern came, hour by hour.

use std::collections::VecDeque;

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::band::{Band, float};
use super::frequency::{EvaluationFrequency, HOUR};
use super::rules::AnomalyRules;

/// When a pattern came. Hours that are not told of had no events.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct History {
    /// The hour in which it came first.
    since: i64,
    /// Ascending.
    hours: VecDeque<Hour>,
    /// The start of the last window in which it came.
    last: Timestamp,
    /// The longest row of windows without it that was usual.
    longest: u64,
    /// The row of windows without it that goes on, and how many events were to come in it.
    quiet: u64,
    missing: f64,
    /// Whether that it stays away was told.
    is_missed: bool,
    /// What is usual in an hour; follows from the hours before.
    #[serde(skip)]
    band: Option<(i64, Option<Band>)>,
}

/// The windows of an hour.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Hour {
    hour: i64,
    /// Events, and those of the busiest and of the quietest window that had any.
    total: u64,
    most: u64,
    least: u64,
    /// Windows that had events.
    hits: u32,
    /// Windows that are not learned from.
    left_out: u32,
}

/// How many windows without events are taken back from what was learned: those of two days.
const MOST_QUIET: i64 = 48 * 60;

/// How many days of the same time of day are enough.
const DAYS: usize = 3;

impl History {
    pub(super) fn new(window: Timestamp) -> Self {
        let since = hour_of(window);
        Self {
            since,
            hours: VecDeque::new(),
            last: window,
            longest: 0,
            quiet: 0,
            missing: 0.0,
            is_missed: false,
            band: None,
        }
    }

    /// When it came last.
    pub(super) const fn last(&self) -> Timestamp {
        self.last
    }

    /// Learns that so many came in a window of the past, where windows without any are not told of.
    pub(super) fn learn(&mut self, window: Timestamp, count: u64, frequency: EvaluationFrequency, days: u32) {
        let between = window.millis_since(self.last) / frequency.millis() - 1;
        self.longest = self.longest.max(u64::try_from(between).unwrap_or(0));
        self.record(window, count, days);
    }

    /// Learns that so many came in the window that is over.
    pub(super) fn came(&mut self, window: Timestamp, count: u64, days: u32) {
        self.end_silence();
        self.record(window, count, days);
    }

    /// The window that is over had events, and is not learned from.
    pub(super) fn leave_out(&mut self, window: Timestamp, days: u32) {
        self.end_silence();
        self.last = window;
        self.at(window, days).left_out += 1;
    }

    /// That it did not come in the window that is over, nor in those before it, is not learned from.
    pub(super) fn leave_out_silence(&mut self, window: Timestamp, frequency: EvaluationFrequency, days: u32) {
        let windows = if self.is_missed { 1 } else { i64::try_from(self.quiet).unwrap_or(i64::MAX).min(MOST_QUIET) };
        for back in (0..windows).rev() {
            self.at(window.plus_millis(-back * frequency.millis()), days).left_out += 1;
        }
        if windows > 1 {
            // Hours before this one have changed.
            self.band = None;
        }
        self.is_missed = true;
    }

    fn end_silence(&mut self) {
        if !self.is_missed {
            self.longest = self.longest.max(self.quiet);
        }
        self.forget_silence();
    }

    /// Nobody looked for a while.
    pub(super) const fn forget_silence(&mut self) {
        (self.quiet, self.missing, self.is_missed) = (0, 0.0, false);
    }

    /// One more window without it, in which so many were to come.
    pub(super) fn stayed_away(&mut self, expected: f64) {
        self.quiet += 1;
        self.missing += expected;
    }

    /// Whether it has stayed away for too long.
    pub(super) fn stays_away_too_long(&self, rules: &AnomalyRules) -> bool {
        self.missing >= rules.surprise() && self.quiet * 2 > self.longest * 3
    }

    fn record(&mut self, window: Timestamp, count: u64, days: u32) {
        self.last = self.last.max(window);
        let hour = self.at(window, days);
        hour.total = hour.total.saturating_add(count);
        hour.most = hour.most.max(count);
        hour.least = if hour.hits == 0 { count } else { hour.least.min(count) };
        hour.hits += 1;
    }

    fn at(&mut self, window: Timestamp, days: u32) -> &mut Hour {
        let hour = hour_of(window);
        let first = hour - 24 * i64::from(days);
        while self.hours.front().is_some_and(|front| front.hour < first) {
            self.hours.pop_front();
        }
        if self.hours.back().is_none_or(|back| back.hour < hour) {
            self.hours.push_back(Hour { hour, total: 0, most: 0, least: 0, hits: 0, left_out: 0 });
        }
        let place = self.hours.partition_point(|known| known.hour < hour).min(self.hours.len() - 1);
        &mut self.hours[place]
    }

    /// What is usual in a window; `None` as long as it came first a short time ago.
    pub(super) fn band(
        &mut self,
        window: Timestamp,
        frequency: EvaluationFrequency,
        rules: &AnomalyRules,
    ) -> Option<Band> {
        let hour = hour_of(window);
        match self.band {
            Some((known, band)) if known == hour => band,
            _ => {
                let band = self.find_band(hour, frequency, rules);
                self.band = Some((hour, band));
                band
            }
        }
    }

    fn find_band(&self, hour: i64, frequency: EvaluationFrequency, rules: &AnomalyRules) -> Option<Band> {
        if hour - self.since < i64::from(rules.settle_hours.max(2)) {
            return None;
        }
        let days = i64::from(rules.training_days);
        let of_day = self.of_day(hour, days);
        let of_day = of_day.and_then(|hours| self.compare(hours.into_iter(), frequency, true));
        of_day.filter(|band| band.low > 0.0).or_else(|| {
            let first = (self.since + 1).max(hour - 24 * days);
            self.compare(first..hour, frequency, false)
        })
    }

    /// The hours of the same time of day, if there are enough days.
    fn of_day(&self, hour: i64, days: i64) -> Option<Vec<i64>> {
        let wanted = (1..=days).map(|day| hour - 24 * day).take_while(|same| same - 1 > self.since);
        let hours: Vec<i64> = wanted.flat_map(|same| same - 1..=same + 1).collect();
        (hours.len() >= 3 * DAYS).then_some(hours)
    }

    fn compare(
        &self,
        hours: impl Iterator<Item = i64>,
        frequency: EvaluationFrequency,
        is_of_day: bool,
    ) -> Option<Band> {
        let mut band = Band { low: f64::INFINITY, high: 0.0, least: u64::MAX, most: 0, hours: 0, is_of_day };
        let per_hour = u64::try_from(frequency.per_hour()).unwrap_or(1);
        for hour in hours {
            let known = self.hours.binary_search_by_key(&hour, |known| known.hour).ok().map(|place| self.hours[place]);
            let left = per_hour.saturating_sub(known.map_or(0, |known| u64::from(known.left_out)));
            if left == 0 {
                continue;
            }
            let total = known.map_or(0, |known| known.total);
            let mean = float(total) / float(left);
            let is_whole = known.is_some_and(|known| u64::from(known.hits) >= left);
            (band.low, band.high) = (band.low.min(mean), band.high.max(mean));
            band.most = band.most.max(known.map_or(0, |known| known.most));
            band.least = band.least.min(known.filter(|_| is_whole).map_or(0, |known| known.least));
            band.hours += 1;
        }
        let least_mean = 1.0 / (f64::from(band.hours) * float(per_hour));
        (band.hours > 0).then(|| Band { high: band.high.max(least_mean), ..band })
    }
}

pub(super) const fn hour_of(at: Timestamp) -> i64 {
    at.as_millis().div_euclid(HOUR)
}
