//! Values of conditions, compiled for what compares them.

use std::net::IpAddr;

use super::error::PolicyErrorKind;
use super::operator::Test;
use super::pattern::TextPattern;
use super::request::Context;
use crate::Timestamp;

/// One value of a condition, as written and as it is compared.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Value {
    text: String,
    wanted: Wanted,
}

#[derive(Clone, Debug, PartialEq)]
enum Wanted {
    Text(TextPattern),
    Number(f64),
    Date(Timestamp),
    Bool(bool),
    Network(Network),
}

impl Value {
    pub(super) fn read(test: Test, text: &str, variables: bool) -> Result<Self, PolicyErrorKind> {
        let wrong = |what| PolicyErrorKind::Value { value: text.to_owned(), what };
        let pattern = || if variables { TextPattern::parse(text) } else { Ok(TextPattern::plain(text)) };
        let wanted = match test {
            Test::Text | Test::TextIgnoreCase | Test::TextLike => Wanted::Text(pattern()?),
            Test::Arn if text != "*" && text.splitn(6, ':').count() < 6 => return Err(wrong("an ARN")),
            Test::Arn => Wanted::Text(pattern()?),
            Test::Number(_) => Wanted::Number(number(text).ok_or_else(|| wrong("a number"))?),
            Test::Date(_) => Wanted::Date(date(text).ok_or_else(|| wrong("an ISO 8601 date"))?),
            Test::Bool | Test::Null => Wanted::Bool(boolean(text).ok_or_else(|| wrong("true or false"))?),
            Test::Address => Wanted::Network(Network::parse(text).ok_or_else(|| wrong("an IP address or range"))?),
        };
        Ok(Self { text: text.to_owned(), wanted })
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whether a value of the request fits. One that is not of the kind that is compared does not.
    pub(super) fn fits(&self, test: Test, found: &str, context: &Context) -> bool {
        match (&self.wanted, test) {
            (Wanted::Text(pattern), Test::Text) => pattern.is(found, context),
            (Wanted::Text(pattern), Test::TextIgnoreCase) => pattern.is_ignore_case(found, context),
            (Wanted::Text(pattern), Test::TextLike) => pattern.is_like(found, context),
            (Wanted::Text(pattern), Test::Arn) => pattern.is_like_arn(found, context),
            (Wanted::Number(wanted), Test::Number(order)) => {
                number(found).and_then(|found| found.partial_cmp(wanted)).is_some_and(|ordering| order.holds(ordering))
            }
            (Wanted::Date(wanted), Test::Date(order)) => {
                date(found).is_some_and(|found| order.holds(found.cmp(wanted)))
            }
            (Wanted::Bool(wanted), Test::Bool) => boolean(found) == Some(*wanted),
            (Wanted::Network(network), Test::Address) => found.parse().is_ok_and(|found| network.holds(found)),
            _ => false,
        }
    }

    /// What `Null` asks for: whether the key must be absent.
    pub(super) fn wants_absence(&self) -> bool {
        self.wanted == Wanted::Bool(true)
    }
}

fn number(text: &str) -> Option<f64> {
    let is_decimal = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    text.parse().ok().filter(|_| is_decimal)
}

/// ISO 8601 text, a day alone, or seconds since the epoch.
fn date(text: &str) -> Option<Timestamp> {
    Timestamp::parse(text)
        .or_else(|_| Timestamp::parse(&format!("{text}T00:00:00Z")))
        .ok()
        .or_else(|| text.parse().ok().map(Timestamp::from_secs))
}

fn boolean(text: &str) -> Option<bool> {
    match text {
        _ if text.eq_ignore_ascii_case("true") => Some(true),
        _ if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

/// An address with how many of its first bits count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Network {
    base: u128,
    bits: u32,
    is_v6: bool,
}

impl Network {
    fn parse(text: &str) -> Option<Self> {
        let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let address = address.parse().ok()?;
        let (base, width) = widened(address);
        let bits = bits.map_or(Some(width), |bits| bits.parse().ok().filter(|bits| *bits <= width))?;
        Some(Self { base, bits: bits + 128 - width, is_v6: address.is_ipv6() })
    }

    fn holds(self, address: IpAddr) -> bool {
        let differing = widened(address).0 ^ self.base;
        address.is_ipv6() == self.is_v6 && (differing.checked_shr(128 - self.bits).unwrap_or(0) == 0)
    }
}

/// The address as a number, and how many bits it has.
fn widened(address: IpAddr) -> (u128, u32) {
    match address {
        IpAddr::V4(address) => (u128::from(address.to_bits()), 32),
        IpAddr::V6(address) => (address.to_bits(), 128),
    }
}
