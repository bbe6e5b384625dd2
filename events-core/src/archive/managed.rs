//! The managed rule as which an archive shows on its bus.

use std::collections::BTreeMap;

use cupola_base::Arn;

use super::Archive;
use crate::{Engine, InputTransformer, Rule, RuleId, RuleName, RuleState, Target, TargetId, TargetInput};

/// Who manages the rules of archives.
const MANAGER: &str = "prod.vhs.events.aws.internal";

impl Engine {
    /// Puts the rule of an archive, or changes its pattern.
    pub(super) fn manage_rule(&mut self, archive: &Archive) -> RuleId {
        let (name, pattern) = archive.managed_rule();
        let name = RuleName::new(name).expect("an archive's name has up to 48 letters of those that rules have");
        let id = RuleId { bus: archive.bus.clone(), name };
        self.show_rule(&id, MANAGER, pattern, RuleState::Enabled);
        let target = self.archive_target(archive, &id);
        if let Some(rule) = self.state.rules.get_mut(&id).filter(|rule| rule.is_of_archive()) {
            rule.targets = target.into_iter().map(|target| (target.id.clone(), target)).collect();
        }
        id
    }

    /// The target that the rule of an archive shows.
    fn archive_target(&self, archive: &Archive, rule: &RuleId) -> Option<Target> {
        let place = self.place();
        let arn = Arn::parse(&format!("arn:{}:events:{}:::", place.region.partition(), place.region)).ok()?;
        let template = format!(
            r#"{{"archive-arn": "{}", "event": <aws.events.event.json>, "ingestion-time": <aws.events.event.ingestion-time>}}"#,
            archive.arn(place)
        );
        let transformer = InputTransformer::new(BTreeMap::new(), &template).ok()?;
        let id = TargetId::new(rule.name.as_str()).ok()?;
        Some(Target::new(id, arn).with_input(TargetInput::Transformer(transformer)))
    }

    /// Takes the rule of an archive away.
    pub(super) fn unmanage_rule(&mut self, id: &RuleId) {
        self.hide_rule(id, MANAGER);
    }
}

impl Rule {
    /// Whether it is an archive's, which keeps its events without being called.
    pub(crate) fn is_of_archive(&self) -> bool {
        self.is_managed_by(MANAGER)
    }
}
