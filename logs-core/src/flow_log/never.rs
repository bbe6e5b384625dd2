//! Traffic that is never recorded.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::flow::{Flow, FlowKind};
use super::interface::FlowInterface;
use super::protocol::Protocol;

/// Why a flow is never recorded, whatever the flow log asks for.
///
/// ```
/// use cupola_logs::flow_log::{Flow, FlowInterface, NeverRecorded};
///
/// let interface = FlowInterface::new("eni-1", "subnet-1", "vpc-1");
/// let ask = Flow::egress("10.0.1.5".parse()?, "169.254.169.254".parse()?).ports(51_000, 80);
/// assert_eq!(NeverRecorded::of(&ask, &interface), Some(NeverRecorded::InstanceMetadata));
/// # Ok::<(), std::net::AddrParseError>(())
/// ```
///
/// # Source
/// Amazon VPC User Guide, "Flow log limitations". The addresses of IPv6 and the ports are those of the services' own
/// documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum NeverRecorded {
    /// To Amazon's DNS server: the VPC's resolver, 169.254.169.253 or fd00:ec2::253, port 53. That to a DNS server of
    /// one's own is recorded.
    AmazonDns,
    /// Windows licence activation at 169.254.169.250 or .251.
    WindowsActivation,
    /// To and from 169.254.169.254 or fd00:ec2::254.
    InstanceMetadata,
    /// To and from 169.254.169.123 or fd00:ec2::123.
    TimeSync,
    /// Ports 67 and 68 of UDP, 546 and 547 for IPv6.
    Dhcp,
    /// To the reserved address of the VPC's router: the first of the subnet after its network.
    Router,
    /// Mirrored traffic at its source.
    MirroredSource,
    /// Between an endpoint's interface and that of a Network Load Balancer.
    EndpointToLoadBalancer,
    /// Address resolution.
    Arp,
}

impl NeverRecorded {
    /// Why this flow of this interface is never recorded; none when it is.
    #[must_use]
    pub fn of(flow: &Flow, interface: &FlowInterface) -> Option<Self> {
        match flow.kind {
            FlowKind::Ordinary => of_ports(flow).or_else(|| of_addresses(flow, interface)),
            FlowKind::MirroredSource => Some(Self::MirroredSource),
            FlowKind::EndpointToLoadBalancer => Some(Self::EndpointToLoadBalancer),
            FlowKind::Arp => Some(Self::Arp),
        }
    }
}

fn of_ports(flow: &Flow) -> Option<NeverRecorded> {
    let dhcp: [u16; 2] = if flow.source.is_ipv4() { [67, 68] } else { [546, 547] };
    let both = dhcp.contains(&flow.source_port) && dhcp.contains(&flow.destination_port);
    (flow.protocol == Protocol::UDP && both).then_some(NeverRecorded::Dhcp)
}

fn of_addresses(flow: &Flow, interface: &FlowInterface) -> Option<NeverRecorded> {
    let ends = [(flow.source, flow.source_port), (flow.destination, flow.destination_port)];
    let of_end = |(address, port): (IpAddr, u16)| match link_local(address)? {
        250 | 251 => Some(NeverRecorded::WindowsActivation),
        254 => Some(NeverRecorded::InstanceMetadata),
        123 => Some(NeverRecorded::TimeSync),
        253 if port == 53 => Some(NeverRecorded::AmazonDns),
        _ => None,
    };
    let is_resolver = |(address, port): (IpAddr, u16)| port == 53 && Some(address) == interface.resolver();
    let router = (Some(flow.destination) == interface.router()).then_some(NeverRecorded::Router);
    let dns = ends.into_iter().any(is_resolver).then_some(NeverRecorded::AmazonDns);
    ends.into_iter().find_map(of_end).or(dns).or(router)
}

/// Which of the link-local services an address is: the number that it ends with.
fn link_local(address: IpAddr) -> Option<u16> {
    match address {
        IpAddr::V4(v4) => match v4.octets() {
            [169, 254, 169, last] => Some(u16::from(last)),
            _ => None,
        },
        IpAddr::V6(v6) => match v6.segments() {
            [0xfd00, 0xec2, 0, 0, 0, 0, 0, last] => {
                [250u16, 251, 253, 254, 123].into_iter().find(|known| spelt(*known) == last)
            }
            _ => None,
        },
    }
}

/// The decimal digits of a number read as hexadecimal ones: 254 is `::254`.
const fn spelt(number: u16) -> u16 {
    ((number / 100) << 8) | ((number / 10 % 10) << 4) | (number % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_traffic_is_left_out_and_its_neighbours_are_not() {
        use NeverRecorded::{AmazonDns, Dhcp, InstanceMetadata, Router, TimeSync, WindowsActivation};
        let interface = FlowInterface::new("eni-1", "subnet-1", "vpc-1")
            .networks("10.0.0.0".parse().unwrap(), "10.0.1.0".parse().unwrap());
        for (destination, protocol, port, expected) in [
            ("10.0.0.2", 17, 53, Some(AmazonDns)),
            ("10.0.0.2", 6, 53, Some(AmazonDns)),
            ("10.0.0.2", 6, 443, None),
            ("10.0.0.3", 17, 53, None),
            ("169.254.169.253", 17, 53, Some(AmazonDns)),
            ("fd00:ec2::253", 17, 53, Some(AmazonDns)),
            ("169.254.169.251", 6, 1688, Some(WindowsActivation)),
            ("169.254.169.254", 6, 80, Some(InstanceMetadata)),
            ("fd00:ec2::254", 6, 80, Some(InstanceMetadata)),
            ("fd00:ec2::fe", 6, 80, None),
            ("169.254.169.123", 17, 123, Some(TimeSync)),
            ("169.254.168.123", 17, 123, None),
            ("255.255.255.255", 17, 67, Some(Dhcp)),
            ("255.255.255.255", 6, 67, None),
            ("10.0.1.1", 1, 0, Some(Router)),
            ("10.0.2.1", 1, 0, None),
        ] {
            let source = if destination.contains("::") { "2001:db8::5" } else { "10.0.1.5" };
            let flow = Flow::egress(source.parse().unwrap(), destination.parse().unwrap());
            let flow = flow.protocol(Protocol(protocol)).ports(if port == 67 { 68 } else { 40_000 }, port);
            assert_eq!(NeverRecorded::of(&flow, &interface), expected, "{destination} {port}");
        }
    }

    #[test]
    fn answers_are_left_out_as_questions_are() {
        let interface = FlowInterface::new("eni-1", "subnet-1", "vpc-1");
        let answer = Flow::ingress("169.254.169.254".parse().unwrap(), "10.0.1.5".parse().unwrap()).ports(80, 40_000);
        assert_eq!(NeverRecorded::of(&answer, &interface), Some(NeverRecorded::InstanceMetadata));
    }
}
