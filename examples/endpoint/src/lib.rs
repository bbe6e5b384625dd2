//! An HTTP endpoint over cupola: the AWS CLI, boto3 and the SDKs work against it, unmodified.
//!
//! Everything about HTTP and the services' wire protocols lives here and nowhere else in the
//! project; what an action does is the library's matter.
//!
//! ```
//! use cupola::{Place, Timestamp};
//! use cupola_endpoint::{ClockMode, Server, Settings};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let runtime = tokio::runtime::Runtime::new()?;
//! runtime.block_on(async {
//!     let start = Timestamp::parse("2026-05-04T06:00:00Z").expect("a time");
//!     let settings = Settings::new(Place::parse("123456789012", "us-east-1").expect("a place"))
//!         .with_listen(([127, 0, 0, 1], 0).into())
//!         .with_clock(ClockMode::Manual(start));
//!     let server = Server::bind(settings).await?;
//!     assert_ne!(server.address()?.port(), 0);
//!     server.run(async { /* stop at once */ }).await
//! })?;
//! # Ok(())
//! # }
//! ```
//!
//! # Where to start
//!
//! - [`Server`] and [`Settings`]: start an endpoint inside a program or a test.
//! - [`Settings::with_data_dir`]: everything kept over restarts and crashes.
//! - [`Settings::with_deliver_to`]: deliveries sent on to other local endpoints.
//! - [`Access`]: who may call what, by access key ids.
//! - [`ServerLimits`]: what clients may ask of it.
//! - [`codec`]: the services' JSON as CBOR, forms and XML, driven by shape tables.
//!
//! # What is spoken
//!
//! | service | protocols |
//! |---|---|
//! | CloudWatch | awsJson 1.0, rpc-v2-cbor, query with XML |
//! | CloudWatch Logs, EventBridge, CloudTrail | awsJson 1.1 |
//! | X-Ray | restJson, also unsigned |
//!
//! # What is not
//!
//! Signatures are not verified, and there is no encryption: it is for one machine, or a network that is trusted. Of event
//! streams there is StartLiveTail's, without compression.

mod accept;
mod access;
mod body;
mod clock;
pub mod codec;
mod control;
mod daemon;
mod deliver;
mod event_stream;
mod front;
mod handle;
mod incoming;
mod input;
mod journal;
mod ledger;
mod limits;
mod notices;
mod outgoing;
mod page;
mod protocol;
mod reply;
mod route;
mod scope;
mod server;
mod settings;
mod state;
mod tail;
mod tick;
mod world;

pub use access::{Access, AccessError};
pub use deliver::{DeliverTo, DeliverToError};
pub use journal::{JournalBounds, JournalError};
pub use limits::ServerLimits;
pub use server::{Server, ServerError};
pub use settings::{ClockMode, Settings};
