//! Outputs that wait to be drained.

use std::sync::Arc;

use cupola_base::outputs::Emitted;
use cupola_base::{Place, Timestamp};
use serde::{Deserialize, Serialize};

use crate::message::Turn;
use crate::output::{Lost, Output, Overflow};

/// An output, ready or still as facts: nobody need make texts of what is dropped undrained, and a tick at which very
/// many alarms change their states is over soon.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Notice {
    Ready(Box<Output>),
    StateChange(Arc<Turn>),
    Event(Arc<Turn>),
}

impl Notice {
    /// The output; `place` is the engine's.
    pub(crate) fn told(self, place: &Place) -> Output {
        match self {
            Self::Ready(output) => *output,
            Self::StateChange(turn) => Output::StateChange(turn.change()),
            Self::Event(turn) => Output::Event(turn.event(place)),
        }
    }
}

impl Emitted for Notice {
    type Lost = Lost;
    const UNDRAINED: Lost = Lost::Outputs;

    fn when(&self) -> Timestamp {
        match self {
            Self::Ready(output) => output.at(),
            Self::StateChange(turn) | Self::Event(turn) => turn.at,
        }
    }

    fn lost(loss: Overflow) -> Self {
        Self::Ready(Box::new(Output::Overflow(loss)))
    }
}
