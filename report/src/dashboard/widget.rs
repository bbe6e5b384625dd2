//! What stands on the grid.

use super::alarms::AlarmList;
use super::bars::BarChart;
use super::chart::TimeChart;
use super::gauges::Gauges;
use super::grid::GridPlace;
use super::markdown;
use super::numbers::Numbers;
use super::pie::PieChart;
use crate::drawing::Drawing;
use crate::markup::Markup;
use crate::table::Table;

/// One widget of a [`Dashboard`](crate::Dashboard).
#[derive(Clone, Debug, PartialEq)]
pub struct Widget {
    title: Option<String>,
    content: Content,
}

#[derive(Clone, Debug, PartialEq)]
enum Content {
    Time(TimeChart),
    Numbers(Numbers),
    Gauges(Gauges),
    Bars(BarChart),
    Pie(PieChart),
    Table(Table),
    Alarms(AlarmList),
    Text(String),
    Note(String),
}

impl Widget {
    /// Lines or areas over time.
    #[must_use]
    pub fn time(title: impl Into<String>, chart: TimeChart) -> Self {
        Self::new(title, Content::Time(chart))
    }

    /// Numbers, with lines of how they came to be if wanted.
    #[must_use]
    pub fn numbers(title: impl Into<String>, numbers: Numbers) -> Self {
        Self::new(title, Content::Numbers(numbers))
    }

    /// Values between two ends.
    #[must_use]
    pub fn gauges(title: impl Into<String>, gauges: Gauges) -> Self {
        Self::new(title, Content::Gauges(gauges))
    }

    /// Values side by side.
    #[must_use]
    pub fn bars(title: impl Into<String>, chart: BarChart) -> Self {
        Self::new(title, Content::Bars(chart))
    }

    /// Values as shares of their sum.
    #[must_use]
    pub fn pie(title: impl Into<String>, chart: PieChart) -> Self {
        Self::new(title, Content::Pie(chart))
    }

    /// A table: of metrics, or of what a query of logs found.
    #[must_use]
    pub fn table(title: impl Into<String>, table: Table) -> Self {
        Self::new(title, Content::Table(table))
    }

    /// The states of alarms.
    #[must_use]
    pub fn alarms(title: impl Into<String>, alarms: AlarmList) -> Self {
        Self::new(title, Content::Alarms(alarms))
    }

    /// A text in a part of Markdown: headings, paragraphs, bold, italics, code, links, lists and rules. Everything
    /// else stands as it is written. Links lead to `http`, `https` and `mailto` alone.
    #[must_use]
    pub fn text(markdown: impl Into<String>) -> Self {
        Self { title: None, content: Content::Text(markdown.into()) }
    }

    /// A note in place of a widget, e.g. why it cannot be shown.
    #[must_use]
    pub fn note(title: impl Into<String>, text: impl Into<String>) -> Self {
        Self::new(title, Content::Note(text.into()))
    }

    fn new(title: impl Into<String>, content: Content) -> Self {
        Self { title: Some(title.into()).filter(|title: &String| !title.is_empty()), content }
    }

    pub(super) fn write(&self, out: &mut Markup, place: GridPlace) {
        if let Some(title) = &self.title {
            out.element("h2").text(title);
        }
        let title = self.title.as_deref().unwrap_or_default();
        let room = place.room(self.title.is_some());
        match &self.content {
            Content::Time(chart) => draw(out, &chart.draw(title, room)),
            Content::Numbers(numbers) => draw(out, &numbers.draw(title, room)),
            Content::Gauges(gauges) => draw(out, &gauges.draw(title, room)),
            Content::Bars(chart) => draw(out, &chart.draw(title, room)),
            Content::Pie(chart) => draw(out, &chart.draw(title, room)),
            Content::Table(table) => scrolled(out, |out| table.write(out)),
            Content::Alarms(alarms) => scrolled(out, |out| alarms.write(out)),
            Content::Text(text) => scrolled(out, |out| markdown::write(out, text)),
            Content::Note(text) => out.element("p").class("cu-note").text(text),
        }
    }
}

fn draw(out: &mut Markup, drawing: &Drawing) {
    out.append(&drawing.to_inline());
}

/// What may be higher than its widget.
fn scrolled(out: &mut Markup, write: impl FnOnce(&mut Markup)) {
    out.element("div").class("cu-body").open();
    write(out);
    out.close();
}
