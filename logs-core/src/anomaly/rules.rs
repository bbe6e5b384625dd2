//! The numbers of the rule.

use serde::{Deserialize, Serialize};

/// The numbers of the rule `log-anomalies-v1`, by which log anomaly detectors train and judge.
///
/// The service publishes what it tells, not by which statistics: this rule is ours, and the same events give the same
/// anomalies on every machine.
///
/// What is usual for a pattern is read from the hours of the last [`training_days`](Self::training_days): those that lie
/// whole days back, give or take an hour, where there are three such days and the pattern came in each of their
/// hours; all hours otherwise. With `t` = [`rarity`](Self::rarity) x ln 10, a window has
///
/// - **too many** events when they are more than `m + t/3 + sqrt(t^2/9 + 2tm)`, where `m` is the mean of the busiest
///   of these hours (Bernstein's bound: chance exceeds it less than once in ten to the power of `rarity`), and more
///   than [`ratio_percent`](Self::ratio_percent) of `m`, than [`peak_percent`](Self::peak_percent) of the busiest window
///   of these hours, and at least [`min_count`](Self::min_count);
/// - **too few** when they are less than `m - sqrt(2tm)`, where `m` is the mean of the quietest of these hours, than half
///   of `m` and than the quietest window of these hours; or when nothing came in a row of windows in which `t` events
///   were to come, and the row is half as long again as any before.
///
/// A pattern is judged so when it has been known for [`settle_hours`](Self::settle_hours). A value of a token that comes
/// more often in a window than Bernstein's bound for its share of the pattern's events and for its busiest window,
/// and otherwise as above, is unusual, too; and so is a new value of a token that had
/// [`discrete_values`](Self::discrete_values) at most, each more than once, in [`token_events`](Self::token_events) at
/// least. Windows that are unusual are not learned from.
///
/// ```
/// use cupola_logs::{AnomalyRules, Policies};
///
/// let eager = AnomalyRules { learned_hours: 0, ..AnomalyRules::default() };
/// let policies = Policies { anomalies: eager, ..Policies::default() };
/// assert_eq!((policies.anomalies.training_minutes, policies.anomalies.rarity), (15, 9));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::exhaustive_structs, reason = "rules are written with a struct update, which needs an open struct")]
pub struct AnomalyRules {
    /// Minutes that training takes; it ends with the window that ends then or later. The service says "up to 15
    /// minutes". Default 15.
    pub training_minutes: u32,
    /// Days of past events that a detector learns from. Default 14, as the service says.
    pub training_days: u32,
    /// Hours of events that a group must have for training to end; a detector of a younger group goes on training until
    /// there are so many, or until it is so many hours old. Default 24.
    pub learned_hours: u32,
    /// Days that an anomaly is visible unless the request says otherwise. Default 7, as the examples of the AWS CLI
    /// Command Reference show; the User Guide says 21, which is what the console fills in.
    pub visibility_days: u32,
    /// A count is unusual when chance gives it less than once in ten to the power of this. Default 9.
    pub rarity: u32,
    /// How many hundredths of what is expected are unusual. Default 200.
    pub ratio_percent: u32,
    /// How many hundredths of the busiest window are unusual. Default 125.
    pub peak_percent: u32,
    /// Events in a window below which none is too busy. Default 5.
    pub min_count: u32,
    /// Hours until the frequency of a pattern is judged. Default 24.
    pub settle_hours: u32,
    /// Values of a token up to which a new one is unusual. Default 10.
    pub discrete_values: u32,
    /// Events that must have shown the values of a token before a new one is unusual. Default 100.
    pub token_events: u32,
    /// Hundredths of increase from which an anomaly has medium priority. Default 200.
    pub medium_percent: u32,
    /// Hundredths of increase from which an anomaly has high priority. Default 500: the User Guide's example.
    pub high_percent: u32,
    /// Whether the metric `AnomalyCount` is published when there was no anomaly. Default true.
    pub zero_counts: bool,
}

impl Default for AnomalyRules {
    fn default() -> Self {
        Self {
            training_minutes: 15,
            training_days: 14,
            learned_hours: 24,
            visibility_days: 7,
            rarity: 9,
            ratio_percent: 200,
            peak_percent: 125,
            min_count: 5,
            settle_hours: 24,
            discrete_values: 10,
            token_events: 100,
            medium_percent: 200,
            high_percent: 500,
            zero_counts: true,
        }
    }
}

impl AnomalyRules {
    /// How many nats of surprise make a count unusual.
    pub(super) fn surprise(&self) -> f64 {
        f64::from(self.rarity) * std::f64::consts::LN_10
    }

    /// The most that comes by chance where so many are expected.
    pub(super) fn most_by_chance(&self, mean: f64) -> f64 {
        let t = self.surprise();
        let third = t / 3.0;
        mean + third + (third * third + 2.0 * t * mean).sqrt()
    }

    /// The least that comes by chance where so many are expected.
    pub(super) fn least_by_chance(&self, mean: f64) -> f64 {
        mean - (2.0 * self.surprise() * mean).sqrt()
    }

    /// The most that is usual in a window, where so many are expected and the busiest window had so many.
    pub(super) fn most_usual(&self, mean: f64, peak: f64) -> f64 {
        let ratio = f64::from(self.ratio_percent) / 100.0 * mean;
        let peak = f64::from(self.peak_percent) / 100.0 * peak;
        self.most_by_chance(mean).max(ratio).max(peak).max(f64::from(self.min_count) - 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sums of the terms of the Poisson distribution, one by one, are the twin.
    #[test]
    fn chance_stays_within_its_bounds() {
        let rules = AnomalyRules::default();
        for mean in [0.01_f64, 0.3, 2.0, 17.0, 60.0, 150.0] {
            let mut term = (-mean).exp();
            let (mut above, mut below) = (0.0, 0.0);
            for count in (0..2000).map(f64::from) {
                above += if count > rules.most_by_chance(mean) { term } else { 0.0 };
                below += if count < rules.least_by_chance(mean) { term } else { 0.0 };
                term *= mean / (count + 1.0);
            }
            assert!(above <= 1e-9 && below <= 1e-9, "{mean}: {above} {below}");
        }
    }
}
