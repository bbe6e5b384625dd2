//! Buses on the wire.

use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DescribeEventBus {
    pub(crate) name: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListEventBuses {
    pub(crate) name_prefix: Option<String>,
    pub(crate) next_token: Option<String>,
    pub(crate) limit: Option<f64>,
}

/// A bus. When the default bus was made is not known, so no times are given.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct BusAnswer {
    pub(crate) name: String,
    pub(crate) arn: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct BusesAnswer {
    pub(crate) event_buses: Vec<BusAnswer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}
