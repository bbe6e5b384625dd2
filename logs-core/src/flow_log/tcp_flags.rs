//! TCP flags as flow logs count them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The TCP flags that were seen in an interval, or-ed together.
///
/// FIN counts 1, SYN 2, RST 4 and SYN with ACK 18. PSH, ACK and URG alone are not counted.
///
/// ```
/// use cupola_logs::flow_log::TcpFlags;
///
/// let answer = TcpFlags::of_packet(TcpFlags::SYN | TcpFlags::ACK);
/// let end = TcpFlags::of_packet(TcpFlags::FIN | TcpFlags::ACK);
/// assert_eq!((answer.mask(), end.mask(), answer.and(end).mask()), (18, 1, 19));
/// assert_eq!(answer.and(end).to_string(), "FIN SYN-ACK");
/// assert!(TcpFlags::of_packet(TcpFlags::ACK).is_empty());
/// ```
///
/// # Source
/// Amazon VPC User Guide, "Flow log records", `tcp-flags`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TcpFlags(u32);

impl TcpFlags {
    /// The bit of FIN in a packet.
    pub const FIN: u8 = 1;
    /// The bit of SYN in a packet.
    pub const SYN: u8 = 2;
    /// The bit of RST in a packet.
    pub const RST: u8 = 4;
    /// The bit of PSH in a packet.
    pub const PSH: u8 = 8;
    /// The bit of ACK in a packet.
    pub const ACK: u8 = 16;
    /// The bit of URG in a packet.
    pub const URG: u8 = 32;

    /// What one packet with these flags counts.
    #[must_use]
    pub fn of_packet(flags: u8) -> Self {
        let counted = flags & (Self::FIN | Self::SYN | Self::RST);
        let answer = if counted & Self::SYN == 0 { 0 } else { flags & Self::ACK };
        Self(u32::from(counted | answer))
    }

    /// The flags of a mask as a record has it.
    #[must_use]
    pub const fn of_mask(mask: u32) -> Self {
        Self(mask)
    }

    /// The mask as a record has it.
    #[must_use]
    pub const fn mask(self) -> u32 {
        self.0
    }

    /// Whether none was counted.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Those of both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Prints the names.
impl fmt::Display for TcpFlags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let syn = if self.0 & 16 == 0 { "SYN" } else { "SYN-ACK" };
        let names = [(1, "FIN"), (2, syn), (4, "RST")].into_iter().filter(|(bit, _)| self.0 & bit != 0);
        for (index, (_, name)) in names.enumerate() {
            let blank = if index == 0 { "" } else { " " };
            write!(f, "{blank}{name}")?;
        }
        Ok(())
    }
}
