//! Queries of event data stores that were started, and their results.

mod error;
mod pages;
mod request;
mod started;
mod status;
mod table;
mod verbs;

pub use error::{LakeQueryRefusal, S3UriFault};
pub use pages::{LakeQueryList, LakeResultPage};
pub use request::{LakeQueryListRequest, LakeQueryRequest};
pub use started::StartedLakeQuery;
pub use status::{LakeQueryStatus, UnknownLakeQueryStatus};
pub(crate) use table::Queries;
