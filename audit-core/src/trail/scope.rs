//! Which trails an event concerns before selectors are asked.

use std::borrow::Cow;
use std::fmt;

use cupola_base::text::wildcard;
use cupola_base::{AccountId, Place, Region};
use serde::{Deserialize, Serialize};

use super::{Organization, Trail};
use crate::{Field, Record, SelectorsExplanation};

/// Why a trail logs an event or does not: the first check that it fails.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TrailVerdict {
    /// The trail does not log now.
    NotLogging,
    /// The event belongs to another account.
    OtherAccount(AccountId),
    /// The event is of another region, and the trail logs one alone.
    OtherRegion(Region),
    /// The event is of a global service, and the trail leaves those out.
    GlobalService(String),
    /// The selectors decided.
    Selectors(SelectorsExplanation),
}

impl TrailVerdict {
    /// Whether the event is logged.
    #[must_use]
    pub fn is_logged(&self) -> bool {
        matches!(self, Self::Selectors(explanation) if explanation.is_logged())
    }
}

impl fmt::Display for TrailVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotLogging => f.write_str("not logged: the trail does not log now\n"),
            Self::OtherAccount(account) => writeln!(f, "not logged: the event belongs to account {account}"),
            Self::OtherRegion(region) => writeln!(f, "not logged: the event is of {region}, the trail logs one region"),
            Self::GlobalService(source) => {
                writeln!(f, "not logged: {source} is a global service, the trail leaves those out")
            }
            Self::Selectors(explanation) => explanation.fmt(f),
        }
    }
}

impl Trail {
    /// The check of account and region that an event fails.
    pub(crate) fn out_of_scope(
        &self,
        place: &Place,
        source: Option<&str>,
        organization: Option<&Organization>,
    ) -> Option<TrailVerdict> {
        let is_member = |organization: &Organization| {
            self.organization.as_ref() == Some(&organization.id) && organization.has(place.account)
        };
        match () {
            () if !self.status.is_logging => Some(TrailVerdict::NotLogging),
            () if self.account != place.account && !organization.is_some_and(is_member) => {
                Some(TrailVerdict::OtherAccount(place.account))
            }
            () if !self.settings.multi_region && self.home_region != place.region => {
                Some(TrailVerdict::OtherRegion(place.region.clone()))
            }
            () if !self.settings.global_services => source.map(|source| TrailVerdict::GlobalService(source.into())),
            () => None,
        }
    }
}

/// Services whose events are recorded in one region of each partition, whatever region was meant.
///
/// An event counts as global when its service is listed and its region is `us-east-1` (of other partitions
/// `cn-north-1` and `us-gov-west-1`), save calls of the security token service to a regional endpoint, which
/// `tlsDetails.clientProvidedHostHeader` tells.
///
/// ```
/// use cupola_audit::{GlobalServices, Record};
///
/// let services = GlobalServices::default();
/// let record = Record::parse(r#"{"eventSource": "iam.amazonaws.com", "awsRegion": "us-east-1"}"#)?;
/// assert!(services.has(&record));
/// let record = Record::parse(r#"{"eventSource": "sts.amazonaws.com", "awsRegion": "us-east-1",
///     "tlsDetails": {"clientProvidedHostHeader": "sts.us-east-1.amazonaws.com"}}"#)?;
/// assert!(!services.has(&record));
/// # Ok::<(), cupola_audit::RecordError>(())
/// ```
///
/// # Source
/// CloudTrail User Guide, "Global service events"; the list is open there, this one is our decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct GlobalServices(Vec<Cow<'static, str>>);

impl GlobalServices {
    /// No service.
    #[must_use]
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    /// The list with one more pattern of event sources.
    #[must_use]
    pub fn with(mut self, pattern: impl Into<Cow<'static, str>>) -> Self {
        self.0.push(pattern.into());
        self
    }

    /// Whether a record is of a global service.
    #[must_use]
    pub fn has(&self, record: &Record<'_>) -> bool {
        let source = record.event_source().unwrap_or_default();
        let region = record.aws_region().unwrap_or_default();
        matches!(&*region, "us-east-1" | "cn-north-1" | "us-gov-west-1")
            && self.0.iter().any(|pattern| wildcard::is_match(pattern, &source))
            && !(source.starts_with("sts.") && is_regional(record, &region))
    }
}

fn is_regional(record: &Record<'_>, region: &str) -> bool {
    let details = record.get(Field::TlsDetails).value();
    let host = details.and_then(|details| details.get("clientProvidedHostHeader").value()?.text());
    host.is_some_and(|host| host.starts_with(&format!("sts.{region}.")))
}

impl Default for GlobalServices {
    fn default() -> Self {
        let names = ["iam", "sts", "cloudfront", "signin", "route53", "organizations", "waf", "globalaccelerator"];
        Self(names.iter().map(|name| Cow::Owned(format!("{name}.amazonaws.com"))).collect())
    }
}
