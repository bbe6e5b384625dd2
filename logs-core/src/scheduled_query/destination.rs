//! Where results go.

use std::fmt;
use std::str::FromStr;

use cupola_base::AccountId;
use serde::{Deserialize, Serialize};

/// The bucket that the results of a scheduled query are written into.
///
/// # Source
/// CloudWatch Logs API Reference, S3Configuration; CloudWatch Logs User Guide, "Configuring S3 destinations for
/// scheduled queries".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct S3Destination {
    /// Bucket, and what all keys begin with.
    pub uri: S3Uri,
    /// The role that writes. It is kept and not asked.
    pub role: String,
    /// The account of the bucket, when it is another.
    pub owner: Option<AccountId>,
    /// The KMS key of the objects, when it is not the bucket's own; at most 256 characters.
    pub kms_key: Option<String>,
}

impl S3Destination {
    /// A bucket of the own account, written with a role.
    #[must_use]
    pub fn new(uri: S3Uri, role: impl Into<String>) -> Self {
        Self { uri, role: role.into(), owner: None, kms_key: None }
    }

    /// Tells that the bucket is another account's.
    #[must_use]
    pub fn of_account(self, owner: AccountId) -> Self {
        Self { owner: Some(owner), ..self }
    }

    /// Sets the KMS key.
    #[must_use]
    pub fn with_kms_key(self, key: impl Into<String>) -> Self {
        Self { kms_key: Some(key.into()), ..self }
    }
}

/// `s3://bucket/prefix`: at most 1,024 characters; the bucket has 3 to 63 of `a-z 0-9 . -` and begins and ends with a
/// letter or a digit.
///
/// ```
/// use cupola_logs::S3Uri;
///
/// let uri = S3Uri::parse("s3://answers/docks/")?;
/// assert_eq!((uri.bucket(), uri.prefix()), ("answers", "docks"));
/// assert!(S3Uri::parse("https://answers").is_err());
/// # Ok::<(), cupola_logs::S3UriError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct S3Uri(String);

impl S3Uri {
    /// Checks and takes the text.
    ///
    /// # Errors
    /// [`S3UriError`], with what is accepted.
    pub fn parse(text: &str) -> Result<Self, S3UriError> {
        if text.chars().count() <= LONGEST && Self::has_form(text) {
            Ok(Self(text.into()))
        } else {
            Err(S3UriError(text.into()))
        }
    }

    /// Whether a text is written so, however long it is.
    pub(crate) fn has_form(text: &str) -> bool {
        text.strip_prefix(SCHEME).is_some_and(|rest| is_bucket(rest.split('/').next().unwrap_or_default()))
    }

    /// The bucket.
    #[must_use]
    pub fn bucket(&self) -> &str {
        self.rest().split('/').next().unwrap_or_default()
    }

    /// What stands behind the bucket, without slashes at both ends; often empty.
    #[must_use]
    pub fn prefix(&self) -> &str {
        self.rest().split_once('/').map_or("", |(_, prefix)| prefix.trim_matches('/'))
    }

    /// As it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn rest(&self) -> &str {
        self.0.strip_prefix(SCHEME).unwrap_or_default()
    }
}

const SCHEME: &str = "s3://";
const LONGEST: usize = 1024;

fn is_bucket(name: &str) -> bool {
    let is_alphanumeric = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let bytes = name.as_bytes();
    (3..=63).contains(&bytes.len())
        && bytes.iter().all(|byte| is_alphanumeric(*byte) || matches!(byte, b'.' | b'-'))
        && bytes.first().copied().is_some_and(is_alphanumeric)
        && bytes.last().copied().is_some_and(is_alphanumeric)
}

impl fmt::Display for S3Uri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for S3Uri {
    type Err = S3UriError;

    fn from_str(text: &str) -> Result<Self, S3UriError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for S3Uri {
    type Error = S3UriError;

    fn try_from(text: String) -> Result<Self, S3UriError> {
        Self::parse(&text)
    }
}

impl From<S3Uri> for String {
    fn from(uri: S3Uri) -> Self {
        uri.0
    }
}

/// A text does not name a place in a bucket.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not s3://BUCKET or s3://BUCKET/PREFIX, with a bucket of 3 to 63 of a-z 0-9 . - and at most 1,024 characters"
)]
pub struct S3UriError(String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bucket_and_prefix() {
        for (text, bucket, prefix) in [
            ("s3://abc", "abc", ""),
            ("s3://a.b-c/", "a.b-c", ""),
            ("s3://abc/x/y", "abc", "x/y"),
            ("s3://abc//x//", "abc", "x"),
        ] {
            let uri = S3Uri::parse(text).unwrap();
            assert_eq!((uri.bucket(), uri.prefix(), uri.as_str()), (bucket, prefix, text));
        }
    }

    #[test]
    fn what_is_no_uri() {
        let long = format!("s3://abc/{}", "x".repeat(1016));
        for text in ["", "abc", "s3://", "s3://ab", "s3://Abc", "s3://-bc", "s3://ab.", "S3://abc", "s3://a_b", &long] {
            assert!(S3Uri::parse(text).is_err(), "{text}");
        }
        assert!(S3Uri::parse(&long[..1024]).is_ok());
    }
}
