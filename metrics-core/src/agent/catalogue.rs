//! The metrics that the agent knows.

use cupola_base::Unit;

use super::section::AgentSection;
use crate::statistic::Statistic;

/// One metric of the agent: what it is called, and how it is meant.
///
/// ```
/// use cupola_metrics::{AgentMetric, Statistic, Unit};
///
/// let read = AgentMetric::find("diskio_read_bytes").expect("the agent has it");
/// assert_eq!((read.unit, read.statistic, read.is_delta), (Unit::Bytes, Statistic::Sum, true));
/// assert_eq!(read.section.dimensions(), ["name"]);
/// ```
///
/// # Source
/// CloudWatch User Guide, "Metrics collected by the CloudWatch agent".
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct AgentMetric {
    /// The section of the configuration that it belongs to.
    pub section: AgentSection,
    /// Its name within the section, e.g. `usage_active`.
    pub field: &'static str,
    /// The name under which it is published, e.g. `cpu_usage_active`.
    pub name: &'static str,
    /// Its unit unless the configuration says otherwise.
    pub unit: Unit,
    /// The statistic that says most.
    pub statistic: Statistic,
    /// Whether what is published is the difference to the reading before.
    pub is_delta: bool,
}

impl AgentMetric {
    /// All metrics of Linux, by section and name. Those of Windows have the names of their counters:
    /// see [`windows_metric_name`].
    pub const ALL: &'static [Self] = METRICS;

    /// The metric of a published name.
    #[must_use]
    pub fn find(name: &str) -> Option<&'static Self> {
        METRICS.iter().find(|metric| metric.name == name)
    }

    /// The metric of a section, by its name with or without the section's prefix.
    #[must_use]
    pub fn within(section: AgentSection, name: &str) -> Option<&'static Self> {
        METRICS.iter().find(|metric| metric.section == section && (metric.name == name || metric.field == name))
    }
}

/// The name of a metric of Windows: its object and its counter.
///
/// ```
/// assert_eq!(cupola_metrics::windows_metric_name("LogicalDisk", "% Free Space"), "LogicalDisk % Free Space");
/// ```
#[must_use]
pub fn windows_metric_name(object: &str, counter: &str) -> String {
    format!("{object} {counter}")
}

macro_rules! metrics {
    ($($section:ident $prefix:literal $unit:ident $kind:ident: $($field:literal)*;)*) => {
        const METRICS: &[AgentMetric] = &[$($(AgentMetric {
            section: AgentSection::$section,
            field: $field,
            name: concat!($prefix, "_", $field),
            unit: Unit::$unit,
            statistic: metrics!(@statistic $kind),
            is_delta: metrics!(@delta $kind),
        },)*)*];
    };
    (@statistic delta) => { Statistic::Sum };
    (@statistic level) => { Statistic::Average };
    (@delta delta) => { true };
    (@delta level) => { false };
}

metrics! {
    Cpu "cpu" None level: "time_active" "time_guest" "time_guest_nice" "time_idle" "time_iowait" "time_irq" "time_nice"
        "time_softirq" "time_steal" "time_system" "time_user";
    Cpu "cpu" Percent level: "usage_active" "usage_guest" "usage_guest_nice" "usage_idle" "usage_iowait" "usage_irq"
        "usage_nice" "usage_softirq" "usage_steal" "usage_system" "usage_user";
    Disk "disk" Bytes level: "free" "total" "used";
    Disk "disk" Count level: "inodes_free" "inodes_total" "inodes_used";
    Disk "disk" Percent level: "used_percent";
    DiskIo "diskio" Count level: "iops_in_progress";
    DiskIo "diskio" Milliseconds delta: "io_time" "read_time" "write_time";
    DiskIo "diskio" Bytes delta: "read_bytes" "write_bytes";
    DiskIo "diskio" Count delta: "reads" "writes";
    Memory "mem" Bytes level: "active" "available" "buffered" "cached" "free" "inactive" "total" "used";
    Memory "mem" Percent level: "available_percent" "used_percent";
    Network "net" Bytes delta: "bytes_recv" "bytes_sent";
    Network "net" Count delta: "drop_in" "drop_out" "err_in" "err_out" "packets_recv" "packets_sent";
    Netstat "netstat" Count level: "tcp_close" "tcp_close_wait" "tcp_closing" "tcp_established" "tcp_fin_wait1"
        "tcp_fin_wait2" "tcp_last_ack" "tcp_listen" "tcp_none" "tcp_syn_recv" "tcp_syn_sent" "tcp_time_wait"
        "udp_socket";
    Processes "processes" Count level: "blocked" "dead" "idle" "paging" "running" "sleeping" "stopped" "total"
        "total_threads" "wait" "zombies";
    Swap "swap" Bytes level: "free" "used";
    Swap "swap" Percent level: "used_percent";
    Ethtool "ethtool" Count level: "bw_in_allowance_exceeded" "bw_out_allowance_exceeded"
        "conntrack_allowance_exceeded" "linklocal_allowance_exceeded" "pps_allowance_exceeded";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_guide() {
        for (name, unit) in [
            ("cpu_usage_guest_nice", Unit::Percent),
            ("cpu_time_user", Unit::None),
            ("disk_inodes_free", Unit::Count),
            ("diskio_io_time", Unit::Milliseconds),
            ("mem_available_percent", Unit::Percent),
            ("netstat_udp_socket", Unit::Count),
            ("processes_total_threads", Unit::Count),
            ("swap_used_percent", Unit::Percent),
            ("ethtool_pps_allowance_exceeded", Unit::Count),
        ] {
            assert_eq!(AgentMetric::find(name).map(|metric| metric.unit), Some(unit), "{name}");
        }
        let mut names: Vec<&str> = AgentMetric::ALL.iter().map(|metric| metric.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!((names.len(), AgentMetric::ALL.len()), (87, 87));
        assert_eq!(AgentMetric::ALL.iter().filter(|metric| metric.is_delta).count(), 15);
    }
}
