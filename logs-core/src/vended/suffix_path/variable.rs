//! The variables of suffix paths.

use std::fmt;

/// A variable of a suffix path.
///
/// # Source
/// CloudFront Developer Guide, "Configure standard logging (v2)".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum PathVariable {
    /// `{yyyy}`: the year of the record, in UTC as all that follows.
    Year,
    /// `{MM}`: the month, of two digits.
    Month,
    /// `{dd}`: the day.
    Day,
    /// `{HH}`: the hour.
    Hour,
    /// `{account-id}`: the account of the delivery.
    AccountId,
    /// `{accountid}`: the same.
    Account,
    /// `{region}`: the region of the delivery.
    Region,
    /// `{DistributionId}`: the distribution, where it is one that sends.
    DistributionId,
    /// `{distributionid}`: the same.
    Distribution,
}

impl PathVariable {
    /// All variables.
    pub const ALL: [Self; 9] = [
        Self::Year,
        Self::Month,
        Self::Day,
        Self::Hour,
        Self::AccountId,
        Self::Account,
        Self::Region,
        Self::DistributionId,
        Self::Distribution,
    ];

    /// The name, as it stands in braces.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Year => "yyyy",
            Self::Month => "MM",
            Self::Day => "dd",
            Self::Hour => "HH",
            Self::AccountId => "account-id",
            Self::Account => "accountid",
            Self::Region => "region",
            Self::DistributionId => "DistributionId",
            Self::Distribution => "distributionid",
        }
    }

    /// What Hive calls it. Account and region are called as in the keys of VPC flow logs.
    #[must_use]
    pub const fn hive_key(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Month => "month",
            Self::Day => "day",
            Self::Hour => "hour",
            Self::AccountId => "aws-account-id",
            Self::Region => "aws-region",
            Self::Account | Self::DistributionId | Self::Distribution => self.as_str(),
        }
    }

    /// Whether only distributions have it.
    #[must_use]
    pub const fn is_of_distributions(self) -> bool {
        matches!(self, Self::DistributionId | Self::Distribution)
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|variable| variable.as_str() == name)
    }
}

impl fmt::Display for PathVariable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
