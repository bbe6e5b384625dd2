//! How bad a text sounds.

/// How bad a text sounds, by words in it; the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Severity {
    Error,
    Warning,
    Info,
    Debug,
}

const WORDS: [(Severity, &[&str]); 3] = [
    (Severity::Error, &["error", "fail", "fatal", "exception", "critical", "panic", "emerg", "severe"]),
    (Severity::Warning, &["warn", "timeout", "timed out", "denied", "refused", "retry"]),
    (Severity::Debug, &["debug", "trace"]),
];

impl Severity {
    /// The worst that a word in the text stands for.
    pub(crate) fn of(text: &str) -> Self {
        let text = text.to_ascii_lowercase();
        let found = WORDS.into_iter().find(|(_, words)| words.iter().any(|word| text.contains(word)));
        found.map_or(Self::Info, |(severity, _)| severity)
    }

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "Error",
            Self::Warning => "Warning",
            Self::Info => "Info",
            Self::Debug => "Debug",
        }
    }
}
