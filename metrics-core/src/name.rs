//! Names with rules: namespaces, metrics, dimensions, alarms.

cupola_base::names! {
    /// A namespace: 1 to 255 printable ASCII characters, at least one of them not blank, the first not `:`.
    ///
    /// ```
    /// use cupola_metrics::Namespace;
    /// assert!(Namespace::new("AWS/EC2").is_ok_and(|ns| ns.is_reserved()));
    /// assert!(Namespace::new(":x").is_err());
    /// ```
    ///
    /// # Source
    /// CloudWatch API Reference, PutMetricData.
    Namespace: NameError = |text| NameKind::Namespace.check(text);
    /// A metric's name: 1 to 255 printable ASCII characters, at least one of them not blank.
    MetricName: NameError = |text| NameKind::MetricName.check(text);
    /// A dimension's name: 1 to 255 printable ASCII characters, at least one not blank, the first not `:`.
    DimensionName: NameError = |text| NameKind::DimensionName.check(text);
    /// A dimension's value: 1 to 1024 printable ASCII characters, at least one not blank.
    DimensionValue: NameError = |text| NameKind::DimensionValue.check(text);
    /// An alarm's name: 1 to 255 characters without ASCII control characters; one name space for
    /// metric and composite alarms of a place.
    AlarmName: NameError = |text| NameKind::AlarmName.check(text);
    /// A mute rule's name: 1 to 255 characters without ASCII control characters.
    MuteRuleName: NameError = |text| NameKind::MuteRuleName.check(text);
}

impl Namespace {
    /// Whether only simulated services may publish to it: it begins with `AWS/`.
    #[must_use]
    pub fn is_reserved(&self) -> bool {
        is_reserved(&self.0)
    }
}

/// Whether a namespace begins with `AWS/`.
pub(crate) fn is_reserved(namespace: &str) -> bool {
    namespace.starts_with("AWS/")
}

/// Which kind of name broke its rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NameKind {
    /// A [`Namespace`].
    Namespace,
    /// A [`MetricName`].
    MetricName,
    /// A [`DimensionName`].
    DimensionName,
    /// A [`DimensionValue`].
    DimensionValue,
    /// An [`AlarmName`].
    AlarmName,
    /// A [`MuteRuleName`].
    MuteRuleName,
}

impl NameKind {
    /// The service's word for the parameter.
    #[must_use]
    pub const fn parameter(self) -> &'static str {
        match self {
            Self::Namespace => "Namespace",
            Self::MetricName => "MetricName",
            Self::DimensionName => "Dimensions.Name",
            Self::DimensionValue => "Dimensions.Value",
            Self::AlarmName => "AlarmName",
            Self::MuteRuleName => "Name",
        }
    }

    pub(crate) fn check(self, text: &str) -> Result<(), NameError> {
        if self.accepts(text) { Ok(()) } else { Err(NameError { kind: self, text: text.into() }) }
    }

    fn accepts(self, text: &str) -> bool {
        let letters = match self {
            Self::AlarmName | Self::MuteRuleName => !text.bytes().any(|b| b.is_ascii_control()),
            _ => text.bytes().all(|b| (0x20..=0x7e).contains(&b)) && text.bytes().any(|b| b != b' '),
        };
        let colon = matches!(self, Self::Namespace | Self::DimensionName) && text.starts_with(':');
        letters && !colon && (1..=self.longest()).contains(&text.chars().count())
    }

    const fn longest(self) -> usize {
        match self {
            Self::DimensionValue => 1024,
            _ => 255,
        }
    }

    const fn accepted(self) -> &'static str {
        match self {
            Self::Namespace | Self::DimensionName => {
                "1 to 255 printable ASCII characters, not all blank, that do not begin with `:`"
            }
            Self::MetricName => "1 to 255 printable ASCII characters, not all blank",
            Self::DimensionValue => "1 to 1024 printable ASCII characters, not all blank",
            Self::AlarmName | Self::MuteRuleName => "1 to 255 characters without control characters",
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_end_where_the_service_says() {
        let long = "x".repeat(255);
        assert!(Namespace::new(long.as_str()).is_ok());
        assert!(Namespace::new(format!("{long}x")).is_err());
        assert!(DimensionValue::new("x".repeat(1024)).is_ok());
        assert!(DimensionValue::new("x".repeat(1025)).is_err());
    }

    #[test]
    fn blanks_alone_are_no_name() {
        for kind in [NameKind::Namespace, NameKind::MetricName, NameKind::DimensionName, NameKind::DimensionValue] {
            assert!(kind.check("  ").is_err() && kind.check("").is_err() && kind.check(" a").is_ok(), "{kind:?}");
            assert!(kind.check("naïve").is_err() && kind.check("a\tb").is_err(), "{kind:?}");
        }
    }

    #[test]
    fn alarm_names_speak_every_language() {
        assert!(AlarmName::new("größe ♥").is_ok());
        assert!(AlarmName::new("a\nb").is_err());
    }

    #[test]
    fn a_metric_may_begin_with_a_colon_and_a_namespace_may_not() {
        assert!(MetricName::new(":m").is_ok());
        assert!(Namespace::new(":m").is_err() && DimensionName::new(":m").is_err());
    }
}
