//! PutPermission and RemovePermission.

use cupola_base::{AccountId, ApiError, Timestamp};

use crate::access::{PutPermissionError, RemovePermissionError};
use crate::wire::{ConditionRequest, Nothing, PutPermissionRequest, RemovePermissionRequest};
use crate::{BusName, Engine, PutPermission};

impl Engine {
    pub(super) fn answer_put_permission(
        &mut self,
        now: Timestamp,
        request: PutPermissionRequest,
    ) -> Result<Nothing, ApiError> {
        let bus = self.named_bus(request.event_bus_name.as_deref())?;
        let PutPermissionRequest { action, principal, statement_id, condition, policy, .. } = request;
        match (policy, action, principal, statement_id) {
            (Some(policy), None, None, None) if condition.is_none() => self.put_policy(now, &bus, &policy)?,
            (None, Some(action), Some(principal), Some(statement_id)) => {
                let put = PutPermission { bus, statement_id, account: account(&principal)?, organization: None };
                self.put_permission(now, permission(put, &action, condition)?)?;
            }
            _ => return Err(PutPermissionError::Parameters.into()),
        }
        Ok(Nothing {})
    }

    pub(super) fn answer_remove_permission(
        &mut self,
        now: Timestamp,
        request: &RemovePermissionRequest,
    ) -> Result<Nothing, ApiError> {
        let bus: BusName = self.named_bus(request.event_bus_name.as_deref())?;
        match (&request.statement_id, request.remove_all_permissions) {
            (_, Some(true)) => self.remove_all_permissions(now, &bus)?,
            (Some(statement_id), _) => self.remove_permission(now, &bus, statement_id)?,
            (None, _) => return Err(RemovePermissionError::Parameters.into()),
        }
        Ok(Nothing {})
    }
}

/// The account, or none for everybody.
fn account(principal: &str) -> Result<Option<AccountId>, PutPermissionError> {
    match principal {
        "*" => Ok(None),
        account => AccountId::new(account).map(Some).map_err(|_| PutPermissionError::Principal),
    }
}

fn permission(
    put: PutPermission,
    action: &str,
    condition: Option<ConditionRequest>,
) -> Result<PutPermission, PutPermissionError> {
    if action != "events:PutEvents" {
        return Err(PutPermissionError::Action);
    }
    match condition {
        None => Ok(put),
        Some(condition) if condition.operator == "StringEquals" && condition.key == "aws:PrincipalOrgID" => {
            Ok(put.of_organization(condition.value))
        }
        Some(_) => Err(PutPermissionError::Condition),
    }
}
