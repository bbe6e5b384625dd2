//! Writes XML that is well formed by construction.

use std::fmt::{self, Display, Write};

/// A text of nested elements. All texts and attribute values are escaped on their way in.
#[derive(Debug, Default)]
pub(crate) struct Markup {
    out: String,
    open: Vec<&'static str>,
}

impl Markup {
    /// Begins an element; what follows decides whether it has content.
    pub(crate) fn element(&mut self, tag: &'static str) -> Element<'_> {
        self.out.push('<');
        self.out.push_str(tag);
        Element { markup: self, tag }
    }

    /// Ends the innermost open element.
    pub(crate) fn close(&mut self) {
        if let Some(tag) = self.open.pop() {
            self.end(tag);
        }
    }

    /// Adds a text to the innermost open element.
    pub(crate) fn plain(&mut self, text: &str) {
        self.escaped(text);
    }

    /// Takes over what another markup has written.
    pub(crate) fn append(&mut self, other: &str) {
        self.out.push_str(other);
    }

    /// Ends what is open and gives the text away.
    pub(crate) fn finish(mut self) -> String {
        while let Some(tag) = self.open.pop() {
            self.end(tag);
        }
        self.out
    }

    fn end(&mut self, tag: &str) {
        self.out.push_str("</");
        self.out.push_str(tag);
        self.out.push('>');
    }

    fn escaped(&mut self, value: impl Display) {
        // Writing into a `String` cannot fail.
        let _ = write!(Escaping(&mut self.out), "{value}");
    }
}

/// An element whose start tag is being written.
#[must_use = "an element is finished by `empty`, `text` or `open`"]
pub(crate) struct Element<'a> {
    markup: &'a mut Markup,
    tag: &'static str,
}

impl Element<'_> {
    pub(crate) fn attr(self, name: &'static str, value: impl Display) -> Self {
        self.markup.out.push(' ');
        self.markup.out.push_str(name);
        self.markup.out.push_str("=\"");
        self.markup.escaped(value);
        self.markup.out.push('"');
        self
    }

    pub(crate) fn class(self, name: impl Display) -> Self {
        self.attr("class", name)
    }

    /// A coordinate, to a tenth of a pixel.
    pub(crate) fn at(self, name: &'static str, coordinate: f64) -> Self {
        self.attr(name, Coordinate(coordinate))
    }

    /// Ends the element without content.
    pub(crate) fn empty(self) {
        self.markup.out.push_str("/>");
    }

    /// Ends the element with a text as its content.
    pub(crate) fn text(self, text: impl Display) {
        self.markup.out.push('>');
        self.markup.escaped(text);
        self.markup.end(self.tag);
    }

    /// Leaves the element open for children, until [`Markup::close`].
    pub(crate) fn open(self) {
        self.markup.out.push('>');
        self.markup.open.push(self.tag);
    }
}

/// A pixel coordinate: one digit behind the point, none when it would be zero.
pub(crate) struct Coordinate(pub(crate) f64);

impl Display for Coordinate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{:.1}", self.0);
        let text = text.strip_suffix(".0").unwrap_or(&text);
        f.write_str(if text == "-0" { "0" } else { text })
    }
}

/// Escapes what is written through it, for element content and double-quoted values alike.
/// Characters that XML cannot hold become U+FFFD.
struct Escaping<'a>(&'a mut String);

impl Write for Escaping<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for c in text.chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\t' | '\n' | '\r' => self.0.push(c),
                '\0'..='\x1f' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => self.0.push('\u{fffd}'),
                _ => self.0.push(c),
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_values_are_escaped() {
        let mut markup = Markup::default();
        markup.element("p").attr("title", "a\"b<c").text("x & <script>\u{1}");
        assert_eq!(markup.finish(), "<p title=\"a&quot;b&lt;c\">x &amp; &lt;script&gt;\u{fffd}</p>");
    }

    #[test]
    fn what_is_open_is_closed_in_order() {
        let mut markup = Markup::default();
        markup.element("g").open();
        markup.element("g").class("inner").open();
        markup.element("rect").at("x", -0.04).at("y", 12.25).empty();
        assert_eq!(markup.finish(), "<g><g class=\"inner\"><rect x=\"0\" y=\"12.2\"/></g></g>");
    }
}
