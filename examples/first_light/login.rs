//! Logins in the lines of sshd.

/// Somebody tried to come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Login<'a> {
    pub(crate) host: &'a str,
    pub(crate) user: &'a str,
}

impl<'a> Login<'a> {
    /// Reads `... gate sshd[7]: Failed password for root from ...` and its kind; `None` for other lines.
    pub(crate) fn in_line(text: &'a str) -> Option<Self> {
        let (head, message) = text.split_once(": ")?;
        let (before, process) = head.rsplit_once(' ')?;
        let tried = message.strip_prefix("Failed ").or_else(|| message.strip_prefix("Accepted "))?;
        let (_how, whom) = tried.split_once(" for ")?;
        let (user, _) = whom.trim_start_matches("invalid user ").split_once(" from ")?;
        let host = before.rsplit(' ').next()?;
        process.starts_with("sshd").then_some(Self { host, user })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logins_are_told_from_other_lines() {
        for (line, expected) in [
            ("Dec 10 06:00:00 gate sshd[7]: Failed password for root from 203.0.113.3 port 5 ssh2", Some("root")),
            (
                "Dec 10 06:00:00 gate sshd[7]: Failed password for invalid user 0 from 203.0.113.3 port 5 ssh2",
                Some("0"),
            ),
            ("Dec 10 06:00:00 gate sshd[7]: Accepted publickey for git from 192.0.2.1 port 5 ssh2", Some("git")),
            ("Dec 10 06:00:00 gate cron[7]: Failed password for root from 203.0.113.3 port 5 ssh2", None),
            ("Dec 10 06:00:00 gate sshd[7]: Invalid user pi from 203.0.113.3", None),
            ("no line at all", None),
        ] {
            assert_eq!(Login::in_line(line), expected.map(|user| Login { host: "gate", user }), "{line}");
        }
    }
}
