//! What a flow log hands out.

use std::fmt;

use cupola_base::Timestamp;
use cupola_base::outputs::{Emitted, Loss};
use serde::{Deserialize, Serialize};

/// What a flow log hands out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum FlowLogOutput {
    /// Records of an interface whose interval has ended.
    Records(FlowLogRecords),
    /// Outputs were lost because nobody drained them.
    Overflow(Loss<FlowLogLost>),
}

/// Records of one interval and interface: events for its log stream, in order of time.
///
/// [`Engine::put_log_events`](crate::Engine::put_log_events) takes them as they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FlowLogRecords {
    /// When the interval ended.
    pub at: Timestamp,
    /// The interface.
    pub interface: String,
    /// The log stream.
    pub stream: String,
    /// The records, each with the second in which its flow began.
    pub events: Vec<(Timestamp, String)>,
}

/// What a flow log can lose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum FlowLogLost {
    /// Outputs that nobody drained.
    Outputs,
}

impl fmt::Display for FlowLogLost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("outputs")
    }
}

impl Emitted for FlowLogOutput {
    type Lost = FlowLogLost;
    const UNDRAINED: FlowLogLost = FlowLogLost::Outputs;

    fn when(&self) -> Timestamp {
        match self {
            Self::Records(records) => records.at,
            Self::Overflow(loss) => loss.at,
        }
    }

    fn lost(loss: Loss<FlowLogLost>) -> Self {
        Self::Overflow(loss)
    }
}
