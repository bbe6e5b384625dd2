//! Which events a filter looks at, by where they come from: `@aws.region = "eu-west-1"`.

mod error;
mod parse;

use std::fmt;
use std::str::FromStr;

use cupola_base::Place;
use serde::{Deserialize, Serialize};

pub use error::{SelectionCriteriaError, SelectionCriteriaErrorKind};

/// Which events a filter looks at, by the account and the region that they come from.
///
/// `=`, `!=`, `IN` and `NOT IN` compare a system field with texts in double quotes; `AND` binds tighter than
/// `OR`, and parentheses group. `Display` prints the criteria with as few parentheses as they need.
///
/// ```
/// use cupola_logs::{Place, SelectionCriteria};
///
/// let criteria = SelectionCriteria::parse(r#"@aws.region IN ["eu-west-1", "eu-north-1"] AND @aws.account != "444455556666""#)?;
/// assert!(criteria.accepts(&Place::parse("111122223333", "eu-north-1")?));
/// assert!(!criteria.accepts(&Place::parse("111122223333", "us-east-1")?));
/// assert_eq!(SelectionCriteria::parse(&criteria.to_string())?, criteria);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// CloudWatch Logs API Reference, PutMetricFilter and PutSubscriptionFilter (`fieldSelectionCriteria`). That `AND`
/// binds tighter, that keywords are read in any letter case and that parentheses are taken are decisions of ours.
#[doc(alias = "fieldSelectionCriteria")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SelectionCriteria(Condition);

/// A field that the service knows of every event.
///
/// ```
/// use cupola_logs::{Place, SystemField};
///
/// let place = Place::parse("111122223333", "us-east-1")?;
/// assert_eq!((SystemField::Region.as_str(), SystemField::Region.of(&place)), ("@aws.region", "us-east-1"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// CloudWatch Logs API Reference, PutSubscriptionFilter (`emitSystemFields`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum SystemField {
    /// The account that the event comes from.
    Account,
    /// The region that the event comes from.
    Region,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Condition {
    /// One of these values; negated: none of them.
    Among {
        field: SystemField,
        negated: bool,
        /// Whether the values stand in brackets.
        listed: bool,
        values: Vec<String>,
    },
    All(Vec<Self>),
    Any(Vec<Self>),
}

impl SelectionCriteria {
    /// The most characters.
    pub const MAX_LENGTH: usize = 2000;

    /// Reads criteria.
    ///
    /// # Errors
    /// [`SelectionCriteriaError`] with the place and what is accepted there.
    pub fn parse(text: &str) -> Result<Self, SelectionCriteriaError> {
        parse::condition(text).map(Self).map_err(|fault| fault.on(text))
    }

    /// Whether events of this account and region are looked at.
    #[must_use]
    pub fn accepts(&self, place: &Place) -> bool {
        self.0.holds(place)
    }
}

impl SystemField {
    /// All fields.
    pub const ALL: [Self; 2] = [Self::Account, Self::Region];

    /// The service's spelling.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Account => "@aws.account",
            Self::Region => "@aws.region",
        }
    }

    /// What it is in a place.
    #[must_use]
    pub fn of(self, place: &Place) -> &str {
        match self {
            Self::Account => place.account.as_str(),
            Self::Region => place.region.as_str(),
        }
    }
}

impl Condition {
    fn holds(&self, place: &Place) -> bool {
        match self {
            Self::Among { field, negated, values, .. } => {
                let value = field.of(place);
                values.iter().any(|wanted| wanted == value) != *negated
            }
            Self::All(conditions) => conditions.iter().all(|condition| condition.holds(place)),
            Self::Any(conditions) => conditions.iter().any(|condition| condition.holds(place)),
        }
    }
}

impl fmt::Display for SelectionCriteria {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Among { field, negated, listed: false, values } => {
                let operator = if *negated { "!=" } else { "=" };
                write!(f, "{field} {operator} {}", Quoted(values.first().map_or("", String::as_str)))
            }
            Self::Among { field, negated, values, .. } => {
                let values: Vec<String> = values.iter().map(|value| Quoted(value).to_string()).collect();
                write!(f, "{field} {}IN [{}]", if *negated { "NOT " } else { "" }, values.join(", "))
            }
            Self::All(conditions) => joined(f, conditions, " AND "),
            Self::Any(conditions) => joined(f, conditions, " OR "),
        }
    }
}

/// Conditions with a word between; what binds no tighter than the word stands in parentheses.
fn joined(f: &mut fmt::Formatter<'_>, conditions: &[Condition], word: &str) -> fmt::Result {
    for (index, condition) in conditions.iter().enumerate() {
        let between = if index == 0 { "" } else { word };
        match condition {
            Condition::Any(_) => write!(f, "{between}({condition})")?,
            Condition::All(_) if word == " AND " => write!(f, "{between}({condition})")?,
            _ => write!(f, "{between}{condition}")?,
        }
    }
    Ok(())
}

/// A text as it is written in criteria.
struct Quoted<'a>(&'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\"", self.0.replace('\\', "\\\\").replace('"', "\\\""))
    }
}

impl fmt::Display for SystemField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for SystemField {
    type Err = UnknownSystemField;

    fn from_str(text: &str) -> Result<Self, UnknownSystemField> {
        Self::ALL.into_iter().find(|field| field.as_str() == text).ok_or_else(|| UnknownSystemField(text.into()))
    }
}

/// A text is not the name of a system field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a system field: @aws.account and @aws.region are")]
pub struct UnknownSystemField(String);

impl FromStr for SelectionCriteria {
    type Err = SelectionCriteriaError;

    fn from_str(text: &str) -> Result<Self, SelectionCriteriaError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for SelectionCriteria {
    type Error = SelectionCriteriaError;

    fn try_from(text: String) -> Result<Self, SelectionCriteriaError> {
        Self::parse(&text)
    }
}

impl From<SelectionCriteria> for String {
    fn from(criteria: SelectionCriteria) -> Self {
        criteria.to_string()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn among() -> impl Strategy<Value = Condition> {
        let field = prop::sample::select(SystemField::ALL.to_vec());
        let values = prop::collection::vec("[a-c\"\\\\ ü]{0,3}", 1..4);
        (field, any::<bool>(), any::<bool>(), values).prop_map(|(field, negated, listed, mut values)| {
            if !listed {
                values.truncate(1);
            }
            Condition::Among { field, negated, listed, values }
        })
    }

    /// Conditions as the parser makes them: no list of one.
    fn condition() -> impl Strategy<Value = Condition> {
        among().prop_recursive(3, 20, 4, |inner| {
            let several = prop::collection::vec(inner, 2..4);
            (any::<bool>(), several)
                .prop_map(|(all, list)| if all { Condition::All(list) } else { Condition::Any(list) })
        })
    }

    proptest! {
        #[test]
        fn what_is_printed_reads_back(condition in condition()) {
            let criteria = SelectionCriteria(condition);
            let text = criteria.to_string();
            prop_assume!(text.chars().count() <= SelectionCriteria::MAX_LENGTH);
            prop_assert_eq!(SelectionCriteria::parse(&text), Ok(criteria), "{}", text);
        }

        #[test]
        fn no_text_harms(text in "[@aws.regioncutAND OR(IN)\\[\\]=!\"\\\\,x]{0,60}|\\PC{0,40}") {
            if let Ok(criteria) = SelectionCriteria::parse(&text) {
                prop_assert_eq!(SelectionCriteria::parse(&criteria.to_string()), Ok(criteria));
            }
        }
    }

    #[test]
    fn and_binds_tighter_than_or() {
        let place = Place::parse("111122223333", "us-east-1").unwrap();
        for (text, expected) in [
            (r#"@aws.region = "us-east-1""#, true),
            (r#"@aws.region != "us-east-1""#, false),
            (r#"@aws.account NOT IN ["1", "2"]"#, true),
            (r#"@aws.account in ["1","111122223333"]"#, true),
            (r#"@aws.region = "us-east-1" OR @aws.account = "1" AND @aws.account = "2""#, true),
            (r#"(@aws.region = "us-east-1" OR @aws.account = "1") AND @aws.account = "2""#, false),
        ] {
            assert_eq!(SelectionCriteria::parse(text).unwrap().accepts(&place), expected, "{text}");
        }
    }
}
