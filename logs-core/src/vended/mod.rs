//! Log deliveries ("vended logs"): what services send of their resources, to log groups, buckets, delivery streams and
//! X-Ray.
//!
//! A delivery source is one type of log of one resource, a delivery destination is what is written to, and a delivery
//! joins the two. What a resource sends is told with [`Engine::vend`](crate::Engine::vend).

mod access;
mod catalog;
mod configuration;
mod delivery;
mod destination;
mod error;
mod explain;
mod files;
mod kind;
mod record;
mod route;
mod source;
mod suffix_path;
mod template;
mod told;
mod vend;
mod verbs;
mod write;

use std::collections::BTreeMap;

use cupola_base::Rng;
use serde::{Deserialize, Serialize};

pub use access::{AskDelivery, DeliveryRequest};
pub use delivery::{
    CreateDelivery, DeliveryConfiguration, LogDelivery, OfferedDestination, S3DeliveryConfiguration, S3Layout,
};
pub use destination::{DeliveryDestination, PutDeliveryDestination};
pub use error::DeliveryError;
pub use explain::{ExplainedDelivery, VendingExplanation};
pub use kind::{DeliveryDestinationType, OutputFormat, UnknownOutputFormat};
pub use record::{RecordValue, VendedRecord, VendedRecordError};
pub use route::VendingRefusal;
pub use source::{DeliverySource, DeliverySourceStatus, PutDeliverySource};
pub use suffix_path::{PathVariable, SuffixPath, SuffixPathError, SuffixPathErrorKind};
pub use template::{ConfigurationTemplate, ConfigurationTemplateQuery, RecordField};
pub use told::{VendedFailed, VendedTraces};
pub use vend::{Vending, VendingOutcome};

use delivery::KeptDelivery;
use destination::KeptDestination;
use source::KeptSource;

/// All sources, destinations and deliveries of an engine.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Deliveries {
    pub(crate) sources: BTreeMap<String, KeptSource>,
    /// What is written to, by name.
    pub(crate) sinks: BTreeMap<String, KeptDestination>,
    /// By the order in which they were made.
    joined: BTreeMap<u64, KeptDelivery>,
    /// How many deliveries were ever made.
    made: u64,
    /// What the records count that wait for a file.
    waiting: usize,
    rng: Rng,
}

impl Deliveries {
    pub(crate) fn new(seed: u64) -> Self {
        let rng = Rng::for_part(seed, "deliveries");
        Self { sources: BTreeMap::new(), sinks: BTreeMap::new(), joined: BTreeMap::new(), made: 0, waiting: 0, rng }
    }

    /// A delivery and its number.
    pub(crate) fn numbered(&self, id: &str) -> Option<(u64, &KeptDelivery)> {
        self.joined.iter().find(|(_, delivery)| delivery.id == id).map(|(number, delivery)| (*number, delivery))
    }

    /// A delivery, to be changed.
    pub(crate) fn find_mut(&mut self, id: &str) -> Option<&mut KeptDelivery> {
        self.joined.values_mut().find(|delivery| delivery.id == id)
    }

    /// 16 letters and digits.
    fn new_id(&self) -> String {
        const LETTERS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        let letter = |_| char::from(LETTERS[usize::try_from(self.rng.below(62)).unwrap_or(0)]);
        (0..16).map(letter).collect()
    }
}

/// What a snapshot has that is older than deliveries.
impl Default for Deliveries {
    fn default() -> Self {
        Self::new(0)
    }
}
