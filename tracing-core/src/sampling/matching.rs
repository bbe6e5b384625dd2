//! Whether a rule's pattern matches a part of a request.

use cupola_base::text::wildcard;
use serde::{Deserialize, Serialize};

/// Whether the whole text matches a sampling rule's pattern: `*` stands for any run of characters, also none;
/// `?` for exactly one; nothing escapes them. Letter case does not count.
///
/// Takes no more steps than the two lengths multiplied, whatever the pattern.
///
/// ```
/// use cupola_traces::wildcard_matches;
///
/// assert!(wildcard_matches("/dock/?*/crane", "/DOCK/9/crane"));
/// assert!(!wildcard_matches("", "a") && wildcard_matches("**", ""));
/// ```
///
/// # Source
/// X-Ray Developer Guide, "Configuring sampling rules". That a character is a Unicode scalar value is our
/// decision: the SDKs count bytes or UTF-16 units.
#[must_use]
pub fn wildcard_matches(pattern: &str, text: &str) -> bool {
    wildcard::is_match_ignore_case(pattern, text)
}

/// Which letter case counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum CaseRule {
    /// None does, as in the SDKs of AWS.
    #[default]
    Ignore,
    /// As the samplers of OpenTelemetry for Java and .NET have it: plain patterns without case, patterns with
    /// a wildcard with case.
    OtelCompat,
}

impl CaseRule {
    /// Whether the whole text matches the pattern under this rule.
    ///
    /// ```
    /// use cupola_traces::CaseRule;
    ///
    /// assert!(CaseRule::OtelCompat.matches("GET", "get"));
    /// assert!(!CaseRule::OtelCompat.matches("GET*", "get"));
    /// assert!(CaseRule::Ignore.matches("GET*", "get"));
    /// ```
    #[must_use]
    pub fn matches(self, pattern: &str, text: &str) -> bool {
        match self {
            Self::OtelCompat if pattern.contains(['*', '?']) => wildcard::is_match(pattern, text),
            Self::Ignore | Self::OtelCompat => wildcard_matches(pattern, text),
        }
    }
}

/// What a pattern makes of a part that the request does not tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum MissingField {
    /// It matches, as in the SDKs for Python, Go and Node. A request that tells nothing but its service then
    /// matches the first rule, whatever that asks for.
    ImplicitMatch,
    /// It is compared with the empty text, as in the SDK for Java.
    #[default]
    EmptyString,
    /// It matches if the pattern is `*` and nothing else, as in OpenTelemetry for Java and .NET.
    StarOnly,
}

impl MissingField {
    /// Whether a pattern matches a part that may be missing.
    #[must_use]
    pub fn matches(self, case: CaseRule, pattern: &str, part: Option<&str>) -> bool {
        match (part, self) {
            (Some(text), _) => case.matches(pattern, text),
            (None, Self::ImplicitMatch) => true,
            (None, Self::EmptyString) => case.matches(pattern, ""),
            (None, Self::StarOnly) => pattern == "*",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_parts_are_judged_by_policy() {
        use MissingField::{EmptyString, ImplicitMatch, StarOnly};
        for (pattern, implicit, empty, star) in
            [("*", true, true, true), ("**", true, true, false), ("", true, true, false), ("/a*", true, false, false)]
        {
            for (policy, expected) in [(ImplicitMatch, implicit), (EmptyString, empty), (StarOnly, star)] {
                assert_eq!(policy.matches(CaseRule::Ignore, pattern, None), expected, "{policy:?} {pattern:?}");
            }
        }
    }
}
