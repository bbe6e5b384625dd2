//! Bold, italics, code and links within a line of text.

use crate::markup::Markup;

/// Writes a text. Marks without their counterparts stand as they are written; what is within code stays as it is.
pub(super) fn write(out: &mut Markup, text: &str) {
    write_within(out, text, 0);
}

/// How deep bold, italics and links may stand within each other; deeper ones stand as they are written.
const DEEPEST: usize = 8;

fn write_within(out: &mut Markup, text: &str, depth: usize) {
    let (mut plain, mut place) = (0, 0);
    while let Some(c) = text[place..].chars().next() {
        let found = if depth < DEEPEST { find(&text[place..], text[..place].chars().next_back()) } else { None };
        let Some(found) = found else {
            place += c.len_utf8();
            continue;
        };
        out.plain(&text[plain..place]);
        place += found.len;
        plain = place;
        found.write(out, depth);
    }
    out.plain(&text[plain..]);
}

/// Something with a mark at the beginning of a text.
struct Found<'a> {
    /// How many bytes it takes.
    len: usize,
    part: Part<'a>,
}

enum Part<'a> {
    Code(&'a str),
    Bold(&'a str),
    Italics(&'a str),
    Link(&'a str, &'a str),
}

impl Found<'_> {
    fn write(&self, out: &mut Markup, depth: usize) {
        match self.part {
            Part::Code(text) => return out.element("code").text(text),
            Part::Bold(_) => out.element("strong").open(),
            Part::Italics(_) => out.element("em").open(),
            Part::Link(_, to) => out.element("a").attr("href", to).attr("rel", "noreferrer").open(),
        }
        let (Part::Bold(text) | Part::Italics(text) | Part::Link(text, _) | Part::Code(text)) = self.part;
        write_within(out, text, depth + 1);
        out.close();
    }
}

fn find(text: &str, before: Option<char>) -> Option<Found<'_>> {
    let in_word = before.is_some_and(char::is_alphanumeric);
    match text.as_bytes().first()? {
        b'`' => between(text, "`").map(|inner| Found { len: inner.len() + 2, part: Part::Code(inner) }),
        b'*' => marked(text, "**", "*"),
        b'_' if !in_word => marked(text, "__", "_"),
        b'[' => link(text),
        _ => None,
    }
}

/// What stands between a mark and the next one like it: something, without a blank at its ends.
fn between<'a>(text: &'a str, mark: &str) -> Option<&'a str> {
    let rest = text.strip_prefix(mark)?;
    let inner = &rest[..rest.find(mark)?];
    let is_tight = !inner.is_empty() && !inner.starts_with(' ') && !inner.ends_with(' ');
    is_tight.then_some(inner)
}

fn marked<'a>(text: &'a str, bold: &str, italics: &str) -> Option<Found<'a>> {
    if text.starts_with(bold) {
        return between(text, bold).map(|inner| Found { len: inner.len() + 4, part: Part::Bold(inner) });
    }
    between(text, italics).map(|inner| Found { len: inner.len() + 2, part: Part::Italics(inner) })
}

/// `[text](address)`; the service's `[button:Text](address)` and `[button:primary:Text](address)` are links, too.
fn link(text: &str) -> Option<Found<'_>> {
    let end = (0..=LONGEST_LINK.min(text.len())).rev().find(|end| text.is_char_boundary(*end))?;
    let (label, rest) = text[..end].strip_prefix('[')?.split_once("](")?;
    let (address, _) = rest.split_once(')')?;
    let is_fine = !label.contains(['[', '\n']) && !address.contains([' ', '\n']) && is_safe(address);
    let len = label.len() + address.len() + 4;
    let label = label.strip_prefix("button:").map_or(label, |rest| rest.strip_prefix("primary:").unwrap_or(rest));
    is_fine.then_some(Found { len, part: Part::Link(label, address) })
}

/// How many bytes a link may take, so that a text of brackets comes to an end soon.
const LONGEST_LINK: usize = 2_048;

fn is_safe(address: &str) -> bool {
    let lower = address.to_ascii_lowercase();
    ["https://", "http://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme) && lower.len() > scheme.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(text: &str) -> String {
        let mut out = Markup::default();
        write(&mut out, text);
        out.finish()
    }

    #[test]
    fn marks_are_known() {
        for (text, expected) in [
            ("a **b** c", "a <strong>b</strong> c"),
            ("*a* _b_ __c__", "<em>a</em> <em>b</em> <strong>c</strong>"),
            ("snake_case_name", "snake_case_name"),
            ("2 * 3 * 4", "2 * 3 * 4"),
            ("`a **b** <`", "<code>a **b** &lt;</code>"),
            ("**a *b* c**", "<strong>a <em>b</em> c</strong>"),
            ("[a](https://x.y/?a=1&b=2)", "<a href=\"https://x.y/?a=1&amp;b=2\" rel=\"noreferrer\">a</a>"),
            ("[button:primary:Go](http://x)", "<a href=\"http://x\" rel=\"noreferrer\">Go</a>"),
            ("[a](javascript:alert(1))", "[a](javascript:alert(1))"),
            ("[a](JaVaScRiPt:x) [b]", "[a](JaVaScRiPt:x) [b]"),
            ("**open *marks", "**open *marks"),
            ("ünïcode *ä*", "ünïcode <em>ä</em>"),
        ] {
            assert_eq!(html(text), expected, "{text}");
        }
    }

    #[test]
    fn deep_texts_come_to_an_end() {
        assert!(html(&"**_".repeat(2_000)).len() < 20_000);
        assert!(html(&"[*`".repeat(20_000)).len() < 300_000);
    }
}
