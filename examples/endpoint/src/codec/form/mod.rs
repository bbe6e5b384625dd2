//! Forms, as the query protocol uses them.
//!
//! All scalars are text, so that the shape must say what they are: `Name.member.1` is the first
//! item of a list, `Name.entry.1.key` the key of a map's first entry, `A.B` a member of a structure,
//! `Name=` something empty.
//!
//! ```
//! use cupola::base::shape::{INTEGER, List, Member, Shape, TEXT};
//! use cupola_endpoint::codec::form::{Form, read};
//! use serde_json::json;
//!
//! static NAMES: Shape = Shape::List(List::of(&TEXT));
//! static SHAPE: Shape = Shape::Structure(&[Member::optional("Names", &NAMES), Member::optional("Limit", &INTEGER)]);
//! let form = Form::parse(b"Action=Describe&Limit=5&Names.member.2=b+c&Names.member.1=a%21")?;
//! assert_eq!(form.get("Action"), Some("Describe"));
//! assert_eq!(read(&SHAPE, &form)?, json!({"Names": ["a!", "b c"], "Limit": 5}));
//! # Ok::<(), cupola_endpoint::codec::DecodeError>(())
//! ```
//!
//! # Source
//! Smithy, "AWS Query protocol".

mod pairs;
mod read;
mod scalar;

pub use pairs::Form;
pub use read::read;
pub(crate) use scalar::scalar;
