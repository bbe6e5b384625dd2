//! Alarms over a history: what would this threshold have done last year?
//!
//! A [`Backtest`] replays a [`Series`] through one [`Setting`] or through every setting of a
//! [`Grid`], evaluation by evaluation, with the results of an [`Engine`](crate::Engine) that is fed
//! with the same data in time. An [`Outcome`] holds the transitions; two outcomes can be compared.
//!
//! ```
//! use cupola_metrics::backtest::{Backtest, Grid, Series, Setting};
//! use cupola_metrics::{StateValue, Timestamp};
//!
//! let start = Timestamp::parse("2026-05-04T06:00:00Z")?;
//! let latency = (0..240).map(|minute| Some(if minute % 60 < 3 { 900.0 } else { 80.0 }));
//! let backtest = Backtest::new(Series::new(start, 60, latency)?);
//!
//! let grid = Grid::around(Setting::above(250.0)).m_of_n([(1, 1), (3, 3), (5, 5)]);
//! let alarms: Vec<usize> = backtest.over(&grid)?.map(|outcome| outcome.alarms()).collect();
//! assert_eq!(alarms, [4, 4, 0], "four bursts of three minutes");
//!
//! let [one, three] = [1, 3].map(|n| backtest.run(&Setting::above(250.0).datapoints(n, n)));
//! let later = one?.differences(&three?);
//! assert_eq!((later[0].one, later[0].other), (StateValue::Alarm, StateValue::InsufficientData));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What it takes for granted
//!
//! The alarm is created where the series begins, each sample is there when the window that it
//! belongs to ends, and nobody sets the state by hand: data that come late are not replayed. Warm-up,
//! wall-clock windows, low-sample percentiles and anomaly bands have no setting here.
//!
//! # What it costs
//!
//! The statistic of all windows is taken once for each statistic and period, the comparison once for
//! each threshold. Decisions are made for 64 evaluations at a time, over bits. One such column and
//! one outcome are in memory at a time; an outcome has at most as many transitions as evaluations.

mod bits;
mod column;
mod course;
mod error;
mod grid;
mod lanes;
mod outcome;
mod reason;
mod runs;
mod series;
mod setting;
mod sliding;
mod tally;

pub use error::{BacktestError, SeriesError};
pub use grid::Grid;
pub use outcome::{Difference, Outcome, Transition};
pub use runs::Runs;
pub use series::Series;
pub use setting::Setting;

use setting::Checked;

use crate::alarm::StateReason;
use crate::policies::Policies;

/// A history to try settings of an alarm on.
#[derive(Clone, Debug)]
pub struct Backtest {
    series: Series,
    policies: Policies,
}

impl Backtest {
    /// A history.
    #[must_use]
    pub fn new(series: Series) -> Self {
        Self { series, policies: Policies::default() }
    }

    /// Sets the decisions that are ours: the length of ranges, and young breaches.
    #[must_use]
    pub fn with_policies(self, policies: Policies) -> Self {
        Self { policies, ..self }
    }

    /// The history.
    #[must_use]
    pub const fn series(&self) -> &Series {
        &self.series
    }

    /// Runs one setting.
    ///
    /// # Errors
    /// [`BacktestError`] when an alarm so set would be refused, or its period is finer than the
    /// series.
    pub fn run(&self, setting: &Setting) -> Result<Outcome, BacktestError> {
        Ok(Runs::one(self, self.checked(setting)?))
    }

    /// Runs all settings of a grid, one for each step of the iterator that comes back; its length
    /// tells how many are left, for a progress bar.
    ///
    /// # Errors
    /// [`BacktestError`] when one of the settings cannot be run; none is run then.
    pub fn over<'a>(&'a self, grid: &'a Grid) -> Result<Runs<'a>, BacktestError> {
        grid.settings().try_for_each(|setting| self.checked(&setting).map(drop))?;
        Ok(Runs::new(self, grid))
    }

    /// Why a setting came to the state of a transition, in the words of an alarm's reason; `None`
    /// when it did not.
    ///
    /// # Errors
    /// Those of [`run`](Self::run).
    pub fn reason(&self, setting: &Setting, transition: &Transition) -> Result<Option<StateReason>, BacktestError> {
        Ok(reason::of(self, &self.checked(setting)?, transition))
    }

    fn checked(&self, setting: &Setting) -> Result<Checked, BacktestError> {
        let checked = setting.check()?;
        let slot = self.series.slot();
        match setting.period.millis() % slot {
            0 => Ok(checked),
            _ => Err(BacktestError::Finer { period: setting.period, step: slot / 1000 }),
        }
    }
}
