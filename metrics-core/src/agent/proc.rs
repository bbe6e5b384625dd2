//! Reads the texts of Linux's `/proc`: pure functions, the caller reads the files.
//!
//! Lines that these texts have besides are skipped; a line that should hold numbers and does not is
//! an error.
//!
//! ```
//! use cupola_metrics::proc;
//!
//! let cpus = proc::cpus("cpu  10 0 5 85 0 0 0 0 0 0\ncpu0 10 0 5 85 0 0 0 0 0 0\nctxt 9\n")?;
//! assert_eq!((cpus[0].name.as_str(), cpus[1].name.as_str(), cpus[1].idle), ("cpu-total", "cpu0", 85));
//! # Ok::<(), cupola_metrics::ProcError>(())
//! ```
//!
//! # Source
//! Linux manual, proc(5).

use super::reading::{
    CpuReading, DiskIoReading, MemoryReading, NetstatReading, NetworkReading, ProcessesReading, SwapReading,
};

/// Processor times out of `/proc/stat`.
///
/// # Errors
/// [`ProcError`] with the line that is not one.
pub fn cpus(stat: &str) -> Result<Vec<CpuReading>, ProcError> {
    let lines = stat.lines().filter(|line| line.starts_with("cpu"));
    lines.map(|line| cpu(line).ok_or_else(|| ProcError::new("stat", line))).collect()
}

/// Memory and swap out of `/proc/meminfo`.
///
/// # Errors
/// [`ProcError`] with the line that is not one.
pub fn memory(meminfo: &str) -> Result<(MemoryReading, SwapReading), ProcError> {
    let mut sizes = Sizes::default();
    for line in meminfo.lines().filter(|line| line.contains(':')) {
        sizes.take(line).ok_or_else(|| ProcError::new("meminfo", line))?;
    }
    Ok((sizes.memory(), sizes.swap()))
}

/// Network interfaces out of `/proc/net/dev`.
///
/// # Errors
/// [`ProcError`] with the line that is not one.
pub fn networks(dev: &str) -> Result<Vec<NetworkReading>, ProcError> {
    let lines = dev.lines().filter(|line| line.contains(':'));
    lines.map(|line| network(line).ok_or_else(|| ProcError::new("net/dev", line))).collect()
}

/// Block devices out of `/proc/diskstats`.
///
/// # Errors
/// [`ProcError`] with the line that is not one.
pub fn disk_io(diskstats: &str) -> Result<Vec<DiskIoReading>, ProcError> {
    let lines = diskstats.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| device(line).ok_or_else(|| ProcError::new("diskstats", line))).collect()
}

/// Counts connections out of `/proc/net/tcp`, `tcp6`, `udp` and `udp6`: texts of TCP first, then of UDP.
///
/// # Errors
/// [`ProcError`] with the line that is not one.
pub fn netstat(tcp: &[&str], udp: &[&str]) -> Result<NetstatReading, ProcError> {
    let mut read = NetstatReading::default();
    for line in tcp.iter().flat_map(|text| text.lines().skip(1)) {
        *state(&mut read, line).ok_or_else(|| ProcError::new("net/tcp", line))? += 1;
    }
    read.udp_socket = udp.iter().map(|text| text.lines().skip(1).count() as u64).sum();
    Ok(read)
}

/// Counts processes out of the texts of `/proc/<pid>/stat`.
///
/// # Errors
/// [`ProcError`] with the text that is not one.
pub fn processes<S: AsRef<str>>(stats: impl IntoIterator<Item = S>) -> Result<ProcessesReading, ProcError> {
    let mut read = ProcessesReading::default();
    for stat in stats {
        count(&mut read, stat.as_ref()).ok_or_else(|| ProcError::new("stat of a process", stat.as_ref()))?;
    }
    Ok(read)
}

/// What is mounted where, out of `/proc/mounts`.
///
/// # Errors
/// [`ProcError`] with the line that is not one.
pub fn mounts(mounts: &str) -> Result<Vec<Mount>, ProcError> {
    let lines = mounts.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| mount(line).ok_or_else(|| ProcError::new("mounts", line))).collect()
}

/// One line of `/proc/mounts`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mount {
    /// The device, without `/dev/`.
    pub device: String,
    /// Where it is mounted.
    pub path: String,
    /// The type of the file system.
    pub file_system: String,
}

fn cpu(line: &str) -> Option<CpuReading> {
    let mut words = line.split_ascii_whitespace();
    let name = words.next()?;
    let name = if name == "cpu" { "cpu-total".to_owned() } else { name.to_owned() };
    let times: Option<Vec<u64>> = words.map(|word| word.parse().ok()).collect();
    let times = times.filter(|times| times.len() >= 4)?;
    let time = |place: usize| times.get(place).copied().unwrap_or_default();
    Some(CpuReading {
        name,
        user: time(0),
        nice: time(1),
        system: time(2),
        idle: time(3),
        iowait: time(4),
        irq: time(5),
        softirq: time(6),
        steal: time(7),
        guest: time(8),
        guest_nice: time(9),
    })
}

/// What is read of `/proc/meminfo`, in bytes.
#[derive(Default)]
struct Sizes {
    total: u64,
    free: u64,
    available: u64,
    buffers: u64,
    cached: u64,
    reclaimable: u64,
    active: u64,
    inactive: u64,
    swap_total: u64,
    swap_free: u64,
}

impl Sizes {
    fn take(&mut self, line: &str) -> Option<()> {
        let (name, rest) = line.split_once(':')?;
        let number: u64 = rest.trim().trim_end_matches("kB").trim_end().parse().ok()?;
        let bytes = if rest.ends_with("kB") { number.saturating_mul(1024) } else { number };
        match name {
            "MemTotal" => self.total = bytes,
            "MemFree" => self.free = bytes,
            "MemAvailable" => self.available = bytes,
            "Buffers" => self.buffers = bytes,
            "Cached" => self.cached = bytes,
            "SReclaimable" => self.reclaimable = bytes,
            "Active" => self.active = bytes,
            "Inactive" => self.inactive = bytes,
            "SwapTotal" => self.swap_total = bytes,
            "SwapFree" => self.swap_free = bytes,
            _ => {}
        }
        Some(())
    }

    /// Used is what is neither free nor in buffers and caches.
    const fn memory(&self) -> MemoryReading {
        let cached = self.cached.saturating_add(self.reclaimable);
        let idle = self.free.saturating_add(self.buffers).saturating_add(cached);
        MemoryReading {
            total: self.total,
            used: self.total.saturating_sub(idle),
            free: self.free,
            available: self.available,
            buffered: self.buffers,
            cached,
            active: self.active,
            inactive: self.inactive,
        }
    }

    const fn swap(&self) -> SwapReading {
        let used = self.swap_total.saturating_sub(self.swap_free);
        SwapReading { total: self.swap_total, used, free: self.swap_free }
    }
}

fn network(line: &str) -> Option<NetworkReading> {
    let (interface, numbers) = line.rsplit_once(':')?;
    let numbers: Option<Vec<u64>> = numbers.split_ascii_whitespace().map(|word| word.parse().ok()).collect();
    let numbers = numbers.filter(|numbers| numbers.len() >= 12)?;
    Some(NetworkReading {
        interface: interface.trim().into(),
        bytes_recv: numbers[0],
        packets_recv: numbers[1],
        err_in: numbers[2],
        drop_in: numbers[3],
        bytes_sent: numbers[8],
        packets_sent: numbers[9],
        err_out: numbers[10],
        drop_out: numbers[11],
    })
}

/// Bytes of a sector, whatever the device's own are.
const SECTOR: u64 = 512;

fn device(line: &str) -> Option<DiskIoReading> {
    let mut words = line.split_ascii_whitespace().skip(2);
    let name = words.next()?.to_owned();
    let numbers: Option<Vec<u64>> = words.map(|word| word.parse().ok()).collect();
    let numbers = numbers.filter(|numbers| numbers.len() >= 10)?;
    Some(DiskIoReading {
        name,
        reads: numbers[0],
        read_bytes: numbers[2].saturating_mul(SECTOR),
        read_time: numbers[3],
        writes: numbers[4],
        write_bytes: numbers[6].saturating_mul(SECTOR),
        write_time: numbers[7],
        iops_in_progress: numbers[8],
        io_time: numbers[9],
    })
}

/// The count of the state that a line of `/proc/net/tcp` tells.
fn state<'a>(read: &'a mut NetstatReading, line: &str) -> Option<&'a mut u64> {
    let code = line.split_ascii_whitespace().nth(3)?;
    Some(match u8::from_str_radix(code, 16).ok()? {
        1 => &mut read.tcp_established,
        2 => &mut read.tcp_syn_sent,
        // 12 is a connection that was half opened and is not yet counted as received.
        3 | 12 => &mut read.tcp_syn_recv,
        4 => &mut read.tcp_fin_wait1,
        5 => &mut read.tcp_fin_wait2,
        6 => &mut read.tcp_time_wait,
        7 => &mut read.tcp_close,
        8 => &mut read.tcp_close_wait,
        9 => &mut read.tcp_last_ack,
        10 => &mut read.tcp_listen,
        11 => &mut read.tcp_closing,
        _ => &mut read.tcp_none,
    })
}

/// Counts one process: its name stands in brackets and may hold anything.
fn count(read: &mut ProcessesReading, stat: &str) -> Option<()> {
    let mut words = stat.rsplit_once(')')?.1.split_ascii_whitespace();
    let state = match words.next()? {
        "R" => &mut read.running,
        "S" => &mut read.sleeping,
        "D" => &mut read.blocked,
        "Z" => &mut read.zombies,
        "X" | "x" => &mut read.dead,
        "T" | "t" => &mut read.stopped,
        "W" => &mut read.paging,
        "I" => &mut read.idle,
        _ => &mut read.wait,
    };
    let threads: u64 = words.nth(16)?.parse().ok()?;
    *state += 1;
    read.total += 1;
    read.total_threads = read.total_threads.saturating_add(threads);
    Some(())
}

fn mount(line: &str) -> Option<Mount> {
    let mut words = line.split_ascii_whitespace();
    let (device, path, file_system) = (words.next()?, words.next()?, words.next()?);
    let device = device.strip_prefix("/dev/").unwrap_or(device).to_owned();
    Some(Mount { device, path: unescaped(path), file_system: file_system.into() })
}

/// Blanks, tabs, line feeds and backslashes are written as `\040` and so on.
fn unescaped(path: &str) -> String {
    [("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")]
        .into_iter()
        .fold(path.to_owned(), |path, (escape, plain)| path.replace(escape, plain))
}

/// A line of `/proc` is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a line of /proc/{file}: `{line}`")]
#[non_exhaustive]
pub struct ProcError {
    /// Which text.
    pub file: &'static str,
    /// The line, up to 200 characters of it.
    pub line: String,
}

impl ProcError {
    fn new(file: &'static str, line: &str) -> Self {
        Self { file, line: line.chars().take(200).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sectors_are_512_bytes() {
        let line = " 259       0 nvme0n1 100 2 4000 50 200 3 8000 70 1 90 120 0 0 0 0 0 0";
        let read = disk_io(line).unwrap();
        let expected = DiskIoReading {
            name: "nvme0n1".into(),
            reads: 100,
            writes: 200,
            read_bytes: 2_048_000,
            write_bytes: 4_096_000,
            read_time: 50,
            write_time: 70,
            io_time: 90,
            iops_in_progress: 1,
        };
        assert_eq!(read, [expected]);
    }

    #[test]
    fn memory_is_used_when_it_is_neither_free_nor_cached() {
        let text = "MemTotal: 1000 kB\nMemFree: 100 kB\nMemAvailable: 600 kB\nBuffers: 50 kB\nCached: 200 kB\n\
                    SReclaimable: 50 kB\nSwapTotal: 10 kB\nSwapFree: 4 kB\nHugePages_Total: 0\n";
        let (memory, swap) = memory(text).unwrap();
        assert_eq!((memory.used, memory.cached, memory.available), (600 * 1024, 250 * 1024, 600 * 1024));
        assert_eq!((swap.used, swap.free), (6 * 1024, 4 * 1024));
        assert!(super::memory("MemTotal: many kB").is_err());
    }

    #[test]
    fn a_process_may_have_any_name() {
        let stat = "7 (a) b (c)) S 1 7 7 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 3 0 100 0 0";
        let read = processes([stat]).unwrap();
        assert_eq!((read.sleeping, read.total, read.total_threads), (1, 1, 3));
    }

    #[test]
    fn connections_are_counted_by_state() {
        let tcp = "  sl  local_address rem_address   st\n   0: 0100007F:0CEA 00000000:0000 0A 0\n   \
                   1: 0100007F:0CEA 0100007F:9999 01 0\n   2: 0100007F:0CEA 0100007F:9998 06 0\n";
        let read = netstat(&[tcp, tcp], &["head\nsocket\n"]).unwrap();
        let counts = (read.tcp_listen, read.tcp_established, read.tcp_time_wait, read.udp_socket);
        assert_eq!(counts, (2, 2, 2, 1));
    }

    #[test]
    fn interfaces_may_have_colons_and_no_blank() {
        let text = "Inter-| Receive | Transmit\n face |bytes\n eth0:1:5 6 0 1 0 0 0 0 7 8 2 3 0 0 0 0\n";
        let read = networks(text).unwrap();
        assert_eq!((read[0].interface.as_str(), read[0].bytes_recv, read[0].drop_out), ("eth0:1", 5, 3));
    }

    #[test]
    fn mounts_have_their_blanks_back() {
        let read = mounts("/dev/sda1 /my\\040disk ext4 rw 0 0\n").unwrap();
        assert_eq!((read[0].path.as_str(), read[0].device.as_str()), ("/my disk", "sda1"));
    }
}
