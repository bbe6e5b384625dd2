//! Sets of IP addresses, and the texts that spell one.

use super::automaton::Automaton;
use crate::pattern::address::{Address, Cidr};
use crate::pattern::wildcard::Wildcard;

/// Ranges of addresses: single addresses and CIDR blocks.
#[derive(Clone, Debug, Default)]
pub(super) struct Addresses {
    ranges: Vec<(Address, Address)>,
}

impl Addresses {
    pub(super) fn add(&mut self, address: Address) {
        self.ranges.push((address, address));
    }

    pub(super) fn add_range(&mut self, range: &Cidr) {
        self.ranges.push(range.ends());
    }

    pub(super) fn contains(&self, address: Address) -> bool {
        self.ranges.iter().any(|(first, last)| match (first, last, address) {
            (Address::V4(first), Address::V4(last), Address::V4(other)) => (first..=last).contains(&&other),
            (Address::V6(first), Address::V6(last), Address::V6(other)) => (first..=last).contains(&&other),
            _ => false,
        })
    }

    /// The first address of each range, and the one after each range: between two neighbours of these no
    /// answer changes.
    pub(super) fn edges(&self) -> impl Iterator<Item = Address> {
        let first = self.ranges.iter().map(|(first, _)| *first);
        first.chain(self.ranges.iter().filter_map(|(_, last)| match last {
            Address::V4(last) => last.checked_add(1).map(Address::V4),
            Address::V6(last) => last.checked_add(1).map(Address::V6),
        }))
    }
}

/// Texts that may spell a v4 address: all that do, and others.
pub(super) fn v4_shape(automaton: &mut Automaton) {
    automaton.add_wildcard(&stars("*.*.*.*"));
}

/// Texts that may spell a v6 address.
pub(super) fn v6_shape(automaton: &mut Automaton) {
    automaton.add_wildcard(&stars("*:*"));
}

fn stars(text: &str) -> Wildcard {
    Wildcard::parse(text).expect("our own wildcards can be read")
}

/// The letters of which addresses are made.
pub(super) const LETTERS: &str = "0123456789abcdefABCDEF:.";

/// How an address is usually written.
pub(super) fn written(address: Address) -> String {
    match address {
        Address::V4(bits) => std::net::Ipv4Addr::from_bits(bits).to_string(),
        // The standard way ends in four decimal groups for some addresses, which is no literal here.
        Address::V6(bits) => {
            let groups = std::net::Ipv6Addr::from_bits(bits).segments();
            groups.map(|group| format!("{group:x}")).join(":")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_as_the_same() {
        for address in [Address::V4(0), Address::V4(u32::MAX), Address::V6(1), Address::V6(0xffff_0102_0304)] {
            assert_eq!(Address::parse(&written(address)), Some(address));
        }
    }

    #[test]
    fn edges_bound_the_ranges() {
        let mut addresses = Addresses::default();
        addresses.add_range(&Cidr::parse("10.1.2.3/8").unwrap());
        addresses.add(Address::V4(u32::MAX));
        let edges: Vec<String> = addresses.edges().map(written).collect();
        assert_eq!(edges, ["10.0.0.0", "255.255.255.255", "11.0.0.0"]);
        assert!(addresses.contains(Address::V4(0x0aff_ffff)) && !addresses.contains(Address::V4(0x0b00_0000)));
    }
}
