//! The service graph: who calls whom, how often, how long and how well.

mod builder;
mod edge;
mod finish;
mod histogram;
mod links;
mod node;
mod service_graph;
mod statistics;
mod within;

pub use builder::GraphBuilder;
pub(crate) use histogram::Histogram;
pub use histogram::HistogramEntry;
pub use service_graph::{EdgeAlias, GraphEdge, GraphService, ServiceGraph};
pub use statistics::{ErrorStatistics, FaultStatistics, SummaryStatistics};
pub(crate) use statistics::{Tally, micros};
pub use within::Within;
