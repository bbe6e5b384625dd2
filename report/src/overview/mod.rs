//! One page about all that happened in a place over some time.

mod alarm;
mod bill;
mod counts;
mod money;
mod sections;

use cupola_base::Timestamp;

pub use alarm::AlarmStory;
pub use bill::{Bill, Prices, Usage};
pub use counts::{CallCount, DeliveryCount, LogPattern};

use crate::{LineChart, ServiceMap, Waterfall};

/// One page about all that happened in a place over some time: metrics with thresholds and states, alarms, the service
/// map, traces, patterns of logs, calls, deliveries, and what it would cost.
///
/// Everything is plain data; `cupola`'s `ReportPage` makes it of an observatory. Sections of which there is nothing are
/// named at the end. The page needs nothing else, is readable without its pictures, on paper and in the dark, and the
/// same input gives the same bytes.
///
/// ```
/// use cupola_report::{AlarmStory, Bill, Overview, Prices, State, Timestamp, Usage};
///
/// let t0 = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// let until = t0.plus_secs(3600);
/// let alarm = AlarmStory::new("guessing", [(t0, State::Ok), (t0.plus_secs(1320), State::Alarm)])
///     .watches("Sum of Failed at or above 3")
///     .because("Threshold crossed: 1 datapoint [4.0] was greater than or equal to the threshold (3.0).");
/// let usage = Usage { metrics: 1, alarms: 1, log_bytes: 5_000_000, ..Usage::default() };
/// let prices = Prices { log_gigabyte: Some(0.5), ..Prices::in_currency("EUR") };
/// let html = Overview::new("Night shift", t0, until).with_alarm(alarm).with_bill(Bill::new(usage, prices, t0, until)).to_html();
/// assert!(html.contains("ALARM from 2026-05-04T06:22:00Z") && html.contains("No price was given for metrics and alarms."));
/// # Ok::<(), cupola_report::TimestampError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Overview {
    title: String,
    from: Timestamp,
    until: Timestamp,
    charts: Vec<LineChart>,
    alarms: Vec<AlarmStory>,
    map: Option<ServiceMap>,
    traces: Vec<Waterfall>,
    patterns: Vec<LogPattern>,
    calls: Vec<CallCount>,
    deliveries: Vec<DeliveryCount>,
    bill: Option<Bill>,
    notes: Vec<String>,
    most_rows: usize,
}

impl Overview {
    /// A page about nothing yet, from one instant to another; the two are put in order.
    #[must_use]
    pub fn new(title: impl Into<String>, from: Timestamp, until: Timestamp) -> Self {
        Self {
            title: title.into(),
            from: from.min(until),
            until: from.max(until),
            charts: Vec::new(),
            alarms: Vec::new(),
            map: None,
            traces: Vec::new(),
            patterns: Vec::new(),
            calls: Vec::new(),
            deliveries: Vec::new(),
            bill: None,
            notes: Vec::new(),
            most_rows: usize::MAX,
        }
    }

    /// Adds a chart of metrics. It is drawn over the page's time.
    #[must_use]
    pub fn with_chart(mut self, chart: LineChart) -> Self {
        self.charts.push(chart.with_range(self.from, self.until));
        self
    }

    /// Adds an alarm.
    #[must_use]
    pub fn with_alarm(mut self, alarm: AlarmStory) -> Self {
        self.alarms.push(alarm);
        self
    }

    /// Sets the service map.
    #[must_use]
    pub fn with_map(self, map: ServiceMap) -> Self {
        Self { map: Some(map), ..self }
    }

    /// Adds a trace.
    #[must_use]
    pub fn with_trace(mut self, trace: Waterfall) -> Self {
        self.traces.push(trace);
        self
    }

    /// Adds a pattern of log events.
    #[must_use]
    pub fn with_pattern(mut self, pattern: LogPattern) -> Self {
        self.patterns.push(pattern);
        self
    }

    /// Adds calls of the audit trail that are alike.
    #[must_use]
    pub fn with_calls(mut self, calls: CallCount) -> Self {
        self.calls.push(calls);
        self
    }

    /// Adds deliveries that are alike.
    #[must_use]
    pub fn with_deliveries(mut self, deliveries: DeliveryCount) -> Self {
        self.deliveries.push(deliveries);
        self
    }

    /// Sets what it would cost.
    #[must_use]
    pub fn with_bill(self, bill: Bill) -> Self {
        Self { bill: Some(bill), ..self }
    }

    /// Sets how many rows the tables of alarms, patterns, calls and deliveries have at most: the first, of alarms those that ring
    /// and then those that rang most. The numbers at the top count all; a line at the end says what is not shown. Default all.
    #[must_use]
    pub fn with_most_rows(self, rows: usize) -> Self {
        Self { most_rows: rows, ..self }
    }

    /// Adds a line at the end, for instance about what was left out.
    #[must_use]
    pub fn with_note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// The page.
    #[must_use]
    pub fn to_html(&self) -> String {
        self.page().to_html()
    }
}
