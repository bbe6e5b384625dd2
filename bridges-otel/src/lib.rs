//! OpenTelemetry for cupola: exporter, id generator, propagator and sampler with the semantics of X-Ray.
//!
//! ```
//! use cupola::traces::{LocalSampler, OtelMapping};
//! use cupola::{Observatory, Place, Timestamp};
//! use cupola_bridges::{Clock, Inbox, Sampling};
//! use cupola_otel::{SegmentExporter, XrayIds, XraySampler};
//! use opentelemetry::trace::{Span, SpanKind, Tracer, TracerProvider};
//! use opentelemetry_sdk::trace::SdkTracerProvider;
//!
//! let (now, inbox) = (Timestamp::parse("2026-05-04T06:00:00Z")?, Inbox::default());
//! let clock = Clock::new(move || now);
//! let provider = SdkTracerProvider::builder()
//!     .with_id_generator(XrayIds::new(clock.clone(), 7))
//!     .with_sampler(XraySampler::new("shop", Sampling::local(LocalSampler::standard(7)), clock.clone()))
//!     .with_simple_exporter(SegmentExporter::new(clock, inbox.clone()))
//!     .build();
//! let tracer = provider.tracer("shop");
//! tracer.span_builder("GET /cart").with_kind(SpanKind::Server).start(&tracer).end();
//!
//! let mut sky = Observatory::new(Place::parse("111122223333", "us-east-1")?, 0);
//! assert_eq!(inbox.pour(now, &mut sky).segments, 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Time and chance
//!
//! Ids come from a seed and from the clock that is given. The SDK has a clock of its own for the beginning and the end of
//! spans, which [`SegmentExporter`] takes as they are.

mod attributes;
mod exporter;
mod ids;
mod propagator;
mod sampler;

pub use exporter::SegmentExporter;
pub use ids::XrayIds;
pub use propagator::XrayPropagator;
pub use sampler::XraySampler;
