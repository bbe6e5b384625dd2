//! From findings to anomalies.

use std::collections::{BTreeSet, VecDeque};

use cupola_base::{Rng, Timestamp};

use super::explain::LogAnomalyExplanation;
use super::finding::{Finding, LogAnomalyKind};
use super::kept::Detector;
use super::pattern::{Pattern, SAMPLES, Window, count};
use super::priority::LogAnomalyPriority;
use super::record::LogAnomaly;
use super::rules::AnomalyRules;
use super::shown::{LogPatternToken, pattern_regex, pattern_text};

/// Windows that an anomaly remembers; ours.
const WINDOWS: usize = 1000;

/// What a detector needs to tell of.
pub(super) struct Teller<'a> {
    pub(super) rules: &'a AnomalyRules,
    pub(super) rng: &'a Rng,
    /// How many anomalies were ever told.
    pub(super) told: &'a mut u64,
    /// How many a detector may have.
    pub(super) most: usize,
    /// The window that is over.
    pub(super) from: Timestamp,
    pub(super) to: Timestamp,
}

/// What was told of a window: the anomalies that go on, and their priorities.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) anomalies: BTreeSet<u64>,
    pub(super) priorities: Vec<LogAnomalyPriority>,
}

impl Detector {
    /// Tells a finding, unless it is suppressed.
    pub(super) fn tell(
        &mut self,
        pattern: u64,
        finding: &Finding,
        window: &Window,
        teller: &mut Teller<'_>,
        told: &mut Told,
    ) {
        let Some(found) = self.book.patterns.get(&pattern) else { return };
        if self.suppressed.get(&found.id).is_some_and(|one| one.is_in_force(teller.to)) {
            return;
        }
        let goes_on = |anomaly: &LogAnomaly| {
            let is_same = anomaly.place == finding.place && anomaly.kind.goes_on(&finding.kind);
            is_same && anomaly.pattern_id == found.id && !anomaly.is_baseline
        };
        let key = self.anomalies.iter().find(|(_, anomaly)| goes_on(anomaly)).map(|(key, _)| *key);
        if key.and_then(|key| self.anomalies.get(&key)).is_some_and(|one| self.suppression(one, teller.to).is_some()) {
            return;
        }
        let priority = LogAnomalyPriority::of(finding.severity, finding.change_percent, teller.rules);
        let explanation = LogAnomalyExplanation::new(finding, (teller.from, teller.to), priority);
        let key = key.unwrap_or_else(|| self.begin(pattern, finding, explanation.clone(), teller));
        let (tokens, shown) = (self.tokens(pattern, window), self.anomalies.get_mut(&key));
        if let Some(anomaly) = shown {
            anomaly.go_on(finding, window, explanation, tokens);
            told.anomalies.insert(key);
            told.priorities.push(priority);
        }
    }

    fn tokens(&self, pattern: u64, window: &Window) -> Vec<LogPatternToken> {
        self.book.patterns.get(&pattern).map(|pattern| pattern.tokens(window)).unwrap_or_default()
    }

    /// A new anomaly, without any window yet.
    fn begin(
        &mut self,
        pattern: u64,
        finding: &Finding,
        explanation: LogAnomalyExplanation,
        teller: &mut Teller<'_>,
    ) -> u64 {
        while let Some(oldest) =
            self.anomalies.keys().next().copied().filter(|_| self.anomalies.len() >= teller.most.max(1))
        {
            self.accept(oldest, teller.rules);
            self.anomalies.remove(&oldest);
        }
        *teller.told += 1;
        let anomaly = LogAnomaly {
            id: teller.rng.uuid(),
            detector: self.arn.clone(),
            log_group: self.group_arn.clone(),
            pattern_id: self.book.patterns.get(&pattern).map(|pattern| pattern.id.clone()).unwrap_or_default(),
            pattern: String::new(),
            pattern_regex: String::new(),
            tokens: Vec::new(),
            kind: finding.kind.clone(),
            description: String::new(),
            priority: explanation.priority,
            first_seen: teller.from,
            last_seen: teller.to,
            is_active: true,
            histogram: VecDeque::new(),
            samples: Vec::new(),
            suppression: None,
            is_baseline: false,
            explanation,
            place: finding.place,
        };
        self.anomalies.insert(*teller.told, anomaly);
        *teller.told
    }

    /// What goes away, or becomes usual, by time.
    pub(super) fn fade(&mut self, now: Timestamp, rules: &AnomalyRules) {
        let faded: Vec<u64> =
            self.anomalies.iter().filter(|(_, one)| !self.shows(one, now)).map(|(key, _)| *key).collect();
        for key in faded {
            self.accept(key, rules);
            self.anomalies.remove(&key);
        }
        self.suppressed.retain(|_, one| one.is_in_force(now));
    }

    /// An anomaly is usual from now on.
    pub(super) fn accept(&mut self, key: u64, rules: &AnomalyRules) {
        let Some(anomaly) = self.anomalies.get_mut(&key) else { return };
        let was_baseline = std::mem::replace(&mut anomaly.is_baseline, true);
        anomaly.is_active = false;
        if let Some(pattern) = self.book.by_id_mut(&anomaly.pattern_id).filter(|_| !was_baseline) {
            pattern.accept(anomaly, rules);
        }
    }
}

impl Pattern {
    fn accept(&mut self, anomaly: &LogAnomaly, rules: &AnomalyRules) {
        match &anomaly.kind {
            LogAnomalyKind::NewPattern => self.is_known = true,
            LogAnomalyKind::Increase => self.accepted = self.accepted.max(anomaly.peak()),
            LogAnomalyKind::Decrease => self.may_stay_away = true,
            LogAnomalyKind::NewValue { value, .. } | LogAnomalyKind::ValueIncrease { value, .. } => {
                // A word that differs as a whole since then has other values.
                let values = self.values.iter_mut().find(|values| Some(values.place) == anomaly.place);
                values.into_iter().for_each(|values| values.accept(value, anomaly.peak(), rules));
            }
        }
    }
}

impl LogAnomaly {
    /// One more window.
    fn go_on(
        &mut self,
        finding: &Finding,
        window: &Window,
        explanation: LogAnomalyExplanation,
        tokens: Vec<LogPatternToken>,
    ) {
        self.kind = finding.kind.clone();
        self.priority = self.priority.max(explanation.priority);
        (self.last_seen, self.is_active) = (explanation.to, true);
        self.histogram.push_back((explanation.from, finding.count));
        while self.histogram.len() > WINDOWS {
            self.histogram.pop_front();
        }
        self.take_samples(window);
        self.take_tokens(tokens);
        self.description = describe(finding, &self.tokens);
        self.explanation = explanation;
    }

    fn take_samples(&mut self, window: &Window) {
        let value = self.kind.value();
        let wanted = window.samples.iter().filter(|sample| value.is_none_or(|value| sample.message.contains(value)));
        let room = SAMPLES.saturating_sub(self.samples.len());
        let more: Vec<_> = wanted.take(room).cloned().collect();
        self.samples.extend(more);
    }

    /// The parts of the pattern as they are now; values of those before are counted on where the parts are the same.
    fn take_tokens(&mut self, mut tokens: Vec<LogPatternToken>) {
        let before = std::mem::take(&mut self.tokens);
        if pattern_text(&before) == pattern_text(&tokens) {
            for (token, before) in tokens.iter_mut().zip(before) {
                let new = std::mem::replace(&mut token.values, before.values);
                new.iter().for_each(|(value, times)| count(&mut token.values, value, *times));
            }
        }
        (self.pattern, self.pattern_regex) = (pattern_text(&tokens), pattern_regex(&tokens));
        self.tokens = tokens;
    }
}

/// An anomaly in words, as far as known in those of the service.
///
/// # Source
/// CloudWatch Logs API Reference, ListAnomalies, and AWS CLI Command Reference, `list-anomalies`, for values; the others are
/// ours.
fn describe(finding: &Finding, tokens: &[LogPatternToken]) -> String {
    let percent = finding.change_percent.abs();
    let name = |position: usize| {
        let token = tokens.iter().find(|token| token.position == Some(position));
        token.and_then(|token| token.name.as_deref()).unwrap_or("Token")
    };
    match &finding.kind {
        LogAnomalyKind::NewPattern => "Log pattern not seen before".to_owned(),
        LogAnomalyKind::Increase => format!("{percent:.1}% increase in log event count"),
        LogAnomalyKind::Decrease => format!("{percent:.1}% decrease in log event count"),
        LogAnomalyKind::NewValue { token, value } => format!("Unexpected value {value} for {}", name(*token)),
        LogAnomalyKind::ValueIncrease { token, value } => {
            let (name, _) = name(*token).split_once('-').unwrap_or(("Token", ""));
            format!("Count of {name}: {value} at token: {token} deviated expected by: {percent:.2}%")
        }
    }
}
