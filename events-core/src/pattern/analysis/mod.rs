//! What can be said of patterns without an event: for reviews and continuous integration.

mod addresses;
mod automaton;
mod complexity;
mod emission;
mod lint;
mod loops;
mod numbers;
mod place;
mod relation;
mod values;
mod witness;

#[cfg(any(test, feature = "proptest"))]
pub(crate) use automaton::Around;
pub use complexity::WildcardComplexity;
pub use emission::{Emission, EmissionError};
pub use lint::{Lint, LintKind};
pub use loops::{LoopAnswer, LoopCheck};
pub use relation::{Answer, Assume};
#[cfg(any(test, feature = "proptest"))]
pub(crate) use witness::{event_of, matching, missing, pick_one, pick_other};

/// How much work a question may still cost.
#[derive(Debug)]
struct Budget {
    left: u64,
}

impl Budget {
    const fn new(steps: u64) -> Self {
        Self { left: steps }
    }

    /// None when it is used up, now and from now on.
    fn spend(&mut self, steps: usize) -> Option<()> {
        let steps = u64::try_from(steps).unwrap_or(u64::MAX);
        self.left = self.left.saturating_sub(steps);
        (self.left > 0).then_some(())
    }
}

/// Some hundredths of a second.
impl Default for Budget {
    fn default() -> Self {
        Self::new(2_000_000)
    }
}
