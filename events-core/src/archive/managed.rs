//! The managed rule as which an archive shows on its bus.

use super::Archive;
use crate::{Engine, RuleId, RuleName, RuleState};

/// Who manages the rules of archives.
const MANAGER: &str = "prod.vhs.events.aws.internal";

impl Engine {
    /// Puts the rule of an archive, or changes its pattern.
    pub(super) fn manage_rule(&mut self, archive: &Archive) -> RuleId {
        let (name, pattern) = archive.managed_rule();
        let name = RuleName::new(name).expect("an archive's name has up to 48 letters of those that rules have");
        let id = RuleId { bus: archive.bus.clone(), name };
        self.show_rule(&id, MANAGER, pattern, RuleState::Enabled);
        id
    }

    /// Takes the rule of an archive away.
    pub(super) fn unmanage_rule(&mut self, id: &RuleId) {
        self.hide_rule(id, MANAGER);
    }
}
