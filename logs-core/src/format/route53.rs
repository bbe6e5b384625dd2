//! Queries that Route 53 answered.

use std::fmt;
use std::net::IpAddr;

use cupola_base::Timestamp;

use super::error::FormatError;

/// One line of a public DNS query log.
///
/// ```
/// use cupola_logs::format::Route53Query;
///
/// let line = "1.0 2017-12-13T08:15:50.235Z Z123 example.com AAAA NOERROR TCP IAD12 192.168.3.1 192.168.222.0/24";
/// let query = Route53Query::parse(line)?;
/// assert_eq!((query.record_type, query.edge, query.client_subnet), ("AAAA", "IAD12", Some("192.168.222.0/24")));
/// assert_eq!(query.to_string(), line);
/// # Ok::<(), cupola_logs::format::FormatError>(())
/// ```
///
/// # Source
/// Route 53 Developer Guide, "Values that appear in DNS query logs".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_structs, reason = "the line has these ten words")]
pub struct Route53Query<'a> {
    /// The version of the log's format, `1.0`.
    pub version: &'a str,
    /// When Route 53 answered.
    pub at: Timestamp,
    /// The hosted zone's id.
    pub zone: &'a str,
    /// The name that was asked for.
    pub name: &'a str,
    /// The record type, `A`.
    pub record_type: &'a str,
    /// The response code, `NOERROR`.
    pub response: &'a str,
    /// `TCP` or `UDP`.
    pub protocol: &'a str,
    /// The edge location, `FRA6`.
    pub edge: &'a str,
    /// The resolver that asked.
    pub resolver: IpAddr,
    /// The part of the client's address that the resolver told.
    pub client_subnet: Option<&'a str>,
}

const KIND: &str = "Route 53 query log line";

impl Route53Query<'_> {
    /// What the words of a line are called, in their order, as a transformer's `parseRoute53` calls them.
    ///
    /// # Source
    /// CloudWatch Logs User Guide, "Processors that you can use", parseRoute53.
    pub(crate) const COLUMNS: [&'static str; 10] = [
        "version",
        "queryTimestamp",
        "hostZoneId",
        "queryName",
        "queryType",
        "responseCode",
        "protocol",
        "edgeLocation",
        "resolverIp",
        "ednsClientSubnet",
    ];
}

impl<'a> Route53Query<'a> {
    /// Reads a line.
    ///
    /// # Errors
    /// [`FormatError`] when there are not ten words, or the time or the resolver's address is none.
    pub fn parse(line: &'a str) -> Result<Self, FormatError> {
        let words: Vec<&str> = line.split_ascii_whitespace().take(Self::COLUMNS.len() + 1).collect();
        let [version, at, zone, name, record_type, response, protocol, edge, resolver, subnet] = words[..] else {
            return Err(FormatError::at(KIND, line, line, "expected ten words"));
        };
        let parsed = Timestamp::parse(at).map_err(|_| FormatError::at(KIND, line, at, "expected a time in RFC 3339"));
        let address = resolver.parse().map_err(|_| FormatError::at(KIND, line, resolver, "expected an address"));
        let client_subnet = Some(subnet).filter(|subnet| *subnet != "-");
        let (at, resolver) = (parsed?, address?);
        Ok(Self { version, at, zone, name, record_type, response, protocol, edge, resolver, client_subnet })
    }
}

/// Prints the line.
impl fmt::Display for Route53Query<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { version, at, zone, name, record_type, response, protocol, edge, resolver, client_subnet } = self;
        let (at, subnet) = (at.to_millis_text(), client_subnet.unwrap_or("-"));
        write!(f, "{version} {at} {zone} {name} {record_type} {response} {protocol} {edge} {resolver} {subnet}")
    }
}
