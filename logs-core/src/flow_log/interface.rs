//! Interfaces that a flow log watches.

use std::net::{IpAddr, Ipv4Addr};

use serde::{Deserialize, Serialize};

/// A network interface, as far as flow logs ask.
///
/// ```
/// use cupola_logs::flow_log::FlowInterface;
///
/// let interface = FlowInterface::new("eni-1", "subnet-1", "vpc-1")
///     .address("10.0.1.5".parse()?)
///     .networks("10.0.0.0".parse()?, "10.0.1.0".parse()?)
///     .on_nitro();
/// assert!(interface.nitro);
/// # Ok::<(), std::net::AddrParseError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FlowInterface {
    /// `eni-...`.
    pub id: String,
    /// Its subnet.
    pub subnet: String,
    /// Its VPC.
    pub vpc: String,
    /// The instance that it is attached to.
    pub instance: Option<String>,
    /// The zone's id, e.g. `use1-az4`.
    pub zone: Option<String>,
    /// The primary private addresses: records show them in place of secondary ones.
    pub addresses: Vec<IpAddr>,
    /// The first address of the VPC's network; the resolver is two above it.
    pub vpc_network: Option<Ipv4Addr>,
    /// The first address of the subnet's network; the router is one above it.
    pub subnet_network: Option<Ipv4Addr>,
    /// Whether it is attached to a Nitro-based instance: its interval is never longer than a minute.
    pub nitro: bool,
}

impl FlowInterface {
    /// An interface of a subnet of a VPC.
    #[must_use]
    pub fn new(id: impl Into<String>, subnet: impl Into<String>, vpc: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            subnet: subnet.into(),
            vpc: vpc.into(),
            instance: None,
            zone: None,
            addresses: Vec::new(),
            vpc_network: None,
            subnet_network: None,
            nitro: false,
        }
    }

    /// Adds a primary private address, one for each family.
    #[must_use]
    pub fn address(mut self, address: IpAddr) -> Self {
        self.addresses.push(address);
        self
    }

    /// Sets the first addresses of the networks of VPC and subnet.
    #[must_use]
    pub fn networks(self, vpc: Ipv4Addr, subnet: Ipv4Addr) -> Self {
        Self { vpc_network: Some(vpc), subnet_network: Some(subnet), ..self }
    }

    /// Sets the instance.
    #[must_use]
    pub fn instance(self, id: impl Into<String>) -> Self {
        Self { instance: Some(id.into()), ..self }
    }

    /// Sets the zone's id.
    #[must_use]
    pub fn zone(self, id: impl Into<String>) -> Self {
        Self { zone: Some(id.into()), ..self }
    }

    /// Says that it is attached to a Nitro-based instance.
    #[must_use]
    pub fn on_nitro(self) -> Self {
        Self { nitro: true, ..self }
    }

    /// The primary address of the family of another one; that one itself when there is none.
    pub(super) fn primary(&self, other: IpAddr) -> IpAddr {
        self.addresses.iter().copied().find(|address| address.is_ipv4() == other.is_ipv4()).unwrap_or(other)
    }

    /// The VPC's resolver.
    pub(super) fn resolver(&self) -> Option<IpAddr> {
        self.vpc_network.map(|network| above(network, 2))
    }

    /// The subnet's router.
    pub(super) fn router(&self) -> Option<IpAddr> {
        self.subnet_network.map(|network| above(network, 1))
    }
}

fn above(network: Ipv4Addr, steps: u32) -> IpAddr {
    Ipv4Addr::from_bits(network.to_bits().wrapping_add(steps)).into()
}
