//! Policy documents of IAM: who may do what to which resource, and on which conditions.
//!
//! The language of IAM alone: this module knows no service. A [`Policy`] is read from its JSON, printed,
//! and asked about a [`Request`]; [`Policy::explain`] says which statement decided and why the others did
//! not apply.
//!
//! ```
//! use cupola_base::policy::{Decision, Policy, Request, Requester};
//!
//! let policy = Policy::parse(
//!     r#"{"Version": "2012-10-17", "Statement": {
//!         "Sid": "yard", "Effect": "Allow", "Principal": {"AWS": "444455556666"}, "Action": "dock:Open*",
//!         "Resource": "*", "Condition": {"StringLike": {"dock:Ship": "crane-*"}}}}"#,
//! )?;
//! let ask = |ship: &str| {
//!     let who = Requester::aws("arn:aws:iam::444455556666:user/ada".parse().unwrap());
//!     Request::new(who, "dock:OpenGate", "arn:aws:dock:us-east-1:111122223333:gate/1").with("dock:Ship", ship)
//! };
//! assert_eq!(policy.evaluate(&ask("crane-7")), Decision::Allow);
//! assert_eq!(policy.evaluate(&ask("ferry")), Decision::ImplicitDeny);
//! assert!(policy.explain(&ask("ferry")).to_string().contains("dock:Ship is \"ferry\""));
//! # Ok::<(), cupola_base::policy::PolicyError>(())
//! ```
//!
//! # What is modelled
//!
//! `Sid`, `Effect`, `Principal`, `NotPrincipal`, `Action`, `NotAction`, `Resource`, `NotResource`, `Condition`
//! with all operators but `BinaryEquals`, the suffix `IfExists`, the prefixes `ForAllValues:` and
//! `ForAnyValue:`, policy variables with defaults in documents of version 2012-10-17. Anything else is refused
//! by name.
//!
//! # Source
//! IAM User Guide, "IAM JSON policy elements reference", "Policy evaluation logic"; what they leave open is
//! said where it is decided.

mod clause;
mod condition;
mod document;
mod error;
mod evaluate;
mod explain;
mod glob;
mod operator;
mod parse;
mod pattern;
mod principal;
mod print;
mod request;
mod value;

pub use condition::Condition;
pub use document::{Effect, Policy, Statement};
pub use error::{PolicyError, PolicyErrorKind};
pub use evaluate::Decision;
pub use explain::{Mismatch, PolicyExplanation, StatementExplanation};
pub use principal::Principal;
pub use request::{Context, Request, Requester};
