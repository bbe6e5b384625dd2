//! Test bench for alarms, filters and rules built on cupola.
//!
//! A [`World`] is an observatory with a clock that you turn. It keeps what came out, and its
//! assertions say what came instead when something did not.
//!
//! ```
//! use std::time::Duration;
//!
//! use cupola::logs::MetricFilter;
//! use cupola::metrics::{Alarm, Period};
//! use cupola_test::World;
//!
//! let mut world = World::new();
//! let now = world.now();
//! let mut logs = world.logs();
//! logs.create_log_group(now, "auth")?;
//! logs.create_log_stream(now, "auth", "gate")?;
//! logs.put_metric_filter(now, "auth", MetricFilter::new("failed", "\"Failed password\"", "Auth", "Failed")?)?;
//! drop(logs);
//! let alarm = Alarm::on("Auth", "Failed").sum(Period::MINUTE).at_least(3.0).for_periods(1);
//! world.metrics().put_metric_alarm(now, alarm.named("guessing").on_alarm("arn:aws:sns:us-east-1:111122223333:ops"))?;
//!
//! world.logs().put_log_events(now, "auth", "gate", ["Failed password for root"; 3].map(|line| (now, line)))?;
//! world.expect_no_delivery("arn:aws:sns:");
//! world.wait(Duration::from_secs(60));
//! world.expect_delivery("arn:aws:sns:");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Where to start
//!
//! - [`guide`]: ten minutes from a template to tests of it.
//! - [`Template`]: what will be deployed, of CloudFormation, the CDK or Terraform, loaded into a world.
//! - [`World`]: the observatory, the clock, what happens, what came out, what is expected.
//! - [`AlarmBench`]: values in shorthand go in, states are expected; a drawing says what happened instead.
//! - [`World::step_until`]: an hour of waiting in microseconds, one deadline at a time.
//! - [`assert_insight!`]: an insight of an API started.
//! - [`assert_logged!`], [`assert_not_logged!`]: what a trail logs, with the reason when it is not so.
//! - `strategies` (feature of that name): proptest strategies for what comes in, area by area.
//!
//! # Features
//!
//! - `strategies`: the module of that name. Brings the package proptest.
//! - `testing`: the law that templates obey, for property tests and fuzz targets; exempt from stability.
//!
//! # What is not here
//!
//! One world is one account in one region; for many use [`cupola::Universe`] itself. Deliveries are seen, not made: nothing
//! is behind a queue or a function. Of templates: macros and SAM's transform, nested stacks, updates of a stack.

mod alarm_bench;
mod audit;
pub mod guide;
pub mod insight;
#[cfg(feature = "strategies")]
pub mod strategies;
mod template;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod world;

pub use alarm_bench::{
    AlarmBench, BenchError, Change, Expectations, ExpectationsError, Failure, Report, Values, ValuesError,
};
pub use audit::expect_logged;
pub use cupola;
pub use template::{
    Assumed, Created, DoorCall, Loaded, Skipped, StandIn, Template, TemplateError, TemplateErrorKind, Why,
};
pub use world::{Moment, NeverHappened, Sampled, Unmet, World, WorldError};

/// The README's example is run as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
