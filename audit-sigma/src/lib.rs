//! Detection rules in Sigma's YAML, over the records of `cupola-audit`.
//!
//! A rule says what a suspicious API call looks like; correlations say how many of them, by whom, within which time.
//! This crate reads them, says with line and column what it does not support, asks many of them at once, and
//! tells why a rule holds or not. It does no I/O and reads no clock: time is that of the records.
//!
//! ```
//! use cupola_audit::Record;
//! use cupola_sigma::Rules;
//!
//! let mut rules = Rules::parse("
//! title: A trail was stopped or deleted
//! id: 4db60cc0-36fb-42b7-9b58-a5b53019fb74
//! level: high
//! logsource: {product: aws, service: cloudtrail}
//! detection:
//!   selection:
//!     eventSource: cloudtrail.amazonaws.com
//!     eventName: [StopLogging, DeleteTrail]
//!   mine:
//!     userIdentity.arn|endswith: /platform
//!   condition: selection and not mine
//! ")?;
//! let record = Record::parse(r#"{"eventSource": "cloudtrail.amazonaws.com", "eventName": "DeleteTrail",
//!     "eventTime": "2026-05-04T06:00:00Z", "userIdentity": {"arn": "arn:aws:iam::111122223333:user/eve"}}"#)?;
//! let detections = rules.observe(&record);
//! assert_eq!(detections[0].title, "A trail was stopped or deleted");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is modelled
//!
//! | feature | |
//! |---|---|
//! | values | wildcards `*` and `?`, escapes, numbers, booleans, null; upper and lower case are alike |
//! | modifiers | `contains`, `startswith`, `endswith`, `all`, `cased`, `re` with `i`, `m`, `s`, `cidr`, `exists`, `lt`, `lte`, `gt`, `gte` |
//! | conditions | `and`, `or`, `not`, parentheses, `1 of`, `any of`, `all of`, patterns of names, `them`, lists |
//! | correlations | `event_count`, `value_count`, `temporal`, `temporal_ordered`, `group-by`, `generate` |
//!
//! # What is not
//!
//! Other modifiers (`base64`, `fieldref`, `expand`, ...), aggregations behind a pipe, `near`, aliases of correlations, filters,
//! actions and YAML's own anchors are refused.
//!
//! # Source
//! The Sigma specification, version 2: rules and correlation rules.

mod condition;
mod correlation;
mod error;
mod index;
mod need;
mod path;
mod rule;
mod rules;
mod selection;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(test)]
mod tests;
mod value;
mod yaml;

pub use error::SigmaError;
pub use rule::Rule;
pub use rules::{Detection, Rules};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
