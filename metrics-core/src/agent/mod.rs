//! The CloudWatch agent without its agent: from readings to data.
//!
//! Nothing here reads a machine: readings come in as plain numbers, data go out.

mod catalogue;
mod collect;
mod configuration;
pub mod proc;
mod reading;
mod sample;
mod section;
mod seh1;

pub use catalogue::{AgentMetric, windows_metric_name};
pub use collect::{Agent, AgentHost};
pub use configuration::{AgentConfiguration, HostFact, Measurement, SectionConfiguration};
pub use cupola_base::configuration::ConfigurationError as AgentConfigurationError;
pub use proc::{Mount, ProcError};
pub use reading::{
    AgentSnapshot, CounterReading, CpuReading, DiskIoReading, DiskReading, EthtoolReading, MemoryReading,
    NetstatReading, NetworkReading, ProcessesReading, SwapReading,
};
pub use section::AgentSection;
pub use seh1::{Seh1, Seh1Error};
