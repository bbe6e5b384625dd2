//! Runtimes of canaries.

use cupola_base::wire::WireTime;
use serde::Serialize;

use crate::canary::runtime::{RuntimeVersion, day};

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DescribedRuntimes {
    pub(crate) runtime_versions: Vec<WireRuntime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct WireRuntime {
    version_name: &'static str,
    description: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    release_date: Option<WireTime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deprecation_date: Option<WireTime>,
}

impl From<&RuntimeVersion> for WireRuntime {
    fn from(version: &RuntimeVersion) -> Self {
        let date = |date: Option<&str>| date.and_then(day).map(WireTime);
        Self {
            version_name: version.name,
            description: version.description,
            release_date: date(version.released),
            deprecation_date: date(version.deprecated),
        }
    }
}
