//! Anomaly detection: what is expected of a metric, and the band around it.
//!
//! A [`BandModel`] learns from the two weeks before the last full hour of engine time; a band is made of what it
//! expects. A trained model is a function of the stored data and of that hour alone: it is trained when somebody
//! needs it, kept until the next hour, and thrown away when data come in late, are lost, or a detector changes.

mod answer;
mod band;
mod book;
mod detector;
mod error;
mod explain;
mod formula;
mod model;
mod models;
mod robust;
mod season;
mod seasonal;
mod statistic;
mod training;
mod trend;
mod verbs;

pub use detector::{
    AnomalyDetector, AnomalyDetectorFilter, AnomalyDetectorState, DescribedAnomalyDetector, DetectorKind,
    DetectorSource, ExcludedRange,
};
pub use error::{DetectorStatisticError, PutAnomalyDetectorError, UnknownAnomalyDetector};
pub use explain::BandExplanation;
pub use model::{BandModel, Expected, TrainedBand, Training};
pub use season::Season;
pub use seasonal::SeasonalRobust;
pub use statistic::DetectorStatistic;

pub(crate) use answer::Bands;
pub(crate) use book::Detectors;
