//! The managed rule as which an archive shows on its bus.

use std::collections::BTreeMap;

use cupola_base::Tags;

use super::Archive;
use crate::rule::{Rule, RulePattern};
use crate::{Engine, RuleId, RuleName, RuleState};

/// Who manages the rules of archives.
const MANAGER: &str = "prod.vhs.events.aws.internal";

impl Engine {
    /// Puts the rule of an archive, or changes its pattern. A rule of the name that somebody else has made stays
    /// as it is.
    pub(super) fn manage_rule(&mut self, archive: &Archive) -> RuleId {
        let (name, pattern) = archive.managed_rule();
        let name = RuleName::new(name).expect("an archive's name has up to 48 letters of those that rules have");
        let id = RuleId { bus: archive.bus.clone(), name };
        let pattern = RulePattern::try_from(pattern).ok();
        let ours = self.state.rules.get(&id).is_none_or(|rule| rule.managed_by.as_deref() == Some(MANAGER));
        if ours && self.check_bus(&id.bus).is_ok() {
            self.forget_table(&id.bus);
            self.state.rules.insert(id.clone(), rule(id.clone(), pattern));
        }
        id
    }

    /// Takes the rule of an archive away.
    pub(super) fn unmanage_rule(&mut self, id: &RuleId) {
        let ours = self.state.rules.get(id).is_some_and(|rule| rule.managed_by.as_deref() == Some(MANAGER));
        if ours {
            self.state.rules.remove(id);
            self.forget_table(&id.bus);
        }
    }
}

fn rule(id: RuleId, pattern: Option<RulePattern>) -> Rule {
    Rule {
        id,
        pattern,
        schedule: None,
        state: RuleState::Enabled,
        description: None,
        role_arn: None,
        created_by: None,
        managed_by: Some(MANAGER.into()),
        tags: Tags::default(),
        targets: BTreeMap::new(),
    }
}
