//! The schema registry: registries, versions of schemas, discoverers, code bindings, with the semantics of the
//! EventBridge Schema Registry. Its verbs are [`Engine`](crate::Engine)'s.
//!
//! ```
//! use cupola_base::{Place, Tags, Timestamp};
//! use cupola_events::{Engine, Entry};
//!
//! let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
//! let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
//! let bus = "arn:aws:events:us-east-1:111122223333:event-bus/default";
//! engine.create_discoverer(now, bus, None, true, Tags::default())?;
//! engine.put_events(now, vec![Entry::new("my.shop", "Order placed", r#"{"n": 1}"#)])?;
//! engine.put_events(now, vec![Entry::new("my.shop", "Order placed", r#"{"n": 1.5}"#)])?;
//!
//! let schema = engine.describe_schema("discovered-schemas", "my.shop@OrderPlaced")?;
//! let newest = schema.version(None)?;
//! assert_eq!(newest.number, 2);
//! assert!(newest.content.contains(r#""n":{"type":"number","format":"double"}"#));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is decided here
//!
//! - `aws.events` holds what is inferred from documented events of the services, not AWS's own documents.
//! - Discovery happens as an event is put, not minutes later. The managed rule as which a discoverer shows on its bus
//!   is called as the service's guide calls it; its pattern and manager are our words.
//! - Code bindings are there at once, and are ours: see [`Language`](crate::schema::Language).
//! - Resource policies are kept and not judged.

mod api;
mod bindings;
mod builtin;
mod contents;
mod discoverers;
mod error;
mod names;
mod registries;
mod shapes;
mod state;
mod tags;
mod wire;

#[cfg(any(test, feature = "testing"))]
pub(crate) use builtin::fixtures;
pub use contents::CreateSchema;
pub use discoverers::Undiscovered;
pub use error::SchemasError;
pub use names::{DiscovererId, RegistryName, SchemaName, SchemasNameError};
pub use shapes::OPERATIONS;
pub(crate) use state::Schemas;
pub use state::{CodeBinding, Discoverer, DiscovererState, RegisteredSchema, Registry, RegistryPolicy, SchemaVersion};
