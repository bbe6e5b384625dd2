//! Dashboards: kept, checked, and resolved into queries.

mod body;
mod check;
mod finding;
mod name;
mod properties;
mod query;
mod row;
mod verbs;

use std::collections::BTreeMap;

use cupola_base::{Tags, Timestamp};
use serde::{Deserialize, Serialize};

pub use body::{DashboardBody, Frame, InvalidDashboard, Widget, WidgetKind};
pub use finding::DashboardMessage;
pub use name::{DashboardName, DashboardNameError};
pub use query::{WidgetQuery, WidgetQueryError, WidgetSource};
pub use verbs::{DeleteDashboardsError, PutDashboardError, UnknownDashboard};

/// A dashboard as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Dashboard {
    /// Its name.
    pub name: DashboardName,
    /// Its ARN, which names no region: a dashboard is the account's.
    pub arn: String,
    /// The body as it was put, byte by byte.
    pub body: String,
    /// When it was put last.
    pub modified: Timestamp,
    /// Its tags.
    pub tags: Tags,
}

/// All dashboards, by name.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Dashboards(BTreeMap<DashboardName, Dashboard>);

impl Dashboards {
    pub(crate) fn get(&self, name: &str) -> Option<&Dashboard> {
        self.0.get(&DashboardName::new(name).ok()?)
    }

    /// The tags of the dashboard with this ARN.
    pub(crate) fn tags_mut(&mut self, arn: &str) -> Option<&mut Tags> {
        let name = arn.split_once(":dashboard/")?.1;
        let dashboard = self.0.get_mut(&DashboardName::new(name).ok()?)?;
        (dashboard.arn == arn).then_some(&mut dashboard.tags)
    }

    /// Those after `after` whose names begin so.
    pub(crate) fn select<'a>(&'a self, prefix: &'a str, after: Option<&'a str>) -> impl Iterator<Item = &'a Dashboard> {
        let behind = move |name: &str| after.is_none_or(|after| name > after);
        let all = self.0.values().filter(move |dashboard| behind(dashboard.name.as_str()));
        all.filter(move |dashboard| dashboard.name.as_str().starts_with(prefix))
    }
}
