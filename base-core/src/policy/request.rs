//! What a policy is asked about.

use std::collections::BTreeMap;

use crate::Arn;

/// Who wants to do what to which resource, and what else is known.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Request {
    /// Who.
    pub requester: Requester,
    /// What: `service:Action`.
    pub action: String,
    /// To which resource, as its ARN.
    pub resource: String,
    /// What conditions and variables may ask for.
    pub context: Context,
}

impl Request {
    /// A request of which nothing is known but what the requester's name tells: `aws:PrincipalArn` (of a
    /// session: its role), `aws:PrincipalAccount`, `aws:PrincipalIsAWSService`.
    #[must_use]
    pub fn new(requester: Requester, action: impl Into<String>, resource: impl Into<String>) -> Self {
        let context = requester.context();
        Self { requester, action: action.into(), resource: resource.into(), context }
    }

    /// Adds a value of a key.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<String>) -> Self {
        self.context.add(key, value);
        self
    }
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Requester {
    /// A user, a role's session, the root of an account.
    Aws(Arn),
    /// A service, by its name: `events.amazonaws.com`.
    Service(String),
}

impl Requester {
    /// A principal of an account.
    #[must_use]
    pub const fn aws(arn: Arn) -> Self {
        Self::Aws(arn)
    }

    /// A service.
    #[must_use]
    pub fn service(name: impl Into<String>) -> Self {
        Self::Service(name.into())
    }

    fn context(&self) -> Context {
        let mut context = Context::default();
        match self {
            Self::Aws(arn) => {
                context.add("aws:PrincipalArn", role_of(arn).unwrap_or_else(|| arn.as_str().to_owned()));
                context.add("aws:PrincipalAccount", arn.account());
                context.add("aws:PrincipalIsAWSService", "false");
            }
            Self::Service(_) => context.add("aws:PrincipalIsAWSService", "true"),
        }
        context
    }
}

/// The role whose session this is.
fn role_of(session: &Arn) -> Option<String> {
    let role = session.resource().strip_prefix("assumed-role/")?.split('/').next()?;
    Some(format!("arn:{}:iam::{}:role/{role}", session.partition(), session.account()))
}

/// What is known about a request: values by key. Letter case of keys does not count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context(BTreeMap<String, Vec<String>>);

impl Context {
    /// Adds a value; a key may have several.
    pub fn add(&mut self, key: &str, value: impl Into<String>) {
        self.0.entry(key.to_lowercase()).or_default().push(value.into());
    }

    /// The values of a key; none when it is not there.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&[String]> {
        self.0.get(&key.to_lowercase()).map(Vec::as_slice)
    }
}
