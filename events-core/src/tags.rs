//! Tags of rules and buses.

use cupola_base::{Tags, Timestamp};

use crate::error::TagError;
use crate::{BusName, Engine, RuleId, RuleName};

impl Engine {
    /// Adds tags to the rule or bus of this ARN, or replaces the values of those there.
    ///
    /// # Errors
    /// [`TagError`].
    #[doc(alias = "TagResource")]
    pub fn tag_resource<K: Into<String>, V: Into<String>>(
        &mut self,
        now: Timestamp,
        arn: &str,
        tags: impl IntoIterator<Item = (K, V)>,
    ) -> Result<(), TagError> {
        self.see(now);
        Ok(self.tags_mut(arn)?.set(tags)?)
    }

    /// Takes tags away; keys that are not there do not matter.
    ///
    /// # Errors
    /// [`TagError`].
    #[doc(alias = "UntagResource")]
    pub fn untag_resource<'a>(
        &mut self,
        now: Timestamp,
        arn: &str,
        keys: impl IntoIterator<Item = &'a str>,
    ) -> Result<(), TagError> {
        self.see(now);
        self.tags_mut(arn)?.unset(keys);
        Ok(())
    }

    /// The tags of the rule or bus of this ARN.
    ///
    /// # Errors
    /// [`TagError`].
    #[doc(alias = "ListTagsForResource")]
    pub fn list_tags_for_resource(&self, arn: &str) -> Result<&Tags, TagError> {
        Ok(match self.resource(arn)? {
            Resource::Bus(bus) => &self.describe_event_bus(&bus)?.tags,
            Resource::Rule(id) => &self.describe_rule(&id)?.tags,
        })
    }

    fn tags_mut(&mut self, arn: &str) -> Result<&mut Tags, TagError> {
        Ok(match self.resource(arn)? {
            Resource::Bus(bus) => &mut self.bus_mut(&bus)?.tags,
            Resource::Rule(id) => {
                let rule = self.rule_mut(&id)?;
                rule.check_not_managed()?;
                &mut rule.tags
            }
        })
    }

    fn resource(&self, arn: &str) -> Result<Resource, TagError> {
        let malformed = || TagError::Arn(arn.to_owned());
        let here = self.place().arn("events", "").to_string();
        let resource = arn.strip_prefix(&here).ok_or_else(malformed)?;
        if let Some(bus) = resource.strip_prefix("event-bus/") {
            let bus = BusName::new(bus).map_err(|_| malformed())?;
            return Ok(Resource::Bus(bus));
        }
        let rule = resource.strip_prefix("rule/").ok_or_else(malformed)?;
        let id = match rule.rsplit_once('/') {
            None => RuleId::from(RuleName::new(rule).map_err(|_| malformed())?),
            Some((bus, name)) => {
                let (bus, name) = (BusName::new(bus), RuleName::new(name));
                RuleId { bus: bus.map_err(|_| malformed())?, name: name.map_err(|_| malformed())? }
            }
        };
        Ok(Resource::Rule(id))
    }
}

enum Resource {
    Bus(BusName),
    Rule(RuleId),
}
