//! Schemas of events: inferred, merged, printed, read, compared, turned into code.
//!
//! Usable alone, without an engine:
//!
//! ```
//! use cupola_events::schema::{Format, Inference, Schema};
//!
//! let event = r#"{"source": "my.quay", "detail-type": "Crate weighed", "detail": {"kg": 12, "note": null}}"#;
//! let schema = Inference::of(event)?.schema();
//! assert_eq!(schema.components().collect::<Vec<_>>(), ["AWSEvent", "CrateWeighed"]);
//!
//! let document = schema.print(Format::OpenApi3);
//! assert!(document.contains(r#""kg":{"type":"integer","format":"int64"}"#), "{document}");
//! assert_eq!(Schema::parse(Format::OpenApi3, &document)?.print(Format::OpenApi3), document);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What is inferred: texts, and instants of RFC 3339 among them; whole numbers of 64 bits and other numbers; lists by
//! all their elements together; objects each as a component of its own. Nothing deeper than 255 levels is looked at.

mod assign;
mod binding;
mod check;
mod compare;
mod error;
mod fields;
mod flat;
mod infer;
mod inference;
mod kinds;
mod name;
mod node;
mod print;
mod read;
mod resolve;
#[expect(clippy::module_inception, reason = "the schema is the chief noun of schemas")]
mod schema;
mod translate;

pub use binding::{Language, LanguageError, SourceFile, zip};
pub use compare::{Change, Compatibility};
pub use error::{InferError, SchemaError};
pub use inference::Inference;
pub use name::{camel, discovered_name};
pub use schema::{EventNames, Format, FormatError, Schema, canonical, convert};
