//! Verbs on anomalies.

use std::cmp::Reverse;

use cupola_base::Timestamp;

use super::kept::Detector;
use super::rules::AnomalyRules;
use super::suppression::Suppression;
use super::{
    LogAnomaly, LogAnomalyExplanation, LogAnomalyQuery, LogAnomalyTarget, LogAnomalyUpdate, SuppressFor,
    UnknownLogAnomaly, UpdateLogAnomalyError,
};
use crate::engine::Engine;

impl Engine {
    /// The anomalies that the query accepts, those told last first. An anomaly that is older than its detector's
    /// visibility is told no more.
    ///
    /// # Errors
    /// [`UnknownLogAnomaly::Detector`] when there is no such detector.
    ///
    /// # Source
    /// CloudWatch Logs API Reference, ListAnomalies. The order is ours.
    #[doc(alias = "ListAnomalies")]
    pub fn log_anomalies(
        &mut self,
        now: Timestamp,
        query: &LogAnomalyQuery,
    ) -> Result<Vec<LogAnomaly>, UnknownLogAnomaly> {
        let now = self.at(now);
        Ok(self.anomalies_before(now, query, u64::MAX)?.map(|(_, anomaly)| anomaly).collect())
    }

    /// As [`log_anomalies`](Self::log_anomalies), with their numbers, from below one of these on.
    pub(crate) fn anomalies_before(
        &self,
        now: Timestamp,
        query: &LogAnomalyQuery,
        before: u64,
    ) -> Result<impl Iterator<Item = (u64, LogAnomaly)>, UnknownLogAnomaly> {
        let detectors: Vec<&Detector> = match &query.detector {
            Some(arn) => vec![self.detector(arn)?],
            None => self.detectors.all.values().collect(),
        };
        let all = detectors.into_iter().flat_map(|detector| detector.visible(now, before));
        let wanted = |one: &Visible<'_>| query.is_suppressed.is_none_or(|is| is == one.suppression.is_some());
        let mut found: Vec<Visible<'_>> = all.filter(wanted).collect();
        found.sort_by_key(|one| Reverse(one.key));
        Ok(found.into_iter().map(Visible::shown))
    }

    /// Suppresses an anomaly or a pattern, ends that, or accepts it as usual.
    ///
    /// A suppressed anomaly is not told further and is not counted; of a suppressed pattern no anomaly is told.
    ///
    /// ```
    /// # use cupola_logs::{Engine, LogAnomalyTarget, LogAnomalyUpdate, NewLogAnomalyDetector, Place, Timestamp, UnknownLogAnomaly};
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// engine.create_log_group(Timestamp::EPOCH, "quay")?;
    /// let group = "arn:aws:logs:us-east-1:111122223333:log-group:quay";
    /// let detector = engine.create_log_anomaly_detector(Timestamp::EPOCH, NewLogAnomalyDetector::of(group))?;
    /// let nobody = LogAnomalyTarget::Anomaly("nobody".into());
    /// let refused = engine.update_log_anomaly(Timestamp::EPOCH, &detector, &nobody, LogAnomalyUpdate::Baseline);
    /// assert_eq!(refused, Err(UnknownLogAnomaly::Anomaly("nobody".into()).into()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`UpdateLogAnomalyError`].
    ///
    /// # Source
    /// CloudWatch Logs API Reference, UpdateAnomaly.
    #[doc(alias = "UpdateAnomaly")]
    pub fn update_log_anomaly(
        &mut self,
        now: Timestamp,
        detector: &str,
        target: &LogAnomalyTarget,
        update: LogAnomalyUpdate,
    ) -> Result<(), UpdateLogAnomalyError> {
        let now = self.at(now);
        let (rules, most) = (self.policies.anomalies.clone(), self.limits.anomalies_per_detector);
        let detector = self.detector_mut(detector)?;
        let keys = detector.of_target(target, now)?;
        let suppression = suppression(now, target, update)?;
        if let Some(suppression) = suppression {
            detector.suppress(target, &keys, suppression, most);
        }
        if matches!(update, LogAnomalyUpdate::Baseline | LogAnomalyUpdate::BaselineAndSuppress(_)) {
            detector.accept_all(target, &keys, &rules);
        }
        Ok(())
    }

    /// Why the last window of an anomaly was unusual: which window, how many events, what would have been usual.
    ///
    /// # Errors
    /// [`UnknownLogAnomaly`].
    pub fn explain_log_anomaly(
        &self,
        detector: &str,
        anomaly: &str,
    ) -> Result<&LogAnomalyExplanation, UnknownLogAnomaly> {
        let found = self.detector(detector)?.anomalies.values().find(|one| one.id == anomaly);
        found.map(|one| &one.explanation).ok_or_else(|| UnknownLogAnomaly::Anomaly(anomaly.into()))
    }
}

/// An anomaly as it is at an instant, and its number.
struct Visible<'a> {
    key: u64,
    anomaly: &'a LogAnomaly,
    suppression: Option<Suppression>,
}

impl Visible<'_> {
    fn shown(self) -> (u64, LogAnomaly) {
        (self.key, LogAnomaly { suppression: self.suppression, ..self.anomaly.clone() })
    }
}

/// What an update makes of a suppression: nothing, none, or another.
fn suppression(
    now: Timestamp,
    target: &LogAnomalyTarget,
    update: LogAnomalyUpdate,
) -> Result<Option<Option<Suppression>>, UpdateLogAnomalyError> {
    let of_pattern = matches!(target, LogAnomalyTarget::Pattern(_));
    let length = match update {
        LogAnomalyUpdate::Baseline => return Ok(None),
        LogAnomalyUpdate::Unsuppress => return Ok(Some(None)),
        LogAnomalyUpdate::Suppress(length) | LogAnomalyUpdate::BaselineAndSuppress(length) => length,
    };
    let until = match length {
        SuppressFor::Ever => None,
        SuppressFor::Seconds(0) => return Err(UpdateLogAnomalyError::NoTime),
        SuppressFor::Seconds(seconds) => Some(now.plus_secs(i64::try_from(seconds).unwrap_or(i64::MAX))),
    };
    Ok(Some(Some(Suppression { since: now, until, of_pattern })))
}

impl Detector {
    /// The anomalies as they are at an instant.
    fn visible(&self, now: Timestamp, before: u64) -> impl Iterator<Item = Visible<'_>> {
        let visible = self.anomalies.range(..before).filter(move |(_, one)| self.shows(one, now));
        visible.map(move |(key, anomaly)| Visible { key: *key, anomaly, suppression: self.suppression(anomaly, now) })
    }

    /// The visible anomalies that a target means.
    fn of_target(&self, target: &LogAnomalyTarget, now: Timestamp) -> Result<Vec<u64>, UnknownLogAnomaly> {
        let is_meant = |one: &LogAnomaly| match target {
            LogAnomalyTarget::Anomaly(id) => one.id == *id,
            LogAnomalyTarget::Pattern(id) => one.pattern_id == *id,
        };
        let meant = self.anomalies.iter().filter(|(_, one)| self.shows(one, now) && is_meant(one));
        let keys: Vec<u64> = meant.map(|(key, _)| *key).collect();
        match target {
            LogAnomalyTarget::Anomaly(id) if keys.is_empty() => Err(UnknownLogAnomaly::Anomaly(id.clone())),
            LogAnomalyTarget::Pattern(id) if keys.is_empty() && !self.knows_pattern(id) => {
                Err(UnknownLogAnomaly::Pattern(id.clone()))
            }
            _ => Ok(keys),
        }
    }

    fn knows_pattern(&self, id: &str) -> bool {
        self.suppressed.contains_key(id) || self.book.patterns.values().any(|pattern| pattern.id == id)
    }

    fn suppress(&mut self, target: &LogAnomalyTarget, keys: &[u64], suppression: Option<Suppression>, most: usize) {
        match (target, suppression) {
            (LogAnomalyTarget::Pattern(id), None) => {
                self.suppressed.remove(id);
            }
            (LogAnomalyTarget::Pattern(id), Some(suppression)) => {
                self.suppressed.insert(id.clone(), suppression);
                self.forget_suppressions(most);
            }
            (LogAnomalyTarget::Anomaly(_), suppression) => {
                for key in keys {
                    let Some(anomaly) = self.anomalies.get_mut(key) else { continue };
                    anomaly.suppression = suppression;
                    anomaly.is_active &= suppression.is_none();
                }
            }
        }
    }

    /// Patterns that were suppressed first are forgotten first when there are too many.
    fn forget_suppressions(&mut self, most: usize) {
        while self.suppressed.len() > most.max(1) {
            let rank = |(id, one): (&String, &Suppression)| (one.since, id.clone());
            let Some((_, oldest)) = self.suppressed.iter().map(rank).min() else { return };
            self.suppressed.remove(&oldest);
        }
    }

    /// Anomalies are usual from now on, and with a pattern the pattern itself.
    fn accept_all(&mut self, target: &LogAnomalyTarget, keys: &[u64], rules: &AnomalyRules) {
        keys.iter().for_each(|key| self.accept(*key, rules));
        if let LogAnomalyTarget::Pattern(id) = target
            && let Some(pattern) = self.book.by_id_mut(id)
        {
            pattern.is_known = true;
        }
    }
}
