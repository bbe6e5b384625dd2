//! From readings to samples: derived values and differences.

use cupola_base::Dimension;

use super::catalogue::{AgentMetric, windows_metric_name};
use super::reading::{AgentSnapshot, CpuReading, DiskIoReading, DiskReading, NetworkReading};
use super::section::AgentSection;

/// One sample of one metric.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sampled {
    pub(super) what: What,
    /// Dimensions of the thing that was read; those of the host come later.
    pub(super) dimensions: Vec<Dimension>,
    pub(super) value: f64,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum What {
    Metric(&'static AgentMetric),
    Counter { object: String, counter: String },
}

impl What {
    pub(super) fn name(&self) -> String {
        match self {
            Self::Metric(metric) => metric.name.into(),
            Self::Counter { object, counter } => windows_metric_name(object, counter),
        }
    }
}

/// All samples of a section. Differences need what was read before: they are absent at first, and
/// where a counter has gone back.
pub(super) fn samples(section: AgentSection, before: Option<&AgentSnapshot>, now: &AgentSnapshot) -> Vec<Sampled> {
    let mut taker = Taker { section, samples: Vec::new() };
    match section {
        AgentSection::Cpu => now.cpus.iter().for_each(|cpu| {
            let before = before.and_then(|before| before.cpus.iter().find(|have| have.name == cpu.name));
            taker.cpu(before, cpu);
        }),
        AgentSection::Disk => now.disks.iter().for_each(|disk| taker.disk(disk)),
        AgentSection::DiskIo => now.disk_io.iter().for_each(|io| {
            let before = before.and_then(|before| before.disk_io.iter().find(|have| have.name == io.name));
            taker.disk_io(before, io);
        }),
        AgentSection::Ethtool => taker.ethtool(now),
        AgentSection::Memory => taker.memory(now),
        AgentSection::Network => now.networks.iter().for_each(|net| {
            let before = before.and_then(|before| before.networks.iter().find(|have| have.interface == net.interface));
            taker.network(before, net);
        }),
        AgentSection::Netstat => taker.netstat(now),
        AgentSection::Processes => taker.processes(now),
        AgentSection::Swap => taker.swap(now),
    }
    taker.samples
}

/// The samples of counters of Windows.
pub(super) fn counters(now: &AgentSnapshot) -> impl Iterator<Item = Sampled> {
    now.counters.iter().map(|reading| {
        let instance = reading.instance.iter().map(|name| Dimension::new("instance", name.as_str()));
        let dimensions = instance.chain([Dimension::new("objectname", reading.object.as_str())]).collect();
        let what = What::Counter { object: reading.object.clone(), counter: reading.counter.clone() };
        Sampled { what, dimensions, value: reading.value }
    })
}

struct Taker {
    section: AgentSection,
    samples: Vec<Sampled>,
}

impl Taker {
    fn take(&mut self, dimensions: &[Dimension], values: &[(&str, f64)]) {
        for (field, value) in values {
            let Some(metric) = AgentMetric::within(self.section, field) else { continue };
            let dimensions = dimensions.to_vec();
            self.samples.push(Sampled { what: What::Metric(metric), dimensions, value: *value });
        }
    }

    fn levels(&mut self, dimensions: &[Dimension], values: &[(&str, u64)]) {
        let values: Vec<(&str, f64)> = values.iter().map(|(field, value)| (*field, float(*value))).collect();
        self.take(dimensions, &values);
    }

    /// Differences of counters, in pairs of before and now.
    fn deltas(&mut self, dimensions: &[Dimension], values: &[(&str, u64, u64)]) {
        let values: Vec<(&str, f64)> =
            values.iter().filter_map(|(field, before, now)| Some((*field, float(now.checked_sub(*before)?)))).collect();
        self.take(dimensions, &values);
    }

    fn cpu(&mut self, before: Option<&CpuReading>, cpu: &CpuReading) {
        let dimensions = [Dimension::new("cpu", cpu.name.as_str())];
        let times = times(cpu);
        let total = total(cpu);
        self.levels(&dimensions, &times);
        self.levels(&dimensions, &[("time_active", total.saturating_sub(cpu.idle))]);
        let Some(before) = before else { return };
        let Some(elapsed) = total.checked_sub(self::total(before)).filter(|elapsed| *elapsed > 0) else { return };
        let old = self::times(before);
        let spent: Option<Vec<(&str, f64)>> = times
            .iter()
            .zip(old)
            .map(|((field, now), (_, old))| {
                let usage = USAGES.iter().find(|(time, _)| time == field)?.1;
                Some((usage, percent(now.checked_sub(old)?, elapsed)))
            })
            .collect();
        let Some(spent) = spent else { return };
        let idle = spent.iter().find(|(usage, _)| *usage == "usage_idle").map_or(0.0, |(_, idle)| *idle);
        self.take(&dimensions, &[("usage_active", 100.0 - idle)]);
        self.take(&dimensions, &spent);
    }

    fn disk(&mut self, disk: &DiskReading) {
        let dimensions = [
            Dimension::new("path", disk.path.as_str()),
            Dimension::new("device", disk.device.as_str()),
            Dimension::new("fstype", disk.file_system.as_str()),
        ];
        self.levels(
            &dimensions,
            &[
                ("free", disk.free),
                ("total", disk.total),
                ("used", disk.used),
                ("inodes_free", disk.inodes_free),
                ("inodes_total", disk.inodes_total),
                ("inodes_used", disk.inodes_used),
            ],
        );
        self.take(&dimensions, &[("used_percent", percent(disk.used, disk.total))]);
    }

    fn disk_io(&mut self, before: Option<&DiskIoReading>, io: &DiskIoReading) {
        let dimensions = [Dimension::new("name", io.name.as_str())];
        self.levels(&dimensions, &[("iops_in_progress", io.iops_in_progress)]);
        let Some(before) = before else { return };
        self.deltas(
            &dimensions,
            &[
                ("io_time", before.io_time, io.io_time),
                ("read_time", before.read_time, io.read_time),
                ("write_time", before.write_time, io.write_time),
                ("read_bytes", before.read_bytes, io.read_bytes),
                ("write_bytes", before.write_bytes, io.write_bytes),
                ("reads", before.reads, io.reads),
                ("writes", before.writes, io.writes),
            ],
        );
    }

    fn network(&mut self, before: Option<&NetworkReading>, net: &NetworkReading) {
        let dimensions = [Dimension::new("interface", net.interface.as_str())];
        let Some(before) = before else { return };
        self.deltas(
            &dimensions,
            &[
                ("bytes_recv", before.bytes_recv, net.bytes_recv),
                ("bytes_sent", before.bytes_sent, net.bytes_sent),
                ("drop_in", before.drop_in, net.drop_in),
                ("drop_out", before.drop_out, net.drop_out),
                ("err_in", before.err_in, net.err_in),
                ("err_out", before.err_out, net.err_out),
                ("packets_recv", before.packets_recv, net.packets_recv),
                ("packets_sent", before.packets_sent, net.packets_sent),
            ],
        );
    }

    fn ethtool(&mut self, now: &AgentSnapshot) {
        for card in &now.ethtool {
            let dimensions =
                [Dimension::new("driver", card.driver.as_str()), Dimension::new("interface", card.interface.as_str())];
            self.levels(
                &dimensions,
                &[
                    ("bw_in_allowance_exceeded", card.bw_in_allowance_exceeded),
                    ("bw_out_allowance_exceeded", card.bw_out_allowance_exceeded),
                    ("conntrack_allowance_exceeded", card.conntrack_allowance_exceeded),
                    ("linklocal_allowance_exceeded", card.linklocal_allowance_exceeded),
                    ("pps_allowance_exceeded", card.pps_allowance_exceeded),
                ],
            );
        }
    }

    fn memory(&mut self, now: &AgentSnapshot) {
        let Some(memory) = &now.memory else { return };
        self.levels(
            &[],
            &[
                ("active", memory.active),
                ("available", memory.available),
                ("buffered", memory.buffered),
                ("cached", memory.cached),
                ("free", memory.free),
                ("inactive", memory.inactive),
                ("total", memory.total),
                ("used", memory.used),
            ],
        );
        let available = percent(memory.available, memory.total);
        self.take(&[], &[("available_percent", available), ("used_percent", percent(memory.used, memory.total))]);
    }

    fn netstat(&mut self, now: &AgentSnapshot) {
        let Some(netstat) = &now.netstat else { return };
        self.levels(
            &[],
            &[
                ("tcp_close", netstat.tcp_close),
                ("tcp_close_wait", netstat.tcp_close_wait),
                ("tcp_closing", netstat.tcp_closing),
                ("tcp_established", netstat.tcp_established),
                ("tcp_fin_wait1", netstat.tcp_fin_wait1),
                ("tcp_fin_wait2", netstat.tcp_fin_wait2),
                ("tcp_last_ack", netstat.tcp_last_ack),
                ("tcp_listen", netstat.tcp_listen),
                ("tcp_none", netstat.tcp_none),
                ("tcp_syn_recv", netstat.tcp_syn_recv),
                ("tcp_syn_sent", netstat.tcp_syn_sent),
                ("tcp_time_wait", netstat.tcp_time_wait),
                ("udp_socket", netstat.udp_socket),
            ],
        );
    }

    fn processes(&mut self, now: &AgentSnapshot) {
        let Some(all) = &now.processes else { return };
        self.levels(
            &[],
            &[
                ("blocked", all.blocked),
                ("dead", all.dead),
                ("idle", all.idle),
                ("paging", all.paging),
                ("running", all.running),
                ("sleeping", all.sleeping),
                ("stopped", all.stopped),
                ("total", all.total),
                ("total_threads", all.total_threads),
                ("wait", all.wait),
                ("zombies", all.zombies),
            ],
        );
    }

    fn swap(&mut self, now: &AgentSnapshot) {
        let Some(swap) = &now.swap else { return };
        self.levels(&[], &[("free", swap.free), ("used", swap.used)]);
        self.take(&[], &[("used_percent", percent(swap.used, swap.total))]);
    }
}

/// Which usage comes of which time.
const USAGES: &[(&str, &str)] = &[
    ("time_guest", "usage_guest"),
    ("time_guest_nice", "usage_guest_nice"),
    ("time_idle", "usage_idle"),
    ("time_iowait", "usage_iowait"),
    ("time_irq", "usage_irq"),
    ("time_nice", "usage_nice"),
    ("time_softirq", "usage_softirq"),
    ("time_steal", "usage_steal"),
    ("time_system", "usage_system"),
    ("time_user", "usage_user"),
];

/// The times of a processor; guests are counted once.
const fn times(cpu: &CpuReading) -> [(&'static str, u64); 10] {
    [
        ("time_guest", cpu.guest),
        ("time_guest_nice", cpu.guest_nice),
        ("time_idle", cpu.idle),
        ("time_iowait", cpu.iowait),
        ("time_irq", cpu.irq),
        ("time_nice", cpu.nice.saturating_sub(cpu.guest_nice)),
        ("time_softirq", cpu.softirq),
        ("time_steal", cpu.steal),
        ("time_system", cpu.system),
        ("time_user", cpu.user.saturating_sub(cpu.guest)),
    ]
}

fn total(cpu: &CpuReading) -> u64 {
    times(cpu).iter().fold(0, |sum, (_, time)| sum.saturating_add(*time))
}

fn percent(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { 100.0 * float(part) / float(whole) }
}

#[expect(clippy::cast_precision_loss, reason = "counters past 2^53 are told to 53 bits, as the agent does")]
const fn float(number: u64) -> f64 {
    number as f64
}
