//! The account as one HTML page.

use std::time::Duration;

use cupola_report::{LineChart, Page, Series, State, StateRow, Table};

use crate::outcome::Outcome;
use crate::setup::{ALARM, TARGETS, THRESHOLD};

/// The page: chart with threshold and states, changes, deliveries, sampling.
pub(crate) fn page(outcome: &Outcome) -> String {
    let mut page = Page::new("First light")
        .paragraph(summary(outcome))
        .figure_with_caption(
            chart(outcome).draw(),
            "Failed logins in each minute, and the states of the alarm that watches them.",
        )
        .heading("The alarm")
        .table(changes(outcome));
    page = page.paragraph("Why it first changed, and first rang:").preformatted(outcome.explanations.join("\n"));
    page = page.heading("API calls").table(records(outcome)).heading("Deliveries").table(deliveries(outcome));
    page = page.heading("Sampling").table(sampling(outcome));
    if let Some(header) = &outcome.trace_header {
        page = page.paragraph("The header that the first sampled request would carry on:").preformatted(header);
    }
    page.to_html()
}

fn summary(outcome: &Outcome) -> String {
    let Outcome { source, lines, matching, first, last, .. } = outcome;
    format!("{source}: {lines} lines from {first} to {last}, {matching} of them failed logins.")
}

pub(crate) fn chart(outcome: &Outcome) -> LineChart {
    let states = outcome.changes.iter().filter_map(|change| Some((change.at, State::parse(&change.to)?)));
    LineChart::new("Failed logins")
        .with_unit("count per minute")
        .with_series(Series::new("failed logins", outcome.minutes.iter().copied()))
        .with_gap(Duration::from_secs(60))
        .with_threshold(format!("alarm above {THRESHOLD}"), THRESHOLD)
        .with_states(StateRow::new(ALARM, states))
        .with_range(outcome.first, outcome.changes.last().map_or(outcome.last, |change| change.at.max(outcome.last)))
}

fn changes(outcome: &Outcome) -> Table {
    let table = Table::new(["Time", "From", "To", "Reason"]);
    let rows = outcome.changes.iter().take(MOST_ROWS);
    rows.fold(table, |table, change| {
        table.with_row([change.at.to_string(), change.from.clone(), change.to.clone(), change.reason.clone()])
    })
}

fn records(outcome: &Outcome) -> Table {
    let noted = outcome.records.iter().filter(|record| record.root_sign_in || record.deletes_trail);
    let caption = format!("{} records; root sign-ins and deleted trails are shown.", outcome.records.len());
    noted.take(MOST_ROWS).fold(Table::new(["Time", "Call", "By"]).with_caption(caption), |table, record| {
        table.with_row([record.at.to_string(), record.name.clone(), record.by.clone()])
    })
}

fn deliveries(outcome: &Outcome) -> Table {
    TARGETS.iter().fold(Table::new(["Target", "Deliveries"]).with_numbers_in(1), |table, target| {
        table.with_row([(*target).to_owned(), outcome.delivered_to(target).count().to_string()])
    })
}

fn sampling(outcome: &Outcome) -> Table {
    let table = Table::new(["Rule", "Each second", "Of the others", "Requests", "Sampled"]);
    let table = (1..5).fold(table, Table::with_numbers_in);
    outcome.sampling.iter().fold(table, |table, rule| {
        let rate = format!("{} %", rule.rate * 100.0);
        table.with_row([
            rule.rule.clone(),
            rule.reservoir.to_string(),
            rate,
            rule.requests.to_string(),
            rule.sampled.to_string(),
        ])
    })
}

/// A page with more rows helps nobody.
const MOST_ROWS: usize = 500;
