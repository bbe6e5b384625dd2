//! Conformance cases as data, and the runner that reads them.
//!
//! A case asks the library one question, or a script of calls over virtual time, and says what
//! must come out. Cases are lines of JSON: anybody can write them without knowing the library's
//! types, and one expectation serves every implementation that claims the same behaviour.
//!
//! ```
//! use cupola_conformance::{Case, Origin, judge};
//!
//! let case = Case::parse(r#"{
//!     "id": "an-empty-sky", "kind": "api.script",
//!     "input": {"steps": [{"at": "2026-05-04T06:00:00Z", "drain": {}, "expect": []}]}, "expect": true
//! }"#)?;
//! assert_eq!(judge(&case, &Origin::folder(".")), Ok(()));
//! # Ok::<(), cupola_conformance::CaseError>(())
//! ```
//!
//! # Where to start
//!
//! - [`Suite`]: runs files and counts.
//! - [`judge`]: runs one [`Case`], guarded against panics and hangs.
//! - [`Matcher`] and [`Templates`]: the two little languages of cases.
//!
//! # What is not served
//!
//! Kinds whose part of the library does not exist yet fail with `NotServed`; they never pass by
//! accident.

mod case;
mod guard;
mod instant;
mod judge;
mod kind;
mod matcher;
mod outcome;
mod parse;
mod rows;
mod runners;
mod script;
mod suite;
mod template;
#[cfg(test)]
mod testing;
mod value;

pub use case::{Case, CaseError, Certainty};
pub use judge::{Origin, judge};
pub use kind::Kind;
pub use matcher::{Matcher, MatcherError};
pub use outcome::{Failure, Got};
pub use parse::ParseError;
pub use suite::{Suite, Tally};
pub use template::{Files, TemplateError, Templates};
pub use value::{Number, Object, Value};
