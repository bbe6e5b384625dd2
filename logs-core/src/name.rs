//! Names with rules: log groups, log streams, filters.

use cupola_base::ApiError;
use cupola_base::constraint::Violations;

cupola_base::names! {
    /// A log group's name: 1 to 512 of `A-Za-z0-9._-/#`, not beginning with `aws/`.
    ///
    /// ```
    /// use cupola_logs::LogGroupName;
    /// assert!(LogGroupName::new("/aws/lambda/eat").is_ok());
    /// assert!(LogGroupName::new("aws/lambda").is_err());
    /// ```
    ///
    /// # Source
    /// CloudWatch Logs API Reference, CreateLogGroup.
    LogGroupName: NameError = |text| NameKind::LogGroup.check(text);
    /// A log stream's name: 1 to 512 characters, no `:` and no `*`; unique in its group.
    ///
    /// # Source
    /// CloudWatch Logs API Reference, CreateLogStream.
    LogStreamName: NameError = |text| NameKind::LogStream.check(text);
    /// A metric or subscription filter's name: 1 to 512 characters, no `:` and no `*`; unique in its group.
    ///
    /// # Source
    /// CloudWatch Logs API Reference, PutMetricFilter.
    FilterName: NameError = |text| NameKind::Filter.check(text);
    /// A destination's name: 1 to 512 characters, no `:` and no `*`; unique in its account and region.
    ///
    /// # Source
    /// CloudWatch Logs API Reference, PutDestination.
    DestinationName: NameError = |text| NameKind::Destination.check(text);
}

/// Which kind of name broke its rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NameKind {
    /// A [`LogGroupName`].
    LogGroup,
    /// A [`LogStreamName`].
    LogStream,
    /// A [`FilterName`].
    Filter,
    /// A [`DestinationName`].
    Destination,
}

/// Most characters of every name.
const LONGEST: usize = 512;

impl NameKind {
    /// The service's word for the parameter.
    #[must_use]
    pub const fn parameter(self) -> &'static str {
        match self {
            Self::LogGroup => "logGroupName",
            Self::LogStream => "logStreamName",
            Self::Filter => "filterName",
            Self::Destination => "destinationName",
        }
    }

    fn check(self, text: &str) -> Result<(), NameError> {
        let length = text.chars().count();
        let ok = (1..=LONGEST).contains(&length) && self.has_letters_of(text) && !self.is_reserved(text);
        if ok { Ok(()) } else { Err(NameError { kind: self, text: text.into() }) }
    }

    /// Whether each character is one that such a name may have.
    pub(crate) fn has_letters_of(self, text: &str) -> bool {
        match self {
            Self::LogGroup => text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-/#".contains(&b)),
            Self::LogStream | Self::Filter | Self::Destination => !text.contains([':', '*']),
        }
    }

    fn is_reserved(self, text: &str) -> bool {
        self == Self::LogGroup && text.starts_with("aws/")
    }

    /// The regular expression that the service prints.
    pub(crate) const fn pattern(self) -> &'static str {
        match self {
            Self::LogGroup => r"[\.\-_/#A-Za-z0-9]+",
            Self::LogStream | Self::Filter | Self::Destination => "[^:*]*",
        }
    }

    const fn accepted(self) -> &'static str {
        match self {
            Self::LogGroup => "1 to 512 of A-Z a-z 0-9 . _ - / # that do not begin with aws/",
            Self::LogStream | Self::Filter | Self::Destination => "1 to 512 characters without : and *",
        }
    }
}

/// A name breaks its rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a {}: {} are needed", .kind.parameter(), .kind.accepted())]
#[non_exhaustive]
pub struct NameError {
    /// Which rule.
    pub kind: NameKind,
    /// The text as given.
    pub text: String,
}

impl From<NameError> for ApiError {
    fn from(error: NameError) -> Self {
        let NameError { kind, text } = &error;
        let broken = |constraint: &str| Violations::one(text, kind.parameter(), constraint).to_string();
        let message = if text.is_empty() {
            broken("Member must have length greater than or equal to 1")
        } else if text.chars().count() > LONGEST && matches!(kind, NameKind::Filter | NameKind::Destination) {
            broken("Member must have length less than or equal to 512")
        } else if text.chars().count() > LONGEST {
            "Invalid LogGroup or LogStream, both must have length less than or equal to 512.".into()
        } else if kind.has_letters_of(text) {
            "Log groups starting with AWS/ are reserved for AWS.".into()
        } else {
            broken(&format!("Member must satisfy regular expression pattern: {}", kind.pattern()))
        };
        Self::caller("InvalidParameterException", message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_end_where_the_service_says() {
        let long = "x".repeat(512);
        assert!(LogGroupName::new(long.as_str()).is_ok() && LogStreamName::new("ü".repeat(512)).is_ok());
        for error in
            [LogGroupName::new(format!("{long}x")).unwrap_err(), LogStreamName::new("x".repeat(513)).unwrap_err()]
        {
            assert_eq!(
                ApiError::from(error).message,
                "Invalid LogGroup or LogStream, both must have length less than or equal to 512."
            );
        }
    }

    #[test]
    fn letters_are_those_of_the_service() {
        assert!(["/aws/lambda/a", "a.b-c_d/1#2", "AWS/x"].into_iter().all(|name| LogGroupName::new(name).is_ok()));
        assert!(["", "a b", "a:b", "é", "aws/x"].into_iter().all(|name| LogGroupName::new(name).is_err()));
        assert!(LogStreamName::new("2026/05/04/[$LATEST]ab 12").is_ok());
        assert!(["", "a:b", "a*"].into_iter().all(|name| LogStreamName::new(name).is_err()));
    }

    #[test]
    fn the_service_says_which_pattern_is_broken() {
        assert_eq!(
            ApiError::from(LogGroupName::new("a b").unwrap_err()).message,
            "1 validation error detected: Value 'a b' at 'logGroupName' failed to satisfy constraint: Member must \
             satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+"
        );
    }
}
