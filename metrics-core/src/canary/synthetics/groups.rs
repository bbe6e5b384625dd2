//! Groups of canaries at the door.

use std::collections::BTreeMap;

use cupola_base::wire::WireTime;
use serde::{Deserialize, Serialize};

use super::{Answer, Call, answer, invalid, most};
use crate::api::Page;
use crate::canary::group::CanaryGroup;
use crate::engine::Engine;
use crate::wire::{Nothing, Whole};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct CreateGroup {
    name: String,
    tags: Option<BTreeMap<String, String>>,
}

/// For every action that names a group.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct OfGroup {
    group_identifier: String,
    #[serde(default)]
    resource_arn: String,
}

/// For every list. The members after `MaxResults` are those that a page token pins.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
struct List {
    #[serde(skip_serializing)]
    next_token: Option<String>,
    #[serde(skip_serializing)]
    max_results: Option<Whole>,
    #[serde(default)]
    group_identifier: String,
    #[serde(default)]
    resource_arn: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct OneGroup<'a> {
    group: WireGroup<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct WireGroup<'a> {
    id: &'a str,
    name: &'a str,
    arn: &'a str,
    tags: BTreeMap<&'a str, &'a str>,
    created_time: WireTime,
    last_modified_time: WireTime,
}

impl<'a> From<&'a CanaryGroup> for OneGroup<'a> {
    fn from(group: &'a CanaryGroup) -> Self {
        let CanaryGroup { id, arn, name, created, modified, tags, .. } = group;
        let (created_time, last_modified_time) = ((*created).into(), (*modified).into());
        Self { group: WireGroup { id, name, arn, tags: tags.iter().collect(), created_time, last_modified_time } }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Groups<'a> {
    groups: Vec<Summary<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Summary<'a> {
    id: &'a str,
    name: &'a str,
    arn: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Resources {
    resources: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

/// The groups of a page, and the token of the next.
fn summaries<'a>(page: &Page, request: &List, all: impl Iterator<Item = &'a CanaryGroup>) -> Groups<'a> {
    let rest = all.filter(|group| page.after.as_deref().is_none_or(|after| group.name.as_str() > after));
    let (found, next_token) = page.cut(rest, most(request.max_results, 20), |group| group.name.clone());
    let summary = |group: &'a CanaryGroup| Summary { id: &group.id, name: &group.name, arn: &group.arn };
    Groups { groups: found.into_iter().map(summary).collect(), next_token }
}

impl Engine {
    pub(super) fn answer_create_group(&mut self, call: &Call) -> Answer {
        let request: CreateGroup = call.read()?;
        let tags = request.tags.unwrap_or_default().into_iter().collect();
        answer(&OneGroup::from(self.create_canary_group(call.now, &request.name, tags)?))
    }

    pub(super) fn answer_get_group(&mut self, call: &Call) -> Answer {
        let request: OfGroup = call.read()?;
        answer(&OneGroup::from(self.canary_group(call.now, &request.group_identifier)?))
    }

    pub(super) fn answer_delete_group(&mut self, call: &Call) -> Answer {
        self.delete_canary_group(call.now, &call.read::<OfGroup>()?.group_identifier)?;
        answer(&Nothing {})
    }

    pub(super) fn answer_associate(&mut self, call: &Call) -> Answer {
        let request: OfGroup = call.read()?;
        self.associate_canary(call.now, &request.group_identifier, &request.resource_arn)?;
        answer(&Nothing {})
    }

    pub(super) fn answer_disassociate(&mut self, call: &Call) -> Answer {
        let request: OfGroup = call.read()?;
        self.disassociate_canary(call.now, &request.group_identifier, &request.resource_arn)?;
        answer(&Nothing {})
    }

    pub(super) fn answer_groups(&mut self, call: &Call) -> Answer {
        let request: List = call.read()?;
        let page = Page::of("ListGroups", &request, request.next_token.as_deref(), call.now).map_err(invalid)?;
        answer(&summaries(&page, &request, self.canary_groups(call.now)))
    }

    pub(super) fn answer_groups_of_canary(&mut self, call: &Call) -> Answer {
        let request: List = call.read()?;
        let token = request.next_token.as_deref();
        let page = Page::of("ListAssociatedGroups", &request, token, call.now).map_err(invalid)?;
        let groups = self.groups_of_canary(call.now, &request.resource_arn)?;
        answer(&summaries(&page, &request, groups.into_iter()))
    }

    pub(super) fn answer_group_resources(&mut self, call: &Call) -> Answer {
        let request: List = call.read()?;
        let page =
            Page::of("ListGroupResources", &request, request.next_token.as_deref(), call.now).map_err(invalid)?;
        let place = self.place.clone();
        let group = self.canary_group(call.now, &request.group_identifier)?;
        let rest = group.canaries.iter().filter(|name| page.after.as_deref().is_none_or(|after| name.as_str() > after));
        let (found, next_token) = page.cut(rest, most(request.max_results, 20), |name| name.to_string());
        let arn = |name| place.arn("synthetics", format_args!("canary:{name}")).to_string();
        answer(&Resources { resources: found.into_iter().map(arn).collect(), next_token })
    }
}
