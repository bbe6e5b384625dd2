//! An observatory with a clock.

mod deliveries;
mod error;
mod expect;
mod inputs;
mod moment;
mod outputs;
mod sampling;
mod target;
mod template;
mod timeline;

use std::collections::BTreeMap;
use std::time::Duration;

use cupola::events::RuleDecision;
use cupola::traces::{CentralSampler, SamplingRule};
use cupola::{Deadline, Lent, Observatory, Place, Timestamp};
use cupola::{audit, events, logs, metrics, traces};

pub use error::{NeverHappened, Unmet, WorldError};
pub use moment::Moment;
pub use sampling::Sampled;

use outputs::Seen;
use timeline::Timeline;

/// An [`Observatory`] with a clock that you turn, and a memory of what came out.
///
/// The world's time only goes forward. Everything due on the way is done in order, however far the
/// clock is turned. The same test gives the same outputs each time: place, start and seed are fixed.
///
/// What happens is put in by [`log`](Self::log), [`datum`](Self::datum), [`event`](Self::event), [`request`](Self::request),
/// [`segment`](Self::segment) and [`record`](Self::record), or through an area's own engine. Assertions (`expect_...`) panic,
/// explain what came out instead and draw what happened; with `try_` in front they return the error.
///
/// ```
/// use cupola::metrics::StateValue::{Alarm, Ok as Fine};
/// use cupola_test::World;
///
/// let template = "
/// Resources:
///   Log: {Type: 'AWS::Logs::LogGroup', Properties: {LogGroupName: app}}
///   Errors:
///     Type: AWS::Logs::MetricFilter
///     Properties:
///       LogGroupName: !Ref Log
///       FilterPattern: ERROR
///       MetricTransformations: [{MetricNamespace: App, MetricName: Errors, MetricValue: '1'}]
///   HighErrors:
///     Type: AWS::CloudWatch::Alarm
///     Properties: {Namespace: App, MetricName: Errors, Statistic: Sum, Period: 60, EvaluationPeriods: 1, Threshold: 2,
///       ComparisonOperator: GreaterThanOrEqualToThreshold, TreatMissingData: notBreaching}
/// ";
/// World::new()
///     .template(template)?
///     .at("10:00")
///     .log("Log", "ERROR disk full")
///     .run_until("10:15")
///     .expect_alarm("HighErrors", Fine)
///     .log("Log", "ERROR disk full")
///     .log("Log", "ERROR disk full")
///     .run_until("10:16")
///     .expect_alarm("HighErrors", Alarm);
/// # Ok::<(), cupola_test::TemplateError>(())
/// ```
///
/// ```
/// use std::time::Duration;
/// use cupola_test::World;
///
/// let mut world = World::new();
/// let start = world.now();
/// world.wait(Duration::from_secs(90)).at(start.plus_secs(60));
/// assert_eq!(world.now(), start.plus_secs(90), "time does not go back");
/// world.expect_nothing_lost();
/// ```
#[derive(Debug)]
pub struct World {
    observatory: Observatory,
    seen: Seen,
    timeline: Timeline,
    /// Names in templates, and what the services call them.
    names: BTreeMap<String, String>,
    /// Names in templates, and the ARNs of those that have one.
    targets: BTreeMap<String, String>,
    /// What the rules made of the newest event.
    decisions: Vec<RuleDecision>,
    told_events: u64,
    sampler: Option<(Vec<SamplingRule>, CentralSampler)>,
    sampled: Option<Sampled>,
}

impl World {
    /// An empty world: account 111122223333 in us-east-1, seed 0, at 2026-01-05T00:00:00Z, a Monday.
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "the texts are right")]
    pub fn new() -> Self {
        let place = Place::parse("111122223333", "us-east-1").expect("a place");
        let start = Timestamp::parse("2026-01-05T00:00:00Z").expect("a time");
        Self::starting_at(start, Observatory::new(place, 0))
    }

    /// A world around an observatory of your own: another place, seed, limits or routes.
    #[must_use]
    pub fn starting_at(start: Timestamp, observatory: Observatory) -> Self {
        let mut world = Self {
            observatory,
            seen: Seen::default(),
            timeline: Timeline::default(),
            names: BTreeMap::new(),
            targets: BTreeMap::new(),
            decisions: Vec::new(),
            told_events: 0,
            sampler: None,
            sampled: None,
        };
        world.at(start);
        world
    }

    /// Turns the clock to a [`Moment`] and does everything due until then: an instant, or a text as `10:15` or `+15m`.
    ///
    /// # Panics
    /// For a text that is no time, or one that lies behind.
    #[track_caller]
    pub fn at(&mut self, moment: impl Moment) -> &mut Self {
        told(self.try_at(moment))
    }

    /// As [`at`](Self::at).
    ///
    /// # Errors
    /// [`WorldError::Moment`].
    pub fn try_at(&mut self, moment: impl Moment) -> Result<&mut Self, WorldError> {
        let now = moment.instant(self.now())?;
        self.observatory.advance(now);
        self.collect();
        Ok(self)
    }

    /// [`at`](Self::at), for where that reads better: after something was put in.
    ///
    /// # Panics
    /// As [`at`](Self::at).
    #[track_caller]
    pub fn run_until(&mut self, moment: impl Moment) -> &mut Self {
        told(self.try_at(moment))
    }

    /// Turns the clock on by a length of time.
    pub fn wait(&mut self, time: Duration) -> &mut Self {
        self.at(self.now().plus(time))
    }

    /// Turns the clock to the next deadline and does what is due; `None` when nothing will happen
    /// by itself any more.
    pub fn step(&mut self) -> Option<Deadline> {
        let deadline = self.observatory.next_deadline()?;
        self.at(deadline.at);
        Some(deadline)
    }

    /// Steps from deadline to deadline until `happened`, at most until `limit`. Gives the time
    /// when it happened.
    ///
    /// # Errors
    /// [`NeverHappened`] when it did not happen; the clock then stands at `limit`.
    pub fn step_until(
        &mut self,
        limit: Timestamp,
        mut happened: impl FnMut(&mut Self) -> bool,
    ) -> Result<Timestamp, NeverHappened> {
        self.collect();
        while !happened(self) {
            match self.observatory.next_deadline().filter(|deadline| deadline.at <= limit) {
                Some(deadline) => self.at(deadline.at),
                None if self.now() >= limit => return Err(NeverHappened { limit }),
                None => self.at(limit),
            };
        }
        Ok(self.now())
    }

    /// The world's time.
    #[must_use]
    pub const fn now(&self) -> Timestamp {
        self.observatory.now()
    }

    /// The observatory itself, for what has no shortcut here. What is drained from it by hand is
    /// not seen by the assertions.
    pub const fn observatory(&mut self) -> &mut Observatory {
        &mut self.observatory
    }

    /// Lends the logs area at the world's time.
    pub fn logs(&mut self) -> Lent<'_, logs::Engine> {
        self.observatory.logs(self.observatory.now())
    }

    /// Lends the metrics area at the world's time.
    pub fn metrics(&mut self) -> Lent<'_, metrics::Engine> {
        self.observatory.metrics(self.observatory.now())
    }

    /// Lends the events area at the world's time.
    pub fn events(&mut self) -> Lent<'_, events::Engine> {
        self.observatory.events(self.observatory.now())
    }

    /// Lends the traces area at the world's time.
    pub fn traces(&mut self) -> Lent<'_, traces::Engine> {
        self.observatory.traces(self.observatory.now())
    }

    /// Lends the audit area at the world's time.
    pub fn audit(&mut self) -> Lent<'_, audit::Engine> {
        self.observatory.audit(self.observatory.now())
    }
}

/// The value, or a panic with the error.
#[track_caller]
fn told<T>(result: Result<T, WorldError>) -> T {
    match result {
        Ok(value) => value,
        Err(error) => panic!("{error}"),
    }
}

impl Default for World {
    fn default() -> Self {
        Self::new()
    }
}
