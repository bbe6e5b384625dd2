//! Functions of IP addresses.

use std::net::{IpAddr, Ipv4Addr};

use crate::insights::function::Function;

/// Networks that are neither private nor public.
///
/// # Source
/// IANA, "Special-Purpose Address Registry" for IPv4 and IPv6.
const RESERVED: &[&str] = &[
    "0.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.88.99.0/24",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "::/128",
    "::1/128",
    "64:ff9b::/96",
    "100::/64",
    "2001::/23",
    "2001:db8::/32",
    "fc00::/7",
    "fe80::/10",
    "ff00::/8",
];

const PRIVATE: &[&str] = &["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

/// What a function says of an address.
pub(super) fn is(function: Function, text: &str) -> bool {
    let address = text.trim().parse::<IpAddr>().ok();
    let within = |networks: &[&str]| networks.iter().any(|network| in_subnet(text, network));
    match function {
        Function::IsValidIpV4 => address.is_some_and(|address| address.is_ipv4()),
        Function::IsValidIpV6 => address.is_some_and(|address| address.is_ipv6()),
        Function::IsPrivateIp => within(PRIVATE),
        Function::IsReservedIp => within(RESERVED),
        Function::IsPublicIp => address.is_some() && !within(PRIVATE) && !within(RESERVED),
        _ => address.is_some(),
    }
}

/// Whether an address is in a network, which is written as address and length of its prefix.
pub(in crate::insights) fn in_subnet(address: &str, network: &str) -> bool {
    let found = || {
        let address: IpAddr = address.trim().parse().ok()?;
        let (base, length) = network.trim().split_once('/')?;
        let (base, length): (IpAddr, u32) = (base.parse().ok()?, length.parse().ok()?);
        match (address, base) {
            (IpAddr::V4(address), IpAddr::V4(base)) if length <= 32 => {
                let mask = u32::MAX.checked_shl(32 - length).unwrap_or(0);
                Some((address.to_bits() ^ base.to_bits()) & mask == 0)
            }
            (IpAddr::V6(address), IpAddr::V6(base)) if length <= 128 => {
                let mask = u128::MAX.checked_shl(128 - length).unwrap_or(0);
                Some((address.to_bits() ^ base.to_bits()) & mask == 0)
            }
            _ => None,
        }
    };
    found().unwrap_or(false)
}

/// Whether an address of the function's kind is in a network.
pub(super) fn in_subnet_of(function: Function, address: &str, network: &str) -> bool {
    let kind = match function {
        Function::IsIpV4InSubnet => is(Function::IsValidIpV4, address),
        Function::IsIpV6InSubnet => is(Function::IsValidIpV6, address),
        _ => true,
    };
    kind && in_subnet(address, network)
}

pub(super) fn number(text: &str) -> Option<f64> {
    text.trim().parse::<Ipv4Addr>().ok().map(|address| f64::from(address.to_bits()))
}
