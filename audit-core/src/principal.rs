//! Who makes calls that one records oneself.

use std::fmt;

use cupola_base::json::Json;
use cupola_base::paging::fingerprint;
use cupola_base::{AccountId, Caller, Place};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

/// Who makes a call, for records of one's own.
///
/// ```
/// use cupola_audit::Principal;
/// use cupola_base::{AccountId, Caller, Place};
///
/// let place = Place::parse("111122223333", "us-east-1")?;
/// assert_eq!(Principal::role(&place, "Deploy", "ci-42").to_string(), "arn:aws:sts::111122223333:assumed-role/Deploy/ci-42");
/// # Ok::<(), cupola_base::PlaceError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal {
    identity: Json,
    shown: String,
}

impl Principal {
    /// The account itself.
    #[must_use]
    pub fn root(place: &Place) -> Self {
        let arn = name_of(place, "iam", "root");
        let account = place.account.as_str();
        Self::of(&arn, &[("type", "Root"), ("principalId", account), ("arn", &arn), ("accountId", account)])
    }

    /// A user of IAM.
    #[must_use]
    pub fn user(place: &Place, name: &str) -> Self {
        Self::user_at(place, &[], name)
    }

    fn user_at(place: &Place, path: &[&str], name: &str) -> Self {
        let account = place.account.as_str();
        let path: String = path.iter().map(|level| format!("{level}/")).collect();
        let arn = name_of(place, "iam", format_args!("user/{path}{name}"));
        let id = unique_id("AIDA", &arn);
        Self::of(
            &arn,
            &[("type", "IAMUser"), ("principalId", &id), ("arn", &arn), ("accountId", account), ("userName", name)],
        )
    }

    /// A session of a role.
    #[must_use]
    pub fn role(place: &Place, role: &str, session: &str) -> Self {
        let account = place.account.as_str();
        let arn = name_of(place, "sts", format_args!("assumed-role/{role}/{session}"));
        let issuer = name_of(place, "iam", format_args!("role/{role}"));
        let id = unique_id("AROA", &issuer);
        let issuer = Json::of(&Texts(&[
            ("type", "Role"),
            ("principalId", &id),
            ("arn", &issuer),
            ("accountId", account),
            ("userName", role),
        ]));
        let members = Texts(&[
            ("type", "AssumedRole"),
            ("principalId", &format!("{id}:{session}")),
            ("arn", &arn),
            ("accountId", account),
        ]);
        Self { identity: Json::of(&RoleSession { members, issuer }), shown: arn }
    }

    /// Who makes a call of the door: the root, the user or the role's session that the principal's
    /// ARN names; whoever it is otherwise, with that ARN and a type of `Unknown`.
    ///
    /// ```
    /// use cupola_audit::Principal;
    /// use cupola_base::{Caller, Place};
    ///
    /// let place = Place::parse("111122223333", "us-east-1")?;
    /// assert_eq!(Principal::caller(&Caller::root(place.clone())), Principal::root(&place));
    /// # Ok::<(), cupola_base::PlaceError>(())
    /// ```
    #[must_use]
    pub fn caller(caller: &Caller) -> Self {
        let arn = &caller.principal;
        let account = AccountId::new(arn.account()).unwrap_or(caller.place.account);
        let place = Place::new(account, caller.place.region.clone());
        let parts: Vec<&str> = arn.resource().split('/').collect();
        match (arn.service(), &parts[..]) {
            ("iam", ["root"]) => Self::root(&place),
            ("iam", ["user", path @ .., name]) => Self::user_at(&place, path, name),
            ("sts", ["assumed-role", role, session]) => Self::role(&place, role, session),
            _ => Self::of(arn.as_str(), &[("type", "Unknown"), ("arn", arn.as_str()), ("accountId", account.as_str())]),
        }
    }

    /// A service, e.g. `autoscaling.amazonaws.com`.
    #[must_use]
    pub fn service(name: &str) -> Self {
        Self::of(name, &[("type", "AWSService"), ("invokedBy", name)])
    }

    /// Whoever a `userIdentity` of one's own says; null and other values are taken as they are.
    #[must_use]
    pub fn identity(user_identity: Json) -> Self {
        Self { shown: user_identity.to_string(), identity: user_identity }
    }

    /// The `userIdentity` of records.
    #[must_use]
    pub const fn user_identity(&self) -> &Json {
        &self.identity
    }

    fn of(shown: &str, members: &[(&str, &str)]) -> Self {
        Self { identity: Json::of(&Texts(members)), shown: shown.into() }
    }
}

/// Prints the ARN or the service.
impl fmt::Display for Principal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

fn name_of(place: &Place, service: &str, resource: impl fmt::Display) -> String {
    format!("arn:{}:{service}::{}:{resource}", place.region.partition(), place.account)
}

/// A stable id of the form that IAM gives: a prefix and 17 capitals or digits.
fn unique_id(prefix: &str, of: &str) -> String {
    let mut rest = fingerprint(of.as_bytes());
    let mut id = prefix.to_owned();
    for _ in 0..17 {
        let digit = u32::try_from(rest % 32).unwrap_or_default();
        id.push(char::from_digit(digit, 32).unwrap_or('0').to_ascii_uppercase());
        rest = rest.rotate_left(59) ^ (rest >> 3);
    }
    id
}

/// Texts as an object, in their order.
pub(crate) struct Texts<'a>(pub(crate) &'a [(&'a str, &'a str)]);

impl Serialize for Texts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, text)| (*name, *text)))
    }
}

struct RoleSession<'a> {
    members: Texts<'a>,
    issuer: Json,
}

impl Serialize for RoleSession<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, text) in self.members.0 {
            map.serialize_entry(name, text)?;
        }
        map.serialize_entry("sessionContext", &Context { issuer: &self.issuer })?;
        map.end()
    }
}

#[derive(Serialize)]
struct Context<'a> {
    #[serde(rename = "sessionIssuer")]
    issuer: &'a Json,
}

#[cfg(test)]
mod tests {
    use cupola_base::Arn;

    use super::*;
    use crate::{Identity, IdentityType, Raw};

    #[test]
    fn callers_of_the_door_keep_their_arn() {
        let place = Place::parse("111122223333", "cn-north-1").unwrap();
        for (arn, kind, name) in [
            ("arn:aws-cn:iam::111122223333:root", IdentityType::Root, Some("root")),
            ("arn:aws-cn:iam::444455556666:user/ops/ana", IdentityType::IamUser, Some("ana")),
            ("arn:aws-cn:sts::111122223333:assumed-role/Deploy/ci", IdentityType::AssumedRole, Some("ci")),
            ("arn:aws-cn:iam::111122223333:group/x", IdentityType::Unknown, None),
        ] {
            let caller = Caller::root(place.clone()).with_principal(Arn::parse(arn).unwrap());
            let principal = Principal::caller(&caller);
            let identity = Identity::of(Raw::parse(principal.user_identity().as_str()).unwrap()).unwrap();
            assert_eq!((identity.arn().as_deref(), identity.kind()), (Some(arn), Some(kind)));
            assert_eq!(identity.display_name().as_deref(), name);
            assert_eq!(identity.account_id().as_deref(), arn.split(':').nth(4));
        }
    }
}
