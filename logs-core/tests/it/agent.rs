//! The agent's logs part: configurations, and text that comes in in pieces.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

use cupola_base::schedule::Zone;
use cupola_logs::agent::laws::{agent_law, pieces_make_no_difference};
use cupola_logs::agent::{AgentBatch, AgentHost, AgentLogs, AgentLogsConfiguration};
use cupola_logs::{Engine, LogGroupClass, Place, Timestamp};
use proptest::prelude::*;
use serde_json::{Value, json};

fn file(entries: Value) -> String {
    json!({"logs": {"logs_collected": {"files": {"collect_list": entries}}}}).to_string()
}

fn configuration(entry: Value) -> AgentLogsConfiguration {
    AgentLogsConfiguration::parse(&file(json!([entry]))).unwrap()
}

fn host() -> AgentHost {
    let (instance_id, hostname) = ("i-7".into(), "ip-10-0-1-5.ec2.internal".into());
    let (local_hostname, ip_address) = ("dock".into(), "10.0.1.5".into());
    AgentHost { instance_id, hostname, local_hostname, ip_address, zone: Zone::parse("Europe/Berlin").unwrap() }
}

fn now() -> Timestamp {
    Timestamp::parse("2026-05-04T06:00:00Z").unwrap()
}

/// All events of a text, with their seconds after now.
fn read(entry: Value, text: &str) -> Vec<(i64, String)> {
    let mut agent = AgentLogs::new(configuration(entry), host());
    let mut batches = agent.feed(now(), "/var/log/app.log", text.as_bytes());
    batches.extend(agent.close(now(), "/var/log/app.log"));
    let events = batches.into_iter().flat_map(|batch| batch.events);
    events.map(|(at, message)| (at.millis_since(now()) / 1000, message)).collect()
}

#[test]
fn lines_that_begin_with_a_blank_belong_to_the_line_before() {
    let text = "failed\n\tat dock.rs:4\n\nfine\r\nlast without its end";
    let events = read(json!({"file_path": "/var/log/*.log"}), text);
    let expected = ["failed\n\tat dock.rs:4\n", "fine", "last without its end"].map(|text| (0, text.to_owned()));
    assert_eq!(events, expected);
}

#[test]
fn times_are_of_the_zone_that_is_named() {
    let text = "2026-05-04 08:00:01 a\nno time\n2026-05-04 08:00:03 b\n";
    let entry =
        |zone: &str| json!({"file_path": "/var/log/*.log", "timestamp_format": "%Y-%m-%d %H:%M:%S", "timezone": zone});
    let seconds = |zone| read(entry(zone), text).into_iter().map(|(at, _)| at).collect::<Vec<_>>();
    assert_eq!(seconds("Local"), [1, 1, 3], "what has no time has that of the event before");
    assert_eq!(seconds("UTC"), [7201, 7201, 7203]);
}

#[test]
fn the_time_can_be_cut_out_and_filters_choose() {
    let entry = json!({"file_path": "/var/log/*.log", "timestamp_format": "%H:%M:%S", "trim_timestamp": true,
        "filters": [{"type": "include", "expression": "dock|crane"}, {"type": "exclude", "expression": "(?i)debug"}]});
    let text = "08:00:01 dock 4\n08:00:02 ship\n08:00:03 DEBUG crane\ncrane 08:00:04 up\n08:00:05 dock\n at 5\n";
    let kept = read(entry, text).into_iter().map(|(_, message)| message).collect::<Vec<_>>();
    assert_eq!(kept, ["dock 4", "crane  up", "dock\n at 5"]);
}

fn names(entry: Value) -> (String, String) {
    let mut agent = AgentLogs::new(configuration(entry), host());
    agent.feed(now(), "/var/log/app.log", b"x\n");
    let AgentBatch { group, stream, .. } = agent.advance(now().plus_secs(5)).remove(0);
    (group, stream)
}

#[test]
fn groups_and_streams_have_their_names_from_the_entry_the_path_and_the_host() {
    let pair = |group: &str, stream: &str| (group.to_owned(), stream.to_owned());
    let path = "/var/log/*.log";
    assert_eq!(names(json!({"file_path": path})), pair("/var/log/*", "i-7"));
    let named = json!({"file_path": path, "log_group_name": "app-{local_hostname}", "log_stream_name": "{hostname}/{ip_address}"});
    assert_eq!(names(named.clone()), pair("app-dock", "ip-10-0-1-5.ec2.internal/10.0.1.5"));
    let mut each = named;
    each["publish_multi_logs"] = true.into();
    assert_eq!(names(each), pair("app-dock", "ip-10-0-1-5.ec2.internal/10.0.1.5__var_log_app.log"));
    assert_eq!(names(json!({"file_path": path, "publish_multi_logs": true})), pair("/var/log/app.log", "i-7"));
}

#[test]
fn an_event_waits_for_further_lines_for_five_seconds() {
    let mut agent = AgentLogs::new(configuration(json!({"file_path": "/var/log/*.log"})), host());
    assert_eq!(
        (agent.feed(now(), "/var/log/app.log", b"first\n"), agent.feed(now(), "/other", b"x\ny\n")),
        (vec![], vec![])
    );
    assert!(agent.feed(now().plus_secs(3), "/var/log/app.log", b" second\n thi").is_empty());
    assert_eq!(agent.next_deadline().map(|next| next.at), Some(now().plus_secs(8)));
    assert!(agent.advance(now().plus_millis(7999)).is_empty());
    let batches = agent.advance(now().plus_secs(8));
    assert_eq!(batches[0].events, [(now(), "first\n second".to_owned())]);
    assert_eq!((agent.next_deadline(), agent.close(now(), "/var/log/app.log")[0].events[0].1.as_str()), (None, " thi"));
}

#[test]
fn batches_go_into_an_engine_as_they_are() {
    let entry = json!({"file_path": "/var/log/*.log", "log_group_name": "app", "timestamp_format": "%Y-%m-%d %H:%M:%S",
        "timezone": "UTC", "retention_in_days": 7, "log_group_class": "INFREQUENT_ACCESS"});
    let mut agent = AgentLogs::new(configuration(entry), host());
    let text = "2026-05-04 05:00:00 late\n2026-05-03 04:00:00 early\n2026-05-04 04:30:00 between\n";
    let mut batches = agent.feed(now(), "/var/log/app.log", text.as_bytes());
    batches.extend(agent.close(now(), "/var/log/app.log"));
    let mut engine = Engine::new(Place::parse("111122223333", "us-east-1").unwrap(), 0);
    engine.create_log_group(now(), "app").unwrap();
    engine.create_log_stream(now(), "app", "i-7").unwrap();
    for AgentBatch { group, stream, class, retention, events, .. } in batches {
        assert_eq!((class, retention.map(|days| days.in_days())), (LogGroupClass::InfrequentAccess, Some(7)));
        let given = events.len();
        assert_eq!(engine.put_log_events(now(), &group, &stream, events).unwrap().accepted, given);
    }
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let entry = |more: Value| {
        let mut entry = json!({"file_path": "/var/log/*.log"});
        entry.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        file(json!([entry]))
    };
    for (text, path, cause) in [
        ("{".to_owned(), "", "is not JSON"),
        (r#"{"metrics": {}}"#.to_owned(), "", "must have logs"),
        (
            r#"{"logs": {"logs_collected": {"windows_events": {}}}}"#.to_owned(),
            "/logs/logs_collected/windows_events",
            "not modelled",
        ),
        (file(json!([{}])), "/0", "must have file_path"),
        (entry(json!({"file_pat": 1})), "/0/file_pat", "did you mean file_path?"),
        (entry(json!({"encoding": "utf-16"})), "/0/encoding", "not modelled"),
        (entry(json!({"timezone": "CET"})), "/0/timezone", "must be UTC or Local"),
        (entry(json!({"timestamp_format": "%Q"})), "/0/timestamp_format", "no code"),
        (
            entry(json!({"multi_line_start_pattern": "{timestamp_format}"})),
            "/0/multi_line_start_pattern",
            "needs a timestamp_format",
        ),
        (entry(json!({"multi_line_start_pattern": "("})), "/0/multi_line_start_pattern", "no regular expression"),
        (entry(json!({"log_stream_name": "{instance}"})), "/0/log_stream_name", "{instance_id}"),
        (entry(json!({"retention_in_days": 6})), "/0/retention_in_days", "5 or 7"),
        (entry(json!({"log_group_class": "COLD"})), "/0/log_group_class", "STANDARD"),
        (entry(json!({"filters": [{"type": "drop", "expression": "x"}]})), "/0/filters/0/type", "include or exclude"),
        (
            file(
                json!([{"file_path": "a", "log_group_name": "g"}, {"file_path": "b", "log_group_name": "g", "retention_in_days": 7}]),
            ),
            "/files",
            "different retentions",
        ),
    ] {
        let error = AgentLogsConfiguration::parse(&text).unwrap_err();
        assert!(error.path.ends_with(path) && error.cause.contains(cause), "{error}");
    }
    let ignored = AgentLogsConfiguration::parse(&entry(json!({"auto_removal": true}))).unwrap();
    assert_eq!(ignored.warnings.len(), 1);
    let names = configuration(json!({"file_path": "/var/log/*", "blacklist": "^secret"}));
    let reads = ["/var/log/a", "/var/log/secret", "/var/log/a.gz"].map(|path| names.files[0].reads(path));
    assert_eq!(reads, [true, false, false]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn pieces_of_any_size_give_the_same_events(text in "([a ]|\\n|\\r\\n|2026-05-0[1-9]|DEBUG|é|May 4 08:00:0[0-9]){0,20}") {
        agent_law(text.as_bytes());
        let entry = json!({"file_path": "/var/log/*", "timestamp_format": "%Y-%m-%d", "multi_line_start_pattern": "a"});
        pieces_make_no_difference(configuration(entry), text.as_bytes());
    }

    #[test]
    fn bytes_that_are_no_text_are_harmless(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        agent_law(&bytes);
    }
}
