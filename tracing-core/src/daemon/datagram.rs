//! The packets in which documents travel to the daemon.

use cupola_base::json::{Kind, ScanError, Scanner};

/// What stands before every document, without the line feed after it.
pub const DATAGRAM_HEADER: &str = r#"{"format": "json", "version": 1}"#;

/// One packet: a header, a line feed, and a document.
///
/// ```
/// use cupola_traces::{Datagram, DatagramError};
///
/// let packet = Datagram::new("{\"id\": \"70de5b6f19ff9a0a\"}").to_string();
/// assert_eq!(packet, "{\"format\": \"json\", \"version\": 1}\n{\"id\": \"70de5b6f19ff9a0a\"}");
/// assert_eq!(Datagram::parse(packet.as_bytes())?.document(), "{\"id\": \"70de5b6f19ff9a0a\"}");
/// assert_eq!(Datagram::parse(b"{}\n{}"), Err(DatagramError::Header));
/// # Ok::<(), DatagramError>(())
/// ```
///
/// # Source
/// X-Ray Developer Guide, "Sending segment documents to the X-Ray daemon"; the daemon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Datagram<'a> {
    document: &'a str,
}

impl<'a> Datagram<'a> {
    /// The most bytes of a packet; what is longer is cut by the socket, and then its document is no JSON.
    pub const MOST_BYTES: usize = 65_536;

    /// A packet for a document.
    #[must_use]
    pub const fn new(document: &'a str) -> Self {
        Self { document }
    }

    /// Reads a packet. The document is not looked at.
    ///
    /// # Errors
    /// [`DatagramError`] where the daemon throws the packet away. That a document must be UTF-8 is our decision.
    pub fn parse(packet: &'a [u8]) -> Result<Self, DatagramError> {
        let packet = &packet[..packet.len().min(Self::MOST_BYTES)];
        let end = packet.iter().position(|byte| *byte == b'\n').ok_or(DatagramError::NoLineFeed)?;
        if !header_holds(&packet[..end]).unwrap_or(false) {
            return Err(DatagramError::Header);
        }
        match std::str::from_utf8(&packet[end + 1..]) {
            Ok("") => Err(DatagramError::Empty),
            Ok(document) => Ok(Self { document }),
            Err(_) => Err(DatagramError::NotText),
        }
    }

    /// The document.
    #[must_use]
    pub const fn document(&self) -> &'a str {
        self.document
    }
}

/// The packet.
impl std::fmt::Display for Datagram<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{DATAGRAM_HEADER}\n{}", self.document)
    }
}

/// Whether the header says JSON of version 1.
fn header_holds(header: &[u8]) -> Result<bool, ScanError> {
    let mut scanner = Scanner::new(header);
    scanner.next()?;
    let (mut format, mut version) = (false, false);
    while let Some(kind) = scanner.next_member()? {
        let key = scanner.key();
        let is_text = matches!(kind, Kind::String { .. });
        if key == "format" {
            format = is_text && scanner.string().unescape().eq_ignore_ascii_case("json");
        } else if key == "version" {
            version = kind == Kind::Number && scanner.text().parse() == Ok(1);
        }
        if matches!(kind, Kind::Object | Kind::Array) {
            scanner.leave()?;
        }
    }
    scanner.finish()?;
    Ok(format && version)
}

/// Why the daemon throws a packet away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum DatagramError {
    /// There is no line feed.
    #[error("a packet is a header, a line feed and a document: there is no line feed")]
    NoLineFeed,
    /// The header is not JSON, or does not say `"format": "json"` and `"version": 1`.
    #[error(r#"the header of a packet must be {{"format": "json", "version": 1}}"#)]
    Header,
    /// Nothing follows the header.
    #[error("there is no document after the header")]
    Empty,
    /// The document is not UTF-8.
    #[error("the document is not UTF-8")]
    NotText,
}
