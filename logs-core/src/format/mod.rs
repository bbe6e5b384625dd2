//! Lines that services write: Lambda, Route 53, API Gateway.
//!
//! Each kind has a typed record that borrows from its line, is read with `parse`, and prints as a line that reads
//! back as the same record.
//!
//! ```
//! use cupola_logs::format::{AccessLogFormat, LambdaLine, Route53Query};
//!
//! let line = "REPORT RequestId: 9f3c\tDuration: 1.23 ms\tBilled Duration: 2 ms\tMemory Size: 128 MB\tMax Memory Used: 64 MB\t";
//! let Ok(LambdaLine::Report(report)) = LambdaLine::parse(line) else { panic!() };
//! assert_eq!((report.duration_ms, report.memory_used_mb), (1.23, 64));
//!
//! let query = Route53Query::parse("1.0 2017-12-13T08:16:02.130Z Z123 example.com A NOERROR UDP FRA6 192.168.1.1 -")?;
//! assert_eq!((query.name, query.client_subnet), ("example.com", None));
//!
//! let format = AccessLogFormat::common();
//! let record = format.read(r#"203.0.113.9 - - [04/May/2026:06:00:00 +0000] "GET /pets HTTP/1.1" 200 27 c6af9ac6"#)?;
//! assert_eq!((record.get("status"), record.get("resourcePath")), (Some("200"), Some("/pets")));
//! # Ok::<(), cupola_logs::format::FormatError>(())
//! ```

mod access;
mod error;
mod home;
mod lambda;
#[cfg(any(test, feature = "testing"))]
pub mod laws;
mod platform;
mod report;
mod route53;

pub use access::{AccessLogFormat, AccessRecord};
pub use error::FormatError;
pub use home::{GLOBAL_REGION, log_region};
pub use lambda::LambdaLine;
pub use platform::{LambdaMetrics, LambdaPlatformEvent, LambdaPlatformRecord, LambdaTracing};
pub use report::{LambdaReport, LambdaTrace};
pub use route53::Route53Query;
