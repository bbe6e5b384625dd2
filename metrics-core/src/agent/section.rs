//! The parts of a machine that the agent looks at.

/// A part of a machine, and the section of the configuration that it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum AgentSection {
    /// `cpu`.
    Cpu,
    /// `disk`.
    Disk,
    /// `diskio`.
    DiskIo,
    /// `ethtool`.
    Ethtool,
    /// `mem`.
    Memory,
    /// `net`.
    Network,
    /// `netstat`.
    Netstat,
    /// `processes`.
    Processes,
    /// `swap`.
    Swap,
}

impl AgentSection {
    /// All of them, by word.
    pub const ALL: [Self; 9] = [
        Self::Cpu,
        Self::Disk,
        Self::DiskIo,
        Self::Ethtool,
        Self::Memory,
        Self::Network,
        Self::Netstat,
        Self::Processes,
        Self::Swap,
    ];

    /// The word of the configuration, and the prefix of its metrics.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cpu => "cpu",
            Self::Disk => "disk",
            Self::DiskIo => "diskio",
            Self::Ethtool => "ethtool",
            Self::Memory => "mem",
            Self::Network => "net",
            Self::Netstat => "netstat",
            Self::Processes => "processes",
            Self::Swap => "swap",
        }
    }

    /// The dimensions of its metrics, besides those of the host.
    #[must_use]
    pub const fn dimensions(self) -> &'static [&'static str] {
        match self {
            Self::Cpu => &["cpu"],
            Self::Disk => &["path", "device", "fstype"],
            Self::DiskIo => &["name"],
            Self::Ethtool => &["driver", "interface"],
            Self::Network => &["interface"],
            Self::Memory | Self::Netstat | Self::Processes | Self::Swap => &[],
        }
    }

    pub(super) fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.as_str() == word)
    }
}
