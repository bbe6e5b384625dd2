//! Tables.

use crate::markup::Markup;

/// A table of texts, for [`Page::table`](crate::Page::table).
///
/// As wide as its widest row or its head; missing cells are empty.
///
/// ```
/// use cupola_report::{Page, Table};
///
/// let table = Table::new(["Alarm", "Changes"]).with_numbers_in(1).with_row(["guessing", "4"]);
/// let html = Page::new("Night").table(table).to_html();
/// assert!(html.contains(r#"<tr><td>guessing</td><td class="cu-number">4</td></tr>"#));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    caption: Option<String>,
    head: Vec<String>,
    rows: Vec<Vec<String>>,
    numbers: Vec<usize>,
    whole: Vec<usize>,
}

impl Table {
    /// A table with these column heads and no rows.
    #[must_use]
    pub fn new<T: Into<String>>(head: impl IntoIterator<Item = T>) -> Self {
        Self { head: head.into_iter().map(Into::into).collect(), ..Self::default() }
    }

    /// Sets a line that says what the table shows.
    #[must_use]
    pub fn with_caption(self, caption: impl Into<String>) -> Self {
        Self { caption: Some(caption.into()), ..self }
    }

    /// Sets a column (counted from 0) flush right.
    #[must_use]
    pub fn with_numbers_in(mut self, column: usize) -> Self {
        self.numbers.push(column);
        self
    }

    /// Keeps each text of a column (counted from 0) on one line on screens: times, ids. Paper has no room to scroll.
    #[must_use]
    pub fn with_whole_in(mut self, column: usize) -> Self {
        self.whole.push(column);
        self
    }

    /// Adds a row.
    #[must_use]
    pub fn with_row<T: Into<String>>(mut self, cells: impl IntoIterator<Item = T>) -> Self {
        self.rows.push(cells.into_iter().map(Into::into).collect());
        self
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub(crate) fn write(&self, out: &mut Markup) {
        out.element("div").class("cu-scroll").open();
        out.element("table").open();
        if let Some(caption) = &self.caption {
            out.element("caption").text(caption);
        }
        out.element("thead").open();
        self.write_row(out, "th", &self.head);
        out.close();
        out.element("tbody").open();
        self.rows.iter().for_each(|row| self.write_row(out, "td", row));
        (0..3).for_each(|_| out.close());
    }

    fn write_row(&self, out: &mut Markup, tag: &'static str, cells: &[String]) {
        out.element("tr").open();
        for column in 0..self.columns() {
            let cell = out.element(tag);
            let cell = if tag == "th" { cell.attr("scope", "col") } else { cell };
            let cell = match (self.numbers.contains(&column), self.whole.contains(&column)) {
                (true, _) => cell.class("cu-number"),
                (false, true) => cell.class("cu-whole"),
                (false, false) => cell,
            };
            cell.text(cells.get(column).map_or("", String::as_str));
        }
        out.close();
    }

    fn columns(&self) -> usize {
        self.rows.iter().map(Vec::len).chain([self.head.len()]).max().unwrap_or(0)
    }
}
