//! Asking for data of many metrics at once.

mod answer;
mod compute;
mod error;
mod fetch;
mod label;
mod page;
mod plan;
mod request;
mod template;
mod zone;

pub use error::MetricDataError;
pub use page::{DataMessage, MetricDataPage, MetricDataPosition, MetricDataResult, StatusCode};
pub use request::{DataSource, MetricDataQuery, MetricDataRequest};
pub use zone::{LabelZone, LabelZoneError};

pub(crate) use answer::{Terms, answer, check_queries};
pub(crate) use compute::{Bounds, Outcome, compute};
pub(crate) use fetch::StoreFetch;
pub(crate) use plan::Plan;
