//! Tags on the wire.

use cupola_base::Tags;
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct TagRequest {
    key: String,
    value: String,
}

impl From<TagRequest> for (String, String) {
    fn from(tag: TagRequest) -> Self {
        (tag.key, tag.value)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct TagResource {
    #[serde(rename = "ResourceARN")]
    pub(crate) resource_arn: String,
    pub(crate) tags: Vec<TagRequest>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UntagResource {
    #[serde(rename = "ResourceARN")]
    pub(crate) resource_arn: String,
    pub(crate) tag_keys: Vec<String>,
}

#[derive(Deserialize)]
pub(crate) struct ResourceTags {
    #[serde(rename = "ResourceARN")]
    pub(crate) resource_arn: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct TagsAnswer<'a> {
    tags: Vec<TagAnswer<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct TagAnswer<'a> {
    key: &'a str,
    value: &'a str,
}

impl<'a> From<&'a Tags> for TagsAnswer<'a> {
    fn from(tags: &'a Tags) -> Self {
        Self { tags: tags.iter().map(|(key, value)| TagAnswer { key, value }).collect() }
    }
}
