//! A dashboard's body.

use cupola_base::Timestamp;
use cupola_base::json::Json;
use serde_json::Value;

use super::check;
use super::finding::{DashboardMessage, Findings, Spot};
use super::query::{self, WidgetQuery, WidgetQueryError};
use crate::data::MetricDataRequest;

/// A dashboard's body: widgets on a grid of 24 columns.
///
/// ```
/// use cupola_metrics::DashboardBody;
///
/// let body = DashboardBody::parse(
///     r#"{"widgets": [{"type": "metric", "properties": {"region": "us-east-1", "stat": "Sum", "metrics": [
///         ["Shop", "Orders", "Till", "1", {"label": "first"}],
///         ["...", "2"]
///     ]}}]}"#,
/// )?;
/// let queries = &body.widgets[0].queries;
/// let second = serde_json::to_value(&queries[1].id)?;
/// assert_eq!((queries.len(), second), (2, "m2".into()));
/// let refused = DashboardBody::parse(r#"{"widgets": [{"type": "text"}]}"#).unwrap_err();
/// assert_eq!(refused.messages[0].data_path, "/widgets/0");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// CloudWatch API Reference, "Dashboard Body Structure and Syntax".
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct DashboardBody {
    /// The widgets, in the order of the body.
    pub widgets: Vec<Widget>,
    /// What is odd, but no reason to refuse the body.
    pub warnings: Vec<DashboardMessage>,
}

/// One widget of a dashboard.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Widget {
    /// What it shows.
    pub kind: WidgetKind,
    /// Where it stands: as written, else where it flows to, from left to right.
    pub frame: Frame,
    /// Its title.
    pub title: Option<String>,
    /// The lines of a metric widget, with their shorthand written out; none of any other.
    pub queries: Vec<WidgetQuery>,
    /// Everything that the body says of its kind.
    pub properties: Json,
}

impl Widget {
    /// The request that answers the widget's lines over a range.
    ///
    /// # Errors
    /// [`WidgetQueryError`] with the first line that is no query of ours.
    pub fn metric_data_request(&self, start: Timestamp, end: Timestamp) -> Result<MetricDataRequest, WidgetQueryError> {
        query::request(&self.queries, start, end)
    }
}

/// Where a widget stands, in columns and rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a rectangle has four numbers")]
pub struct Frame {
    /// Columns from the left, 0 to 23.
    pub x: u32,
    /// Rows from the top.
    pub y: u32,
    /// Columns, 1 to 24.
    pub width: u32,
    /// Rows, 1 to 1000.
    pub height: u32,
}

/// What a widget shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the names are the service's words")]
pub enum WidgetKind {
    Metric,
    Text,
    Log,
    Alarm,
    Explorer,
    Custom,
    Chart,
    Trace,
}

impl WidgetKind {
    /// All of them.
    pub const ALL: [Self; 8] =
        [Self::Metric, Self::Text, Self::Log, Self::Alarm, Self::Explorer, Self::Custom, Self::Chart, Self::Trace];

    /// The service's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Metric => "metric",
            Self::Text => "text",
            Self::Log => "log",
            Self::Alarm => "alarm",
            Self::Explorer => "explorer",
            Self::Custom => "custom",
            Self::Chart => "chart",
            Self::Trace => "trace",
        }
    }

    pub(super) fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

impl DashboardBody {
    /// Reads and checks a body.
    ///
    /// # Errors
    /// [`InvalidDashboard`] with everything that is wrong, in the order of the body.
    pub fn parse(text: &str) -> Result<Self, InvalidDashboard> {
        let (body, findings) = read(text);
        if findings.errors.is_empty() {
            return Ok(Self { widgets: body, warnings: findings.warnings });
        }
        Err(InvalidDashboard { messages: findings.errors })
    }
}

fn read(text: &str) -> (Vec<Widget>, Findings) {
    let mut findings = Findings::default();
    let value: Value = serde_json::from_str(text).unwrap_or_else(|error| {
        findings.error(&Spot::root(&Value::Null), format!("is not JSON: {error}"));
        Value::Null
    });
    let widgets = if findings.errors.is_empty() { check::body(&Spot::root(&value), &mut findings) } else { vec![] };
    (widgets, findings)
}

/// A dashboard's body is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the dashboard's body is not one: {}", .messages.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
#[non_exhaustive]
pub struct InvalidDashboard {
    /// What is wrong, at least one thing.
    pub messages: Vec<DashboardMessage>,
}
