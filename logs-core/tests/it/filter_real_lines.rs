//! Filter patterns on real log lines. The lines are no part of the workspace; skipped without them.

use cupola_base::testing::real_data;
use cupola_logs::filter::laws::twins_agree;
use cupola_logs::filter::{FilterPattern, Semantics, Strictness};

/// The lines of a file; none where the data is not there.
fn lines(file: &str) -> Vec<String> {
    let Some(data) = real_data() else { return Vec::new() };
    let text = std::fs::read(data.join("logs").join(file)).expect("the data is there");
    String::from_utf8_lossy(&text).lines().map(str::to_owned).collect()
}

/// Counts the matching lines, each of which the twin judges, too; 200 of them are laid against all laws.
fn count(pattern: &str, lines: &[String]) -> usize {
    let pattern = FilterPattern::parse(pattern).expect("the patterns of these tests are right");
    lines.iter().step_by(lines.len() / 200 + 1).for_each(|line| twins_agree(&pattern, line));
    lines.iter().filter(|line| pattern.matches(line)).count()
}

/// Counts the lines that a plain test accepts.
fn by_hand(lines: &[String], test: impl Fn(&str) -> bool) -> usize {
    lines.iter().filter(|line| test(line)).count()
}

#[test]
fn terms_on_a_log_of_logins() {
    let lines = lines("loghub_OpenSSH_2k.log");
    let failed = |line: &str| line.contains("Failed password") && !line.contains("invalid user");
    assert_eq!(count("\"Failed password\" -\"invalid user\"", &lines), by_hand(&lines, failed));
    let either = |line: &str| line.contains("Accepted") || line.contains("BREAK");
    assert_eq!(count("?Accepted ?BREAK", &lines), by_hand(&lines, either));
    let from_port = |line: &str| line.ends_with(" ssh2") && line.contains(" port ");
    assert_eq!(count("%port [0-9]+ ssh2$%", &lines), by_hand(&lines, from_port));
    assert_eq!(count("", &lines), lines.len());
}

#[test]
fn words_on_an_access_log() {
    let lines = lines("apache_access_5k.log");
    let pattern = "[ip, id, user, timestamp, request, status, bytes, referrer, agent]";
    assert_eq!(count(pattern, &lines), by_hand(&lines, |line| fields(line).len() == 9));
    let missing = |line: &str| fields(line).len() == 9 && fields(line)[5].starts_with('4');
    assert_eq!(count(&pattern.replace("status", "status = 4*"), &lines), by_hand(&lines, missing));
    let large = |line: &str| fields(line).get(6).and_then(|bytes| bytes.parse::<f64>().ok()).is_some_and(|b| b > 1e5);
    assert_eq!(count("[ip, id, user, time, request, status, bytes > 100000, ...]", &lines), by_hand(&lines, large));
    if let Some(line) = lines.first() {
        let pattern = FilterPattern::parse(pattern).unwrap();
        let found = pattern.test(line).unwrap();
        assert_eq!(found.get("$timestamp"), Some("17/May/2015:10:05:03 +0000"));
        assert_eq!(pattern.number(line, &pattern.selector("$bytes").unwrap()), Some(203_023.0));
    }
}

/// The words of a line of the access log, by cutting at its quotes and brackets.
fn fields(line: &str) -> Vec<&str> {
    let mut fields = Vec::new();
    let mut rest = line.trim_start();
    while let Some(first) = rest.chars().next() {
        let close = match first {
            '"' => Some('"'),
            '[' => Some(']'),
            _ => None,
        };
        let inside = &rest[usize::from(close.is_some())..];
        let (field, after) = inside.split_once(close.unwrap_or(' ')).unwrap_or((inside, ""));
        fields.push(field);
        rest = after.trim_start();
    }
    fields
}

#[test]
fn words_on_flow_records() {
    let lines = lines("vpcflow_v2_synthetic_5k.log");
    let rejected = |line: &str| {
        let words: Vec<&str> = line.split(' ').collect();
        words[12] == "REJECT" && words[6].parse::<u32>().is_ok_and(|port| port < 1024)
    };
    let pattern = "[version, account, eni, source, destination, srcport, destport<1024, protocol, packets, bytes, \
                   windowstart, windowend, action=\"REJECT\", flowlogstatus]";
    assert_eq!(count(pattern, &lines), by_hand(&lines, rejected));
    assert_eq!(count("[..., action=REJECT, status]", &lines), by_hand(&lines, |line| line.contains(" REJECT ")));
}

#[test]
fn fields_of_json_lines() {
    let lines = lines("nginxplus_status_150.jsonl");
    let active = |line: &str| {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        line["connections"]["active"].as_f64().is_some_and(|active| active >= 3.0)
            && line["nginx_version"].as_str().is_some_and(|version| version.starts_with("1.9"))
    };
    let pattern = r#"{ $.connections.active >= 3 && $.nginx_version = "1.9*" && $.connections.none NOT EXISTS }"#;
    assert_eq!(count(pattern, &lines), by_hand(&lines, active));
}

#[test]
fn every_word_of_every_line_finds_its_line() {
    let semantics = Semantics::default().with(|s| s.strictness = Strictness::Lenient);
    for file in ["loghub_Apache_2k.log", "loghub_HDFS_2k.log", "loghub_Linux_2k.log"] {
        for line in lines(file).iter().step_by(7) {
            for word in line.split_whitespace() {
                let is_plain = !word.starts_with(['-', '?', '%', '[', '{']);
                let pattern = FilterPattern::parse_with(word, &semantics).ok().filter(|_| is_plain);
                assert!(pattern.is_none_or(|pattern| pattern.matches(line)), "{word}");
                let quoted = format!("\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\""));
                assert!(FilterPattern::parse(&quoted).unwrap().matches(line), "{word}");
            }
        }
    }
}
