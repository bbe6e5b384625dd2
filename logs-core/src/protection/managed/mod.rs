//! The service's own identifiers, as far as their looks are public: our approximation of each.
//!
//! The service says which kinds it finds, and for many of them that a word like `passport` must stand
//! within 30 characters; how it finds them it does not say. Here an identifier is a regular expression
//! of bounded length or a scan by hand, words that must be near where the service asks for some, and a
//! check digit where numbers of the kind have one.

mod credentials;
mod devices;
mod driving;
mod financial;
mod health;
mod personal;

use cupola_base::text::Span;

use super::checks;

/// One of the service's own identifiers.
#[derive(Debug)]
pub(super) struct Managed {
    pub(super) name: &'static str,
    pub(super) how: How,
    /// One of these must be near; none: it stands alone.
    pub(super) keywords: &'static [&'static str],
    /// Whether what looks like one is one.
    pub(super) check: fn(&str) -> bool,
}

/// How candidates are found.
#[derive(Debug)]
pub(super) enum How {
    /// By a regular expression without unbounded repetition.
    Pattern(&'static str),
    /// By hand, in linear time.
    Scan(fn(&str) -> Vec<Span>),
}

impl Managed {
    const fn pattern(name: &'static str, pattern: &'static str) -> Self {
        Self { name, how: How::Pattern(pattern), keywords: &[], check: checks::any }
    }

    const fn scan(name: &'static str, scan: fn(&str) -> Vec<Span>) -> Self {
        Self { name, how: How::Scan(scan), keywords: &[], check: checks::any }
    }

    const fn near(self, keywords: &'static [&'static str]) -> Self {
        Self { keywords, ..self }
    }

    const fn checked(self, check: fn(&str) -> bool) -> Self {
        Self { check, ..self }
    }
}

static FAMILIES: [&[Managed]; 6] =
    [credentials::TABLE, devices::TABLE, financial::TABLE, health::TABLE, personal::TABLE, driving::TABLE];

/// The identifier of this name.
pub(super) fn find(name: &str) -> Option<&'static Managed> {
    all().find(|managed| managed.name == name)
}

/// All of them.
pub(super) fn all() -> impl Iterator<Item = &'static Managed> {
    FAMILIES.into_iter().flatten()
}

/// What stands before the name in the service's ARNs.
pub(super) const ARN_PREFIX: &str = "arn:aws:dataprotection::aws:data-identifier/";

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_unique_and_expressions_compile() {
        let names: BTreeSet<_> = all().map(|managed| managed.name).collect();
        assert_eq!(names.len(), all().count());
        for managed in all() {
            assert_eq!(
                managed.keywords.to_vec(),
                managed.keywords.iter().map(|k| k.to_lowercase()).collect::<Vec<_>>()
            );
            if let How::Pattern(pattern) = managed.how {
                regex::Regex::new(pattern).unwrap();
                assert!(!pattern.contains(['*', '+']), "{}: unbounded", managed.name);
            }
        }
    }
}
