//! Event data stores: records that are kept for years, to be asked.

mod changes;
mod context;
mod error;
mod ingestion;
mod insights;
mod listing;
mod policy;
mod queries;
mod records;
mod request;
mod settings;
mod shadows;
pub(crate) mod sql;
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
pub use policy::{LakePolicy, LakePolicyError};
pub(crate) use queries::Queries;
pub use queries::{
    LakeQueryList, LakeQueryListRequest, LakeQueryRefusal, LakeQueryRequest, LakeQueryStatus, LakeResultPage,
    S3UriFault, StartedLakeQuery, UnknownLakeQueryStatus,
};
pub use request::EventDataStoreRequest;
pub use settings::{BillingMode, EventDataStoreSettings};
pub use shadows::StoreRecord;
pub use status::EventDataStoreStatus;
pub use store::EventDataStore;
pub(crate) use table::Lake;
pub use verdict::EventDataStoreVerdict;

use cupola_base::{Arn, Place};

/// Whether a text can name an event data store or a channel: 3 to 128 letters, digits, `.`, `_` and `-`.
pub(crate) fn is_name(text: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    (3..=128).contains(&text.len()) && text.chars().all(is_word)
}

/// Whether a text can be the id or the ARN of a resource of a place: one that begins as an ARN does must be one of that kind.
pub(crate) fn can_be_known(text: &str, kind: &str, place: &Place) -> bool {
    let is_of_kind = |arn: &Arn| is_ours(arn, place) && arn.resource().split('/').next() == Some(kind);
    !text.starts_with("arn:") || Arn::parse(text).is_ok_and(|arn| is_of_kind(&arn))
}

/// Whether an ARN is of something of this service in a place.
pub(crate) fn is_ours(arn: &Arn, place: &Place) -> bool {
    arn.service() == "cloudtrail" && (arn.account(), arn.region()) == (place.account.as_str(), place.region.as_str())
}
