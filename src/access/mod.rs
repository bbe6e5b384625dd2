//! Who may call what at the door.

mod authorizer;
mod judge;
mod keys;
mod managed;
mod named;
mod question;
mod resource_policy;
mod resources;
mod template;
mod verbs;
mod verdict;

pub use authorizer::Authorizer;
pub(crate) use judge::Attempt;
pub use managed::ManagedPolicy;
pub use named::{NamedPolicy, UnknownManagedPolicy};
pub use verdict::{Access, AccessVerdict, Grant, PolicyVerdict, Refusal, ResourceVerdict};
