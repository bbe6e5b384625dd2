//! Dashboards.

use cupola_base::wire::WireTime;
use serde::{Deserialize, Serialize};

use super::tags::{WireTag, pairs};
use crate::dashboard::{Dashboard, DashboardMessage};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PutDashboard {
    pub(crate) dashboard_name: String,
    pub(crate) dashboard_body: String,
    tags: Option<Vec<WireTag>>,
}

impl PutDashboard {
    pub(crate) fn tags(&mut self) -> Vec<(String, String)> {
        pairs(self.tags.take().unwrap_or_default())
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DashboardPut {
    pub(crate) dashboard_validation_messages: Vec<DashboardMessage>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetDashboard {
    pub(crate) dashboard_name: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct WireDashboard<'a> {
    dashboard_arn: &'a str,
    dashboard_body: &'a str,
    dashboard_name: &'a str,
}

impl<'a> From<&'a Dashboard> for WireDashboard<'a> {
    fn from(dashboard: &'a Dashboard) -> Self {
        Self { dashboard_arn: &dashboard.arn, dashboard_body: &dashboard.body, dashboard_name: dashboard.name.as_str() }
    }
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListDashboards {
    #[serde(skip_serializing)]
    pub(crate) next_token: Option<String>,
    pub(crate) dashboard_name_prefix: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListedDashboards<'a> {
    pub(crate) dashboard_entries: Vec<DashboardEntry<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DashboardEntry<'a> {
    dashboard_name: &'a str,
    dashboard_arn: &'a str,
    last_modified: WireTime,
    size: usize,
}

impl<'a> From<&'a Dashboard> for DashboardEntry<'a> {
    fn from(dashboard: &'a Dashboard) -> Self {
        Self {
            dashboard_name: dashboard.name.as_str(),
            dashboard_arn: &dashboard.arn,
            last_modified: dashboard.modified.into(),
            size: dashboard.body.len(),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DeleteDashboards {
    pub(crate) dashboard_names: Vec<String>,
}
