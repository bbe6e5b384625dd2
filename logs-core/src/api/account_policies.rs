//! Actions on policies of the account.

use cupola_base::ApiError;

use super::page::{DEFAULT_PAGE, Page};
use super::{Answer, Call, answer, nothing, refuse};
use crate::account_policy::{AccountPolicy, AccountPolicyType, DescribedAccountPolicy, UnknownAccountPolicy};
use crate::engine::Engine;
use crate::wire::protection::{
    self as wire, AccountPolicies, DeleteAccountPolicy, DescribeAccountPolicies, PutAccountPolicy,
    PutAccountPolicyAnswer,
};

pub(super) fn put_account_policy(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: PutAccountPolicy = call.read()?;
    let policy = AccountPolicy::parse(&request.policy_name, kind(&request.policy_type)?, &request.policy_document)?;
    let policy = request.selection_criteria.iter().try_fold(policy, |policy, criteria| policy.selecting(criteria))?;
    let described = DescribedAccountPolicy { policy: policy.clone(), updated: call.now };
    engine.put_account_policy_asking(call.now, policy, call.ask)?;
    answer(&PutAccountPolicyAnswer { account_policy: described_in(engine, &described) })
}

pub(super) fn delete_account_policy(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: DeleteAccountPolicy = call.read()?;
    engine.delete_account_policy(call.now, kind(&request.policy_type)?, &request.policy_name)?;
    nothing()
}

pub(super) fn describe_account_policies(engine: &Engine, call: &Call<'_>) -> Answer {
    let request: DescribeAccountPolicies = call.read()?;
    let own = engine.place.account.as_str();
    let others = request.account_identifiers.unwrap_or_default().iter().any(|account| account != own);
    refuse("accountIdentifiers", others)?;
    let (kind, name) = (kind(&request.policy_type)?, request.policy_name);
    let page = Page::of(format!("DescribeAccountPolicies {kind} {name:?}"), request.next_token.as_deref(), call.now)?;
    let wanted = |policy: &AccountPolicy| name.as_ref().is_none_or(|name| policy.name() == name);
    let mut policies = engine.describe_account_policies(kind).filter(|kept| wanted(&kept.policy)).peekable();
    if let (Some(name), None) = (&name, policies.peek()) {
        return Err(UnknownAccountPolicy(name.clone()).into());
    }
    let rest = policies.filter(|kept| page.after.as_ref().is_none_or(|after| kept.policy.name() > after.as_str()));
    let (policies, next_token) = page.cut(rest, DEFAULT_PAGE, |kept| kept.policy.name().into());
    let account_policies = policies.into_iter().map(|kept| described_in(engine, kept)).collect();
    answer(&AccountPolicies { account_policies, next_token })
}

fn kind(text: &str) -> Result<AccountPolicyType, ApiError> {
    Ok(text.parse::<AccountPolicyType>()?)
}

fn described_in(engine: &Engine, described: &DescribedAccountPolicy) -> wire::AccountPolicy {
    wire::AccountPolicy::new(described, engine.place.account.as_str())
}
