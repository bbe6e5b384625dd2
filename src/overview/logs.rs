//! Patterns of log events.

use cupola_logs::insights::group_texts;
use cupola_logs::{Engine, FilterLogEvents, LogGroupQuery};
use cupola_report::{LogPattern, Overview};

use super::{ReportPage, note, split};
use crate::{Observatory, Timestamp};

impl ReportPage {
    pub(super) fn logs(&self, sky: &mut Observatory, page: Overview) -> Overview {
        let now = sky.now();
        let mut lent = sky.logs(now);
        let logs: &mut Engine = &mut lent;
        let mut patterns: Vec<LogPattern> = Vec::new();
        let mut cut: Vec<String> = Vec::new();
        for group in groups(logs, now) {
            let (messages, is_cut) = self.messages(logs, now, &group);
            cut.extend(is_cut.then(|| group.clone()));
            patterns.extend(of_group(&group, &messages));
        }
        patterns
            .sort_by(|a, b| b.events.cmp(&a.events).then_with(|| (&a.group, &a.pattern).cmp(&(&b.group, &b.pattern))));
        let (shown, left_out) = split(&patterns, self.most.rows);
        let page = note(shown.iter().cloned().fold(page, Overview::with_pattern), left_out, "patterns");
        cut.into_iter().fold(page, |page, group| {
            page.with_note(format!("Patterns of {group} are those of its first {MOST_EVENTS} events."))
        })
    }

    /// The messages of a group in the page's time, and whether there are more of them.
    fn messages(&self, logs: &mut Engine, now: Timestamp, group: &str) -> (Vec<String>, bool) {
        let mut messages = Vec::new();
        let is_cut = self.each_message(logs, now, group, |message| {
            let has_room = messages.len() < MOST_EVENTS;
            if has_room {
                messages.push(message);
            }
            has_room
        });
        (messages, is_cut)
    }

    /// The bytes of a group's messages in the page's time, as the service counts them.
    pub(super) fn log_bytes(&self, logs: &mut Engine, now: Timestamp) -> u64 {
        let mut bytes = 0_u64;
        for group in groups(logs, now) {
            self.each_message(logs, now, &group, |message| {
                bytes = bytes.saturating_add(message.len() as u64 + EVENT_OVERHEAD);
                true
            });
        }
        bytes
    }

    /// Shows the messages of a group, in order, as long as they are wanted; answers whether there were more.
    fn each_message(
        &self,
        logs: &mut Engine,
        now: Timestamp,
        group: &str,
        mut wants: impl FnMut(String) -> bool,
    ) -> bool {
        // A group that is there can be read; the class that cannot is told by the absence of its events.
        let Ok(reader) = logs.log_reader(now, group) else { return false };
        let asked = FilterLogEvents::of(group).from(self.from).until(self.until.plus_millis(1));
        let mut request = asked.clone();
        while let Ok(page) = reader.filter_log_events(&request) {
            for event in page.events {
                if !wants(event.message) {
                    return true;
                }
            }
            let Some(next) = page.next else { return false };
            request = asked.clone().after(next);
        }
        false
    }
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
