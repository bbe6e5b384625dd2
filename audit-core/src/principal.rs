//! Who makes calls that one records oneself.

use std::fmt;

use cupola_base::Place;
use cupola_base::json::Json;
use cupola_base::paging::fingerprint;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

/// Who makes a call, for records of one's own.
///
/// ```
/// use cupola_audit::Principal;
/// use cupola_base::Place;
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
        let account = place.account.as_str();
        let arn = name_of(place, "iam", format_args!("user/{name}"));
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
