//! Dashboards as pages (feature `report`).

pub(crate) mod alarms;
mod look;
pub(crate) mod metric;

use std::collections::BTreeMap;

use cupola_base::Timestamp;
use cupola_metrics::{DashboardBody, Engine, UnknownDashboard, Widget, WidgetKind};
use cupola_report::{Dashboard, GridPlace, Table, Widget as Drawn};

use look::Look;

/// How a dashboard is drawn: over which time, and with which rows for its queries of logs.
///
/// ```
/// use cupola::metrics::Datum;
/// use cupola::{DashboardPage, Observatory, Place, Timestamp};
///
/// let mut sky = Observatory::new(Place::parse("111122223333", "us-east-1")?, 0);
/// let t0 = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// let mut metrics = sky.metrics(t0);
/// let body = r#"{"widgets": [{"type": "metric", "properties": {"region": "us-east-1", "title": "Orders",
///     "stat": "Sum", "period": 60, "metrics": [["Shop", "Orders"]]}}]}"#;
/// metrics.put_dashboard(t0, "shop", body, Vec::new())?;
/// metrics.put(t0, Datum::new("Shop", "Orders", t0, 4.0))?;
///
/// let page = DashboardPage::between(t0, t0.plus_secs(3600));
/// let html = page.of(&mut metrics, t0, "shop")?.to_html();
/// assert!(html.contains("<h2>Orders</h2>") && html.contains("Orders: 1 values from 4 to 4"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Every widget is drawn over the same time, whatever the body says of its own. Widgets that show another
/// account or region, and kinds that need what is not here (explorers, custom widgets, traces), are notes that
/// say so.
///
/// # Source
/// CloudWatch API Reference, "Dashboard Body Structure and Syntax".
#[derive(Clone, Debug)]
pub struct DashboardPage {
    from: Timestamp,
    until: Timestamp,
    rows: BTreeMap<usize, Table>,
}

impl DashboardPage {
    /// Draws from one instant to another.
    #[must_use]
    pub const fn between(from: Timestamp, until: Timestamp) -> Self {
        Self { from, until, rows: BTreeMap::new() }
    }

    /// Tells the rows that a query of logs found, for the widget at this index of the body.
    #[must_use]
    pub fn with_rows(mut self, widget: usize, rows: Table) -> Self {
        self.rows.insert(widget, rows);
        self
    }

    /// Draws a dashboard that was put.
    ///
    /// # Errors
    /// [`UnknownDashboard`].
    pub fn of(&self, metrics: &mut Engine, now: Timestamp, name: &str) -> Result<Dashboard, UnknownDashboard> {
        // What is kept was checked when it was put.
        let body = DashboardBody::parse(&metrics.dashboard(now, name)?.body);
        let widgets = body.map(|body| body.widgets).unwrap_or_default();
        Ok(self.of_widgets(metrics, now, name, &widgets))
    }

    /// Draws a body that need not have been put.
    pub fn of_body(&self, metrics: &mut Engine, now: Timestamp, title: &str, body: &DashboardBody) -> Dashboard {
        self.of_widgets(metrics, now, title, &body.widgets)
    }

    fn of_widgets(&self, metrics: &mut Engine, now: Timestamp, title: &str, widgets: &[Widget]) -> Dashboard {
        widgets.iter().enumerate().fold(Dashboard::new(title), |page, (index, widget)| {
            let frame = widget.frame;
            let place = GridPlace::new(frame.x, frame.y, frame.width, frame.height);
            page.with(place, self.widget(metrics, now, index, widget))
        })
    }

    fn widget(&self, metrics: &mut Engine, now: Timestamp, index: usize, widget: &Widget) -> Drawn {
        let (title, look) = (widget.title.clone().unwrap_or_default(), Look::of(widget));
        let kind = widget.kind;
        match kind {
            WidgetKind::Metric if widget.queries.is_empty() => alarms::chart(self, metrics, now, title, &look),
            WidgetKind::Metric => metric::widget(self, metrics, now, widget, title, &look),
            WidgetKind::Alarm => Drawn::alarms(title, alarms::list(metrics, now, &look)),
            WidgetKind::Text => Drawn::text(look.text("/markdown").unwrap_or_default()),
            WidgetKind::Log => match self.rows.get(&index) {
                Some(rows) => Drawn::table(title, rows.clone()),
                None => Drawn::note(title, "Nobody told what its query found."),
            },
            _ => Drawn::note(title, format!("A widget of the type {} is not drawn.", kind.as_str())),
        }
    }
}
