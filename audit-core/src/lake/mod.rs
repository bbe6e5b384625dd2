//! Event data stores: records that are kept for years, to be asked.

mod changes;
mod context;
mod error;
mod ingestion;
mod insights;
mod listing;
mod records;
mod request;
mod settings;
mod status;
mod store;
mod table;
mod verbs;
mod verdict;

pub use changes::EventDataStoreChanges;
pub use context::{ContextKeySelector, ContextKeyType};
pub use error::{Kept as LakeKept, LakeError};
pub use ingestion::StoreLoss;
pub use listing::{ListPage, ListRequest};
pub use request::EventDataStoreRequest;
pub use settings::{BillingMode, EventDataStoreSettings};
pub use status::EventDataStoreStatus;
pub use store::EventDataStore;
pub(crate) use table::Lake;
pub use verdict::EventDataStoreVerdict;
