//! One series: the calls of one API, minute by minute, and what is unusual in them.

use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Serialize};

use super::days::Days;
use super::gap::{MEMORY, Rhythm};
use super::math::{Minute, baseline_start};
use super::model::{Baseline, InsightModel};
use super::names::Names;
use super::poisson::ln_tail;
use super::reading::{InsightVerdict, Looked};
use super::values::{Counts, Ids, Values, Written};

/// The calls of one API.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Series<V = Values> {
    pub(super) values: V,
    days: Days,
    /// Minutes that are not closed yet.
    open: BTreeMap<Minute, Tally>,
    /// Closed minutes that a start or the insight that goes on may still need, ascending.
    recent: VecDeque<(Minute, Tally)>,
    anomaly: Option<Anomaly>,
    gap_check: Option<Minute>,
    pub(super) looked: Option<Looked>,
}

impl Series<Written> {
    /// The series that a snapshot tells of, with values by the names of the detector.
    pub(super) fn taken_in(self, names: &mut Names) -> Series {
        let Self { values, days, open, recent, anomaly, gap_check, looked } = self;
        let (values, ids) = values.taken_in(names);
        let mut series = Series { values, days, open, recent, anomaly, gap_check, looked };
        if let Some(ids) = ids {
            series.counts().into_iter().for_each(|counts| counts.rename(&ids));
        }
        series
    }
}

/// Calls, and by whom.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Tally {
    calls: u32,
    values: Counts,
}

/// An insight that goes on.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Anomaly {
    start: Minute,
    baseline: Baseline,
    baseline_values: Counts,
    /// The last unusual minute; `None` in a gap.
    last: Option<Minute>,
    /// What came from the start to the last unusual minute.
    inside: Total,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Total {
    pub(super) calls: u64,
    pub(super) values: Counts,
}

impl Total {
    fn add(&mut self, tally: &Tally) {
        self.calls += u64::from(tally.calls);
        self.values.add_all(&tally.values);
    }
}

/// That an insight starts or ends, and with which numbers.
#[derive(Clone, Debug)]
pub(super) struct Change {
    pub(super) is_start: bool,
    pub(super) at: Minute,
    pub(super) baseline: Baseline,
    pub(super) baseline_values: Counts,
    pub(super) minutes: Minute,
    pub(super) inside: Total,
}

/// What the rule needs to know besides the calls.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules<'a> {
    pub(super) model: &'a InsightModel,
    /// The first minute in which an insight may start.
    pub(super) warm: Minute,
    /// Whether calls that stay away are looked for.
    pub(super) gaps: bool,
    /// How many values of an attribute are told apart.
    pub(super) values: usize,
}

impl Series {
    /// Counts a call in a minute that is not closed; whether the minute is new.
    pub(super) fn count(&mut self, minute: Minute, ids: Ids) -> bool {
        let is_new = !self.open.contains_key(&minute);
        let tally = self.open.entry(minute).or_default();
        tally.calls = tally.calls.saturating_add(1);
        tally.values.add(ids);
        is_new
    }

    /// Counts a call in a minute that was closed. Closed is the newest such minute.
    pub(super) fn count_late(&mut self, minute: Minute, ids: Ids, closed: Minute, rules: Rules<'_>) {
        let mut tally = Tally { calls: 1, ..Tally::default() };
        tally.values.add(ids);
        self.days.add(minute, 1, &tally.values);
        self.days.changed(minute);
        let last = self.anomaly.as_ref().and_then(|anomaly| anomaly.last);
        if let Some(anomaly) =
            self.anomaly.as_mut().filter(|a| a.start <= minute && a.last.is_none_or(|last| minute <= last))
        {
            anomaly.inside.add(&tally);
        }
        if minute > closed - rules.model.window() || last.is_some_and(|last| minute > last) {
            self.add_recent(minute, tally);
        }
        if rules.gaps && self.anomaly.is_none() {
            self.gap_check = Some(closed + 1);
        }
    }

    fn add_recent(&mut self, minute: Minute, tally: Tally) {
        match self.recent.binary_search_by_key(&minute, |(minute, _)| *minute) {
            Ok(place) => {
                let known = &mut self.recent[place].1;
                known.calls = known.calls.saturating_add(tally.calls);
                known.values.add_all(&tally.values);
            }
            Err(place) => self.recent.insert(place, (minute, tally)),
        }
    }

    /// The next minute whose end may change something.
    pub(super) fn due(&self, model: &InsightModel) -> Option<Minute> {
        let calls = self.open.first_key_value().map(|(minute, _)| *minute);
        let other = match &self.anomaly {
            Some(anomaly) => anomaly.last.map(|last| last + model.quiet()),
            None => self.gap_check,
        };
        calls.into_iter().chain(other).min()
    }

    /// Whether the series has nothing to tell from that minute on that a new one would not.
    pub(super) fn is_idle(&self, minute: Minute) -> bool {
        let is_old = self.days.last().is_none_or(|last| last < baseline_start(minute));
        is_old && self.open.is_empty() && self.anomaly.is_none()
    }

    /// Minutes with calls from that one on, ascending, and their calls. One that is open and was closed before stands twice.
    pub(super) fn minutes(&self, from: Minute) -> impl Iterator<Item = (Minute, u32)> {
        let open = self.open.iter().map(|(minute, tally)| (*minute, tally.calls));
        self.days.all().chain(open).filter(move |(minute, _)| *minute >= from)
    }

    /// Whether calls wait for this minute to be closed.
    pub(super) fn is_open(&self, minute: Minute) -> bool {
        self.open.contains_key(&minute)
    }

    /// How many minutes wait to be closed.
    pub(super) fn open_minutes(&self) -> usize {
        self.open.len()
    }

    /// All counts of values that are kept.
    fn counts(&mut self) -> Vec<&mut Counts> {
        let mut counts: Vec<&mut Counts> = self.days.values_mut().collect();
        counts.extend(self.open.values_mut().map(|tally| &mut tally.values));
        counts.extend(self.recent.iter_mut().map(|(_, tally)| &mut tally.values));
        if let Some(anomaly) = &mut self.anomaly {
            counts.extend([&mut anomaly.baseline_values, &mut anomaly.inside.values]);
        }
        counts
    }

    /// Forgets values that nothing counts any more.
    fn forget_values(&mut self) {
        let mut values = std::mem::take(&mut self.values);
        values.keep(self.counts().into_iter().map(|counts| &*counts));
        self.values = values;
    }

    /// Gives values their new ids, which keep their order.
    pub(super) fn renumber(&mut self, new: &[u32]) {
        self.values.renumber(new);
        self.counts().into_iter().for_each(|counts| counts.renumber(new));
    }

    /// Closes the minute that is due.
    pub(super) fn close(&mut self, minute: Minute, rules: Rules<'_>, changes: &mut Vec<Change>) {
        if self.days.forget_before(baseline_start(minute)) && self.values.is_crowded(rules.values) {
            self.forget_values();
        }
        let tally = self.open.remove(&minute);
        let calls = tally.as_ref().map_or(0, |tally| tally.calls);
        if let Some(tally) = tally {
            self.add_recent(minute, tally);
        }
        match self.anomaly.take() {
            Some(anomaly) => self.go_on(minute, calls, anomaly, rules, changes),
            None => changes.extend(self.look(minute, calls, rules)),
        }
        self.settle(minute, calls, rules);
    }

    /// Takes the minute into the baseline, and forgets what is not recent any more.
    fn settle(&mut self, minute: Minute, calls: u32, rules: Rules<'_>) {
        if calls > 0 {
            let place = self.recent.binary_search_by_key(&minute, |(minute, _)| *minute);
            if let Some((_, tally)) = place.ok().and_then(|place| self.recent.get(place)) {
                self.days.add(minute, calls, &tally.values);
            }
            self.gap_check = rules.gaps.then(|| minute + rules.model.window() + 3);
        }
        let mut keep = minute - rules.model.window() + 1;
        if let Some(last) = self.anomaly.as_ref().and_then(|anomaly| anomaly.last) {
            keep = keep.min(last + 1);
        }
        while self.recent.front().is_some_and(|(minute, _)| *minute < keep) {
            self.recent.pop_front();
        }
    }

    fn go_on(&mut self, minute: Minute, calls: u32, mut anomaly: Anomaly, rules: Rules<'_>, changes: &mut Vec<Change>) {
        let Some(last) = anomaly.last else {
            if calls == 0 {
                self.anomaly = Some(anomaly);
                return;
            }
            changes.push(self.end(anomaly, minute, rules));
            changes.extend(self.look(minute, calls, rules));
            return;
        };
        if self.is_unusual(minute, calls, anomaly.baseline, rules.model) {
            self.recent.iter().filter(|(at, _)| *at > last).for_each(|(_, tally)| anomaly.inside.add(tally));
            anomaly.last = Some(minute);
        } else if minute >= last + rules.model.quiet() {
            changes.push(self.end(anomaly, last + 1, rules));
            self.gap_check = rules.gaps.then_some(minute + 1);
            return;
        }
        self.anomaly = Some(anomaly);
    }

    /// Whether a minute of an open insight belongs to it.
    fn is_unusual(&mut self, minute: Minute, calls: u32, baseline: Baseline, model: &InsightModel) -> bool {
        let own = u64::from(calls);
        let window = self.in_window(minute, calls, model);
        let verdict = if calls == 0 {
            false
        } else {
            let alone =
                model.exceeds_ratio(own, 1, baseline) && ln_tail(baseline.mean(1), own) < model.ln_rarity() / 2.0;
            alone || self.window_test(window, baseline, model).is_none()
        };
        let verdict = if verdict { InsightVerdict::GoesOn } else { InsightVerdict::Quiet };
        self.looked = Some(Looked { at: minute, calls: own, window_calls: window, baseline, peak: None, verdict });
        verdict == InsightVerdict::GoesOn
    }

    fn in_window(&self, minute: Minute, calls: u32, model: &InsightModel) -> u64 {
        self.days.calls(minute - model.window() + 1, minute - 1) + u64::from(calls)
    }

    /// Why a window is nothing unusual beside a baseline; `None` when it is.
    fn window_test(&self, calls: u64, baseline: Baseline, model: &InsightModel) -> Option<InsightVerdict> {
        if calls < model.min_count {
            return Some(InsightVerdict::TooFew);
        }
        if !model.exceeds_ratio(calls, model.window(), baseline) {
            return Some(InsightVerdict::BelowRatio);
        }
        (ln_tail(baseline.mean(model.window()), calls) >= model.ln_rarity()).then_some(InsightVerdict::Likely)
    }

    /// Whether an insight starts in a minute.
    fn look(&mut self, minute: Minute, calls: u32, rules: Rules<'_>) -> Option<Change> {
        let baseline = Baseline { calls: self.days.total(), minutes: (minute - baseline_start(minute)).unsigned_abs() };
        if calls == 0 {
            return self.look_for_gap(minute, baseline, rules);
        }
        let window = self.in_window(minute, calls, rules.model);
        let (peak, verdict) = self.judge(minute, window, baseline, rules);
        self.looked = Some(Looked { at: minute, calls: calls.into(), window_calls: window, baseline, peak, verdict });
        (verdict == InsightVerdict::Starts).then(|| self.start(minute, Some(minute), baseline, rules))
    }

    fn judge(
        &mut self,
        minute: Minute,
        window: u64,
        baseline: Baseline,
        rules: Rules<'_>,
    ) -> (Option<u64>, InsightVerdict) {
        if minute < rules.warm {
            return (None, InsightVerdict::TooEarly);
        }
        if let Some(usual) = self.window_test(window, baseline, rules.model) {
            return (None, usual);
        }
        let length = rules.model.window();
        let peak = self.days.peak(baseline_start(minute), minute - length, length);
        let exceeds = rules.model.exceeds_peak(window, peak);
        (Some(peak), if exceeds { InsightVerdict::Starts } else { InsightVerdict::BelowPeak })
    }

    fn start(&mut self, minute: Minute, last: Option<Minute>, baseline: Baseline, rules: Rules<'_>) -> Change {
        let (mut window, mut inside) = (Total::default(), Total::default());
        let from = minute - rules.model.window();
        self.recent.iter().filter(|(at, _)| *at > from && last.is_some()).for_each(|(_, tally)| window.add(tally));
        self.recent.iter().filter(|(at, _)| *at == minute).for_each(|(_, tally)| inside.add(tally));
        let baseline_values = self.days.values();
        self.gap_check = None;
        self.anomaly =
            Some(Anomaly { start: minute, baseline, baseline_values: baseline_values.clone(), last, inside });
        let minutes = rules.model.window();
        Change { is_start: true, at: minute, baseline, baseline_values, minutes, inside: window }
    }

    fn end(&mut self, anomaly: Anomaly, at: Minute, rules: Rules<'_>) -> Change {
        let Anomaly { start, baseline, baseline_values, inside, .. } = anomaly;
        self.days.end_insight(start, at, rules.model.window());
        Change { is_start: false, at, baseline, baseline_values, minutes: at - start, inside }
    }

    fn look_for_gap(&mut self, minute: Minute, baseline: Baseline, rules: Rules<'_>) -> Option<Change> {
        self.gap_check = None;
        let gaps = rules.model.gaps.as_ref().filter(|_| rules.gaps)?;
        let arrivals = self.days.arrivals(minute - MEMORY);
        let forgotten = arrivals.first().map(|first| first + MEMORY + 1);
        self.gap_check = match gaps.rhythm(&arrivals, rules.model.window(), self.days.insights()) {
            Rhythm::Unknown => None,
            _ if minute < rules.warm => Some(rules.warm),
            Rhythm::MissedAt(due) if due <= minute => {
                let verdict = InsightVerdict::Missing;
                self.looked = Some(Looked { at: minute, calls: 0, window_calls: 0, baseline, peak: None, verdict });
                return Some(self.start(minute, None, baseline, rules));
            }
            Rhythm::MissedAt(due) => Some(due).into_iter().chain(forgotten).min(),
            Rhythm::Irregular => forgotten,
        };
        None
    }
}
