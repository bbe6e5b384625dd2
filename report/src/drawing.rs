//! A finished picture.

use std::fmt;

use crate::markup::Markup;
use crate::style;

/// A finished picture: what [`LineChart::draw`](crate::LineChart::draw) and
/// [`StateBand::draw`](crate::StateBand::draw) make and [`Page::figure`](crate::Page::figure) takes.
///
/// [`to_svg`](Self::to_svg) gives a file that stands alone: styles inside, no script, no font, no
/// link. It follows the viewer's light or dark scheme.
///
/// ```
/// use cupola_report::{LineChart, Series, Timestamp};
///
/// let chart = LineChart::new("Load").with_series(Series::new("web-1", [(Timestamp::EPOCH, 0.5)]));
/// let svg = chart.draw().to_svg();
/// assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\"") && svg.ends_with("</svg>\n"));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Drawing {
    pub(crate) title: String,
    description: String,
    width: u32,
    height: u32,
    body: String,
}

impl Drawing {
    pub(crate) fn new(title: &str, description: String, (width, height): (u32, u32), body: Markup) -> Self {
        Self { title: title.to_owned(), description, width, height, body: body.finish() }
    }

    /// The picture as the text of an SVG file.
    #[must_use]
    pub fn to_svg(&self) -> String {
        let mut svg = self.root(true);
        svg.push('\n');
        svg
    }

    /// The picture as an element inside HTML, whose page brings the style.
    pub(crate) fn to_inline(&self) -> String {
        self.root(false)
    }

    /// What the picture shows, in a sentence or two; readers that cannot see get it too.
    #[must_use]
    pub fn description(&self) -> &str {
        &self.description
    }

    /// Width and height in pixels.
    #[must_use]
    pub const fn size(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    fn root(&self, alone: bool) -> String {
        let mut svg = Markup::default();
        let root = svg.element("svg").attr("xmlns", "http://www.w3.org/2000/svg").class("cu-chart").attr("role", "img");
        let root = root.attr("viewBox", format_args!("0 0 {} {}", self.width, self.height));
        if alone { root.attr("width", self.width).attr("height", self.height) } else { root }.open();
        svg.element("title").text(&self.title);
        svg.element("desc").text(&self.description);
        if alone {
            svg.element("style").text(style::CHART);
        }
        svg.element("rect").class("cu-ground").attr("width", self.width).attr("height", self.height).empty();
        svg.append(&self.body);
        svg.finish()
    }
}

impl fmt::Debug for Drawing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Drawing({}, {} x {}, {} bytes)", self.title, self.width, self.height, self.body.len())
    }
}
