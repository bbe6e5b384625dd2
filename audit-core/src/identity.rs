//! Who called.

use std::borrow::Cow;

use cupola_base::{Timestamp, TimestampError};

use crate::kind::words;
use crate::{JsonKind, Presence, Raw};

words! {
    /// What kind of identity called.
    ///
    /// ```
    /// use cupola_audit::IdentityType;
    ///
    /// assert_eq!(IdentityType::of("IAMUser"), IdentityType::IamUser);
    /// assert_eq!(IdentityType::of("Martian").as_str(), "Martian");
    /// ```
    ///
    /// # Source
    /// CloudTrail User Guide, "CloudTrail userIdentity element".
    IdentityType {
        /// The account's own credentials.
        Root "Root",
        /// A user of IAM.
        IamUser "IAMUser",
        /// Temporary credentials of a role.
        AssumedRole "AssumedRole",
        /// A role that is itself the identity.
        Role "Role",
        /// Credentials of GetFederationToken.
        FederatedUser "FederatedUser",
        /// A directory service's user.
        Directory "Directory",
        /// Another account.
        AwsAccount "AWSAccount",
        /// An AWS service.
        AwsService "AWSService",
        /// Who calls AssumeRoleWithSAML.
        SamlUser "SAMLUser",
        /// Who calls AssumeRoleWithWebIdentity.
        WebIdentityUser "WebIdentityUser",
        /// A user of IAM Identity Center.
        IdentityCenterUser "IdentityCenterUser",
        /// Could not be found out.
        Unknown "Unknown",
    }
}

/// The `userIdentity` of a record. Every member is optional, `type` too: services' own events often
/// have only `accountId` and `invokedBy`.
///
/// ```
/// use cupola_audit::{Identity, IdentityType, Raw};
///
/// let identity = Identity::of(Raw::parse(r#"{"type": "AssumedRole", "principalId": "AROAEXAMPLE:ci-42",
///     "arn": "arn:aws:sts::111122223333:assumed-role/Deploy/ci-42",
///     "sessionContext": {"attributes": {"creationDate": "20131102T010628Z", "mfaAuthenticated": "false"}}}"#)?).unwrap();
///
/// assert_eq!(identity.kind(), Some(IdentityType::AssumedRole));
/// assert_eq!(identity.display_name().as_deref(), Some("ci-42"));
/// assert_eq!(identity.principal_key().as_deref(), Some("arn:aws:sts::111122223333:assumed-role/Deploy"));
/// let session = identity.session().unwrap();
/// assert_eq!(session.mfa_authenticated(), Some(false));
/// assert_eq!(session.creation_date().map(|date| date.to_string()), Some("2013-11-02T01:06:28Z".into()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// CloudTrail User Guide, "CloudTrail userIdentity element".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity<'a>(Raw<'a>);

/// Accessors of texts: one line each.
macro_rules! texts {
    ($($(#[$doc:meta])* $method:ident $name:literal),* $(,)?) => {
        $(
            $(#[$doc])*
            #[must_use]
            pub fn $method(&self) -> Option<Cow<'a, str>> {
                self.0.get($name).value()?.text()
            }
        )*
    };
}

impl<'a> Identity<'a> {
    /// The identity that an object is; `None` for other values.
    #[must_use]
    pub fn of(value: Raw<'a>) -> Option<Self> {
        (value.kind() == JsonKind::Object).then_some(Self(value))
    }

    /// The object, for members that have no method here.
    #[must_use]
    pub const fn raw(&self) -> Raw<'a> {
        self.0
    }

    /// Which kind of identity; `None` where the record does not say, as in many services' own
    /// events.
    #[must_use]
    pub fn kind(&self) -> Option<IdentityType> {
        self.0.get("type").value()?.text().map(|word| IdentityType::of(&word))
    }

    texts! {
        /// The friendly name. `HIDDEN_DUE_TO_SECURITY_REASONS` at sign-ins with a wrong name.
        user_name "userName",
        /// The unique id; of a role's session with `:` and the session's name.
        principal_id "principalId",
        /// The ARN; some unknown identities have an empty one.
        arn "arn",
        /// The account.
        account_id "accountId",
        /// The key that signed; may be empty.
        access_key_id "accessKeyId",
        /// The service that called on somebody's behalf.
        invoked_by "invokedBy",
        /// Who vouches for a federated user.
        identity_provider "identityProvider",
        /// The credential of an Identity Center user.
        credential_id "credentialId",
    }

    /// The session of temporary credentials.
    #[must_use]
    pub fn session(&self) -> Option<Session<'a>> {
        self.object("sessionContext").map(Session)
    }

    /// On whose behalf an Identity Center user's call was made: members `userId` and
    /// `identityStoreArn`.
    #[must_use]
    pub fn on_behalf_of(&self) -> Option<Raw<'a>> {
        self.object("onBehalfOf")
    }

    /// What the credentials were issued for: members `sourceArn`, `sourceAccount`, `issuerType`
    /// and `credentialsIssuedTo`.
    #[must_use]
    pub fn in_scope_of(&self) -> Option<Raw<'a>> {
        self.object("inScopeOf")
    }

    /// One key for all that one principal does: the ARN, without the session's name for a role's
    /// session; else the principal's id, the service, the account. Empty texts do not count.
    #[must_use]
    pub fn principal_key(&self) -> Option<Cow<'a, str>> {
        let arn = some_text(self.arn()).map(|arn| match self.kind() {
            Some(IdentityType::AssumedRole) => without_session(arn),
            _ => arn,
        });
        arn.or_else(|| some_text(self.principal_id()))
            .or_else(|| some_text(self.invoked_by()))
            .or_else(|| some_text(self.account_id()))
    }

    /// The name that event history shows and searches: of a user the name, of a role's session the
    /// session's name, `root` for the account; none for services and other accounts.
    ///
    /// # Source
    /// CloudTrail User Guide, "Working with CloudTrail Event history"; what it says of root alone,
    /// the rest is our decision.
    #[must_use]
    pub fn display_name(&self) -> Option<Cow<'a, str>> {
        self.name_and_key().0
    }

    /// The name that event history shows, and the key that signed, in one pass.
    pub(crate) fn name_and_key(&self) -> (Option<Cow<'a, str>>, Option<Cow<'a, str>>) {
        let members = self.0.get_each(["type", "userName", "principalId", "arn", "accessKeyId"]);
        let [kind, user_name, principal_id, arn, key] = members.map(|member| member.value());
        let text = |value: Option<Raw<'a>>| value.and_then(|value| value.text());
        let name = match text(kind).map(|word| IdentityType::of(&word)) {
            Some(IdentityType::Root) => Some(Cow::Borrowed("root")),
            Some(IdentityType::AssumedRole | IdentityType::FederatedUser) => {
                session_name(text(principal_id), || text(arn))
            }
            None | Some(IdentityType::AwsService | IdentityType::AwsAccount) => None,
            Some(_) => some_text(text(user_name)),
        };
        (name, text(key))
    }

    fn object(&self, name: &str) -> Option<Raw<'a>> {
        self.0.get(name).value().filter(|value| value.kind() == JsonKind::Object)
    }
}

/// The text after the colon in the principal's id, or the last part of the ARN.
fn session_name<'a>(
    principal_id: Option<Cow<'a, str>>,
    arn: impl FnOnce() -> Option<Cow<'a, str>>,
) -> Option<Cow<'a, str>> {
    let after_colon = principal_id.and_then(|id| tail(id, ':'));
    after_colon.or_else(|| arn().and_then(|arn| tail(arn, '/')))
}

/// The `sessionContext` of an identity. Its parts may be empty objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session<'a>(Raw<'a>);

impl<'a> Session<'a> {
    /// The object, for members that have no method here.
    #[must_use]
    pub const fn raw(&self) -> Raw<'a> {
        self.0
    }

    texts! {
        /// The identity that the source set when the role was assumed.
        source_identity "sourceIdentity",
        /// How an instance got its role: `1.0` and `2.0` are the versions of the metadata service.
        ec2_role_delivery "ec2RoleDelivery",
        /// The VPC in which an instance's credentials were issued.
        ec2_issued_in_vpc "ec2IssuedInVpc",
    }

    /// Whether the session is one of AssumeRoot.
    #[must_use]
    pub fn assumed_root(&self) -> Option<bool> {
        self.0.get("assumedRoot").value()?.truth()
    }

    /// When the credentials were issued; `20131102T010628Z` in old records is read too.
    #[must_use]
    pub fn creation_date(&self) -> Option<Timestamp> {
        instant(&self.attribute("creationDate")?.text()?).ok()
    }

    /// Whether the caller proved a second factor; records have a text here.
    #[must_use]
    pub fn mfa_authenticated(&self) -> Option<bool> {
        self.attribute("mfaAuthenticated")?.truth()
    }

    /// Who issued the credentials: a role, a user, the account. The members of
    /// [`Identity`] that it may have: `type`, `userName`, `principalId`, `arn`, `accountId`; often
    /// none of them.
    #[must_use]
    pub fn issuer(&self) -> Presence<Identity<'a>> {
        match self.0.get("sessionIssuer") {
            Presence::Absent => Presence::Absent,
            Presence::Null => Presence::Null,
            Presence::Value(value) => Identity::of(value).map_or(Presence::Absent, Presence::Value),
        }
    }

    /// The web identity: members `federatedProvider` and `attributes`; most often empty.
    #[must_use]
    pub fn web_id_federation_data(&self) -> Presence<Raw<'a>> {
        self.0.get("webIdFederationData")
    }

    fn attribute(&self, name: &str) -> Option<Raw<'a>> {
        self.0.get("attributes").value()?.get(name).value()
    }
}

fn some_text(text: Option<Cow<'_, str>>) -> Option<Cow<'_, str>> {
    text.filter(|text| !text.is_empty())
}

/// The text after the last `mark`; none without a mark or with nothing after it.
fn tail(text: Cow<'_, str>, mark: char) -> Option<Cow<'_, str>> {
    let tail = match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.rsplit_once(mark)?.1),
        Cow::Owned(text) => Cow::Owned(text.rsplit_once(mark)?.1.to_owned()),
    };
    some_text(Some(tail))
}

/// `arn:P:sts::ACCT:assumed-role/ROLE/SESSION` without the last part.
fn without_session(arn: Cow<'_, str>) -> Cow<'_, str> {
    let end = arn.match_indices('/').nth(1).map(|(at, _)| at).filter(|_| arn.contains(":assumed-role/"));
    match (end, arn) {
        (None, arn) => arn,
        (Some(end), Cow::Borrowed(arn)) => Cow::Borrowed(&arn[..end]),
        (Some(end), Cow::Owned(arn)) => Cow::Owned(arn[..end].to_owned()),
    }
}

/// An instant in the extended or the basic form of ISO 8601.
fn instant(text: &str) -> Result<Timestamp, TimestampError> {
    let Some((date, time)) = text.split_once('T').filter(|(date, time)| is_digits(date, 8) && is_basic_time(time))
    else {
        return Timestamp::parse(text);
    };
    let (year, month, day) = (&date[..4], &date[4..6], &date[6..]);
    let (hour, minute, second) = (&time[..2], &time[2..4], &time[4..]);
    Timestamp::parse(&format!("{year}-{month}-{day}T{hour}:{minute}:{second}"))
}

fn is_basic_time(time: &str) -> bool {
    time.strip_suffix('Z').is_some_and(|time| is_digits(time, 6))
}

fn is_digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(text: &str) -> Identity<'_> {
        Identity::of(Raw::parse(text).unwrap()).unwrap()
    }

    /// The table of the reference, one row for each type.
    #[test]
    fn names_and_keys_of_each_type() {
        for (text, name, key) in [
            (
                r#"{"type":"Root","principalId":"1","arn":"arn:aws:iam::1:root","userName":"alias"}"#,
                Some("root"),
                Some("arn:aws:iam::1:root"),
            ),
            (
                r#"{"type":"IAMUser","userName":"ana","arn":"arn:aws:iam::1:user/x/ana"}"#,
                Some("ana"),
                Some("arn:aws:iam::1:user/x/ana"),
            ),
            (
                r#"{"type":"AssumedRole","arn":"arn:aws:sts::1:assumed-role/R/s"}"#,
                Some("s"),
                Some("arn:aws:sts::1:assumed-role/R"),
            ),
            (r#"{"type":"AssumedRole","principalId":"AROA:a@b"}"#, Some("a@b"), Some("AROA:a@b")),
            (
                r#"{"type":"FederatedUser","principalId":"1:bo","arn":"arn:aws:sts::1:federated-user/bo"}"#,
                Some("bo"),
                Some("arn:aws:sts::1:federated-user/bo"),
            ),
            (r#"{"type":"AWSService","invokedBy":"ec2.amazonaws.com"}"#, None, Some("ec2.amazonaws.com")),
            (r#"{"type":"AWSAccount","principalId":"AIDA","accountId":"1"}"#, None, Some("AIDA")),
            (r#"{"type":"SAMLUser","userName":"mo","principalId":"q:mo"}"#, Some("mo"), Some("q:mo")),
            (r#"{"type":"WebIdentityUser","userName":"u","principalId":"i:a:u"}"#, Some("u"), Some("i:a:u")),
            (r#"{"type":"IdentityCenterUser","onBehalfOf":{"userId":"9"},"accountId":"1"}"#, None, Some("1")),
            (r#"{"type":"Unknown","arn":"","principalId":"p","userName":"me"}"#, Some("me"), Some("p")),
            (r#"{"accountId":"1","invokedBy":"kms.amazonaws.com"}"#, None, Some("kms.amazonaws.com")),
            ("{}", None, None),
        ] {
            let identity = identity(text);
            assert_eq!(identity.display_name().as_deref(), name, "{text}");
            assert_eq!(identity.principal_key().as_deref(), key, "{text}");
        }
    }

    #[test]
    fn empty_parts_of_a_session_are_no_errors() {
        let identity = identity(
            r#"{"type":"IAMUser","sessionContext":{"sessionIssuer":{},"webIdFederationData":{},"attributes":{}}}"#,
        );
        let session = identity.session().unwrap();
        let Presence::Value(issuer) = session.issuer() else { panic!() };
        assert_eq!((issuer.kind(), issuer.arn()), (None, None));
        assert_eq!((session.creation_date(), session.mfa_authenticated()), (None, None));
        assert_eq!(session.web_id_federation_data().value().map(|data| data.as_str()), Some("{}"));
    }

    #[test]
    fn both_forms_of_dates_are_read() {
        for text in ["2013-11-02T01:06:28Z", "20131102T010628Z"] {
            assert_eq!(instant(text).unwrap().to_string(), "2013-11-02T01:06:28Z");
        }
        for text in ["20131302T010628Z", "20131102T0106é", "2013", ""] {
            assert!(instant(text).is_err(), "{text}");
        }
    }

    #[test]
    fn whom_a_call_was_made_for() {
        let identity = identity(
            r#"{"onBehalfOf":{"userId":"9","identityStoreArn":"arn:x"},"inScopeOf":{"issuerType":"AWS::Lambda::Function"}}"#,
        );
        assert_eq!(identity.on_behalf_of().and_then(|who| who.get("userId").value()?.text()).as_deref(), Some("9"));
        assert_eq!(
            identity.in_scope_of().and_then(|scope| scope.get("issuerType").value()?.text()).as_deref(),
            Some("AWS::Lambda::Function")
        );
    }
}
