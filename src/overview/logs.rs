//! Patterns of log events.

use cupola_logs::insights::group_texts;
use cupola_logs::{Engine, FilterLogEvents, FilterLogEventsError, LogGroupQuery};
use cupola_report::{LogPattern, Overview};

use super::ReportPage;
use crate::{Observatory, Timestamp};

impl ReportPage {
    pub(super) fn logs(&self, sky: &mut Observatory, page: Overview) -> Overview {
        let now = sky.now();
        let mut lent = sky.logs(now);
        let logs: &mut Engine = &mut lent;
        let mut patterns: Vec<LogPattern> = Vec::new();
        let mut notes: Vec<String> = Vec::new();
        for group in groups(logs, now) {
            let (messages, note) = self.messages(logs, now, &group);
            notes.extend(note);
            patterns.extend(of_group(&group, &messages));
        }
        patterns
            .sort_by(|a, b| b.events.cmp(&a.events).then_with(|| (&a.group, &a.pattern).cmp(&(&b.group, &b.pattern))));
        let page = patterns.into_iter().fold(page, Overview::with_pattern);
        notes.into_iter().fold(page, Overview::with_note)
    }

    /// The messages of a group in the page's time, and what is to be said when they are not all.
    fn messages(&self, logs: &mut Engine, now: Timestamp, group: &str) -> (Vec<String>, Option<String>) {
        let mut messages = Vec::new();
        let read = self.each_message(logs, now, group, |message| {
            let has_room = messages.len() < MOST_EVENTS;
            if has_room {
                messages.push(message);
            }
            has_room
        });
        let note = match read {
            Ok(Read::Whole) => None,
            Ok(Read::Stopped) => Some(format!("Patterns of {group} are those of its first {MOST_EVENTS} events.")),
            Err(refusal) => Some(format!("Not all events of {group} could be read: {refusal}.")),
        };
        (messages, note)
    }

    /// The bytes of all messages in the page's time, as the service counts them.
    pub(super) fn log_bytes(&self, logs: &mut Engine, now: Timestamp) -> u64 {
        let mut bytes = 0_u64;
        for group in groups(logs, now) {
            // Of groups that cannot be read a note was made where their patterns would be.
            let _ = self.each_message(logs, now, &group, |message| {
                bytes = bytes.saturating_add(message.len() as u64 + EVENT_OVERHEAD);
                true
            });
        }
        bytes
    }

    /// Shows the messages of a group, in order, as long as they are wanted. Those of classes without `FilterLogEvents`, and
    /// those under a key that cannot be used, are refused.
    fn each_message(
        &self,
        logs: &mut Engine,
        now: Timestamp,
        group: &str,
        mut wants: impl FnMut(String) -> bool,
    ) -> Result<Read, FilterLogEventsError> {
        let reader = logs.log_reader(now, group)?;
        let asked = FilterLogEvents::of(group).from(self.from).until(self.until);
        let mut request = asked.clone();
        loop {
            let page = reader.filter_log_events(&request)?;
            if !page.events.into_iter().all(|event| wants(event.message)) {
                return Ok(Read::Stopped);
            }
            let Some(next) = page.next else { return Ok(Read::Whole) };
            request = asked.clone().after(next);
        }
    }
}

/// How far a group was read.
enum Read {
    Whole,
    /// There were more messages than were wanted.
    Stopped,
}

fn groups(logs: &mut Engine, now: Timestamp) -> Vec<String> {
    logs.describe_log_groups(now, &LogGroupQuery::default()).map(|group| group.name.to_string()).collect()
}

fn of_group(group: &str, messages: &[String]) -> Vec<LogPattern> {
    let (places, templates) = group_texts(messages);
    let mut counts = vec![0_u64; templates.len()];
    places.into_iter().for_each(|place| counts[place] += 1);
    let rows = templates.into_iter().zip(counts);
    rows.map(|(pattern, events)| LogPattern { group: group.to_owned(), pattern, events }).collect()
}

/// So many events of a group are laid side by side.
const MOST_EVENTS: usize = 10_000;
/// What the service counts for each event besides its message.
const EVENT_OVERHEAD: u64 = 26;
