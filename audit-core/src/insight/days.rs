//! The closed minutes of a series, day by day, and its busiest window.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::math::{DAY, Minute};
use super::values::Counts;

/// Closed minutes of the baseline's days and of today.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Days {
    days: VecDeque<Day>,
    /// Calls of all days.
    total: u64,
    /// Insights that ended: from, to (excluded), ascending.
    insights: Vec<(Minute, Minute)>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Day {
    number: i64,
    total: u64,
    /// Minute of the day and calls in it, ascending.
    minutes: Vec<(u16, u32)>,
    values: Counts,
    #[serde(default)]
    peak: Peak,
}

/// The busiest window that ends in a day, as far as it is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Peak {
    calls: u64,
    /// Windows that end before this minute of the day are in it.
    until: i64,
    /// The same with windows that begin on this day only; once it is the oldest.
    own: Option<u64>,
}

impl Days {
    /// Forgets the days before that of a minute; whether there were any.
    pub(super) fn forget_before(&mut self, minute: Minute) -> bool {
        let mut forgot = false;
        while self.days.front().is_some_and(|day| day.number < minute.div_euclid(DAY)) {
            self.total -= self.days.pop_front().map_or(0, |day| day.total);
            forgot = true;
        }
        self.insights.retain(|(_, end)| *end > minute);
        forgot
    }

    pub(super) fn add(&mut self, minute: Minute, calls: u32, values: &Counts) {
        let day = self.day(minute.div_euclid(DAY));
        let at = minute_of_day(minute);
        match day.minutes.binary_search_by_key(&at, |(minute, _)| *minute) {
            Ok(place) => day.minutes[place].1 = day.minutes[place].1.saturating_add(calls),
            Err(place) => day.minutes.insert(place, (at, calls)),
        }
        day.total += u64::from(calls);
        day.values.add_all(values);
        self.total += u64::from(calls);
    }

    fn day(&mut self, number: i64) -> &mut Day {
        let place = self.days.partition_point(|day| day.number < number);
        if self.days.get(place).is_none_or(|day| day.number != number) {
            let day = Day { number, total: 0, minutes: Vec::new(), values: Counts::default(), peak: Peak::default() };
            self.days.insert(place, day);
        }
        &mut self.days[place]
    }

    /// Calls of the baseline of the minute that is closed next.
    pub(super) const fn total(&self) -> u64 {
        self.total
    }

    /// How often each value came in the baseline.
    pub(super) fn values(&self) -> Counts {
        let mut sum = Counts::default();
        self.days.iter().for_each(|day| sum.add_all(&day.values));
        sum
    }

    pub(super) fn values_mut(&mut self) -> impl Iterator<Item = &mut Counts> {
        self.days.iter_mut().map(|day| &mut day.values)
    }

    /// Calls from one minute to another, both included.
    pub(super) fn calls(&self, from: Minute, to: Minute) -> u64 {
        self.backwards(to).take_while(|(minute, _)| *minute >= from).map(|(_, calls)| u64::from(calls)).sum()
    }

    /// Minutes with calls from that one on, ascending.
    pub(super) fn arrivals(&self, from: Minute) -> Vec<Minute> {
        let mut arrivals: Vec<Minute> =
            self.backwards(Minute::MAX).map(|(minute, _)| minute).take_while(|minute| *minute >= from).collect();
        arrivals.reverse();
        arrivals
    }

    pub(super) fn last(&self) -> Option<Minute> {
        self.backwards(Minute::MAX).next().map(|(minute, _)| minute)
    }

    /// Minutes with calls, ascending.
    pub(super) fn all(&self) -> impl Iterator<Item = (Minute, u32)> {
        self.days.iter().flat_map(|day| {
            let start = day.number * DAY;
            day.minutes.iter().map(move |(minute, calls)| (start + Minute::from(*minute), *calls))
        })
    }

    /// Minutes with calls up to that one, newest first.
    fn backwards(&self, to: Minute) -> impl Iterator<Item = (Minute, u32)> {
        let days = self.days.partition_point(|day| day.number <= to.div_euclid(DAY));
        self.days.range(..days).rev().flat_map(move |day| {
            let start = day.number * DAY;
            let end = day.minutes.partition_point(|(minute, _)| start + Minute::from(*minute) <= to);
            day.minutes[..end].iter().rev().map(move |(minute, calls)| (start + Minute::from(*minute), *calls))
        })
    }

    /// Insights that ended and reach into these days.
    pub(super) fn insights(&self) -> &[(Minute, Minute)] {
        &self.insights
    }

    /// An insight ended: windows that touch it do not count from now on.
    pub(super) fn end_insight(&mut self, from: Minute, to: Minute, window: Minute) {
        self.insights.push((from, to));
        self.changed(from - window);
    }

    /// What is known of windows is no more, from that minute's day on.
    pub(super) fn changed(&mut self, minute: Minute) {
        let number = minute.div_euclid(DAY);
        self.days.iter_mut().filter(|day| day.number >= number).for_each(|day| day.peak = Peak::default());
    }

    /// The calls of the busiest window from the first minute to the last, insights left out.
    pub(super) fn peak(&mut self, first: Minute, last: Minute, window: Minute) -> u64 {
        let mut most = 0;
        for place in 0..self.days.len() {
            let number = self.days[place].number;
            let calls = if number == first.div_euclid(DAY) {
                self.own_peak(place, last, window)
            } else {
                self.fold(place, first, last, window)
            };
            most = most.max(calls);
        }
        most
    }

    /// How many windows from the first minute to the last have so many calls; they end in minutes with calls and touch
    /// no insight.
    pub(super) fn windows_of(&self, calls: u64, first: Minute, last: Minute, window: Minute) -> usize {
        let begins = self.backwards(last).map(|(end, _)| end - window + 1).take_while(|begin| *begin >= first);
        let is_free = |begin: Minute| self.insights.iter().all(|(from, to)| *to <= begin || begin + window <= *from);
        begins.filter(|begin| is_free(*begin) && self.calls(*begin, begin + window - 1) == calls).count()
    }

    /// The busiest window within the oldest day.
    fn own_peak(&mut self, place: usize, last: Minute, window: Minute) -> u64 {
        if let Some(known) = self.days[place].peak.own {
            return known;
        }
        let first = self.days[place].number * DAY;
        let calls = self.busiest(place, (first, first), last, window);
        self.days[place].peak.own = Some(calls);
        calls
    }

    /// Brings what is known of a later day up to the last minute.
    fn fold(&mut self, place: usize, first: Minute, last: Minute, window: Minute) -> u64 {
        let Day { number, peak, .. } = self.days[place];
        let (start, known) = (number * DAY, peak.calls);
        // Where less than a window lies behind the last insight, none can end yet.
        let after = self.insights.last().map_or(first, |(_, end)| *end);
        let sure = if last - after + 1 < window { last.min(after - 1) } else { last };
        let until = (sure + 1 - start).clamp(peak.until, DAY);
        if until > peak.until {
            let calls = self.busiest(place, (first, start + peak.until), start + until - 1, window);
            let peak = &mut self.days[place].peak;
            (peak.calls, peak.until) = (known.max(calls), until);
        }
        self.days[place].peak.calls
    }

    /// The busiest of the windows that end in a day from `from.1` to `to` and begin at `from.0` or later.
    fn busiest(&self, place: usize, from: (Minute, Minute), to: Minute, window: Minute) -> u64 {
        let day = &self.days[place];
        let start = day.number * DAY;
        let ends = day.minutes.iter().map(|(minute, _)| start + Minute::from(*minute));
        let ends = ends.filter(|end| (from.1..=to).contains(end));
        ends.filter_map(|end| Some(self.calls(self.begin(end, from.0, window)?, end))).max().unwrap_or(0)
    }

    /// Where the window begins that ends with that minute; none where no window has room between insights.
    fn begin(&self, end: Minute, first: Minute, window: Minute) -> Option<Minute> {
        let next = self.insights.partition_point(|(from, _)| *from <= end);
        let before = next.checked_sub(1).map(|place| self.insights[place].1);
        let free = before.map_or(first, |before| before.max(first));
        let room = self.insights.get(next).map_or(Minute::MAX, |(from, _)| *from - free);
        (free <= end && room >= window).then(|| free.max(end - window + 1))
    }
}

fn minute_of_day(minute: Minute) -> u16 {
    u16::try_from(minute.rem_euclid(DAY)).unwrap_or_default()
}
