//! A window of a detector is over.

use cupola_base::{Datum, Timestamp};

use super::judge::Look;
use super::kept::{Detector, Phase};
use super::priority::LogAnomalyPriority;
use super::tell::{Teller, Told};
use crate::agenda::Due;
use crate::engine::Engine;
use crate::output::{Output, ServiceDatum};

impl Engine {
    /// Lets a detector look at what came in.
    pub(crate) fn look_for_anomalies(&mut self, at: Timestamp, key: u64) {
        let Some(mut detector) = self.detectors.all.remove(&key) else { return };
        let priorities = self.look(&mut detector, at);
        detector.next = detector.next_look(at);
        detector.next.into_iter().for_each(|next| self.agenda.set(next, Due::Detector(key)));
        self.publish_counts(at, &detector.name, &priorities);
        self.detectors.all.insert(key, detector);
    }

    fn look(&mut self, detector: &mut Detector, at: Timestamp) -> Vec<LogAnomalyPriority> {
        if !self.can_work(detector) {
            detector.fail();
            return Vec::new();
        }
        match detector.phase {
            Phase::Training { since } => {
                if self.is_learned(detector, since, at) {
                    self.learn(detector, at);
                }
                Vec::new()
            }
            Phase::Analyzing => self.judge_window(detector, at),
            Phase::Failed => Vec::new(),
        }
    }

    /// Whether its group is there and its key can be used.
    fn can_work(&self, detector: &Detector) -> bool {
        let key = detector.kms_key.as_ref();
        self.groups.contains_key(&detector.group) && key.is_none_or(|key| self.check_key(key).is_ok())
    }

    fn judge_window(&mut self, detector: &mut Detector, at: Timestamp) -> Vec<LogAnomalyPriority> {
        let (frequency, most) = (detector.frequency, self.limits.anomalies_per_detector);
        let from = at.plus_millis(-frequency.millis());
        let rules = &self.policies.anomalies;
        detector.fade(at, rules);
        let look = Look { rules, frequency, window: from, is_whole: detector.whole_from <= from };
        let (told_before, rng) = (&mut self.detectors.told, &self.detectors.rng);
        let mut teller = Teller { rules, rng, told: told_before, most, from, to: at };
        detector.judge(&look, &mut teller).priorities
    }

    /// Publishes how many anomalies there were in a window: all, and by priority. Those of medium priority count those of
    /// high priority in, and so on.
    ///
    /// # Source
    /// CloudWatch Logs User Guide, "Metrics published by log anomaly detectors" and "Create alarms for log anomaly detectors".
    fn publish_counts(&mut self, at: Timestamp, name: &str, priorities: &[LogAnomalyPriority]) {
        let of_priorities = LogAnomalyPriority::ALL.into_iter().map(Some);
        for least in std::iter::once(None).chain(of_priorities) {
            let count = priorities.iter().filter(|one| least.is_none_or(|least| **one >= least)).count();
            if count == 0 && !self.policies.anomalies.zero_counts {
                continue;
            }
            let count = f64::from(u32::try_from(count).unwrap_or(u32::MAX));
            let datum = Datum::new("AWS/Logs", "AnomalyCount", at, count).with_dimension("LogAnomalyDetector", name);
            let datum = match least {
                Some(least) => datum.with_dimension("LogAnomalyPriority", least.as_str()),
                None => datum,
            };
            self.emit(Output::ServiceDatum(ServiceDatum { at, datum }));
        }
    }

    /// The detectors of a group that is gone find nothing more.
    pub(crate) fn fail_detectors(&mut self, group: &crate::name::LogGroupName) {
        for key in self.detectors.of_group(group) {
            let Some(detector) = self.detectors.all.get_mut(&key) else { continue };
            let next = detector.next.take();
            detector.fail();
            next.into_iter().for_each(|at| self.agenda.unset(at, Due::Detector(key)));
        }
    }

    /// Puts the next looks of all detectors into the agenda, after a snapshot was read.
    pub(crate) fn plan_detectors(&mut self) {
        self.detectors.rebuild();
        for (at, key) in self.detectors.due() {
            self.agenda.set(at, Due::Detector(key));
        }
    }
}

impl Detector {
    fn fail(&mut self) {
        self.phase = Phase::Failed;
        self.end_anomalies();
    }

    /// Judges the window that is over, and tells what is unusual in it.
    fn judge(&mut self, look: &Look<'_>, teller: &mut Teller<'_>) -> Told {
        let mut told = Told::default();
        let patterns: Vec<u64> = self.book.patterns.keys().copied().collect();
        for key in patterns {
            let Some(pattern) = self.book.patterns.get_mut(&key) else { continue };
            let findings = pattern.judge(look);
            let window = pattern.close();
            findings.iter().for_each(|finding| self.tell(key, finding, &window, teller, &mut told));
        }
        for (key, anomaly) in &mut self.anomalies {
            anomaly.is_active = told.anomalies.contains(key);
        }
        told
    }
}
