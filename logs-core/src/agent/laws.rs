//! What must hold whatever the text. Each law panics where it is broken.

use cupola_base::Timestamp;

use super::{AgentBatch, AgentHost, AgentLogs, AgentLogsConfiguration};

const PATH: &str = "/var/log/a.log";

/// Reads a configuration (or, where it is none, one of an ordinary file) and a text out of any bytes, a zero byte
/// between the two, and lays them against every law.
pub fn agent_law(data: &[u8]) {
    let (configuration, text) = match data.iter().position(|byte| *byte == 0) {
        Some(zero) => (&data[..zero], &data[zero + 1..]),
        None => (data, data),
    };
    let configuration = AgentLogsConfiguration::parse(&String::from_utf8_lossy(configuration));
    let configuration = configuration.or_else(|_| AgentLogsConfiguration::parse(ORDINARY));
    pieces_make_no_difference(configuration.expect("one of the two can be read"), text);
}

/// Whichever way a text is cut into pieces, the same events come out, each with its text from the file; and batches
/// are in order of time.
pub fn pieces_make_no_difference(configuration: AgentLogsConfiguration, text: &[u8]) {
    let whole = events(configuration.clone(), [text]);
    for size in [1, 3, 64] {
        assert_eq!(events(configuration.clone(), text.chunks(size)), whole, "in pieces of {size}");
    }
}

fn events<'a>(configuration: AgentLogsConfiguration, pieces: impl IntoIterator<Item = &'a [u8]>) -> Vec<Event> {
    let now = Timestamp::from_secs(1_777_874_400);
    let mut agent = AgentLogs::new(configuration, AgentHost::default());
    let mut batches: Vec<AgentBatch> = pieces.into_iter().flat_map(|piece| agent.feed(now, PATH, piece)).collect();
    batches.extend(agent.close(now, PATH));
    assert!(batches.iter().all(|batch| batch.events.is_sorted_by_key(|(at, _)| *at) && !batch.events.is_empty()));
    let mut events: Vec<Event> = batches.into_iter().flat_map(of_batch).collect();
    events.sort();
    events
}

type Event = (String, String, Timestamp, String);

fn of_batch(batch: AgentBatch) -> impl Iterator<Item = Event> {
    let AgentBatch { group, stream, events, .. } = batch;
    events.into_iter().map(move |(at, message)| (group.clone(), stream.clone(), at, message))
}

const ORDINARY: &str = r#"{"logs": {"logs_collected": {"files": {"collect_list": [
    {"file_path": "/var/log/*.log", "timestamp_format": "%b %d %H:%M:%S", "timezone": "UTC"},
    {"file_path": "**", "multi_line_start_pattern": "{timestamp_format}", "timestamp_format": "%Y-%m-%d", "trim_timestamp": true,
        "filters": [{"type": "exclude", "expression": "DEBUG"}]}
]}}}}"#;
