//! What it would cost.

use cupola_base::Timestamp;

use super::money::{amount, quantity};
use crate::Table;

/// How much there was of what has a price.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "written with a struct update, which needs an open struct")]
pub struct Usage {
    /// Metrics that are paid for. `ReportPage` counts those of one's own with data in the two weeks before its observatory's
    /// present, which is what `list_metrics` lists, whatever time the page is about.
    pub metrics: u64,
    /// Alarms.
    pub alarms: u64,
    /// Bytes of log events that were taken in.
    pub log_bytes: u64,
    /// Traces that were recorded.
    pub traces: u64,
    /// Events that were put on buses.
    pub events: u64,
}

/// What things cost. There are no prices but those that are given: they differ by region and over the years.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "written with a struct update, which needs an open struct")]
pub struct Prices {
    /// The currency, as it is to be shown.
    pub currency: String,
    /// One metric for a month.
    pub metric_month: Option<f64>,
    /// One alarm for a month.
    pub alarm_month: Option<f64>,
    /// 2^30 bytes of log events.
    pub log_gigabyte: Option<f64>,
    /// A million traces.
    pub million_traces: Option<f64>,
    /// A million events.
    pub million_events: Option<f64>,
}

impl Prices {
    /// No prices yet, in a currency.
    #[must_use]
    pub fn in_currency(currency: impl Into<String>) -> Self {
        Self { currency: currency.into(), ..Self::default() }
    }
}

/// What it would cost: in the time that is shown, and in a month like it.
///
/// A month has 730 hours. Metrics and alarms cost by the hour that they are there; all other things when they come. Free
/// allowances and graded prices are not counted in (our decision: a bill that is too high warns, one that is too low does not).
#[derive(Clone, Debug, PartialEq)]
pub struct Bill {
    usage: Usage,
    prices: Prices,
    /// The part of a month that is shown.
    months: f64,
}

/// One line: what, how much of it, in which unit, at which price.
struct Item {
    what: &'static str,
    units: f64,
    unit: &'static str,
    price: Option<f64>,
    /// Whether it costs by the time that it is there.
    lasts: bool,
}

impl Bill {
    /// A bill of what was used from one instant to another.
    #[must_use]
    pub fn new(usage: Usage, prices: Prices, from: Timestamp, until: Timestamp) -> Self {
        let millis = until.millis_since(from).unsigned_abs().max(1);
        #[expect(clippy::cast_precision_loss, reason = "the range of timestamps has 49 bits")]
        let months = millis as f64 / (730.0 * 3_600_000.0);
        Self { usage, prices, months }
    }

    pub(super) fn table(&self) -> Table {
        let currency = &self.prices.currency;
        let head = ["", "Quantity", "Price", "This time", "A month like it"].map(str::to_owned);
        let table = (1..5).fold(Table::new(head), Table::with_numbers_in);
        let table = table.with_caption(format!("In {currency}. A month has 730 hours."));
        let (mut now, mut month) = (0.0, 0.0);
        let table = self.items().into_iter().fold(table, |table, item| {
            let price =
                item.price.map_or_else(|| "not given".into(), |price| format!("{} {}", amount(price), item.unit));
            let costs = item.price.map(|price| self.costs(&item, price));
            let [here, there] = [costs.map(|(here, _)| here), costs.map(|(_, there)| there)];
            now += here.unwrap_or(0.0);
            month += there.unwrap_or(0.0);
            let cell = |cost: Option<f64>| cost.map(amount).unwrap_or_default();
            table.with_row([item.what.to_owned(), quantity(item.units), price, cell(here), cell(there)])
        });
        table.with_row(["Together".to_owned(), String::new(), String::new(), amount(now), amount(month)])
    }

    /// Which things have no price, in a sentence; `None` when all have one.
    pub(super) fn unpriced(&self) -> Option<String> {
        let is_used = |item: &Item| item.price.is_none() && item.units > 0.0;
        let names: Vec<String> =
            self.items().into_iter().filter(is_used).map(|item| item.what.to_lowercase()).collect();
        let (last, others) = names.split_last()?;
        let names = if others.is_empty() { last.clone() } else { format!("{} and {last}", others.join(", ")) };
        Some(format!("No price was given for {names}."))
    }

    fn costs(&self, item: &Item, price: f64) -> (f64, f64) {
        let whole = item.units * price;
        if item.lasts { (whole * self.months, whole) } else { (whole, whole / self.months) }
    }

    fn items(&self) -> [Item; 5] {
        let (usage, prices) = (&self.usage, &self.prices);
        #[expect(clippy::cast_precision_loss, reason = "shown with some digits")]
        let item = |what, count: u64, per: f64, unit, price: Option<f64>, lasts| {
            let price = price.filter(|price| price.is_finite() && *price >= 0.0);
            Item { what, units: count as f64 / per, unit, price, lasts }
        };
        [
            item("Metrics", usage.metrics, 1.0, "each a month", prices.metric_month, true),
            item("Alarms", usage.alarms, 1.0, "each a month", prices.alarm_month, true),
            item("Gigabytes of logs", usage.log_bytes, f64::from(1 << 30), "each", prices.log_gigabyte, false),
            item("Million traces", usage.traces, 1e6, "each", prices.million_traces, false),
            item("Million events", usage.events, 1e6, "each", prices.million_events, false),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Page;

    #[test]
    fn what_lasts_costs_by_the_hour_and_what_comes_by_the_piece() {
        let from = Timestamp::from_secs(0);
        let usage = Usage { metrics: 10, log_bytes: 1 << 31, traces: 500_000, ..Usage::default() };
        let prices = Prices {
            metric_month: Some(0.3),
            log_gigabyte: Some(0.5),
            million_traces: Some(f64::NAN),
            ..Prices::in_currency("EUR")
        };
        // A tenth of a month.
        let bill = Bill::new(usage, prices, from, from.plus_secs(73 * 3600));
        let html = Page::new("t").table(bill.table()).to_html();
        let row = |cells: &str| {
            format!("<td class=\"cu-number\">{}</td>", cells.replace('|', "</td><td class=\"cu-number\">"))
        };
        assert!(html.contains(&row("10|0.30 each a month|0.30|3.00")), "{html}");
        assert!(html.contains(&row("2|0.50 each|1.00|10.00")), "{html}");
        assert!(html.contains(&row("||1.30|13.00")), "{html}");
        assert_eq!(bill.unpriced().as_deref(), Some("No price was given for million traces."));
    }
}
