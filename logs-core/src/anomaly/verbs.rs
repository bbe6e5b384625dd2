//! Verbs on detectors.

use std::collections::BTreeMap;

use cupola_base::{Arn, Tags, Timestamp};

use super::book::Book;
use super::kept::{Detector, Phase};
use super::{LogAnomalyDetector, LogAnomalyDetectorChange, LogAnomalyError, NewLogAnomalyDetector, UnknownLogAnomaly};
use crate::agenda::Due;
use crate::engine::Engine;
use crate::error::UnknownLog;
use crate::name::LogGroupName;
use crate::tag_letters;

type Refused = LogAnomalyError;

impl Engine {
    /// Makes a detector of anomalies in a log group; answers its ARN. It learns from the events of the last two weeks, and
    /// then looks at what comes in.
    ///
    /// ```
    /// use cupola_logs::{Engine, LogAnomalyKind, LogAnomalyQuery, NewLogAnomalyDetector, Place, Timestamp};
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
    /// engine.create_log_group(now, "quay")?;
    /// engine.create_log_stream(now, "quay", "crane-1")?;
    /// for minutes in -3000..0_i64 {
    ///     let at = now.plus_secs(60 * minutes);
    ///     engine.put_log_events(now, "quay", "crane-1", [(at, format!("lifted box {}", minutes + 9000))])?;
    /// }
    /// let group = "arn:aws:logs:us-east-1:111122223333:log-group:quay";
    /// engine.create_log_anomaly_detector(now, NewLogAnomalyDetector::of(group))?;
    ///
    /// let later = now.plus_secs(3600);
    /// engine.put_log_events(later, "quay", "crane-1", [(later, "ERROR brake of crane 1 does not hold")])?;
    /// let found = engine.log_anomalies(later.plus_secs(300), &LogAnomalyQuery::default())?;
    /// assert_eq!(found[0].kind, LogAnomalyKind::NewPattern);
    /// assert_eq!((found[0].pattern.as_str(), found[0].priority.as_str()), ("ERROR brake of crane <*> does not hold", "HIGH"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`LogAnomalyError`].
    ///
    /// # Source
    /// CloudWatch Logs API Reference, CreateLogAnomalyDetector.
    #[doc(alias = "CreateLogAnomalyDetector")]
    pub fn create_log_anomaly_detector(
        &mut self,
        now: Timestamp,
        new: NewLogAnomalyDetector,
    ) -> Result<String, Refused> {
        let now = self.at(now);
        let (group, group_arn) = self.watched_group(&new.group_arn)?;
        self.group(group.as_str())?.allow(group.as_str(), "anomaly detection")?;
        let visibility_days = new.visibility_days.unwrap_or(self.policies.anomalies.visibility_days);
        check_visibility(visibility_days)?;
        new.kms_key.as_ref().map_or(Ok(()), |key| self.check_key(key))?;
        let mut tags = Tags::default();
        tag_letters::set(&mut tags, new.tags)?;
        let name = new.name.unwrap_or_else(|| group.to_string());
        if name.is_empty() {
            return Err(Refused::Name);
        }
        if self.detectors.all.len() >= self.limits.anomaly_detectors {
            return Err(Refused::TooMany(self.limits.anomaly_detectors));
        }
        let arn = self.place.arn("logs", format_args!("anomaly-detector:{}", self.detectors.rng.uuid()));
        let detector = Detector {
            arn: arn.clone(),
            name,
            group,
            group_arn,
            frequency: new.frequency,
            pattern: new.pattern,
            kms_key: new.kms_key,
            visibility_days,
            tags,
            created: now,
            modified: now,
            phase: Phase::Training { since: now },
            is_paused: false,
            next: None,
            last_event: now,
            whole_from: now,
            book: Book::default(),
            anomalies: BTreeMap::new(),
            suppressed: BTreeMap::new(),
        };
        let key = self.detectors.add(detector);
        self.plan_detector(now, key);
        Ok(arn.to_string())
    }

    /// The group of an ARN of this place.
    fn watched_group(&self, text: &str) -> Result<(LogGroupName, Arn), Refused> {
        let arn = Arn::parse(text).map_err(|_| Refused::Arn(text.into()))?;
        let unknown = || Refused::Group(UnknownLog::Group(text.into()));
        if arn.service() != "logs" || !arn.resource().starts_with("log-group:") {
            return Err(Refused::Arn(text.into()));
        }
        let name = bare(text).strip_prefix(self.place.arn("logs", "log-group:").as_str()).ok_or_else(unknown)?;
        Ok((self.group_name(name)?, arn))
    }

    /// Plans when a detector looks next, and unplans what was planned.
    fn plan_detector(&mut self, now: Timestamp, key: u64) {
        let Some(detector) = self.detectors.all.get_mut(&key) else { return };
        let next = detector.next_look(now);
        let before = std::mem::replace(&mut detector.next, next);
        before.into_iter().for_each(|at| self.agenda.unset(at, Due::Detector(key)));
        next.into_iter().for_each(|at| self.agenda.set(at, Due::Detector(key)));
    }

    /// Changes a detector, lets it pause or go on.
    ///
    /// While it pauses, events are not looked at. When it goes on, it knows what it knew; one that was told another
    /// frequency or another pattern, or that had failed, trains anew.
    ///
    /// # Errors
    /// [`LogAnomalyError`].
    ///
    /// # Source
    /// CloudWatch Logs API Reference, UpdateLogAnomalyDetector.
    #[doc(alias = "UpdateLogAnomalyDetector")]
    pub fn update_log_anomaly_detector(
        &mut self,
        now: Timestamp,
        arn: &str,
        change: LogAnomalyDetectorChange,
    ) -> Result<(), Refused> {
        let now = self.at(now);
        let key = self.detector_key(arn).ok_or_else(|| Refused::Unknown(arn.into()))?;
        change.visibility_days.map_or(Ok(()), check_visibility)?;
        if let Some(detector) = self.detectors.all.get_mut(&key) {
            detector.change(now, change);
        }
        self.plan_detector(now, key);
        Ok(())
    }

    /// Deletes a detector with its anomalies.
    ///
    /// # Errors
    /// [`UnknownLogAnomaly::Detector`].
    ///
    /// # Source
    /// CloudWatch Logs API Reference, DeleteLogAnomalyDetector.
    #[doc(alias = "DeleteLogAnomalyDetector")]
    pub fn delete_log_anomaly_detector(&mut self, now: Timestamp, arn: &str) -> Result<(), UnknownLogAnomaly> {
        self.at(now);
        let unknown = || UnknownLogAnomaly::Detector(arn.into());
        let key = self.detector_key(arn).ok_or_else(unknown)?;
        let detector = self.detectors.remove(key).ok_or_else(unknown)?;
        detector.next.into_iter().for_each(|at| self.agenda.unset(at, Due::Detector(key)));
        Ok(())
    }

    /// The detector of this ARN.
    ///
    /// # Errors
    /// [`UnknownLogAnomaly::Detector`].
    ///
    /// # Source
    /// CloudWatch Logs API Reference, GetLogAnomalyDetector.
    #[doc(alias = "GetLogAnomalyDetector")]
    pub fn log_anomaly_detector(&mut self, now: Timestamp, arn: &str) -> Result<LogAnomalyDetector, UnknownLogAnomaly> {
        self.at(now);
        self.detector(arn).map(Detector::describe)
    }

    /// The detectors, or those of the group of this ARN, in the order in which they were made.
    ///
    /// # Source
    /// CloudWatch Logs API Reference, ListLogAnomalyDetectors.
    #[doc(alias = "ListLogAnomalyDetectors")]
    pub fn log_anomaly_detectors(&mut self, now: Timestamp, group: Option<&str>) -> Vec<LogAnomalyDetector> {
        self.at(now);
        self.detectors_after(group, 0).map(|(_, detector)| detector).collect()
    }

    /// As [`log_anomaly_detectors`](Self::log_anomaly_detectors), with their numbers, from above one of these on.
    pub(crate) fn detectors_after(
        &self,
        group: Option<&str>,
        after: u64,
    ) -> impl Iterator<Item = (u64, LogAnomalyDetector)> {
        let group = group.map(|arn| bare(arn).to_owned());
        let found = self.detectors.all.range(after.saturating_add(1)..);
        found
            .filter(move |(_, one)| group.as_ref().is_none_or(|group| bare(one.group_arn.as_str()) == group))
            .map(|(key, one)| (*key, one.describe()))
    }

    fn detector_key(&self, arn: &str) -> Option<u64> {
        self.detectors.all.iter().find(|(_, detector)| detector.arn.as_str() == arn).map(|(key, _)| *key)
    }

    pub(super) fn detector(&self, arn: &str) -> Result<&Detector, UnknownLogAnomaly> {
        let found = self.detector_key(arn).and_then(|key| self.detectors.all.get(&key));
        found.ok_or_else(|| UnknownLogAnomaly::Detector(arn.into()))
    }

    pub(super) fn detector_mut(&mut self, arn: &str) -> Result<&mut Detector, UnknownLogAnomaly> {
        let key = self.detector_key(arn);
        let found = key.and_then(|key| self.detectors.all.get_mut(&key));
        found.ok_or_else(|| UnknownLogAnomaly::Detector(arn.into()))
    }

    /// The tags of a detector.
    pub(crate) fn detector_tags(&self, arn: &str) -> Option<&Tags> {
        self.detector(arn).ok().map(|detector| &detector.tags)
    }

    /// As [`detector_tags`](Self::detector_tags), to be changed.
    pub(crate) fn detector_tags_mut(&mut self, arn: &str) -> Option<&mut Tags> {
        self.detector_mut(arn).ok().map(|detector| &mut detector.tags)
    }
}

impl Detector {
    fn change(&mut self, now: Timestamp, change: LogAnomalyDetectorChange) {
        let LogAnomalyDetectorChange { is_enabled, frequency, pattern, visibility_days } = change;
        let is_other = frequency.is_some_and(|one| one != self.frequency)
            || pattern.as_ref().is_some_and(|one| Some(one) != self.pattern.as_ref());
        self.frequency = frequency.unwrap_or(self.frequency);
        self.pattern = pattern.or_else(|| self.pattern.take());
        self.visibility_days = visibility_days.unwrap_or(self.visibility_days);
        self.modified = now;
        if is_other || (is_enabled && self.phase == Phase::Failed) {
            self.train(now);
        }
        match (self.is_paused, is_enabled) {
            (true, true) => self.go_on(now),
            (false, false) => self.end_anomalies(),
            _ => {}
        }
        self.is_paused = !is_enabled;
    }

    /// Goes on after a pause. What came before it in a window that was open is forgotten.
    fn go_on(&mut self, now: Timestamp) {
        (self.last_event, self.whole_from) = (now, now);
        self.forget_silence();
        self.book.patterns.values_mut().for_each(|pattern| pattern.window = super::pattern::Window::default());
        if let Phase::Training { since } = &mut self.phase {
            *since = now;
        }
    }
}

/// The ARN of a log group without what stands for its streams.
fn bare(arn: &str) -> &str {
    arn.strip_suffix(":*").unwrap_or(arn)
}

fn check_visibility(days: u32) -> Result<(), Refused> {
    if (7..=90).contains(&days) { Ok(()) } else { Err(Refused::Visibility(days)) }
}
