//! What a series is counted by.

use std::fmt;
use std::hash::{BuildHasher, Hash};

use serde::{Deserialize, Serialize};

use super::call::InsightCall;
use super::kind::{InsightType, SourceCategory};

/// By what calls are counted together: one API in one place, for one type of insights, and for the
/// error rate one error code.
///
/// ```
/// use cupola_audit::{InsightCall, InsightSeries, InsightType};
/// use cupola_base::Timestamp;
///
/// let call = InsightCall::new(Timestamp::EPOCH, "sqs.amazonaws.com", "GetQueueUrl").with_error("QueueDoesNotExist");
/// let series = InsightSeries::of(&call, InsightType::ApiErrorRate);
/// assert_eq!(series.error.as_deref(), Some("QueueDoesNotExist"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct InsightSeries {
    /// The account.
    pub account: Box<str>,
    /// The region.
    pub region: Box<str>,
    /// Management or data.
    pub category: SourceCategory,
    /// The service.
    pub source: Box<str>,
    /// The action.
    pub name: Box<str>,
    /// The type of insights.
    pub kind: InsightType,
    /// The error code; `None` for the call rate.
    pub error: Option<Box<str>>,
}

impl InsightSeries {
    /// The series of a type that a call belongs to.
    #[must_use]
    pub fn of(call: &InsightCall<'_>, kind: InsightType) -> Self {
        Self {
            account: (*call.account).into(),
            region: (*call.region).into(),
            category: call.category,
            source: (*call.source).into(),
            name: (*call.name).into(),
            kind,
            error: error_of(call, kind).map(Into::into),
        }
    }

    pub(super) fn is_of(&self, call: &InsightCall<'_>, kind: InsightType) -> bool {
        *self.name == *call.name
            && *self.source == *call.source
            && self.kind == kind
            && self.error.as_deref() == error_of(call, kind)
            && self.category == call.category
            && *self.region == *call.region
            && *self.account == *call.account
    }

    pub(super) fn hash_of(&self, hasher: &impl BuildHasher) -> u64 {
        hash(hasher, &self.account, &self.region, &self.source, &self.name, self.error.as_deref(), self.kind)
    }
}

/// The hash of the series that a call belongs to, without making it.
pub(super) fn hash_of(call: &InsightCall<'_>, kind: InsightType, hasher: &impl BuildHasher) -> u64 {
    hash(hasher, &call.account, &call.region, &call.source, &call.name, error_of(call, kind), kind)
}

fn hash(
    hasher: &impl BuildHasher,
    account: &str,
    region: &str,
    source: &str,
    name: &str,
    error: Option<&str>,
    kind: InsightType,
) -> u64 {
    let mut state = hasher.build_hasher();
    (name, source, error, kind, region, account).hash(&mut state);
    std::hash::Hasher::finish(&state)
}

fn error_of<'c>(call: &'c InsightCall<'_>, kind: InsightType) -> Option<&'c str> {
    call.error.as_deref().filter(|_| kind == InsightType::ApiErrorRate)
}

impl fmt::Display for InsightSeries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {} {}", self.kind, self.source, self.name)?;
        self.error.iter().try_for_each(|error| write!(f, " failing with {error}"))?;
        write!(f, " ({}/{}, {})", self.account, self.region, self.category)
    }
}
