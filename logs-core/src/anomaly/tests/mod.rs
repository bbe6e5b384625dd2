//! The rule on series whose answer is known.

mod detected;
mod quiet;
mod shown;

use cupola_base::{Rng, Timestamp};

use super::book::Book;
use super::finding::{Finding, LogAnomalyKind};
use super::frequency::EvaluationFrequency;
use super::judge::Look;
use super::pattern::Pattern;
use super::rules::AnomalyRules;

pub(super) const DAY: i64 = 86_400_000;

/// One pattern, window by window.
pub(super) struct Bench {
    pub(super) pattern: Pattern,
    pub(super) at: Timestamp,
    pub(super) frequency: EvaluationFrequency,
    rules: AnomalyRules,
}

impl Bench {
    pub(super) fn new(frequency: EvaluationFrequency) -> Self {
        let at = Timestamp::from_millis(20_000 * DAY);
        let mut book = Book::default();
        book.take("lifted the box", at, at, 10);
        let (_, mut pattern) = book.patterns.pop_first().unwrap();
        pattern.close();
        Self { pattern, at, frequency, rules: AnomalyRules::default() }
    }

    /// Learns days of a series.
    pub(super) fn train(mut self, days: i64, mut count: impl FnMut(Timestamp) -> u64) -> Self {
        self.pattern.is_known = true;
        let until = self.at.plus_millis(days * DAY);
        while self.at < until {
            let count = count(self.at);
            if count > 0 {
                self.pattern.history.learn(self.at, count, self.frequency, self.rules.training_days);
                self.pattern.count += count;
            }
            self.at = self.at.plus_millis(self.frequency.millis());
        }
        self
    }

    /// Judges one window.
    pub(super) fn judge(&mut self, count: u64) -> Vec<Finding> {
        self.pattern.window.count = count;
        let look = Look { rules: &self.rules, frequency: self.frequency, window: self.at, is_whole: true };
        let findings = self.pattern.judge(&look);
        self.pattern.close();
        self.at = self.at.plus_millis(self.frequency.millis());
        findings
    }

    /// Judges one window; what is unusual in it.
    pub(super) fn kinds(&mut self, count: u64) -> Vec<LogAnomalyKind> {
        self.judge(count).into_iter().map(|finding| finding.kind).collect()
    }
}

/// A draw from the Poisson distribution: how many draws fit before their product is below e to the minus mean.
pub(super) fn poisson(rng: &Rng, mean: f64) -> u64 {
    let (least, mut product, mut count) = ((-mean).exp(), rng.unit(), 0);
    while product > least {
        product *= rng.unit();
        count += 1;
    }
    count
}

/// So many events a window on average, more by day and fewer by night.
pub(super) fn by_day(at: Timestamp, mean: f64, swing: f64) -> f64 {
    let hours = f64::from(u32::try_from(at.as_millis().rem_euclid(DAY) / 60_000).unwrap()) / 60.0;
    mean * (1.0 + swing * (hours / 24.0 * std::f64::consts::TAU).sin())
}
