//! Where deliveries are sent.

use std::fmt;
use std::str::FromStr;

/// Another endpoint on this machine or in this network, such as LocalStack, moto or ElasticMQ.
///
/// ```
/// use cupola_endpoint::DeliverTo;
///
/// let to: DeliverTo = "http://127.0.0.1:4566".parse()?;
/// assert_eq!(to.to_string(), "http://127.0.0.1:4566");
/// assert_eq!("http://[::1]:5000/".parse::<DeliverTo>()?.to_string(), "http://[::1]:5000");
/// assert!("https://sqs.us-east-1.amazonaws.com".parse::<DeliverTo>().is_err());
/// # Ok::<(), cupola_endpoint::DeliverToError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliverTo {
    host: String,
    port: u16,
}

impl DeliverTo {
    /// Host and port, as in a URL.
    pub(super) fn authority(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }

    /// Host and port, as sockets have them.
    pub(super) fn socket(&self) -> (&str, u16) {
        (self.host.trim_start_matches('[').trim_end_matches(']'), self.port)
    }
}

impl FromStr for DeliverTo {
    type Err = DeliverToError;

    fn from_str(text: &str) -> Result<Self, DeliverToError> {
        let refused = || DeliverToError(text.into());
        let uri: hyper::Uri = text.parse().map_err(|_| refused())?;
        let is_bare = uri.path() == "/" && uri.query().is_none();
        let is_plain = uri.scheme_str() == Some("http") && !uri.authority().is_some_and(|at| at.as_str().contains('@'));
        let host = uri.host().filter(|host| is_bare && is_plain && !host.is_empty()).ok_or_else(refused)?;
        Ok(Self { host: host.into(), port: uri.port_u16().unwrap_or(80) })
    }
}

impl fmt::Display for DeliverTo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "http://{}:{}", self.host, self.port)
    }
}

/// A text that is no address for deliveries.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no address for deliveries: it is http://HOST or http://HOST:PORT, without encryption, user or path")]
pub struct DeliverToError(String);
