//! What happens by itself.

/// Whose turn it is; within one instant in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Turn {
    /// A rule or a schedule runs by the clock.
    Run,
    /// A replay goes on.
    Replay,
    /// A delivery is tried again.
    Delivery,
    /// A pipe goes on.
    Pipe,
}

impl Turn {
    pub(crate) const fn why(self) -> &'static str {
        match self {
            Self::Run => "schedule is due",
            Self::Replay => "replay goes on",
            Self::Delivery => "delivery is tried again",
            Self::Pipe => "pipe goes on",
        }
    }
}
