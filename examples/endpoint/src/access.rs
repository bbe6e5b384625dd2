//! Who may call what, as a file says.

use std::collections::BTreeMap;

use cupola::base::policy::{Policy, PolicyError};
use cupola::{AccountId, Arn, Authorizer, NamedPolicy, UnknownManagedPolicy};
use serde::Deserialize;
use serde_json::value::RawValue;

/// Access key ids with their principals, and what the policies of these let them do.
///
/// The file is JSON: for each access key id a user or a role, with its policies; a policy is the name of a managed one of AWS
/// or a document. `organizations` tells which accounts belong to which organization, for conditions on `aws:PrincipalOrgID`.
/// A key id of 12 digits that is not in it is the root of that account, an unsigned call that of the default account; any
/// other key id is refused.
///
/// ```
/// use cupola_endpoint::Access;
///
/// let access = Access::parse(r#"{
///     "principals": {
///         "AKIAREADER": {"arn": "arn:aws:iam::123456789012:user/reader", "policies": ["AWSXrayReadOnlyAccess"]},
///         "AKIAAGENT": {"arn": "arn:aws:iam::123456789012:user/agent", "policies": [
///             "CloudWatchAgentServerPolicy",
///             {"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "logs:CreateLogGroup", "Resource": "*"}}
///         ]}
///     },
///     "organizations": {"o-quay123456": ["123456789012"]}
/// }"#)?;
/// let reader = access.principal("AKIAREADER").ok_or("it is in the file")?;
/// assert_eq!(access.authorizer().policies_of(reader).count(), 1);
///
/// let wrong = r#"{"principals": {"AKIA": {"arn": "arn:aws:iam::123456789012:user/a", "policies": ["Everything"]}}}"#;
/// assert!(Access::parse(wrong).unwrap_err().to_string().starts_with("AKIA: there is no managed policy Everything here"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Access {
    principals: BTreeMap<String, Arn>,
    authorizer: Authorizer,
}

/// Why a file does not say who may call what.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AccessError {
    /// It is not JSON, or has other members.
    #[error("{0}")]
    Form(#[from] serde_json::Error),
    /// A principal's ARN has no account.
    #[error("{key}: {arn} is no principal: arn:aws:iam::ACCOUNT:user/NAME or role/NAME is needed")]
    Principal {
        /// The access key id.
        key: String,
        /// The ARN.
        arn: Arn,
    },
    /// A name that is no managed policy's.
    #[error("{key}: {why}")]
    Managed {
        /// The access key id.
        key: String,
        /// What there is.
        why: UnknownManagedPolicy,
    },
    /// A document that is no policy.
    #[error("{key}: policy {number}: {why}")]
    Policy {
        /// The access key id.
        key: String,
        /// Which of its policies, from 1.
        number: usize,
        /// Why.
        why: PolicyError,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written<'a> {
    #[serde(borrow)]
    principals: BTreeMap<String, WrittenPrincipal<'a>>,
    #[serde(default)]
    organizations: BTreeMap<String, Vec<AccountId>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenPrincipal<'a> {
    arn: Arn,
    /// Names and documents.
    #[serde(borrow)]
    policies: Vec<&'a RawValue>,
}

impl Access {
    /// Reads the file's text.
    ///
    /// # Errors
    /// [`AccessError`], which says where.
    pub fn parse(text: &str) -> Result<Self, AccessError> {
        let written: Written<'_> = serde_json::from_str(text)?;
        let of_organizations = written.organizations.iter();
        let members = of_organizations.flat_map(|(id, accounts)| accounts.iter().map(move |account| (*account, id)));
        let authorizer = members.fold(Authorizer::new(), |access, (account, id)| access.with_organization(account, id));
        let mut access = Self { principals: BTreeMap::new(), authorizer };
        written.principals.into_iter().try_for_each(|(key, principal)| access.add(key, &principal))?;
        Ok(access)
    }

    fn add(&mut self, key: String, written: &WrittenPrincipal<'_>) -> Result<(), AccessError> {
        let arn = &written.arn;
        if AccountId::new(arn.account()).is_err() {
            return Err(AccessError::Principal { key, arn: arn.clone() });
        }
        for (number, policy) in (1..).zip(&written.policies) {
            self.authorizer.attach(arn, named(&key, number, policy)?);
        }
        self.principals.insert(key, arn.clone());
        Ok(())
    }

    /// The principal of an access key id.
    #[must_use]
    pub fn principal(&self, key: &str) -> Option<&Arn> {
        self.principals.get(key)
    }

    /// What the principals may do.
    #[must_use]
    pub const fn authorizer(&self) -> &Authorizer {
        &self.authorizer
    }

    /// The account of a principal that was read.
    pub(crate) fn account(principal: &Arn) -> AccountId {
        AccountId::new(principal.account()).expect("a principal without account is refused")
    }
}

/// A name of a managed policy, or a document under its number.
fn named(key: &str, number: usize, policy: &RawValue) -> Result<NamedPolicy, AccessError> {
    if policy.get().starts_with('"') {
        let name: String = serde_json::from_str(policy.get())?;
        return NamedPolicy::managed(&name).map_err(|why| AccessError::Managed { key: key.to_owned(), why });
    }
    let refused = |why| AccessError::Policy { key: key.to_owned(), number, why };
    let document = Policy::parse(policy.get()).map_err(refused)?;
    Ok(NamedPolicy::new(format!("policy {number} of {key}"), document))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(principal: &str) -> String {
        Access::parse(&format!(r#"{{"principals": {{"K": {principal}}}}}"#)).unwrap_err().to_string()
    }

    #[test]
    fn what_is_wrong_is_told_with_its_key_and_place() {
        assert!(refusal(r#"{"arn": "ada", "policies": []}"#).contains("`ada` is not an ARN"));
        assert!(
            refusal(r#"{"arn": "arn:aws:iam:::user/ada", "policies": []}"#).starts_with("K: arn:aws:iam:::user/ada")
        );
        assert!(
            refusal(r#"{"arn": "arn:aws:iam::123456789012:user/ada", "policy": []}"#)
                .contains("unknown field `policy`")
        );
        let document = r#"{"arn": "arn:aws:iam::123456789012:user/ada", "policies": [{"Statement": {"Efect": 1}}]}"#;
        let told = refusal(document);
        assert!(told.starts_with("K: policy 1: ") && told.contains("did you mean \"Effect\"?"), "{told}");
    }
}
