//! Event bus, rules and pattern matching with the semantics of Amazon EventBridge.

mod api;
mod engine;
mod entry;
mod error;
mod event;
mod explain;
mod limits;
mod name;
mod output;
mod pattern;
mod policies;
mod rule;
mod rules;
mod shapes;
mod snapshot;
mod state;
mod table;
mod tags;
mod target;
mod targets;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod transform;
mod wire;

pub use engine::Engine;
pub use entry::{Entry, EntryError};
pub use error::{
    DeleteRuleError, PutEventsError, PutRuleError, PutTargetsError, TagError, TargetError, TestEventPatternError,
    UnknownRule,
};
pub use event::EventError;
pub use explain::RuleDecision;
pub use limits::Limits;
pub use name::{BusName, NameError, RuleId, RuleName, TargetId};
pub use output::{Failure, FailureReason, Output, Overflow};
pub use pattern::{
    Explanation, MatchError, PathExplanation, Pattern, PatternError, PatternOptions, RuleExplanation, Verdict,
};
pub use policies::Policies;
pub use rule::{PutRule, Rule, RulePattern};
pub use shapes::OPERATIONS;
pub use snapshot::{RestoreError, Snapshot};
pub use state::{RuleState, RuleStateError};
pub use target::{Target, TargetInput};
pub use transform::{InputPath, InputPathError, InputTransformer, Rendered, Rendering, TemplateError};
