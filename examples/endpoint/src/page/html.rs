//! Markup, escaped.

use std::fmt::Write as _;

/// HTML that is being written.
#[derive(Debug, Default)]
pub(super) struct Html(String);

impl Html {
    /// Markup as it is.
    pub(super) fn raw(&mut self, markup: &str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// Text or the value of an attribute, escaped.
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        for char in text.chars() {
            match char {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                char => self.0.push(char),
            }
        }
        self
    }

    /// Text in an element that may have a class.
    pub(super) fn element(&mut self, tag: &str, class: &str, text: &str) -> &mut Self {
        // A string takes everything.
        let _ = match class {
            "" => write!(self.0, "<{tag}>"),
            _ => write!(self.0, "<{tag} class=\"{class}\">"),
        };
        self.text(text);
        let _ = write!(self.0, "</{tag}>");
        self
    }

    /// A table with a caption, the names of its columns, and its rows.
    pub(super) fn table(&mut self, caption: &str, columns: &[&str], rows: impl FnOnce(&mut Self)) {
        // What does not fit scrolls, also by keyboard.
        self.raw("<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"").text(caption).raw("\"><table>");
        self.element("caption", "", caption).raw("<thead><tr>");
        columns.iter().for_each(|column| {
            self.raw("<th scope=\"col\">").text(column).raw("</th>");
        });
        self.raw("</tr></thead><tbody>");
        rows(self);
        self.raw("</tbody></table></div>");
    }

    pub(super) fn finish(self) -> String {
        self.0
    }
}

/// A number with its thousands set apart.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let first = digits.len() % 3;
    let (head, tail) = digits.split_at(first);
    let groups = tail.as_bytes().chunks(3).map(|group| String::from_utf8_lossy(group).into_owned());
    let head = (!head.is_empty()).then(|| head.to_owned());
    head.into_iter().chain(groups).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        let table = [(0, "0"), (12, "12"), (123, "123"), (1234, "1,234"), (1_234_567, "1,234,567")];
        assert!(table.iter().all(|(number, text)| grouped(*number) == *text));
    }

    #[test]
    fn nothing_that_is_text_becomes_markup() {
        let mut html = Html::default();
        html.element("p", "a", "<b> & \"c\" 'd'");
        assert_eq!(html.finish(), "<p class=\"a\">&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;</p>");
    }
}
