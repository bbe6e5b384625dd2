//! The rule as it is written, slowly: every minute is looked at, every sum is made anew.

use std::collections::BTreeMap;

use super::super::gap::{MEMORY, Rhythm};
use super::super::math::{BASELINE_DAYS, DAY, baseline_start};
use super::super::model::Baseline;
use super::super::poisson::ln_tail;
use super::*;

/// Start or end, when, calls and minutes of the baseline, calls and minutes inside.
pub(super) type Told = (bool, Minute, u64, u64, u64, u64);

/// One series of calls that write.
pub(super) struct Twin {
    model: InsightModel,
    warm: Minute,
    closed: Minute,
    calls: BTreeMap<Minute, u64>,
    ended: Vec<(Minute, Minute)>,
    /// Start, the baseline, the last unusual minute (none in a gap).
    open: Option<(Minute, Baseline, Option<Minute>)>,
    pub(super) told: Vec<Told>,
}

impl Twin {
    pub(super) fn new(model: InsightModel, since: Minute) -> Self {
        let warm = since + Minute::from(model.warmup_minutes);
        Self { model, warm, closed: since - 1, calls: BTreeMap::new(), ended: Vec::new(), open: None, told: Vec::new() }
    }

    pub(super) fn count(&mut self, minute: Minute, calls: u64) {
        *self.calls.entry(minute).or_default() += calls;
    }

    pub(super) fn advance(&mut self, to: Minute) {
        while self.closed < to {
            self.closed += 1;
            self.close(self.closed);
        }
    }

    fn sum(&self, from: Minute, to: Minute) -> u64 {
        if from > to { 0 } else { self.calls.range(from..=to).map(|(_, calls)| calls).sum() }
    }

    fn close(&mut self, m: Minute) {
        let c = self.sum(m, m);
        match self.open {
            Some((start, baseline, Some(last))) => {
                if self.is_unusual(m, c, baseline) {
                    self.open = Some((start, baseline, Some(m)));
                } else if m >= last + self.model.quiet() {
                    self.end(start, last + 1, baseline);
                }
            }
            Some((start, baseline, None)) if c > 0 => {
                self.end(start, m, baseline);
                self.look(m, c);
            }
            Some(_) => {}
            None => self.look(m, c),
        }
    }

    fn end(&mut self, start: Minute, at: Minute, baseline: Baseline) {
        let inside = self.sum(start, at - 1);
        self.told.push((false, at, baseline.calls, baseline.minutes, inside, (at - start).unsigned_abs()));
        self.ended.push((start, at));
        self.open = None;
    }

    fn window_fires(&self, k: u64, baseline: Baseline) -> bool {
        let w = self.model.window();
        k >= self.model.min_count
            && k as f64 / w as f64
                >= f64::from(self.model.ratio_percent) / 100.0 * baseline.calls as f64 / baseline.minutes as f64 - 1e-9
            && self.model.exceeds_ratio(k, w, baseline)
            && ln_tail(baseline.mean(w), k) < self.model.ln_rarity()
    }

    fn is_unusual(&self, m: Minute, c: u64, baseline: Baseline) -> bool {
        let alone =
            self.model.exceeds_ratio(c, 1, baseline) && ln_tail(baseline.mean(1), c) < self.model.ln_rarity() / 2.0;
        c > 0 && (alone || self.window_fires(self.sum(m - self.model.window() + 1, m), baseline))
    }

    fn look(&mut self, m: Minute, c: u64) {
        if m < self.warm {
            return;
        }
        let w = self.model.window();
        let first = baseline_start(m);
        assert_eq!(first, (m.div_euclid(DAY) - BASELINE_DAYS) * DAY);
        let baseline = Baseline { calls: self.sum(first, m - 1), minutes: (m - first).unsigned_abs() };
        let k = self.sum(m - w + 1, m);
        if c > 0 {
            let peak = self.peak(first, m - w);
            let is_unusual =
                self.model.is_rare_beside(k, peak) || self.windows_of(peak, first, m - w) >= self.model.steady_peaks;
            if self.window_fires(k, baseline) && self.model.exceeds_peak(k, peak) && is_unusual {
                self.start(m, baseline, Some(m), k);
            }
            return;
        }
        let arrivals: Vec<Minute> = self.calls.range(m - MEMORY..m).map(|(minute, _)| *minute).collect();
        let rhythm = self.model.gaps.as_ref().map(|gaps| gaps.rhythm(&arrivals, w, &self.ended));
        if matches!(rhythm, Some(Rhythm::MissedAt(due)) if due <= m) {
            self.start(m, baseline, None, 0);
        }
    }

    fn start(&mut self, m: Minute, baseline: Baseline, last: Option<Minute>, k: u64) {
        let w = self.model.window().unsigned_abs();
        self.told.push((true, m, baseline.calls, baseline.minutes, k, w));
        self.open = Some((m, baseline, last));
    }

    fn windows_of(&self, calls: u64, first: Minute, last: Minute) -> usize {
        let w = self.model.window();
        let ends = (first..=last).filter(|end| self.calls.contains_key(end) && end - w + 1 >= first);
        ends.filter(|end| !self.touches(end - w + 1) && self.sum(end - w + 1, *end) == calls).count()
    }

    fn touches(&self, from: Minute) -> bool {
        self.ended.iter().any(|(start, end)| from < *end && from + self.model.window() > *start)
    }

    fn peak(&self, first: Minute, last: Minute) -> u64 {
        let w = self.model.window();
        let mut froms: Vec<Minute> = self.calls.range(first..=last).flat_map(|(m, _)| m - w..=m + 1).collect();
        froms.extend(self.ended.iter().flat_map(|(start, end)| [*end, start - w]));
        froms.push(first);
        froms.retain(|from| *from >= first && from + w - 1 <= last && !self.touches(*from));
        froms.into_iter().map(|from| self.sum(from, from + w - 1)).max().unwrap_or(0)
    }
}
