//! All that happened in an observatory, as one page (feature `report`).

mod alarms;
mod calls;
mod charts;
mod deliveries;
mod logs;
mod services;
mod traces;
mod usage;

use cupola_base::Timestamp;
use cupola_report::{Bill, DeliveryCount, Overview, Prices};

use crate::{Observatory, Output};

/// How an [`Observatory`] is made one page: over which time, with which prices.
///
/// The page has charts of the metrics that alarms watch, with thresholds and states, and of others; the states of all alarms;
/// the service map and the slowest traces; patterns of log events; calls of the audit trail; deliveries, of the outputs that
/// are handed in; and with [prices](Self::with_prices) what it would cost. Nothing in the observatory changes, and no time
/// passes in it: what is told is as of [`Observatory::now`].
///
/// ```
/// use cupola::metrics::{Alarm, Datum, Period};
/// use cupola::{Observatory, Place, ReportPage, Timestamp};
///
/// let mut sky = Observatory::new(Place::parse("111122223333", "us-east-1")?, 0);
/// let t0 = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// let alarm = Alarm::on("Shop", "Failed").named("failing").sum(Period::MINUTE).at_least(3.0).for_periods(1);
/// sky.metrics(t0).put_metric_alarm(t0, alarm)?;
/// sky.metrics(t0).put(t0.plus_secs(10), Datum::new("Shop", "Failed", t0, 4.0))?;
/// sky.advance(t0.plus_secs(120));
///
/// let html = ReportPage::between(t0, t0.plus_secs(3600)).of(&mut sky).to_html();
/// assert!(html.contains("<h2 id=\"part-1\">Alarms</h2>") && html.contains("Sum of Shop/Failed"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ReportPage {
    from: Timestamp,
    until: Timestamp,
    title: Option<String>,
    prices: Option<Prices>,
    deliveries: Vec<DeliveryCount>,
    events: Option<u64>,
    most: Most,
}

/// How much of each kind the page has.
#[derive(Clone, Copy, Debug)]
struct Most {
    charts: usize,
    traces: usize,
    rows: usize,
}

impl ReportPage {
    /// A page about the time from one instant to another; the two are put in order.
    #[must_use]
    pub fn between(from: Timestamp, until: Timestamp) -> Self {
        Self {
            from: from.min(until),
            until: from.max(until),
            title: None,
            prices: None,
            deliveries: Vec::new(),
            events: None,
            most: Most { charts: 24, traces: 3, rows: 20 },
        }
    }

    /// Sets the title. Unless told: account and region.
    #[must_use]
    pub fn with_title(self, title: impl Into<String>) -> Self {
        Self { title: Some(title.into()), ..self }
    }

    /// Adds what it would cost by these prices.
    #[must_use]
    pub fn with_prices(self, prices: Prices) -> Self {
        Self { prices: Some(prices), ..self }
    }

    /// Adds deliveries, of what [`Observatory::drain`] handed out. Those before or after the page's time are left out.
    #[must_use]
    pub fn with_outputs<'a>(self, outputs: impl IntoIterator<Item = &'a Output>) -> Self {
        let deliveries = deliveries::counts(outputs, self.from, self.until);
        Self { deliveries, ..self }
    }

    /// Sets how many events are paid for. Unless told: one for each request that put some, which is what the observatory
    /// measures.
    #[must_use]
    pub fn with_events(self, events: u64) -> Self {
        Self { events: Some(events), ..self }
    }

    /// Sets how many charts there are at most; those of alarms come first. Default 24.
    #[must_use]
    pub fn with_most_charts(self, charts: usize) -> Self {
        Self { most: Most { charts, ..self.most }, ..self }
    }

    /// Sets how many traces are shown at most: those with faults first, then the slowest. Default 3.
    #[must_use]
    pub fn with_most_traces(self, traces: usize) -> Self {
        Self { most: Most { traces, ..self.most }, ..self }
    }

    /// Sets how many rows the tables of alarms, patterns, calls and deliveries have at most: see [`Overview::with_most_rows`].
    /// Default 20.
    #[must_use]
    pub fn with_most_rows(self, rows: usize) -> Self {
        Self { most: Most { rows, ..self.most }, ..self }
    }

    /// Draws the page.
    pub fn of(&self, sky: &mut Observatory) -> Overview {
        let title = self.title.clone().unwrap_or_else(|| sky.place().to_string());
        let page = Overview::new(title, self.from, self.until).with_most_rows(self.most.rows);
        let parts = [Self::alarms as Part, Self::charts, Self::services, Self::traces, Self::logs, Self::calls];
        let page = parts.into_iter().fold(page, |page, part| part(self, sky, page));
        let page = self.deliveries.iter().cloned().fold(page, Overview::with_deliveries);
        self.prices
            .clone()
            .into_iter()
            .fold(page, |page, prices| page.with_bill(Bill::new(self.usage(sky), prices, self.from, self.until)))
    }

    fn covers(&self, at: Timestamp) -> bool {
        (self.from..=self.until).contains(&at)
    }
}

type Part = fn(&ReportPage, &mut Observatory, Overview) -> Overview;

/// Says how much was left out.
fn note(page: Overview, left_out: usize, what: &str) -> Overview {
    if left_out == 0 { page } else { page.with_note(format!("{left_out} further {what} are not shown.")) }
}
