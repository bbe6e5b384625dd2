//! Protocol numbers and their names.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// An assigned internet protocol number.
///
/// ```
/// use cupola_logs::flow_log::Protocol;
///
/// assert_eq!(Protocol::TCP.name(), Some("TCP"));
/// assert_eq!(("ipv6-icmp".parse(), "58".parse()), (Ok(Protocol(58)), Ok(Protocol(58))));
/// assert_eq!(Protocol(200).to_string(), "200");
/// ```
///
/// # Source
/// IANA, "Assigned Internet Protocol Numbers".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
#[expect(clippy::exhaustive_structs, reason = "a number is all there is")]
pub struct Protocol(
    /// The number.
    pub u8,
);

impl Protocol {
    /// 1.
    pub const ICMP: Self = Self(1);
    /// 6.
    pub const TCP: Self = Self(6);
    /// 17.
    pub const UDP: Self = Self(17);

    /// The keyword, when the number has one.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        NAMES.get(usize::from(self.0)).copied().filter(|name| !name.is_empty())
    }
}

/// Prints the keyword, or the number where there is none.
impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.write_str(name),
            None => self.0.fmt(f),
        }
    }
}

/// Reads a number, or a keyword in any case.
impl FromStr for Protocol {
    type Err = ProtocolError;

    fn from_str(text: &str) -> Result<Self, ProtocolError> {
        let named =
            (0..=u8::MAX).map(Self).find(|known| known.name().is_some_and(|name| name.eq_ignore_ascii_case(text)));
        named.or_else(|| text.parse().ok().map(Self)).ok_or_else(|| ProtocolError(text.into()))
    }
}

/// The text is neither a protocol's number nor its keyword.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no protocol: a number from 0 to 255 or a keyword such as TCP is needed")]
pub struct ProtocolError(String);

/// Keywords by number; empty where none is assigned.
const NAMES: [&str; 146] = [
    "HOPOPT",
    "ICMP",
    "IGMP",
    "GGP",
    "IPv4",
    "ST",
    "TCP",
    "CBT",
    "EGP",
    "IGP",
    "BBN-RCC-MON",
    "NVP-II",
    "PUP",
    "ARGUS",
    "EMCON",
    "XNET",
    "CHAOS",
    "UDP",
    "MUX",
    "DCN-MEAS",
    "HMP",
    "PRM",
    "XNS-IDP",
    "TRUNK-1",
    "TRUNK-2",
    "LEAF-1",
    "LEAF-2",
    "RDP",
    "IRTP",
    "ISO-TP4",
    "NETBLT",
    "MFE-NSP",
    "MERIT-INP",
    "DCCP",
    "3PC",
    "IDPR",
    "XTP",
    "DDP",
    "IDPR-CMTP",
    "TP++",
    "IL",
    "IPv6",
    "SDRP",
    "IPv6-Route",
    "IPv6-Frag",
    "IDRP",
    "RSVP",
    "GRE",
    "DSR",
    "BNA",
    "ESP",
    "AH",
    "I-NLSP",
    "SWIPE",
    "NARP",
    "Min-IPv4",
    "TLSP",
    "SKIP",
    "IPv6-ICMP",
    "IPv6-NoNxt",
    "IPv6-Opts",
    "",
    "CFTP",
    "",
    "SAT-EXPAK",
    "KRYPTOLAN",
    "RVD",
    "IPPC",
    "",
    "SAT-MON",
    "VISA",
    "IPCV",
    "CPNX",
    "CPHB",
    "WSN",
    "PVP",
    "BR-SAT-MON",
    "SUN-ND",
    "WB-MON",
    "WB-EXPAK",
    "ISO-IP",
    "VMTP",
    "SECURE-VMTP",
    "VINES",
    "IPTM",
    "NSFNET-IGP",
    "DGP",
    "TCF",
    "EIGRP",
    "OSPFIGP",
    "Sprite-RPC",
    "LARP",
    "MTP",
    "AX.25",
    "IPIP",
    "MICP",
    "SCC-SP",
    "ETHERIP",
    "ENCAP",
    "",
    "GMTP",
    "IFMP",
    "PNNI",
    "PIM",
    "ARIS",
    "SCPS",
    "QNX",
    "A/N",
    "IPComp",
    "SNP",
    "Compaq-Peer",
    "IPX-in-IP",
    "VRRP",
    "PGM",
    "",
    "L2TP",
    "DDX",
    "IATP",
    "STP",
    "SRP",
    "UTI",
    "SMP",
    "SM",
    "PTP",
    "ISIS",
    "FIRE",
    "CRTP",
    "CRUDP",
    "SSCOPMCE",
    "IPLT",
    "SPS",
    "PIPE",
    "SCTP",
    "FC",
    "RSVP-E2E-IGNORE",
    "Mobility-Header",
    "UDPLite",
    "MPLS-in-IP",
    "manet",
    "Shim6",
    "WESP",
    "ROHC",
    "Ethernet",
    "AGGFRAG",
    "NSH",
    "Homa",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_at_their_numbers() {
        for (number, name) in [
            (0, "HOPOPT"),
            (41, "IPv6"),
            (47, "GRE"),
            (50, "ESP"),
            (58, "IPv6-ICMP"),
            (88, "EIGRP"),
            (89, "OSPFIGP"),
            (103, "PIM"),
            (112, "VRRP"),
            (115, "L2TP"),
            (132, "SCTP"),
            (136, "UDPLite"),
            (145, "Homa"),
        ] {
            assert_eq!(Protocol(number).name(), Some(name));
        }
    }

    #[test]
    fn what_is_printed_is_read() {
        for number in 0..=u8::MAX {
            assert_eq!(Protocol(number).to_string().parse(), Ok(Protocol(number)));
        }
    }
}
