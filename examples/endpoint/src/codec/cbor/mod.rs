//! CBOR, as rpc-v2-cbor uses it.
//!
//! Reading needs no shape: a tag tells times from numbers and bytes are bytes. Writing does: JSON
//! does not tell 70 from 70.0, nor a time from a number.
//!
//! ```
//! use cupola::base::shape::{Member, Shape};
//! use cupola_endpoint::codec::cbor;
//! use serde_json::json;
//!
//! static SHAPE: Shape = Shape::Structure(&[Member::optional("Sum", &Shape::Double)]);
//! let bytes = cbor::write(&SHAPE, &json!({"Sum": 70}));
//! assert_eq!(bytes, b"\xa1\x63Sum\xfb\x40\x51\x80\0\0\0\0\0");
//! assert_eq!(cbor::read(&bytes)?, json!({"Sum": 70.0}));
//! # Ok::<(), cupola_endpoint::codec::DecodeError>(())
//! ```
//!
//! # Source
//! RFC 8949; Smithy, "Smithy RPC v2 CBOR protocol".

mod float;
mod head;
mod read;
mod write;

pub use read::read;
pub use write::write;
