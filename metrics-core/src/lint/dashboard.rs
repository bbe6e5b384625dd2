//! Lints of dashboards.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::facts::is_published;
use crate::dashboard::{Widget, WidgetSource};
use crate::engine::Engine;
use crate::math::Expression;

/// One thing that a dashboard shows and that is not there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DashboardLint {
    /// What kind of thing.
    pub kind: DashboardLintKind,
    /// The widget, from 0, in the order of the body.
    pub widget: usize,
    /// What was found.
    pub message: String,
}

/// The kinds of things that look wrong with dashboards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum DashboardLintKind {
    /// A line shows a metric that has no data: its drawing stays empty.
    NeverPublished,
    /// An alarm of this place is shown that does not exist.
    UnknownAlarm,
    /// An anomaly band that is not wider than its middle.
    NarrowBand,
    /// No line of a metric widget is drawn: all are hidden.
    NothingVisible,
    /// Two widgets cover one another.
    Overlap,
}

impl DashboardLintKind {
    /// A word for tools.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NeverPublished => "never-published",
            Self::UnknownAlarm => "unknown-alarm",
            Self::NarrowBand => "narrow-band",
            Self::NothingVisible => "nothing-visible",
            Self::Overlap => "overlap",
        }
    }
}

impl fmt::Display for DashboardLint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/widgets/{}: {}: {}", self.widget, self.kind.code(), self.message)
    }
}

/// How many lints are told.
const MOST: usize = 1000;

/// Everything that looks wrong, widget by widget.
pub(super) fn lints(engine: &Engine, widgets: &[Widget]) -> Vec<DashboardLint> {
    let of_widget = |(index, widget): (usize, &Widget)| {
        let found = [unpublished(engine, widget), alarms(engine, widget), bands(widget), hidden(widget)].concat();
        let overlaps = overlap(widgets, index).into_iter();
        let lint = move |(kind, message)| DashboardLint { kind, widget: index, message };
        found.into_iter().chain(overlaps).map(lint).collect::<Vec<_>>()
    };
    widgets.iter().enumerate().flat_map(of_widget).take(MOST).collect()
}

type Found = Vec<(DashboardLintKind, String)>;

/// Lines of this place alone: what others hold is not known.
fn unpublished(engine: &Engine, widget: &Widget) -> Found {
    let here = |of: &Option<String>, here: &str| of.as_ref().is_none_or(|of| of == here);
    let lines = widget.queries.iter().filter(|query| {
        here(&query.region, engine.place.region.as_str()) && here(&query.account, engine.place.account.as_str())
    });
    let metrics = lines.filter_map(|query| match &query.source {
        WidgetSource::Metric(metric) if !is_published(engine, metric) => Some((&query.id, metric)),
        _ => None,
    });
    let message = |(id, metric): (&String, &crate::Metric)| {
        (
            DashboardLintKind::NeverPublished,
            format!("{id} shows {}/{}, which has no data", metric.namespace, metric.name),
        )
    };
    metrics.map(message).collect()
}

/// Alarms in lists and annotations.
fn alarms(engine: &Engine, widget: &Widget) -> Found {
    let properties: Value = serde_json::from_str(widget.properties.as_str()).unwrap_or_default();
    let lists = [properties.get("alarms"), properties.pointer("/annotations/alarms")];
    let arns = lists.into_iter().flatten().filter_map(Value::as_array).flatten().filter_map(Value::as_str);
    let prefix = engine.place.arn("cloudwatch", "alarm:");
    let unknown =
        arns.filter(|arn| arn.strip_prefix(prefix.as_str()).is_some_and(|name| engine.book.named(name).is_none()));
    unknown.map(|arn| (DashboardLintKind::UnknownAlarm, format!("no alarm {arn}"))).collect()
}

/// Bands that have no points, however they are drawn.
fn bands(widget: &Widget) -> Found {
    let expressions = widget.queries.iter().filter_map(|query| match &query.source {
        WidgetSource::Expression(text) => Some((&query.id, Expression::parse(text).ok()?)),
        WidgetSource::Metric(_) => None,
    });
    let narrow = expressions.filter_map(|(id, expression)| {
        let width = expression.band_widths().into_iter().find(|width| *width <= 0.0)?;
        Some((DashboardLintKind::NarrowBand, format!("{width} standard deviations in {id} = {expression}")))
    });
    narrow.collect()
}

fn hidden(widget: &Widget) -> Found {
    let all = !widget.queries.is_empty() && widget.queries.iter().all(|query| !query.visible);
    all.then(|| (DashboardLintKind::NothingVisible, "every line is hidden".into())).into_iter().collect()
}

/// The first widget before this one that it covers.
fn overlap(widgets: &[Widget], index: usize) -> Option<(DashboardLintKind, String)> {
    let one = widgets[index].frame;
    let meets = |a: u32, a_len: u32, b: u32, b_len: u32| {
        u64::from(a) < u64::from(b) + u64::from(b_len) && u64::from(b) < u64::from(a) + u64::from(a_len)
    };
    let covers = |other: &Widget| {
        let other = other.frame;
        meets(one.x, one.width, other.x, other.width) && meets(one.y, one.height, other.y, other.height)
    };
    let other = widgets[..index].iter().position(covers)?;
    Some((DashboardLintKind::Overlap, format!("it covers /widgets/{other}")))
}
