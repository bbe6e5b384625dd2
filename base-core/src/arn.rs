//! Resource names.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// An Amazon Resource Name: `arn:partition:service:region:account:resource`.
///
/// The text is kept as it was written; the parts are looked up in it. Region and account may be
/// empty, the resource may hold colons. Any partition that begins with `aws` is accepted.
///
/// ```
/// use cupola_base::Arn;
///
/// let arn = Arn::parse("arn:aws-cn:sns:cn-north-1:111122223333:ops:a")?;
/// assert_eq!((arn.partition(), arn.service(), arn.resource()), ("aws-cn", "sns", "ops:a"));
/// assert_eq!(Arn::parse("arn:aws:s3:::bucket/key")?.account(), "");
/// assert!(Arn::parse("ops").is_err());
/// # Ok::<(), cupola_base::ArnError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Arn(Arc<str>);

impl Arn {
    /// Checks and takes the text.
    ///
    /// # Errors
    /// [`ArnError`] when one of the six parts is missing, the partition is not one of AWS, or the
    /// service or the resource is empty.
    pub fn parse(text: &str) -> Result<Self, ArnError> {
        let parts: Vec<&str> = text.splitn(6, ':').collect();
        match parts[..] {
            ["arn", partition, service, _, _, resource]
                if partition.starts_with("aws") && !service.is_empty() && !resource.is_empty() =>
            {
                Ok(Self(text.into()))
            }
            _ => Err(ArnError(text.into())),
        }
    }

    pub(crate) fn of(partition: &str, service: &str, region: &str, account: &str, resource: &str) -> Self {
        Self(format!("arn:{partition}:{service}:{region}:{account}:{resource}").into())
    }

    /// The whole text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `aws`, `aws-cn`, `aws-us-gov`, ...
    #[must_use]
    pub fn partition(&self) -> &str {
        self.part(1)
    }

    /// The service's word, e.g. `logs`.
    #[must_use]
    pub fn service(&self) -> &str {
        self.part(2)
    }

    /// The region's code; empty for global resources.
    #[must_use]
    pub fn region(&self) -> &str {
        self.part(3)
    }

    /// The account's digits; empty where the resource has no account.
    #[must_use]
    pub fn account(&self) -> &str {
        self.part(4)
    }

    /// All after the fifth colon.
    #[must_use]
    pub fn resource(&self) -> &str {
        self.part(5)
    }

    fn part(&self, index: usize) -> &str {
        self.0.splitn(6, ':').nth(index).unwrap_or_default()
    }
}

impl fmt::Display for Arn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Arn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Arn {
    type Err = ArnError;

    fn from_str(text: &str) -> Result<Self, ArnError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Arn {
    type Error = ArnError;

    fn try_from(text: String) -> Result<Self, ArnError> {
        Self::parse(&text)
    }
}

impl From<Arn> for String {
    fn from(arn: Arn) -> Self {
        arn.0.as_ref().to_owned()
    }
}

/// The text is not a resource name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an ARN: arn:partition:service:region:account:resource is needed")]
pub struct ArnError(String);
