//! What is asked for.

use cupola_base::Timestamp;

use super::{LakeQueryRefusal, LakeQueryStatus, S3UriFault};
use crate::ListRequest;

/// A query to be started.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct LakeQueryRequest {
    pub(super) statement: Option<String>,
    pub(super) alias: Option<String>,
    pub(super) parameters: Vec<String>,
    pub(super) delivery: Option<String>,
}

impl LakeQueryRequest {
    /// A query in SQL.
    pub fn new(statement: impl Into<String>) -> Self {
        Self { statement: Some(statement.into()), ..Self::default() }
    }

    /// With texts for its question marks.
    pub fn with_parameters(self, parameters: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { parameters: parameters.into_iter().map(Into::into).collect(), ..self }
    }

    pub(crate) const fn of(
        statement: Option<String>,
        alias: Option<String>,
        parameters: Vec<String>,
        delivery: Option<String>,
    ) -> Self {
        Self { statement, alias, parameters, delivery }
    }

    /// The query, when there is one and nothing that is not modelled.
    pub(super) fn check(&self) -> Result<&str, LakeQueryRefusal> {
        let statement = match (&self.statement, &self.alias) {
            (Some(statement), None) => statement,
            (None, Some(alias)) => return Err(LakeQueryRefusal::Alias(alias.clone())),
            _ => return Err(LakeQueryRefusal::StatementOrAlias),
        };
        match &self.delivery {
            None => Ok(statement),
            Some(uri) => Err(check_uri(uri).map_or_else(
                |fault| LakeQueryRefusal::S3Uri { uri: uri.clone(), fault },
                |()| LakeQueryRefusal::Delivery,
            )),
        }
    }
}

fn check_uri(uri: &str) -> Result<(), S3UriFault> {
    let rest = uri.strip_prefix("s3://").ok_or(S3UriFault::Bucket)?;
    let bucket = rest.split('/').next().unwrap_or_default();
    let is_end = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    let is_part = |byte: u8| is_end(Some(byte)) || matches!(byte, b'.' | b'-');
    let ends = is_end(bucket.bytes().next()) && is_end(bucket.bytes().last());
    if !((3..=63).contains(&bucket.len()) && ends && bucket.bytes().all(is_part)) {
        return Err(S3UriFault::Bucket);
    }
    if uri.chars().count() > 1024 { Err(S3UriFault::Length) } else { Ok(()) }
}

/// Which queries of an event data store are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a range, a state and a page are all there is")]
pub struct LakeQueryListRequest<'a> {
    /// Those that were started at or after an instant.
    pub from: Option<Timestamp>,
    /// Those that were started at or before an instant.
    pub to: Option<Timestamp>,
    /// Those of a state.
    pub status: Option<LakeQueryStatus>,
    /// Which page.
    pub page: ListRequest<'a>,
}
