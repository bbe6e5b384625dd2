//! The sections of the page, in the order in which people ask: what rang, what was measured, who called whom, what was
//! said, who did what, what left, what it costs.

use std::cmp::Reverse;

use super::{AlarmStory, Overview};
use crate::{Page, StateBand, Table};

impl Overview {
    pub(super) fn page(&self) -> Page {
        let span = format!("From {} to {}.", self.from, self.until);
        let page = Page::new(&self.title).with_contents().paragraph(span).facts(self.facts());
        let sections = [
            Self::alarms as fn(&Self, Page) -> Page,
            Self::metrics,
            Self::services,
            Self::traces,
            Self::logs,
            Self::calls,
            Self::deliveries,
            Self::costs,
        ];
        let page = sections.into_iter().fold(page, |page, section| section(self, page));
        self.notes(page)
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        let ringing = self.alarms.iter().filter(|alarm| alarm.is_ringing()).count();
        let rung: usize = self.alarms.iter().map(|alarm| alarm.times_rung(self.from, self.until)).sum();
        let events: u64 = self.patterns.iter().map(|pattern| pattern.events).sum();
        let calls: u64 = self.calls.iter().map(|calls| calls.calls).sum();
        let sent: u64 = self.deliveries.iter().map(|deliveries| deliveries.deliveries).sum();
        vec![
            ("Alarms that ring", format!("{ringing} of {}", self.alarms.len())),
            ("Times they rang", rung.to_string()),
            ("Log events in patterns", events.to_string()),
            ("Recorded calls", calls.to_string()),
            ("Deliveries", sent.to_string()),
        ]
    }

    fn alarms(&self, page: Page) -> Page {
        let alarms = self.shown_alarms();
        if alarms.is_empty() {
            return page;
        }
        let band = StateBand::new("States of the alarms").with_range(self.from, self.until);
        let band = alarms.iter().fold(band, |band, alarm| band.with_row(alarm.row()));
        let table =
            Table::new(["Alarm", "State", "Since", "Rang", "Watches", "Why"]).with_whole_in(2).with_numbers_in(3);
        let table = alarms.iter().fold(table, |table, alarm| table.with_row(self.row(alarm)));
        page.heading("Alarms").figure(band.draw()).table(table)
    }

    /// Those that ring come first, then those that rang most.
    fn shown_alarms(&self) -> Vec<&AlarmStory> {
        let mut alarms: Vec<&AlarmStory> = self.alarms.iter().collect();
        alarms.sort_by_cached_key(|alarm| Reverse((alarm.is_ringing(), alarm.times_rung(self.from, self.until))));
        alarms.truncate(self.most_rows);
        alarms
    }

    fn row(&self, alarm: &AlarmStory) -> [String; 6] {
        let (state, since) =
            alarm.now().map_or_else(Default::default, |(state, since)| (state.as_str().to_owned(), since.to_string()));
        let rung = alarm.times_rung(self.from, self.until).to_string();
        [alarm.name.clone(), state, since, rung, alarm.watches.clone(), alarm.because.clone()]
    }

    fn metrics(&self, page: Page) -> Page {
        let page = if self.charts.is_empty() { page } else { page.heading("Metrics") };
        self.charts.iter().fold(page, |page, chart| {
            let drawing = chart.draw();
            let words = drawing.description().to_owned();
            page.figure_with_caption(drawing, words)
        })
    }

    fn services(&self, page: Page) -> Page {
        match &self.map {
            Some(map) => {
                let drawing = map.draw();
                let words = drawing.description().to_owned();
                page.heading("Services").figure_with_caption(drawing, words)
            }
            None => page,
        }
    }

    fn traces(&self, page: Page) -> Page {
        let page = if self.traces.is_empty() { page } else { page.heading("Traces") };
        self.traces.iter().fold(page, |page, trace| {
            let drawing = trace.draw();
            let words = drawing.description().to_owned();
            page.figure_with_caption(drawing, words)
        })
    }

    fn logs(&self, page: Page) -> Page {
        let table = Table::new(["Events", "Log group", "Pattern"]).with_numbers_in(0);
        let table =
            self.patterns.iter().take(self.most_rows).fold(table, |table, row| {
                table.with_row([row.events.to_string(), row.group.clone(), row.pattern.clone()])
            });
        section(page, "Patterns in logs", table)
    }

    fn calls(&self, page: Page) -> Page {
        let table =
            Table::new(["Action", "Service", "Caller", "Calls", "Failed"]).with_numbers_in(3).with_numbers_in(4);
        let table = self.calls.iter().take(self.most_rows).fold(table, |table, row| {
            let counts = [row.calls.to_string(), row.failed.to_string()];
            table.with_row([row.action.clone(), row.source.clone(), row.caller.clone()].into_iter().chain(counts))
        });
        section(page, "Calls", table)
    }

    fn deliveries(&self, page: Page) -> Page {
        let table = Table::new(["Target", "Cause", "Deliveries", "First", "Last"]).with_numbers_in(2);
        let table = table.with_whole_in(3).with_whole_in(4);
        let table = self.deliveries.iter().take(self.most_rows).fold(table, |table, row| {
            let (first, last) = (row.first.to_string(), row.last.to_string());
            table.with_row([row.target.clone(), row.cause.clone(), row.deliveries.to_string(), first, last])
        });
        section(page, "Deliveries", table)
    }

    fn costs(&self, page: Page) -> Page {
        let Some(bill) = &self.bill else { return page };
        let page = page.heading("What it would cost").table(bill.table());
        bill.unpriced().into_iter().fold(page, Page::paragraph)
    }

    fn notes(&self, page: Page) -> Page {
        let parts = [
            ("alarms", self.alarms.is_empty()),
            ("metrics", self.charts.is_empty()),
            ("services", self.map.is_none()),
            ("traces", self.traces.is_empty()),
            ("patterns in logs", self.patterns.is_empty()),
            ("calls", self.calls.is_empty()),
            ("deliveries", self.deliveries.is_empty()),
        ];
        let missing: Vec<&str> =
            parts.into_iter().filter(|(_, is_missing)| *is_missing).map(|(name, _)| name).collect();
        let missing = (!missing.is_empty()).then(|| format!("There were none of these: {}.", missing.join(", ")));
        let notes: Vec<String> = self.left_out().chain(self.notes.iter().cloned()).chain(missing).collect();
        if notes.is_empty() { page } else { page.heading("Notes").paragraph(notes.join("\n")) }
    }

    /// What the tables do not show.
    fn left_out(&self) -> impl Iterator<Item = String> {
        let tables = [
            ("alarms", self.alarms.len()),
            ("patterns", self.patterns.len()),
            ("kinds of calls", self.calls.len()),
            ("kinds of deliveries", self.deliveries.len()),
        ];
        let further = tables.map(|(what, rows)| (what, rows.saturating_sub(self.most_rows)));
        let further = further.into_iter().filter(|(_, rows)| *rows > 0);
        further.map(|(what, rows)| format!("{rows} further {what} are not shown."))
    }
}

fn section(page: Page, heading: &str, table: Table) -> Page {
    if table.is_empty() { page } else { page.heading(heading).table(table) }
}
