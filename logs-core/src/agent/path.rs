//! Paths of files, and the names that are made of them.

use regex::Regex;

/// The paths that a `file_path` stands for: `*` and `?` within a folder, `**` across folders.
pub(super) fn pattern(glob: &str) -> Result<Regex, regex::Error> {
    let mut pattern = String::from("^");
    let mut rest = glob.chars().peekable();
    while let Some(char) = rest.next() {
        match char {
            '*' if rest.next_if_eq(&'*').is_some() => pattern.push_str(".*"),
            '*' => pattern.push_str("[^/]*"),
            '?' => pattern.push_str("[^/]"),
            char => pattern.push_str(&regex::escape(char.encode_utf8(&mut [0; 4]))),
        }
    }
    pattern.push('$');
    Regex::new(&pattern)
}

/// The file's name without its folders.
pub(super) fn base(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// Whether the agent leaves the file out because it is packed.
pub(super) fn is_packed(path: &str) -> bool {
    let ending = base(path).rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| ["tar", "zst", "gz", "zip", "bz2", "rar"].contains(&ending))
}

/// The group of an entry that names none: its path up to the last dot of the file's name.
pub(super) fn default_group(file_path: &str) -> &str {
    let name = base(file_path);
    let ending = name.rfind('.').map_or(0, |dot| name.len() - dot);
    &file_path[..file_path.len() - ending]
}

/// The group of a file of its own.
pub(super) fn group(path: &str) -> String {
    let is_allowed = |char: char| char.is_ascii_alphanumeric() || matches!(char, '.' | '-' | '_' | '/' | '#');
    let named = |char| if char == '\\' { '/' } else { char };
    path.chars().map(named).map(|char| if is_allowed(char) { char } else { '_' }).collect()
}

/// The stream of a file of its own.
pub(super) fn stream(path: &str, stream: &str) -> String {
    format!("{stream}_{}", group(path).replace('/', "_"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_stop_at_folders_unless_doubled() {
        for (glob, path, expected) in [
            ("/var/log/*.log", "/var/log/a.log", true),
            ("/var/log/*.log", "/var/log/b/a.log", false),
            ("/var/log/**.log", "/var/log/b/a.log", true),
            ("/var/log/a?.log", "/var/log/ab.log", true),
            ("/var/log/a+.log", "/var/log/aa.log", false),
            ("C:\\logs\\*.txt", "C:\\logs\\a.txt", true),
        ] {
            assert_eq!(pattern(glob).unwrap().is_match(path), expected, "{glob} {path}");
        }
    }

    #[test]
    fn names_are_made_of_paths() {
        assert_eq!(default_group("/tmp/TestLogFile.log.2017-07-11-14"), "/tmp/TestLogFile.log");
        assert_eq!(
            (default_group("/tmp.d/messages"), group("C:\\a b\\c.log")),
            ("/tmp.d/messages", "C_/a_b/c.log".into())
        );
        assert_eq!(stream("/var/log/a.log", "i-7"), "i-7__var_log_a.log");
        assert!(is_packed("/var/log/a.log.gz") && !is_packed("/var/gz"));
    }
}
