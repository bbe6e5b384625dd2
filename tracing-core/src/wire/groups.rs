//! Groups and tags.

use cupola_base::{ApiError, Arn, Tags};
use serde::{Deserialize, Serialize};

use super::{WireTag, invalid};
use crate::{FilterExpression, Group, GroupRefusal, GroupSelector, InsightsConfiguration};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreateGroup {
    pub(crate) group_name: String,
    filter_expression: Option<String>,
    insights_configuration: Option<WireInsights>,
    tags: Option<Vec<WireTag>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UpdateGroup {
    group_name: Option<String>,
    #[serde(rename = "GroupARN")]
    group_arn: Option<String>,
    filter_expression: Option<String>,
    insights_configuration: Option<WireInsights>,
}

/// A request that may name a group.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct NamedGroup {
    group_name: Option<String>,
    #[serde(rename = "GroupARN")]
    group_arn: Option<String>,
}

#[derive(Clone, Copy, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
struct WireInsights {
    insights_enabled: Option<bool>,
    notifications_enabled: Option<bool>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct WireGroup {
    group_name: String,
    #[serde(rename = "GroupARN")]
    group_arn: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    filter_expression: String,
    insights_configuration: WireInsights,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GroupGiven {
    pub(crate) group: WireGroup,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GroupsGiven {
    pub(crate) groups: Vec<WireGroup>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct TagResource {
    #[serde(rename = "ResourceARN")]
    resource_arn: String,
    pub(crate) tags: Vec<WireTag>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UntagResource {
    #[serde(rename = "ResourceARN")]
    resource_arn: String,
    pub(crate) tag_keys: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct TagsOf {
    #[serde(rename = "ResourceARN")]
    resource_arn: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct TagsGiven<'a> {
    tags: Vec<GivenTag<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct GivenTag<'a> {
    key: &'a str,
    value: &'a str,
}

impl CreateGroup {
    pub(crate) fn expression(&self) -> Result<FilterExpression, GroupRefusal> {
        Ok(FilterExpression::parse(self.filter_expression.as_deref().unwrap_or_default())?)
    }

    pub(crate) fn insights(&self) -> InsightsConfiguration {
        self.insights_configuration.map(InsightsConfiguration::from).unwrap_or_default()
    }

    pub(crate) fn tags(self) -> Result<Tags, GroupRefusal> {
        let mut tags = Tags::default();
        tags.set(self.tags.into_iter().flatten().map(|tag| (tag.key, tag.value)))?;
        Ok(tags)
    }
}

impl UpdateGroup {
    pub(crate) fn selector(&self) -> Result<GroupSelector, GroupRefusal> {
        selector(self.group_name.as_deref(), self.group_arn.as_deref()).ok_or(GroupRefusal::Unnamed)
    }

    pub(crate) fn expression(&self) -> Result<Option<FilterExpression>, GroupRefusal> {
        Ok(self.filter_expression.as_deref().map(FilterExpression::parse).transpose()?)
    }

    pub(crate) fn insights(&self) -> Option<InsightsConfiguration> {
        self.insights_configuration.map(InsightsConfiguration::from)
    }
}

impl NamedGroup {
    pub(crate) fn selector(&self) -> Result<GroupSelector, GroupRefusal> {
        self.optional().ok_or(GroupRefusal::Unnamed)
    }

    pub(crate) fn optional(&self) -> Option<GroupSelector> {
        selector(self.group_name.as_deref(), self.group_arn.as_deref())
    }
}

/// The ARN counts where both are given: it names one group for ever.
pub(super) fn selector(name: Option<&str>, arn: Option<&str>) -> Option<GroupSelector> {
    let by_name = || name.map(GroupSelector::from);
    arn.map(|arn| GroupSelector::Arn(arn.to_owned())).or_else(by_name)
}

impl From<WireInsights> for InsightsConfiguration {
    fn from(wire: WireInsights) -> Self {
        Self {
            insights_enabled: wire.insights_enabled.unwrap_or_default(),
            notifications_enabled: wire.notifications_enabled.unwrap_or_default(),
        }
    }
}

impl From<&Group> for WireGroup {
    fn from(group: &Group) -> Self {
        Self {
            group_name: group.name.clone(),
            group_arn: group.arn.to_string(),
            filter_expression: group.expression.source().to_owned(),
            insights_configuration: WireInsights {
                insights_enabled: Some(group.insights.insights_enabled),
                notifications_enabled: Some(group.insights.notifications_enabled),
            },
        }
    }
}

impl<'a> From<&'a Tags> for TagsGiven<'a> {
    fn from(tags: &'a Tags) -> Self {
        Self { tags: tags.iter().map(|(key, value)| GivenTag { key, value }).collect() }
    }
}

macro_rules! resource {
    ($($request:ident),*) => {
        $(impl $request {
            pub(crate) fn resource(&self) -> Result<Arn, ApiError> {
                Arn::parse(&self.resource_arn).map_err(|error| invalid(error.to_string()))
            }
        })*
    };
}

resource!(TagResource, UntagResource, TagsOf);
