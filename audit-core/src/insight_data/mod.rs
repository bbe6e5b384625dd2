//! Asking for insights of data events, and for the numbers behind insights.

mod error;
mod events;
mod points;
mod stored;

pub use error::InsightDataError;
pub use events::InsightEventsRequest;
pub use points::{InsightPoints, InsightPointsRequest};
pub(crate) use stored::DataInsights;
