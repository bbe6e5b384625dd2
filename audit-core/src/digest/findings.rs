//! What else is odd about a chain.

use std::collections::BTreeMap;
use std::fmt;

use cupola_base::Timestamp;

/// Something that the CLI does not look for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DigestFinding {
    /// The hash that a digest tells of the one before is not that one's.
    PreviousHash {
        /// The digest that tells it.
        key: String,
        /// The digest before.
        previous: String,
    },
    /// The signature that a digest tells of the one before is not the one in that one's metadata.
    PreviousSignature {
        /// The digest that tells it.
        key: String,
        /// The digest before.
        previous: String,
    },
    /// A digest does not begin where the one before ends.
    NotContinuous {
        /// The digest.
        key: String,
        /// Its start.
        start: Timestamp,
        /// The end of the one before.
        previous_end: Timestamp,
    },
    /// A digest names itself or a newer one as the one before.
    Circle {
        /// The digest.
        key: String,
    },
    /// Two digests name a log file, or one names it twice.
    NamedTwice {
        /// The log file.
        log: String,
    },
    /// A log file has records outside the times that its digest tells.
    RecordsOutside {
        /// The log file.
        log: String,
    },
}

impl fmt::Display for DigestFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PreviousHash { key, previous } => write!(f, "{key} tells another hash of {previous} than it has"),
            Self::PreviousSignature { key, previous } => {
                write!(f, "{key} tells another signature of {previous} than it has")
            }
            Self::NotContinuous { key, start, previous_end } => {
                write!(f, "{key} begins at {start}, the digest before ends at {previous_end}")
            }
            Self::Circle { key } => write!(f, "{key} names itself or a newer digest as the one before"),
            Self::NamedTwice { log } => write!(f, "{log} is named twice"),
            Self::RecordsOutside { log } => write!(f, "{log} has records outside the times that its digest tells"),
        }
    }
}

/// How often log files are named, by bucket and key.
#[derive(Debug, Default)]
pub(super) struct Named(BTreeMap<(String, String), u32>);

impl Named {
    pub(super) fn name(&mut self, bucket: &str, key: &str) {
        *self.0.entry((bucket.to_owned(), key.to_owned())).or_default() += 1;
    }

    pub(super) fn has(&self, bucket: &str, key: &str) -> bool {
        self.0.contains_key(&(bucket.to_owned(), key.to_owned()))
    }

    pub(super) fn twice(&self) -> impl Iterator<Item = DigestFinding> {
        let twice = self.0.iter().filter(|(_, times)| **times > 1);
        twice.map(|((_, key), _)| DigestFinding::NamedTwice { log: key.clone() })
    }
}
