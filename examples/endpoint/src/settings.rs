//! What can be set before the endpoint starts.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use cupola::{Place, Timestamp};

use crate::{Access, DeliverTo, JournalBounds, ServerLimits};

/// Where the endpoint listens, whose time it keeps and what it assumes of unsigned calls.
///
/// ```
/// use cupola::{Place, Timestamp};
/// use cupola_endpoint::{ClockMode, Settings};
///
/// let start = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// let settings = Settings::new(Place::parse("123456789012", "us-east-1")?).with_clock(ClockMode::Manual(start));
/// assert_eq!(settings.listen.port(), 4599);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Settings {
    /// Where to listen; port 0 is any free port. Default 127.0.0.1:4599.
    pub listen: SocketAddr,
    /// Whose time is kept. Default: the machine's.
    pub clock: ClockMode,
    /// The account of callers whose access key id is not an account id, and the region of unsigned
    /// calls.
    pub place: Place,
    /// The seed of all randomness, request ids included. Default 0.
    pub seed: u64,
    /// What clients may ask of it.
    pub limits: ServerLimits,
    /// Where to take documents in as the X-Ray daemon does; port 0 is any free port. Default: nowhere. They are of
    /// [`place`](Self::place).
    pub xray_daemon: Option<SocketAddr>,
    /// Deliveries that are kept for reading; the oldest go first. Default 10,000.
    pub most_deliveries: usize,
    /// Where everything is kept over restarts; one folder for one endpoint. Default: nowhere.
    pub data_dir: Option<PathBuf>,
    /// How long the journal in it may grow before a snapshot takes its place.
    pub journal: JournalBounds,
    /// Where deliveries are sent. Default: nowhere; what is in the ledger counts as delivered.
    pub deliver_to: Option<DeliverTo>,
    /// Who may call what. Default: everybody everything.
    pub access: Option<Access>,
}

/// Whose time the endpoint keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "time comes from the machine or from the user")]
pub enum ClockMode {
    /// The machine's.
    System,
    /// The user's: it starts here and moves by `PUT /_cupola/clock` alone.
    Manual(Timestamp),
}

impl ClockMode {
    /// Where a manual clock starts when nobody says: 2026-01-01T00:00:00Z.
    pub const DEFAULT_START: Timestamp = Timestamp::from_secs(1_767_225_600);
}

impl Settings {
    /// The defaults, with this place.
    #[must_use]
    pub fn new(place: Place) -> Self {
        Self {
            listen: SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 4599),
            clock: ClockMode::System,
            place,
            seed: 0,
            limits: ServerLimits::default(),
            xray_daemon: None,
            most_deliveries: 10_000,
            data_dir: None,
            journal: JournalBounds::default(),
            deliver_to: None,
            access: None,
        }
    }

    /// Sets where to listen.
    #[must_use]
    pub fn with_listen(self, listen: SocketAddr) -> Self {
        Self { listen, ..self }
    }

    /// Sets whose time is kept.
    #[must_use]
    pub fn with_clock(self, clock: ClockMode) -> Self {
        Self { clock, ..self }
    }

    /// Sets the seed.
    #[must_use]
    pub fn with_seed(self, seed: u64) -> Self {
        Self { seed, ..self }
    }

    /// Sets what clients may ask of it.
    #[must_use]
    pub fn with_limits(self, limits: ServerLimits) -> Self {
        Self { limits, ..self }
    }

    /// Sends deliveries to another endpoint, which tells how they went.
    #[must_use]
    pub fn with_deliver_to(self, to: DeliverTo) -> Self {
        Self { deliver_to: Some(to), ..self }
    }

    /// Asks who may call what.
    #[must_use]
    pub fn with_access(self, access: Access) -> Self {
        Self { access: Some(access), ..self }
    }

    /// Sets where documents are taken in as the X-Ray daemon does; it usually does at 127.0.0.1:2000.
    #[must_use]
    pub fn with_xray_daemon(self, at: SocketAddr) -> Self {
        Self { xray_daemon: Some(at), ..self }
    }

    /// Sets how many deliveries are kept.
    #[must_use]
    pub fn with_most_deliveries(self, most_deliveries: usize) -> Self {
        Self { most_deliveries, ..self }
    }

    /// Keeps everything in this folder, which is made if need be, and goes on with what is in it.
    #[must_use]
    pub fn with_data_dir(self, folder: impl Into<PathBuf>) -> Self {
        Self { data_dir: Some(folder.into()), ..self }
    }

    /// Sets how long the journal may grow.
    #[must_use]
    pub fn with_journal(self, journal: JournalBounds) -> Self {
        Self { journal, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_start_is_as_documented() {
        assert_eq!(ClockMode::DEFAULT_START.to_string(), "2026-01-01T00:00:00Z");
    }
}
