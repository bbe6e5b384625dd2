//! A flow as it is reported.

use std::collections::BTreeMap;
use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::field::FlowLogField;
use super::protocol::Protocol;
use super::tcp_flags::TcpFlags;
use super::words::{FlowDirection, FlowLogAction};

/// Packets of one flow that an interface saw at one instant, as they are reported to a [`FlowLog`](super::FlowLog).
///
/// ```
/// use cupola_logs::flow_log::{Flow, FlowLogAction, Protocol, TcpFlags};
///
/// let knock = Flow::ingress("203.0.113.9".parse()?, "10.0.1.5".parse()?)
///     .ports(51_000, 22)
///     .packets(1, 60)
///     .flags(TcpFlags::of_packet(TcpFlags::SYN))
///     .rejected();
/// assert_eq!((knock.protocol, knock.action), (Protocol::TCP, FlowLogAction::Reject));
/// # Ok::<(), std::net::AddrParseError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Flow {
    /// Where the packets come from.
    pub source: IpAddr,
    /// Where they go.
    pub destination: IpAddr,
    /// The port that they come from; 0 for protocols without ports.
    pub source_port: u16,
    /// The port that they go to.
    pub destination_port: u16,
    /// The protocol. Default TCP.
    pub protocol: Protocol,
    /// How many packets. Default 1.
    pub packets: u64,
    /// How many bytes. Default 40.
    pub bytes: u64,
    /// The flags that count.
    pub tcp_flags: TcpFlags,
    /// Which way they go.
    pub direction: FlowDirection,
    /// What became of them. Default accepted.
    pub action: FlowLogAction,
    /// What kind of traffic it is. Default ordinary.
    pub kind: FlowKind,
    /// Values of columns that nothing here tells, such as `pkt-dst-aws-service` or `reject-reason`.
    pub more: BTreeMap<FlowLogField, String>,
}

impl Flow {
    /// One packet to the interface, by TCP, accepted.
    #[must_use]
    pub fn ingress(source: IpAddr, destination: IpAddr) -> Self {
        Self::of(FlowDirection::Ingress, source, destination)
    }

    /// One packet from the interface, by TCP, accepted.
    #[must_use]
    pub fn egress(source: IpAddr, destination: IpAddr) -> Self {
        Self::of(FlowDirection::Egress, source, destination)
    }

    fn of(direction: FlowDirection, source: IpAddr, destination: IpAddr) -> Self {
        Self {
            source,
            destination,
            source_port: 0,
            destination_port: 0,
            protocol: Protocol::TCP,
            packets: 1,
            bytes: 40,
            tcp_flags: TcpFlags::default(),
            direction,
            action: FlowLogAction::Accept,
            kind: FlowKind::default(),
            more: BTreeMap::new(),
        }
    }

    /// Sets both ports.
    #[must_use]
    pub fn ports(self, source: u16, destination: u16) -> Self {
        Self { source_port: source, destination_port: destination, ..self }
    }

    /// Sets the protocol.
    #[must_use]
    pub fn protocol(self, protocol: Protocol) -> Self {
        Self { protocol, ..self }
    }

    /// Sets how many packets and bytes.
    #[must_use]
    pub fn packets(self, packets: u64, bytes: u64) -> Self {
        Self { packets, bytes, ..self }
    }

    /// Sets the flags. Packets of different flags are best reported one by one: SYN, then ACK, is not SYN-ACK.
    #[must_use]
    pub fn flags(self, tcp_flags: TcpFlags) -> Self {
        Self { tcp_flags, ..self }
    }

    /// Says that it was rejected.
    #[must_use]
    pub fn rejected(self) -> Self {
        Self { action: FlowLogAction::Reject, ..self }
    }

    /// Sets the kind of traffic.
    #[must_use]
    pub fn kind(self, kind: FlowKind) -> Self {
        Self { kind, ..self }
    }

    /// Sets the value of a column that nothing else tells.
    #[must_use]
    pub fn with(mut self, field: FlowLogField, value: impl Into<String>) -> Self {
        self.more.insert(field, value.into());
        self
    }
}

/// Kinds of traffic that addresses and ports do not tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum FlowKind {
    /// Any other.
    #[default]
    Ordinary,
    /// Mirrored traffic at its source.
    MirroredSource,
    /// Between an endpoint's interface and that of a Network Load Balancer.
    EndpointToLoadBalancer,
    /// Address resolution.
    Arp,
}
