//! Groups: traces that a filter expression describes.

mod book;
mod error;
mod verbs;

pub(crate) use book::Groups;
pub use error::GroupRefusal;
pub use verbs::GroupSelector;

use cupola_base::{Arn, Timestamp};
use serde::{Deserialize, Serialize};

use crate::FilterExpression;

/// A group of traces.
///
/// Whether a trace belongs to a group is decided when it is stored: a changed expression touches traces that are stored,
/// or get further segments, later. The group `Default` is always there and holds all traces.
///
/// ```
/// use cupola_traces::{Engine, FilterExpression, InsightsConfiguration, Place, Tags, Timestamp};
///
/// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
/// let slow = FilterExpression::parse("responsetime > 5")?;
/// let group = engine.create_group(Timestamp::EPOCH, "slow", slow, InsightsConfiguration::OFF, Tags::default())?;
/// assert!(group.arn.as_str().starts_with("arn:aws:xray:us-east-1:111122223333:group/slow/"));
/// assert_eq!(engine.groups().map(|group| group.name.as_str()).collect::<Vec<_>>(), ["Default", "slow"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// X-Ray API Reference, CreateGroup.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Group {
    /// 1 to 32 letters, digits and dashes.
    pub name: String,
    /// `arn:aws:xray:<region>:<account>:group/<name>/<unique>`; without the last part for `Default`.
    pub arn: Arn,
    /// Which traces.
    pub expression: FilterExpression,
    /// Whether insights are made of it.
    pub insights: InsightsConfiguration,
    /// When the expression was last changed, if it was.
    pub changed: Option<Timestamp>,
    /// Names the group among all that there ever were.
    pub(crate) serial: u32,
}

impl Group {
    /// The name of the group that is always there.
    pub const DEFAULT: &str = "Default";

    /// Whether it is the group that is always there.
    #[must_use]
    pub fn is_default(&self) -> bool {
        self.name == Self::DEFAULT
    }
}

/// Whether insights are made of a group, and told to the event bus.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "the service knows two members")]
pub struct InsightsConfiguration {
    /// Whether insights are made.
    pub insights_enabled: bool,
    /// Whether events tell of them; needs `insights_enabled`.
    pub notifications_enabled: bool,
}

impl InsightsConfiguration {
    /// No insights.
    pub const OFF: Self = Self { insights_enabled: false, notifications_enabled: false };
    /// Insights, and events that tell of them.
    pub const NOTIFYING: Self = Self { insights_enabled: true, notifications_enabled: true };
}
