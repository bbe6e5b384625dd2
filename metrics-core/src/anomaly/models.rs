//! Trained models that are kept for a while.

use std::collections::BTreeMap;
use std::sync::Arc;

use cupola_base::Timestamp;

use super::detector::AnomalyDetector;
use super::training::Trained;

/// Models by what they are of. What is kept changes no answer.
#[derive(Debug, Default)]
pub(super) struct Models {
    kept: BTreeMap<String, Kept>,
}

#[derive(Debug)]
struct Kept {
    of: Moment,
    detector: Option<AnomalyDetector>,
    trained: Arc<Trained>,
}

/// What a model depends on besides what it is of, and the settings of its detector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    /// The end of training.
    pub(super) hour: Timestamp,
    /// Differs when the data before the hour do.
    pub(super) revision: (u64, u64),
}

impl Models {
    pub(super) fn get(&self, key: &str, of: Moment, detector: Option<&AnomalyDetector>) -> Option<Arc<Trained>> {
        let kept = self.kept.get(key).filter(|kept| kept.of == of && kept.detector.as_ref() == detector)?;
        Some(Arc::clone(&kept.trained))
    }

    /// Keeps a model, among as many as there may be: when they are too many, those of other hours go, then all.
    pub(super) fn keep(
        &mut self,
        key: String,
        of: Moment,
        detector: Option<&AnomalyDetector>,
        trained: &Arc<Trained>,
        most: usize,
    ) {
        if self.kept.len() >= most {
            self.kept.retain(|_, kept| kept.of.hour == of.hour);
        }
        if self.kept.len() >= most {
            self.kept.clear();
        }
        if most > 0 {
            self.kept.insert(key, Kept { of, detector: detector.cloned(), trained: Arc::clone(trained) });
        }
    }

    pub(super) fn clear(&mut self) {
        self.kept.clear();
    }
}
