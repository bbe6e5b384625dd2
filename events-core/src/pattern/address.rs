//! IP addresses and ranges of them, as event patterns read them.

use std::fmt;
use std::net::Ipv6Addr;

/// An address of either family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Address {
    /// Four groups.
    V4(u32),
    /// Eight groups.
    V6(u128),
}

impl Address {
    /// Reads a literal: four decimal groups of 0 to 255, where leading zeros count for nothing, or hex groups
    /// and colons. No zone, no port, no dotted tail.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        // Most texts are none, as their first letter tells.
        let first = text.bytes().next()?;
        if !(first.is_ascii_hexdigit() || first == b':') {
            return None;
        }
        if text.as_bytes().contains(&b':') { Self::v6(text) } else { Self::v4(text) }
    }

    fn v4(text: &str) -> Option<Self> {
        let (mut bits, mut groups, mut group) = (0, 0, None);
        for letter in text.bytes() {
            match letter {
                b'0'..=b'9' => {
                    let grown = group.unwrap_or(0) * 10 + u32::from(letter - b'0');
                    group = Some((grown < 256).then_some(grown)?);
                }
                b'.' => (bits, groups) = (bits << 8 | group.take()?, groups + 1),
                _ => return None,
            }
        }
        (groups == 3).then_some(Self::V4(bits << 8 | group?))
    }

    fn v6(text: &str) -> Option<Self> {
        let plain = text.bytes().all(|b| b.is_ascii_hexdigit() || b == b':');
        let address: Ipv6Addr = plain.then(|| text.parse().ok()).flatten()?;
        Some(Self::V6(address.to_bits()))
    }
}

/// A range of addresses that share their first bits.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cidr {
    text: Box<str>,
    first: Address,
    bits: u32,
}

impl Cidr {
    /// Reads `ADDRESS/BITS`.
    pub(crate) fn parse(text: &str) -> Result<Self, CidrError> {
        let (address, bits) = text.split_once('/').filter(|(_, bits)| !bits.contains('/')).ok_or(CidrError::Slash)?;
        let first = literal(address)?;
        let bits = mask(bits, first)?;
        Ok(Self { text: text.into(), first, bits })
    }

    /// Whether a text is an address of the range.
    pub(crate) fn contains(&self, text: &str) -> bool {
        match (self.first, Address::parse(text)) {
            (Address::V4(first), Some(Address::V4(other))) => (first ^ other).leading_zeros() >= self.bits,
            (Address::V6(first), Some(Address::V6(other))) => (first ^ other).leading_zeros() >= self.bits,
            _ => false,
        }
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The first and the last address of the range.
    pub(crate) const fn ends(&self) -> (Address, Address) {
        match self.first {
            Address::V4(first) => {
                // A range has fewer bits than an address.
                let rest = u32::MAX >> self.bits;
                (Address::V4(first & !rest), Address::V4(first | rest))
            }
            Address::V6(first) => {
                let rest = u128::MAX >> self.bits;
                (Address::V6(first & !rest), Address::V6(first | rest))
            }
        }
    }
}

impl fmt::Display for Cidr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn literal(address: &str) -> Result<Address, CidrError> {
    let v4_letters = address.split('.').count() == 4
        && address.split('.').all(|group| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit()));
    let v6_letters = address.contains(':') && address.bytes().all(|b| b.is_ascii_hexdigit() || b == b':');
    if !v4_letters && !v6_letters {
        return Err(CidrError::Nonstandard(address.into()));
    }
    Address::parse(address).ok_or_else(|| CidrError::Invalid(address.into()))
}

fn mask(bits: &str, first: Address) -> Result<u32, CidrError> {
    let bits: i32 = bits.parse().map_err(|_| CidrError::MaskNotInteger)?;
    let bits = u32::try_from(bits).map_err(|_| CidrError::MaskNegative)?;
    match first {
        Address::V4(_) if bits > 31 => Err(CidrError::MaskV4),
        Address::V6(_) if bits > 127 => Err(CidrError::MaskV6),
        _ => Ok(bits),
    }
}

/// Why a text is not a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CidrError {
    Slash,
    MaskNotInteger,
    MaskNegative,
    MaskV4,
    MaskV6,
    Nonstandard(String),
    Invalid(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_read_by_value() {
        let same = [("::1", "0:0:0:0:0:0:0:1"), ("1.2.3.4", "01.02.03.04"), ("2001:db8::1", "2001:0DB8:0:0:0:0:0:1")];
        for (a, b) in same {
            assert_eq!(Address::parse(a), Address::parse(b));
            assert!(Address::parse(a).is_some(), "{a}");
        }
        for text in [
            "999.1.1.1",
            "ab:cd",
            "1.2.3",
            "1.2.3.4.5",
            "1.2.3.4/32",
            " 1.2.3.4",
            "::ffff:1.2.3.4",
            "",
            "1..2.3",
            "+1.2.3.4",
        ] {
            assert_eq!(Address::parse(text), None, "{text}");
        }
    }

    #[test]
    fn ranges_hold_their_addresses() {
        for (range, text, inside) in [
            ("10.1.2.3/8", "10.9.9.9", true),
            ("10.0.0.0/24", "10.0.0.255", true),
            ("10.0.0.0/24", "10.0.1.0", false),
            ("0.0.0.0/0", "255.255.255.255", true),
            ("2001:db8::/32", "2001:DB8::1", true),
            ("::/0", "10.0.0.1", false),
        ] {
            assert_eq!(Cidr::parse(range).unwrap().contains(text), inside, "{range} {text}");
        }
    }

    #[test]
    fn bad_ranges_say_why() {
        for (range, error) in [
            ("10.0.0.0", CidrError::Slash),
            ("10.0.0.0/8/8", CidrError::Slash),
            ("10.0.0.0/x", CidrError::MaskNotInteger),
            ("10.0.0.0/-1", CidrError::MaskNegative),
            ("10.0.0.0/32", CidrError::MaskV4),
            ("::/128", CidrError::MaskV6),
            ("foo/8", CidrError::Nonstandard("foo".into())),
            ("::ffff:1.2.3.4/8", CidrError::Nonstandard("::ffff:1.2.3.4".into())),
            ("10.0.0.256/8", CidrError::Invalid("10.0.0.256".into())),
        ] {
            assert_eq!(Cidr::parse(range), Err(error), "{range}");
        }
    }
}
