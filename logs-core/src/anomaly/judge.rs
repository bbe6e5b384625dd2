//! Whether what came of a pattern in a window is usual.

use cupola_base::Timestamp;

use super::band::{Band, float};
use super::finding::{Finding, LogAnomalyKind};
use super::frequency::EvaluationFrequency;
use super::pattern::Pattern;
use super::priority::severity_of_status;
use super::rules::AnomalyRules;
use super::values::{Values, is_status_code};
use crate::insights::pattern::Severity;

/// A window, and by which rule it is judged.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look<'a> {
    pub(super) rules: &'a AnomalyRules,
    pub(super) frequency: EvaluationFrequency,
    /// When it began.
    pub(super) window: Timestamp,
    /// Whether it was looked at from its beginning; part of one is no measure of frequency.
    pub(super) is_whole: bool,
}

impl Pattern {
    /// What is unusual in the open window; all else is learned.
    pub(super) fn judge(&mut self, look: &Look<'_>) -> Vec<Finding> {
        if !self.is_known {
            return self.judge_new(look);
        }
        let band = self.history.band(look.window, look.frequency, look.rules);
        let mut findings: Vec<Finding> = self.judge_frequency(band, look).into_iter().collect();
        findings.extend(self.judge_values(look));
        findings
    }

    /// As long as a pattern is new, each window with it is one of its anomaly.
    fn judge_new(&mut self, look: &Look<'_>) -> Vec<Finding> {
        let count = self.window.count;
        if count == 0 {
            return Vec::new();
        }
        self.history.came(look.window, count, look.rules.training_days);
        self.learn_values(look.rules);
        let severity = self.severity();
        vec![Finding { severity, ..Finding::of(LogAnomalyKind::NewPattern, count) }]
    }

    fn judge_frequency(&mut self, band: Option<Band>, look: &Look<'_>) -> Option<Finding> {
        let (count, days) = (self.window.count, look.rules.training_days);
        let finding = band.and_then(|band| self.unusual(band, look));
        match count {
            0 => return self.judge_silence(band, finding, look),
            _ if finding.is_some() || !look.is_whole => self.history.leave_out(look.window, days),
            _ => self.history.came(look.window, count, days),
        }
        finding
    }

    fn judge_silence(&mut self, band: Option<Band>, finding: Option<Finding>, look: &Look<'_>) -> Option<Finding> {
        if !look.is_whole {
            return None;
        }
        self.history.stayed_away(band.map_or(0.0, |band| band.low));
        let is_missed = !self.may_stay_away && self.history.stays_away_too_long(look.rules);
        let finding = finding.or_else(|| band.filter(|_| is_missed).map(|band| self.decrease(band, look)))?;
        self.history.leave_out_silence(look.window, look.frequency, look.rules.training_days);
        Some(finding)
    }

    /// Whether there are too many or too few.
    fn unusual(&self, band: Band, look: &Look<'_>) -> Option<Finding> {
        let count = self.window.count;
        let upper = band.upper(look.rules, self.accepted);
        if float(count) > upper {
            let finding = Finding::of(LogAnomalyKind::Increase, count);
            let usual = Some((band.lower(look.rules), upper));
            return Some(finding.expecting(band.high, self.severity()).within(usual, band));
        }
        let is_low = float(count) < band.lower(look.rules);
        (is_low && look.is_whole && !self.may_stay_away).then(|| self.decrease(band, look))
    }

    fn decrease(&self, band: Band, look: &Look<'_>) -> Finding {
        let usual = Some((band.lower(look.rules), band.upper(look.rules, self.accepted)));
        let finding = Finding::of(LogAnomalyKind::Decrease, self.window.count);
        finding.expecting(band.low, self.severity()).within(usual, band)
    }

    fn judge_values(&mut self, look: &Look<'_>) -> Vec<Finding> {
        let (mut findings, events) = (Vec::new(), self.window.count);
        if events == 0 {
            return findings;
        }
        let severity = self.severity();
        for (index, values) in self.values.iter_mut().enumerate() {
            let Some(counted) = self.window.counted(values.place) else { continue };
            let (before, of_status) = (values.clone(), values.are_status_codes());
            for (value, count) in counted {
                let found = judge_value(&before, (index + 1, value, *count), events, look.rules);
                match found {
                    Some(finding) => {
                        let severity = severity.min(severity_of(value, of_status));
                        findings.push(Finding { severity, place: Some(values.place), ..finding });
                    }
                    None => values.learn(value, *count, look.rules),
                }
            }
        }
        findings
    }
}

/// Whether a value is new, or comes too often.
fn judge_value(
    values: &Values,
    (token, value, count): (usize, &str, u64),
    events: u64,
    rules: &AnomalyRules,
) -> Option<Finding> {
    if !values.knows(value) {
        let kind = LogAnomalyKind::NewValue { token, value: value.to_owned() };
        return values.is_discrete(rules).then(|| Finding::of(kind, count));
    }
    let (share, usual) = values.usual(value, events, rules)?;
    let kind = LogAnomalyKind::ValueIncrease { token, value: value.to_owned() };
    let finding = || Finding { usual: Some((0.0, usual)), ..Finding::of(kind, count).expecting(share, Severity::Info) };
    (float(count) > usual).then(finding)
}

fn severity_of(value: &str, of_status: bool) -> Severity {
    let of_status = of_status && is_status_code(value);
    if of_status { severity_of_status(value) } else { Severity::of(value) }
}

impl Finding {
    const fn of(kind: LogAnomalyKind, count: u64) -> Self {
        Self {
            kind,
            place: None,
            count,
            expected: 0.0,
            usual: None,
            band: None,
            change_percent: 0.0,
            severity: Severity::Info,
        }
    }

    fn expecting(self, expected: f64, severity: Severity) -> Self {
        let change_percent = if expected > 0.0 { (float(self.count) / expected - 1.0) * 100.0 } else { 0.0 };
        Self { expected, change_percent, severity, ..self }
    }

    fn within(self, usual: Option<(f64, f64)>, band: Band) -> Self {
        Self { usual, band: Some(band), ..self }
    }
}
