//! Tags of log groups.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TagResource {
    pub(crate) resource_arn: String,
    pub(crate) tags: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UntagResource {
    pub(crate) resource_arn: String,
    pub(crate) tag_keys: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NamedResource {
    pub(crate) resource_arn: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TagLogGroup {
    pub(crate) log_group_name: String,
    pub(crate) tags: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UntagLogGroup {
    pub(crate) log_group_name: String,
    pub(crate) tags: Vec<String>,
}

#[derive(Serialize)]
pub(crate) struct TagsAnswer<'a> {
    pub(crate) tags: BTreeMap<&'a str, &'a str>,
}
