//! Where the daemon listens.

use std::fmt;
use std::str::FromStr;

/// Where the daemon takes documents (UDP) and passes on questions about sampling (TCP), as
/// `AWS_XRAY_DAEMON_ADDRESS` says it: `host:port` for both, or `tcp:host:port udp:host:port` in either order.
///
/// ```
/// use cupola_traces::DaemonAddress;
///
/// let address = DaemonAddress::parse("udp:10.8.0.4:2100 tcp:10.8.0.5:2200")?;
/// assert_eq!((address.udp.to_string().as_str(), address.tcp.port), ("10.8.0.4:2100", 2200));
/// assert_eq!(DaemonAddress::default().to_string(), "tcp:127.0.0.1:2000 udp:127.0.0.1:2000");
/// assert!(DaemonAddress::parse("udp:10.8.0.4:2100").is_err());
/// # Ok::<(), cupola_traces::DaemonAddressError>(())
/// ```
///
/// # Source
/// X-Ray Developer Guide, "AWS X-Ray daemon"; the SDKs. That a host must not be empty, and that one with colons must
/// stand in brackets, is our decision.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_structs, reason = "the address has these two parts")]
pub struct DaemonAddress {
    /// For documents.
    pub udp: Endpoint,
    /// For rules and targets.
    pub tcp: Endpoint,
}

impl DaemonAddress {
    /// Reads the text of the variable.
    ///
    /// # Errors
    /// [`DaemonAddressError`] for any other text.
    pub fn parse(text: &str) -> Result<Self, DaemonAddressError> {
        let parts: Vec<&str> = text.split_whitespace().take(3).collect();
        match parts[..] {
            [both] => Endpoint::parse(both).map(|both| Self { udp: both.clone(), tcp: both }),
            [first, second] => Self::labelled(first, second).or_else(|| Self::labelled(second, first)),
            _ => None,
        }
        .ok_or_else(|| DaemonAddressError { text: text.chars().take(80).collect() })
    }

    fn labelled(tcp: &str, udp: &str) -> Option<Self> {
        let tcp = Endpoint::parse(tcp.strip_prefix("tcp:")?)?;
        let udp = Endpoint::parse(udp.strip_prefix("udp:")?)?;
        Some(Self { udp, tcp })
    }
}

impl Default for DaemonAddress {
    fn default() -> Self {
        let both = Endpoint { host: "127.0.0.1".to_owned(), port: 2000 };
        Self { udp: both.clone(), tcp: both }
    }
}

impl FromStr for DaemonAddress {
    type Err = DaemonAddressError;

    fn from_str(text: &str) -> Result<Self, DaemonAddressError> {
        Self::parse(text)
    }
}

/// Both parts with their labels.
impl fmt::Display for DaemonAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tcp:{} udp:{}", self.tcp, self.udp)
    }
}

/// A host and a port.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_structs, reason = "an endpoint has these two parts")]
pub struct Endpoint {
    /// A name or an address; one with colons has its brackets.
    pub host: String,
    /// The port.
    pub port: u16,
}

impl Endpoint {
    fn parse(text: &str) -> Option<Self> {
        let (host, port) = text.rsplit_once(':')?;
        let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
        let is_host = !host.is_empty() && (bare.is_some() || !host.contains(':'));
        let digits = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
        let port = port.parse().ok().filter(|_| is_host && digits)?;
        Some(Self { host: host.to_owned(), port })
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.host, self.port)
    }
}

/// The text is no address of a daemon.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no daemon address: accepted are host:port, and tcp:host:port udp:host:port in either order")]
pub struct DaemonAddressError {
    text: String,
}
