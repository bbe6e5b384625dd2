//! Why a band is where it is.

use std::fmt;

use cupola_base::Timestamp;
use cupola_base::schedule::Zone;

use super::detector::AnomalyDetectorState;
use super::model::Expected;
use super::training::{Trained, edges};

/// Why a band is where it is at an instant; `Display` tells it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct BandExplanation {
    /// The instant: a slot begins there.
    pub at: Timestamp,
    /// How many deviations the band reaches from the middle.
    pub deviations: f64,
    /// Whether there is a detector with settings of its own; without one plain settings count.
    pub has_detector: bool,
    /// Whether enough was learned.
    pub state: AnomalyDetectorState,
    /// When training ended.
    pub trained: Timestamp,
    /// Whose days and hours count.
    pub zone: Zone,
    /// How many points were learned from.
    pub points: usize,
    /// Where the oldest of them begins and the newest ends.
    pub span: Option<(Timestamp, Timestamp)>,
    /// What is expected; `None` while nothing is.
    pub expected: Option<Expected>,
    /// The lower and the upper edge before limits.
    pub edges: Option<(f64, f64)>,
    /// The lower and the upper edge within what the metric cannot leave by its nature.
    pub band: Option<(f64, f64)>,
    limits: String,
}

impl BandExplanation {
    pub(super) fn of(trained: &Trained, has_detector: bool, at: Timestamp, deviations: f64) -> Self {
        let expected = trained.expected(at);
        Self {
            at,
            deviations,
            has_detector,
            state: trained.state,
            trained: trained.hour,
            zone: trained.zone,
            points: trained.points,
            span: trained.span,
            expected,
            edges: expected.and_then(|expected| edges(&expected, deviations)),
            band: trained.band(at, deviations),
            limits: trained.limits.to_string(),
        }
    }
}

impl fmt::Display for BandExplanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let settings = if self.has_detector { "those of the detector" } else { "plain" };
        writeln!(f, "band at {} with {} deviations; settings: {settings}", self.at, self.deviations)?;
        write!(f, "learned up to {} from {} points", self.trained, self.points)?;
        if let Some((oldest, newest)) = self.span {
            write!(f, " between {oldest} and {newest}")?;
        }
        let Some(expected) = self.expected else {
            return write!(f, "\nno band: the data span less than three hours");
        };
        let Expected { trend, centre, deviation, spread, season, pool } = expected;
        write!(f, "\nseason: {season} ({}), {pool} points with the hours around", self.zone)?;
        write!(f, "\ncentre {centre}, trend since the end of training {trend:+}")?;
        write!(f, "\ndeviation {deviation}, spread {spread}")?;
        match (self.edges, self.band) {
            (Some((lower, upper)), Some((kept_lower, kept_upper))) => {
                write!(f, "\nfrom {lower} to {upper}; kept within {}: from {kept_lower} to {kept_upper}", self.limits)
            }
            _ => write!(f, "\nno band: the edges are no numbers"),
        }
    }
}
