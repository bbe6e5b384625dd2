//! Which events a trail logs.

mod advanced;
mod basic;
mod check;
mod compiled;
mod cover;
mod diff;
mod error;
mod explain;
mod field;
mod lint;
#[cfg(test)]
mod prop;
mod rules;
mod set;
mod subject;
#[cfg(any(test, feature = "testing"))]
mod twin;
mod values;

use serde::{Deserialize, Serialize};

pub use advanced::{AdvancedSelector, Condition, FieldSelector, Operator};
pub use basic::{BasicSelector, DataResource, ReadWriteType};
pub use check::Target;
pub use diff::{SelectorsDiff, SelectorsDiffEntry};
pub use error::{SelectorProblem, SelectorProblemKind, SelectorsError};
pub use explain::{Deciding, FieldExplanation, SelectorExplanation, SelectorsExplanation};
pub use field::SelectorField;
pub use lint::{SelectorLint, SelectorLintKind};
pub(crate) use rules::is_sole;
pub use set::SelectorSet;
#[cfg(any(test, feature = "testing"))]
pub use twin::selects as selects_slowly;

use crate::{ReadActions, Record};

/// The selectors of a trail: basic or advanced ones, never both. An event is logged when any of them selects it.
///
/// Here they stand as they were written; [`check`](Self::check) says what the service would refuse,
/// [`lint`](Self::lint) what it accepts and its author hardly meant. To ask about many events or for many trails,
/// put them into a [`SelectorSet`].
///
/// ```
/// use cupola_audit::{AdvancedSelector, FieldSelector, Record, Selectors};
///
/// let queue = AdvancedSelector::new()
///     .with(FieldSelector::new("eventCategory").equals(["Data"]))
///     .with(FieldSelector::new("resources.type").equals(["AWS::SQS::Queue"]))
///     .with(FieldSelector::new("eventName").not_equals(["ReceiveMessage"]));
/// let selectors = Selectors::Advanced(vec![queue]);
///
/// let record = Record::parse(r#"{"eventCategory": "Data", "eventName": "ReceiveMessage",
///     "resources": [{"type": "AWS::SQS::Queue", "ARN": "arn:aws:sqs:eu-west-1:444455556666:orders"}]}"#)?;
/// let explained = selectors.explain(&record);
/// assert!(!explained.is_logged());
/// assert_eq!(explained.selectors[0].fields[2].to_string(), "eventName is `ReceiveMessage`: out, NotEquals `ReceiveMessage`");
/// # Ok::<(), cupola_audit::RecordError>(())
/// ```
///
/// # Source
/// CloudTrail API Reference, PutEventSelectors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "the service knows two kinds of selectors")]
pub enum Selectors {
    /// Basic selectors: one to five.
    Basic(Vec<BasicSelector>),
    /// Advanced selectors.
    Advanced(Vec<AdvancedSelector>),
}

impl Selectors {
    /// How many selectors there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        match self {
            Self::Basic(list) => list.len(),
            Self::Advanced(list) => list.len(),
        }
    }

    /// Whether there is none: nothing is logged.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether any selector selects the event; with the default table of reading actions.
    ///
    /// This compiles the selectors for one question; use a [`SelectorSet`] for many.
    #[must_use]
    pub fn select(&self, record: &Record<'_>) -> bool {
        SelectorSet::of([((), self)]).selects(record, &ReadActions::default())
    }

    /// Whether these are what a new trail has: one basic selector for all management events.
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// One basic selector: management events that read or write, no data events.
impl Default for Selectors {
    fn default() -> Self {
        Self::Basic(vec![BasicSelector::default()])
    }
}
