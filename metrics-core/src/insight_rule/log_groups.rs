//! Which log groups a rule looks at.

use std::fmt;

use cupola_base::{Arn, Place};
use serde::{Deserialize, Serialize};

/// Which log groups a rule looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RuleLogGroups {
    /// Those of the place with these names (`LogGroupNames`).
    Names(Vec<LogGroupPattern>),
    /// Those with these ARNs (`LogGroupARNs`). Those of other places are not seen here.
    Arns(Vec<LogGroupArn>),
}

/// The name of a log group, or how the names of several begin: `access-*`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LogGroupPattern {
    /// The name, or its beginning.
    pub text: String,
    /// Whether anything may follow.
    pub is_prefix: bool,
}

/// The ARN of a log group, as rules write it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LogGroupArn {
    text: String,
    region: String,
    /// None: of every account.
    account: Option<String>,
    group: LogGroupPattern,
}

/// What names log groups.
pub(super) const NAME: &str = "a log group's name of 1 to 512 letters, digits and _-/.#, with a * behind it for all that \
begin so";
/// What names log groups of several accounts.
pub(super) const ARN: &str = "an ARN like arn:aws:logs:us-east-1:111122223333:log-group:name, with * for the account or \
behind the name";

impl LogGroupPattern {
    /// Reads a name with or without a `*` behind it.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (name, is_prefix) = text.strip_suffix('*').map_or((text, false), |name| (name, true));
        let is_letter = |b: u8| b.is_ascii_alphanumeric() || b"_-/.#".contains(&b);
        let fits = name.len() <= 512 && (is_prefix || !name.is_empty()) && name.bytes().all(is_letter);
        fits.then(|| Self { text: name.into(), is_prefix })
    }

    /// Whether it names this group.
    #[must_use]
    pub fn matches(&self, group: &str) -> bool {
        if self.is_prefix { group.starts_with(&self.text) } else { group == self.text }
    }
}

impl fmt::Display for LogGroupPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.text, if self.is_prefix { "*" } else { "" })
    }
}

impl LogGroupArn {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let arn = Arn::parse(text).ok().filter(|arn| arn.service() == "logs")?;
        let (region, account) = (arn.region(), arn.account());
        let group = arn.resource().strip_prefix("log-group").and_then(|rest| rest.strip_prefix([':', '/']))?;
        let group = LogGroupPattern::parse(group.strip_suffix(":*").unwrap_or(group))?;
        let is_account = account == "*" || (account.len() == 12 && account.bytes().all(|b| b.is_ascii_digit()));
        let is_region = !region.is_empty() && region.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        let account = (account != "*").then(|| account.to_owned());
        (is_region && is_account).then(|| Self { text: text.into(), region: region.into(), account, group })
    }

    /// As it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    fn is_of(&self, place: &Place) -> bool {
        let is_account = self.account.as_deref().is_none_or(|account| account == place.account.as_str());
        is_account && self.region == place.region.as_str()
    }
}

impl RuleLogGroups {
    /// The groups of a place.
    pub(super) fn of<'a>(&'a self, place: &'a Place) -> impl Iterator<Item = &'a LogGroupPattern> {
        let (names, arns): (&[_], &[LogGroupArn]) = match self {
            Self::Names(names) => (names, &[]),
            Self::Arns(arns) => (&[], arns),
        };
        names.iter().chain(arns.iter().filter(|arn| arn.is_of(place)).map(|arn| &arn.group))
    }

    /// Whether they hold a group of a place.
    pub(super) fn hold(&self, place: &Place, group: &str) -> bool {
        self.of(place).any(|pattern| pattern.matches(group))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_arns_tell_groups() {
        let place = Place::parse("111122223333", "us-east-1").unwrap();
        for (text, group, holds) in [
            ("app", "app", true),
            ("app", "app2", false),
            ("app*", "app2", true),
            ("*", "anything", true),
            ("/aws/lambda/*", "/aws/lambda/f", true),
        ] {
            let names = RuleLogGroups::Names(vec![LogGroupPattern::parse(text).unwrap()]);
            assert_eq!(names.hold(&place, group), holds, "{text} {group}");
        }
        for (text, holds) in [
            ("arn:aws:logs:us-east-1:111122223333:log-group:app", true),
            ("arn:aws:logs:us-east-1:111122223333:log-group:app:*", true),
            ("arn:aws:logs:us-east-1:*:log-group/app", true),
            ("arn:aws:logs:us-east-1:*:log-group:ap*", true),
            ("arn:aws:logs:us-east-1:444455556666:log-group:app", false),
            ("arn:aws:logs:us-west-1:*:log-group:app", false),
        ] {
            let arns = RuleLogGroups::Arns(vec![LogGroupArn::parse(text).unwrap()]);
            assert_eq!(arns.hold(&place, "app"), holds, "{text}");
        }
    }

    #[test]
    fn what_names_no_group_is_refused() {
        for text in ["", "a b", "a*b", "**", "ä"] {
            assert_eq!(LogGroupPattern::parse(text), None, "{text}");
        }
        for text in [
            "app",
            "arn:aws:logs:us-east-1:1111*:log-group:app",
            "arn:aws:logs::*:log-group:app",
            "arn:aws:sqs:us-east-1:*:log-group:app",
            "arn:aws:logs:us-east-1:*:app",
        ] {
            assert_eq!(LogGroupArn::parse(text), None, "{text}");
        }
    }
}
