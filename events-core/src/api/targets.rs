//! Actions about targets.

use cupola_base::{ApiError, Timestamp};

use super::page::PageRequest;
use crate::wire::{FailuresAnswer, ListTargetsByRule, PutTargets, RemoveTargets, TargetAnswer, TargetsAnswer};
use crate::{Engine, Target};

impl Engine {
    pub(super) fn answer_put_targets(
        &mut self,
        now: Timestamp,
        request: PutTargets,
    ) -> Result<FailuresAnswer, ApiError> {
        let id = self.named_rule(request.rule, request.event_bus_name.as_deref())?;
        let targets = request.targets.into_iter().map(Target::try_from).collect::<Result<_, _>>()?;
        self.put_targets(now, &id, targets)?;
        Ok(FailuresAnswer::default())
    }

    pub(super) fn answer_remove_targets(
        &mut self,
        now: Timestamp,
        request: RemoveTargets,
    ) -> Result<FailuresAnswer, ApiError> {
        let id = self.named_rule(request.rule, request.event_bus_name.as_deref())?;
        match request.force {
            Some(true) => self.remove_targets_by_force(now, &id, &request.ids)?,
            _ => self.remove_targets(now, &id, &request.ids)?,
        }
        Ok(FailuresAnswer::default())
    }

    pub(super) fn answer_list_targets_by_rule(
        &self,
        request: ListTargetsByRule,
    ) -> Result<TargetsAnswer<'_>, ApiError> {
        let id = self.named_rule(request.rule, request.event_bus_name.as_deref())?;
        let page = PageRequest::new("ListTargetsByRule", &[&id.to_string()], request.next_token, request.limit);
        let page = page.of(self.now(), self.list_targets_by_rule(&id)?, |target| target.id.as_str())?;
        Ok(TargetsAnswer { targets: page.items.into_iter().map(TargetAnswer).collect(), next_token: page.next })
    }
}
