//! Tags.

use cupola_base::Tags;
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
pub(crate) struct TagResource {
    #[serde(rename = "ResourceARN")]
    pub(crate) arn: String,
    #[serde(rename = "Tags")]
    tags: Vec<WireTag>,
}

impl TagResource {
    pub(crate) fn tags(&mut self) -> Vec<(String, String)> {
        pairs(std::mem::take(&mut self.tags))
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UntagResource {
    #[serde(rename = "ResourceARN")]
    pub(crate) arn: String,
    pub(crate) tag_keys: Vec<String>,
}

#[derive(Deserialize)]
pub(crate) struct ListTagsForResource {
    #[serde(rename = "ResourceARN")]
    pub(crate) arn: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct WireTags {
    tags: Vec<WireTag>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct WireTag {
    key: String,
    value: String,
}

impl From<&Tags> for WireTags {
    fn from(tags: &Tags) -> Self {
        Self { tags: tags.iter().map(|(key, value)| WireTag { key: key.into(), value: value.into() }).collect() }
    }
}

pub(super) fn pairs(tags: Vec<WireTag>) -> Vec<(String, String)> {
    tags.into_iter().map(|tag| (tag.key, tag.value)).collect()
}
