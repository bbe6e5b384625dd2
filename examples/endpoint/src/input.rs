//! What comes into the world, as data: whoever has all of it, in order, has the world.

use cupola::{Arn, Caller, DeliveryId, Outcome, Place, Service};

/// Who calls, and where.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Who {
    pub(crate) place: Place,
    /// None: the root of the place's account.
    pub(crate) principal: Option<Arn>,
}

impl Who {
    pub(crate) fn caller(&self) -> Caller {
        let root = Caller::root(self.place.clone());
        self.principal.iter().cloned().fold(root, Caller::with_principal)
    }
}

impl From<Place> for Who {
    fn from(place: Place) -> Self {
        Self { place, principal: None }
    }
}

/// One input. What it does depends on the state before it and on its `now`, and on nothing else.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Input {
    /// A call of a service's API.
    Call { who: Who, service: Service, action: String, body: String },
    /// A packet for the X-Ray daemon.
    Datagram { place: Place, packet: Vec<u8> },
    /// A look at what a live tail session has for its client.
    Tail { place: Place, session: String },
    /// The end of a live tail session whose client has left.
    StopTail { place: Place, session: String },
    /// A manual clock was set, or something became due by the machine's.
    Advance,
    /// How a delivery went. The epoch counts resets: what was sent before one is nobody's any more.
    Told { epoch: u64, place: Place, id: DeliveryId, outcome: Outcome },
    /// A delivery arrived, and this was answered. The epoch is as that of what was told.
    Answered { epoch: u64, place: Place, id: DeliveryId, answer: String },
    /// Records that a source has for its pipes, in JSON.
    Records { place: Place, source: String, records: Vec<String> },
    /// Forget everything.
    Reset,
}

impl Input {
    /// Whether it only looks: its record need not be durable before its answer, only before whatever comes after it.
    ///
    /// No core says of its actions whether they change something, so that looks stand in the journal like all others
    /// and replay is exact. What is lost when the program dies right after a look is that somebody looked.
    pub(crate) fn is_look(&self) -> bool {
        match self {
            Self::Call { action, .. } => {
                LOOKS.iter().any(|verb| action.starts_with(verb)) && !COUNTED.contains(&action.as_str())
            }
            Self::Tail { .. } => true,
            _ => false,
        }
    }
}

/// The verbs of actions that read.
const LOOKS: [&str; 8] = ["BatchGet", "Describe", "Filter", "Get", "List", "Lookup", "Search", "Test"];
/// Those that read and count who did.
const COUNTED: [&str; 2] = ["GetSamplingTargets", "GetSamplingStatisticSummaries"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_are_known_by_their_verbs() {
        let place = Place::parse("123456789012", "us-east-1").unwrap();
        let call = |action: &str| Input::Call {
            who: place.clone().into(),
            service: Service::Logs,
            action: action.into(),
            body: String::new(),
        };
        for (action, expected) in
            [("DescribeAlarms", true), ("GetSamplingTargets", false), ("PutLogEvents", false), ("StartQuery", false)]
        {
            assert_eq!(call(action).is_look(), expected, "{action}");
        }
        assert!(!Input::Advance.is_look());
    }
}
