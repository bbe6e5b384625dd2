//! What was read from a machine at one instant.

use cupola_base::Timestamp;

/// What was read from a machine at one instant: plain numbers, from wherever. The agent makes
/// metrics of them; counters count since the machine started.
///
/// ```
/// use cupola_metrics::{AgentSnapshot, MemoryReading, Timestamp};
///
/// let memory = MemoryReading { total: 1000, available: 250, ..MemoryReading::default() };
/// let snapshot = AgentSnapshot { memory: Some(memory), ..AgentSnapshot::at(Timestamp::EPOCH) };
/// assert_eq!(snapshot.cpus, []);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "readings are written with a struct update, which needs an open struct")]
pub struct AgentSnapshot {
    /// When it was read.
    pub at: Timestamp,
    /// Times of each processor, and of all together as `cpu-total`.
    pub cpus: Vec<CpuReading>,
    /// File systems.
    pub disks: Vec<DiskReading>,
    /// Block devices.
    pub disk_io: Vec<DiskIoReading>,
    /// Counters of network drivers.
    pub ethtool: Vec<EthtoolReading>,
    /// Memory.
    pub memory: Option<MemoryReading>,
    /// Network interfaces.
    pub networks: Vec<NetworkReading>,
    /// Connections.
    pub netstat: Option<NetstatReading>,
    /// Processes.
    pub processes: Option<ProcessesReading>,
    /// Swap space.
    pub swap: Option<SwapReading>,
    /// Counters of Windows.
    pub counters: Vec<CounterReading>,
}

impl AgentSnapshot {
    /// Nothing was read yet.
    #[must_use]
    pub fn at(at: Timestamp) -> Self {
        Self { at, ..Self::default() }
    }
}

macro_rules! readings {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $kind:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq)]
        #[expect(clippy::exhaustive_structs, reason = "readings are written with a struct update, which needs an open struct")]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $kind,)*
        }
    )*};
}

readings! {
    /// Times of a processor since the machine started, in hundredths of a second.
    CpuReading {
        /// `cpu0`, `cpu1`, ..., or `cpu-total` for all together.
        name: String,
        /// In user mode; guests are in it.
        user: u64,
        /// In user mode with low priority; such guests are in it.
        nice: u64,
        /// In the kernel.
        system: u64,
        /// Idle.
        idle: u64,
        /// Idle, waiting for a device.
        iowait: u64,
        /// Serving interrupts.
        irq: u64,
        /// Serving soft interrupts.
        softirq: u64,
        /// Taken by the hypervisor.
        steal: u64,
        /// Running guests.
        guest: u64,
        /// Running guests with low priority.
        guest_nice: u64,
    }
    /// A file system.
    DiskReading {
        /// Where it is mounted.
        path: String,
        /// Its device, without `/dev/`.
        device: String,
        /// Its type, e.g. `ext4`.
        file_system: String,
        /// Bytes in all.
        total: u64,
        /// Bytes used.
        used: u64,
        /// Bytes free.
        free: u64,
        /// Index nodes in all.
        inodes_total: u64,
        /// Index nodes used.
        inodes_used: u64,
        /// Index nodes free.
        inodes_free: u64,
    }
    /// A block device since the machine started.
    DiskIoReading {
        /// Its name, e.g. `nvme0n1`.
        name: String,
        /// Reads.
        reads: u64,
        /// Writes.
        writes: u64,
        /// Bytes read.
        read_bytes: u64,
        /// Bytes written.
        write_bytes: u64,
        /// Milliseconds that reads took.
        read_time: u64,
        /// Milliseconds that writes took.
        write_time: u64,
        /// Milliseconds in which something was under way.
        io_time: u64,
        /// What is under way now.
        iops_in_progress: u64,
    }
    /// Allowances of a network driver that were exceeded, since it was loaded.
    EthtoolReading {
        /// The driver, e.g. `ena`.
        driver: String,
        /// The interface.
        interface: String,
        /// Inbound bandwidth.
        bw_in_allowance_exceeded: u64,
        /// Outbound bandwidth.
        bw_out_allowance_exceeded: u64,
        /// Tracked connections.
        conntrack_allowance_exceeded: u64,
        /// Packets to local services.
        linklocal_allowance_exceeded: u64,
        /// Packets a second.
        pps_allowance_exceeded: u64,
    }
    /// Memory, in bytes.
    MemoryReading {
        /// In all.
        total: u64,
        /// Used by programs.
        used: u64,
        /// Free.
        free: u64,
        /// What programs could get.
        available: u64,
        /// In buffers.
        buffered: u64,
        /// In the page cache.
        cached: u64,
        /// Used lately.
        active: u64,
        /// Not used lately.
        inactive: u64,
    }
    /// A network interface since the machine started.
    NetworkReading {
        /// Its name, e.g. `eth0`.
        interface: String,
        /// Bytes received.
        bytes_recv: u64,
        /// Bytes sent.
        bytes_sent: u64,
        /// Packets received.
        packets_recv: u64,
        /// Packets sent.
        packets_sent: u64,
        /// Errors on receipt.
        err_in: u64,
        /// Errors on sending.
        err_out: u64,
        /// Packets dropped on receipt.
        drop_in: u64,
        /// Packets dropped on sending.
        drop_out: u64,
    }
    /// Connections by their states, now.
    NetstatReading {
        /// Established.
        tcp_established: u64,
        /// SYN sent.
        tcp_syn_sent: u64,
        /// SYN received.
        tcp_syn_recv: u64,
        /// The first FIN sent.
        tcp_fin_wait1: u64,
        /// The first FIN answered.
        tcp_fin_wait2: u64,
        /// Waiting out.
        tcp_time_wait: u64,
        /// Closed.
        tcp_close: u64,
        /// Waiting for the program to close.
        tcp_close_wait: u64,
        /// Waiting for the last answer.
        tcp_last_ack: u64,
        /// Listening.
        tcp_listen: u64,
        /// Closing on both sides.
        tcp_closing: u64,
        /// In no state.
        tcp_none: u64,
        /// UDP sockets.
        udp_socket: u64,
    }
    /// Processes by their states, now.
    ProcessesReading {
        /// In uninterruptible sleep.
        blocked: u64,
        /// Dead.
        dead: u64,
        /// Idle kernel threads.
        idle: u64,
        /// Paging.
        paging: u64,
        /// Running.
        running: u64,
        /// Sleeping.
        sleeping: u64,
        /// Stopped.
        stopped: u64,
        /// In all.
        total: u64,
        /// Threads in all.
        total_threads: u64,
        /// Waiting.
        wait: u64,
        /// Zombies.
        zombies: u64,
    }
    /// Swap space, in bytes.
    SwapReading {
        /// In all.
        total: u64,
        /// Used.
        used: u64,
        /// Free.
        free: u64,
    }
    /// A performance counter of Windows, as it was formatted.
    CounterReading {
        /// The object, e.g. `LogicalDisk`.
        object: String,
        /// The counter, e.g. `% Free Space`.
        counter: String,
        /// The instance, e.g. `C:`; none for objects that have no instances.
        instance: Option<String>,
        /// Its value.
        value: f64,
    }
}
