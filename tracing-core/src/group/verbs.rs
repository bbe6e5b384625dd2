//! Keeping groups.

use cupola_base::{Tags, Timestamp};

use super::{Group, GroupRefusal, InsightsConfiguration};
use crate::{Engine, FilterExpression};

/// Which group is meant: by name or by ARN.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum GroupSelector {
    /// By name; letter case counts.
    Name(String),
    /// By ARN.
    Arn(String),
}

impl From<&str> for GroupSelector {
    fn from(name: &str) -> Self {
        Self::Name(name.to_owned())
    }
}

impl Engine {
    /// All groups by name, `Default` among them.
    #[doc(alias = "GetGroups")]
    pub fn groups(&self) -> impl Iterator<Item = &Group> {
        self.state.read.groups.iter()
    }

    /// One group.
    ///
    /// # Errors
    /// [`GroupRefusal::Unknown`].
    #[doc(alias = "GetGroup")]
    pub fn group(&self, selector: &GroupSelector) -> Result<&Group, GroupRefusal> {
        let groups = &self.state.read.groups;
        match selector {
            GroupSelector::Name(name) => groups.get(name).ok_or_else(|| GroupRefusal::Unknown(name.clone())),
            GroupSelector::Arn(arn) => {
                let found = groups.iter().find(|group| group.arn.as_str() == arn);
                found.ok_or_else(|| GroupRefusal::Unknown(arn.clone()))
            }
        }
    }

    /// Creates a group. Traces that are stored already do not belong to it.
    ///
    /// # Errors
    /// [`GroupRefusal`].
    ///
    /// # Source
    /// X-Ray API Reference, CreateGroup.
    #[doc(alias = "CreateGroup")]
    pub fn create_group(
        &mut self,
        now: Timestamp,
        name: &str,
        expression: FilterExpression,
        insights: InsightsConfiguration,
        tags: Tags,
    ) -> Result<&Group, GroupRefusal> {
        self.see(now);
        if name == Group::DEFAULT {
            return Err(GroupRefusal::Default);
        }
        check_name(name)?;
        check_insights(insights)?;
        let groups = &self.state.read.groups;
        if groups.get(name).is_some() {
            return Err(GroupRefusal::Exists(name.to_owned()));
        }
        let most = self.state.limits.groups;
        if groups.own() >= most {
            return Err(GroupRefusal::TooMany { most });
        }
        groups.check_for(name, &expression)?;
        self.settle_groups();
        let unique = base32(self.state.read.rng.next_u64(), self.state.read.rng.next_u64());
        let arn = self.state.place.arn("xray", format_args!("group/{name}/{unique}"));
        let group = Group { name: name.to_owned(), arn, expression, insights, changed: None, serial: 0 };
        self.state.read.groups.insert(group, tags);
        self.group(&name.into())
    }

    /// Changes a group's expression or its insights; what is `None` stays. Of `Default`, insights alone can be changed.
    ///
    /// # Errors
    /// [`GroupRefusal`].
    ///
    /// # Source
    /// X-Ray API Reference, UpdateGroup.
    #[doc(alias = "UpdateGroup")]
    pub fn update_group(
        &mut self,
        now: Timestamp,
        selector: &GroupSelector,
        expression: Option<FilterExpression>,
        insights: Option<InsightsConfiguration>,
    ) -> Result<&Group, GroupRefusal> {
        let now = self.see(now);
        let group = self.group(selector)?;
        let name = group.name.clone();
        insights.map_or(Ok(()), check_insights)?;
        if let Some(expression) = &expression {
            if group.is_default() {
                return Err(GroupRefusal::Default);
            }
            self.state.read.groups.check_for(&name, expression)?;
        }
        self.settle_groups();
        if let Some(group) = self.state.read.groups.get_mut(&name) {
            change(group, now, expression, insights);
        }
        self.group(&GroupSelector::Name(name))
    }

    /// Deletes a group; its traces stay.
    ///
    /// # Errors
    /// [`GroupRefusal`] for `Default` and for a group that is not there.
    ///
    /// # Source
    /// X-Ray API Reference, DeleteGroup.
    #[doc(alias = "DeleteGroup")]
    pub fn delete_group(&mut self, now: Timestamp, selector: &GroupSelector) -> Result<(), GroupRefusal> {
        self.see(now);
        let group = self.group(selector)?;
        if group.is_default() {
            return Err(GroupRefusal::Default);
        }
        let name = group.name.clone();
        self.settle_groups();
        self.state.read.groups.remove(&name);
        Ok(())
    }
}

fn change(
    group: &mut Group,
    now: Timestamp,
    expression: Option<FilterExpression>,
    insights: Option<InsightsConfiguration>,
) {
    if let Some(expression) = expression.filter(|expression| *expression != group.expression) {
        group.expression = expression;
        group.changed = Some(now);
    }
    group.insights = insights.unwrap_or(group.insights);
}

fn check_name(name: &str) -> Result<(), GroupRefusal> {
    let is_well = (1..=32).contains(&name.len()) && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if is_well { Ok(()) } else { Err(GroupRefusal::Name(name.to_owned())) }
}

const fn check_insights(insights: InsightsConfiguration) -> Result<(), GroupRefusal> {
    let is_well = insights.insights_enabled || !insights.notifications_enabled;
    if is_well { Ok(()) } else { Err(GroupRefusal::Notifications) }
}

/// 24 of the letters and digits that the service's own ARNs end in.
fn base32(high: u64, low: u64) -> String {
    let bits = u128::from(high) << 64 | u128::from(low);
    (0..24).map(|at| char::from(LETTERS[((bits >> (5 * at)) & 31) as usize])).collect()
}

const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
