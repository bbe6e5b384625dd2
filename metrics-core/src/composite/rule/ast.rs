//! The parts of a rule.

use crate::alarm::StateValue;

/// One part of a rule. Operands are told by their places among the parts, alarms by theirs among the references.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    Or(Vec<u32>),
    And(Vec<u32>),
    Not(u32),
    Constant(bool),
    Is(StateValue, u32),
    AtLeast(AtLeast),
}

impl Node {
    /// The parts that it joins.
    pub(crate) fn parts(&self) -> &[u32] {
        match self {
            Self::Or(parts) | Self::And(parts) => parts,
            Self::Not(part) => std::slice::from_ref(part),
            Self::Constant(_) | Self::Is(..) | Self::AtLeast(_) => &[],
        }
    }
}

/// `AT_LEAST(quorum, [NOT] state, (alarms))`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AtLeast {
    pub(crate) quorum: Quorum,
    pub(crate) is_negated: bool,
    pub(crate) state: StateValue,
    pub(crate) children: Vec<u32>,
}

/// How many of the alarms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quorum {
    Count(u32),
    Percent(u32),
}

impl AtLeast {
    /// How many alarms are needed.
    pub(crate) const fn needed(&self) -> usize {
        match self.quorum {
            Quorum::Count(count) => count as usize,
            Quorum::Percent(percent) => (percent as usize * self.children.len()).div_ceil(100),
        }
    }

    /// How many of the alarms are as they should be.
    pub(crate) fn count(&self, state: impl Fn(u32) -> StateValue) -> usize {
        self.children.iter().filter(|child| (state(**child) == self.state) != self.is_negated).count()
    }
}
