//! Groups and tags on the wire.

use cupola_base::wire::WireTime;
use cupola_base::{Place, Tags, TagsError};
use serde::{Deserialize, Serialize};

use crate::scheduler::{GroupName, ScheduleGroup};
use crate::wire::TagRequest;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::scheduler) struct CreateGroup {
    pub(in crate::scheduler) name: GroupName,
    pub(in crate::scheduler) tags: Option<Vec<TagRequest>>,
}

/// What names a group.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::scheduler) struct NamedGroup {
    pub(in crate::scheduler) name: GroupName,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::scheduler) struct ListGroups {
    pub(in crate::scheduler) name_prefix: Option<String>,
    pub(in crate::scheduler) next_token: Option<String>,
    pub(in crate::scheduler) max_results: Option<f64>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::scheduler) struct GroupArnAnswer {
    pub(in crate::scheduler) schedule_group_arn: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::scheduler) struct GroupsAnswer<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::scheduler) next_token: Option<String>,
    pub(in crate::scheduler) schedule_groups: Vec<GroupAnswer<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::scheduler) struct GroupAnswer<'a> {
    arn: String,
    name: &'a str,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    creation_date: Option<WireTime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_modification_date: Option<WireTime>,
}

impl<'a> GroupAnswer<'a> {
    pub(in crate::scheduler) fn of(group: &'a ScheduleGroup, place: &Place) -> Self {
        Self {
            arn: group.name.arn(place).into(),
            name: group.name.as_str(),
            state: group.state.as_str(),
            creation_date: group.created.map(WireTime),
            last_modification_date: group.modified.map(WireTime),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::scheduler) struct TagGroup {
    pub(in crate::scheduler) resource_arn: String,
    pub(in crate::scheduler) tags: Vec<TagRequest>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::scheduler) struct UntagGroup {
    pub(in crate::scheduler) resource_arn: String,
    pub(in crate::scheduler) tag_keys: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::scheduler) struct ResourceTags {
    pub(in crate::scheduler) resource_arn: String,
}

pub(in crate::scheduler) use crate::wire::TagsAnswer;

pub(in crate::scheduler) fn read_tags(tags: Option<Vec<TagRequest>>) -> Result<Tags, TagsError> {
    let mut read = Tags::default();
    read.set(tags.into_iter().flatten().map(<(String, String)>::from))?;
    Ok(read)
}
