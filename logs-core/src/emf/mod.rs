//! The embedded metric format: measurements inside of JSON log lines.
//!
//! ```
//! use cupola_logs::emf::EmfDocument;
//!
//! let line = r#"{"_aws": {"Timestamp": 1777874400500, "CloudWatchMetrics": [
//!     {"Namespace": "Docks", "Dimensions": [["dock"], []], "Metrics": [{"Name": "kg"}]}]},
//!     "dock": "north", "kg": [4.5, 2]}"#;
//! let document = EmfDocument::parse(line)?;
//! let points: Vec<_> = document.points().collect();
//! assert_eq!((points.len(), points[0].name, points[0].values), (2, "kg", &[4.5, 2.0][..]));
//! assert_eq!(points[0].dimensions, [("dock".into(), "north".into())]);
//!
//! // What is wrong is told, with the place; the service would drop the line in silence.
//! let refused = EmfDocument::parse(&line.replace("kg\": [", "weight\": [")).unwrap_err();
//! assert_eq!(refused.to_string(), "embedded metrics: the root has no member `kg` (at /_aws/CloudWatchMetrics/0/Metrics/0)");
//! # Ok::<(), cupola_logs::emf::EmfError>(())
//! ```
//!
//! [`EmfMessage`] writes such lines.

mod document;
mod error;
#[cfg(any(test, feature = "testing"))]
pub mod laws;
mod message;
mod read;
mod rules;
mod targets;
#[cfg(any(test, feature = "testing"))]
pub mod twin;
mod value;

pub use document::{EmfDimension, EmfDirective, EmfDocument, EmfMetric, EmfPoint};
pub use error::{EmfError, EmfErrorKind};
pub use message::{EmfMessage, EmfValues};
pub use rules::{EmfFaults, EmfRules, EmptyDimension};
