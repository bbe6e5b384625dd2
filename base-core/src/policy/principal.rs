//! Who a statement is about.

use super::request::Requester;
use crate::{AccountId, Arn};

/// One of those that a statement is about.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Principal {
    /// `"*"`: everybody.
    Everyone,
    /// `{"AWS": "*"}`: everybody as well, written otherwise.
    EveryAws,
    /// A whole account, by its 12 digits.
    Account(AccountId),
    /// A whole account by the ARN of its root, or one user, role or session.
    Arn(Arn),
    /// A service, by its name: `events.amazonaws.com`.
    Service(String),
    /// An identity provider. No requester is one.
    Federated(String),
    /// An account by its canonical user id. No requester is one.
    CanonicalUser(String),
}

/// The kinds by which a principal's object names them.
pub(super) const KINDS: [&str; 4] = ["AWS", "Service", "Federated", "CanonicalUser"];

impl Principal {
    /// The principal that a kind and a text name; none when the kind is unknown or the text names nobody.
    pub(super) fn read(kind: &str, text: &str) -> Option<Self> {
        Some(match (kind, text) {
            ("AWS", "*") => Self::EveryAws,
            ("AWS", text) => {
                AccountId::new(text).map(Self::Account).or_else(|_| Arn::parse(text).map(Self::Arn)).ok()?
            }
            ("Service", text) => Self::Service(text.to_owned()),
            ("Federated", text) => Self::Federated(text.to_owned()),
            ("CanonicalUser", text) => Self::CanonicalUser(text.to_owned()),
            _ => return None,
        })
    }

    /// Kind and text, as [`read`](Self::read) takes them; everyone has no kind.
    pub(super) fn parts(&self) -> (Option<&'static str>, &str) {
        match self {
            Self::Everyone => (None, "*"),
            Self::EveryAws => (Some("AWS"), "*"),
            Self::Account(account) => (Some("AWS"), account.as_str()),
            Self::Arn(arn) => (Some("AWS"), arn.as_str()),
            Self::Service(name) => (Some("Service"), name),
            Self::Federated(name) => (Some("Federated"), name),
            Self::CanonicalUser(name) => (Some("CanonicalUser"), name),
        }
    }

    /// Whether a requester is meant.
    pub(super) fn is(&self, requester: &Requester) -> bool {
        match (self, requester) {
            (Self::Everyone | Self::EveryAws, _) => true,
            (Self::Account(account), Requester::Aws(arn)) => arn.account() == account.as_str(),
            (Self::Arn(root), Requester::Aws(arn)) if is_root(root) => arn.account() == root.account(),
            (Self::Arn(wanted), Requester::Aws(arn)) => wanted == arn || is_role_of(wanted, arn),
            (Self::Service(wanted), Requester::Service(name)) => wanted == name,
            _ => false,
        }
    }
}

fn is_root(arn: &Arn) -> bool {
    arn.service() == "iam" && arn.resource() == "root"
}

/// Whether a session was begun by taking on this role. A session's ARN does not have the role's path.
fn is_role_of(role: &Arn, session: &Arn) -> bool {
    let taken_on = session.resource().strip_prefix("assumed-role/").and_then(|rest| rest.split('/').next());
    let name = role.resource().strip_prefix("role/").and_then(|path| path.rsplit('/').next());
    session.service() == "sts"
        && role.service() == "iam"
        && role.account() == session.account()
        && name.is_some()
        && name == taken_on
}
