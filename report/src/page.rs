//! Self-contained HTML pages.

use std::fmt::{self, Display};

use crate::drawing::Drawing;
use crate::markup::Markup;
use crate::style;
use crate::table::Table;

/// One HTML page that needs nothing else: styles and pictures inside, no script, no link.
///
/// Parts appear in the order in which they are added. All texts are escaped. The page follows the
/// reader's light or dark scheme, is well-formed XML as well as HTML, and the same input gives the
/// same bytes.
///
/// ```
/// use cupola_report::Page;
///
/// let html = Page::new("Night shift").heading("What happened").paragraph("4 < 5 & all is well").to_html();
/// assert!(html.starts_with("<!DOCTYPE html>\n<html "));
/// assert!(html.contains("<h2>What happened</h2><p>4 &lt; 5 &amp; all is well</p>"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    title: String,
    language: String,
    has_contents: bool,
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Heading(String),
    Paragraph(String),
    Figure(Drawing, Option<String>),
    Table(Table),
    Preformatted(String),
    Facts(Vec<(String, String)>),
}

impl Page {
    /// An empty page in English.
    #[must_use]
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), language: "en".into(), has_contents: false, parts: Vec::new() }
    }

    /// Sets the language of the texts, as a BCP 47 tag.
    #[must_use]
    pub fn with_language(self, tag: impl Into<String>) -> Self {
        Self { language: tag.into(), ..self }
    }

    /// Puts a list of the sections below the title, which lead to them.
    #[must_use]
    pub fn with_contents(self) -> Self {
        Self { has_contents: true, ..self }
    }

    /// Begins a section.
    #[must_use]
    pub fn heading(self, text: impl Into<String>) -> Self {
        self.with(Part::Heading(text.into()))
    }

    /// Adds a paragraph; line breaks in it are kept.
    #[must_use]
    pub fn paragraph(self, text: impl Into<String>) -> Self {
        self.with(Part::Paragraph(text.into()))
    }

    /// Adds a drawing.
    #[must_use]
    pub fn figure(self, drawing: Drawing) -> Self {
        self.with(Part::Figure(drawing, None))
    }

    /// Adds a drawing with a line below it.
    #[must_use]
    pub fn figure_with_caption(self, drawing: Drawing, caption: impl Into<String>) -> Self {
        self.with(Part::Figure(drawing, Some(caption.into())))
    }

    /// Adds a table.
    #[must_use]
    pub fn table(self, table: Table) -> Self {
        self.with(Part::Table(table))
    }

    /// Adds a text in letters of one width, with its spaces and lines as they are.
    #[must_use]
    pub fn preformatted(self, text: impl Into<String>) -> Self {
        self.with(Part::Preformatted(text.into()))
    }

    /// Adds facts: what each is called, and what it is, side by side.
    #[must_use]
    pub fn facts<K: Into<String>, V: Into<String>>(self, facts: impl IntoIterator<Item = (K, V)>) -> Self {
        self.with(Part::Facts(facts.into_iter().map(|(name, value)| (name.into(), value.into())).collect()))
    }

    /// The page.
    #[must_use]
    pub fn to_html(&self) -> String {
        let mut out = Markup::default();
        let html = out.element("html").attr("xmlns", "http://www.w3.org/1999/xhtml");
        html.attr("lang", &self.language).open();
        self.write_head(&mut out);
        out.element("body").open();
        out.element("main").open();
        out.element("h1").text(&self.title);
        if self.has_contents {
            self.write_contents(&mut out);
        }
        let mut sections = 0..;
        for part in &self.parts {
            match part {
                Part::Heading(text) if self.has_contents => {
                    out.element("h2").attr("id", Anchor(sections.next().unwrap_or(0))).text(text);
                }
                other => other.write(&mut out),
            }
        }
        format!("<!DOCTYPE html>\n{}\n", out.finish())
    }

    fn write_contents(&self, out: &mut Markup) {
        let headings =
            self.parts.iter().filter_map(|part| if let Part::Heading(text) = part { Some(text) } else { None });
        out.element("nav").class("cu-contents").attr("aria-label", "Contents").open();
        out.element("ul").open();
        for (number, text) in headings.enumerate() {
            out.element("li").open();
            out.element("a").attr("href", format_args!("#{}", Anchor(number))).text(text);
            out.close();
        }
        out.close();
        out.close();
    }

    fn write_head(&self, out: &mut Markup) {
        out.element("head").open();
        out.element("meta").attr("charset", "utf-8").empty();
        out.element("meta").attr("name", "viewport").attr("content", "width=device-width, initial-scale=1").empty();
        out.element("title").text(&self.title);
        out.element("style").text(format_args!("{}{}", style::PAGE, style::CHART));
        out.close();
    }

    fn with(mut self, part: Part) -> Self {
        self.parts.push(part);
        self
    }
}

impl Part {
    fn write(&self, out: &mut Markup) {
        match self {
            Self::Heading(text) => out.element("h2").text(text),
            Self::Paragraph(text) => out.element("p").text(text),
            Self::Figure(drawing, caption) => write_figure(out, drawing, caption.as_deref()),
            Self::Table(table) => table.write(out),
            Self::Facts(facts) => write_facts(out, facts),
            // A reader of HTML drops a line break right behind the start tag: the first one is for it.
            Self::Preformatted(text) => out.element("pre").text(format_args!("\n{text}")),
        }
    }
}

/// Names a section within the page.
struct Anchor(usize);

impl Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "part-{}", self.0 + 1)
    }
}

fn write_facts(out: &mut Markup, facts: &[(String, String)]) {
    out.element("dl").class("cu-facts").open();
    for (name, value) in facts {
        out.element("div").open();
        out.element("dt").text(name);
        out.element("dd").text(value);
        out.close();
    }
    out.close();
}

fn write_figure(out: &mut Markup, drawing: &Drawing, caption: Option<&str>) {
    out.element("figure").open();
    out.append(&drawing.to_inline());
    if let Some(caption) = caption {
        out.element("figcaption").text(caption);
    }
    out.close();
}
