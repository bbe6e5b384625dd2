//! Texts in a part of Markdown.

use super::inline;
use crate::markup::Markup;

/// What a line begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line<'a> {
    Blank,
    Heading(usize, &'a str),
    Rule,
    Fence,
    Bullet(&'a str),
    Number(&'a str),
    Text(&'a str),
}

/// Writes a text. Everything that is not known stands as it is written.
pub(super) fn write(out: &mut Markup, text: &str) {
    let lines: Vec<&str> = text.lines().collect();
    let mut rest = &lines[..];
    while let Some((first, after)) = rest.split_first() {
        rest = match read(first) {
            Line::Blank => after,
            Line::Heading(level, text) => {
                out.element(HEADINGS[level - 1]).open();
                inline::write(out, text);
                out.close();
                after
            }
            Line::Rule => {
                out.element("hr").empty();
                after
            }
            Line::Fence => fence(out, after),
            Line::Bullet(_) => list(out, "ul", rest, |line| match line {
                Line::Bullet(text) => Some(text),
                _ => None,
            }),
            Line::Number(_) => list(out, "ol", rest, |line| match line {
                Line::Number(text) => Some(text),
                _ => None,
            }),
            Line::Text(_) => paragraph(out, rest),
        };
    }
}

/// The page has its own heading, and each widget one.
const HEADINGS: [&str; 6] = ["h3", "h4", "h5", "h6", "h6", "h6"];

fn read(line: &str) -> Line<'_> {
    let text = line.trim();
    let hashes = text.bytes().take_while(|b| *b == b'#').count();
    if text.is_empty() {
        return Line::Blank;
    }
    if text.starts_with("```") {
        return Line::Fence;
    }
    if (1..=6).contains(&hashes) && text[hashes..].starts_with(' ') {
        return Line::Heading(hashes, text[hashes..].trim().trim_end_matches('#').trim_end());
    }
    let is_rule = |mark: char| text.chars().all(|c| c == mark) && text.len() >= 3;
    if is_rule('-') || is_rule('*') || is_rule('_') {
        return Line::Rule;
    }
    if let Some(text) = ["- ", "* ", "+ "].iter().find_map(|mark| text.strip_prefix(mark)) {
        return Line::Bullet(text.trim());
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    match text[digits..].strip_prefix(". ").filter(|_| (1..10).contains(&digits)) {
        Some(text) => Line::Number(text.trim()),
        None => Line::Text(text),
    }
}

/// A block of code up to the fence that ends it, or to the end.
fn fence<'a, 'b>(out: &mut Markup, lines: &'b [&'a str]) -> &'b [&'a str] {
    let end = lines.iter().position(|line| read(line) == Line::Fence).unwrap_or(lines.len());
    // A reader of HTML drops a line break right behind the start tag: the first one is for it.
    out.element("pre").text(format_args!("\n{}", lines[..end].join("\n")));
    lines.get(end + 1..).unwrap_or_default()
}

fn list<'a, 'b>(
    out: &mut Markup,
    tag: &'static str,
    mut rest: &'b [&'a str],
    item: impl Fn(Line<'a>) -> Option<&'a str>,
) -> &'b [&'a str] {
    out.element(tag).open();
    while let Some((text, after)) = rest.split_first().and_then(|(line, after)| Some((item(read(line))?, after))) {
        out.element("li").open();
        inline::write(out, text);
        out.close();
        rest = after;
    }
    out.close();
    rest
}

fn paragraph<'a, 'b>(out: &mut Markup, rest: &'b [&'a str]) -> &'b [&'a str] {
    let end = rest.iter().position(|line| !matches!(read(line), Line::Text(_))).unwrap_or(rest.len());
    let text: Vec<&str> = rest[..end].iter().map(|line| line.trim()).collect();
    out.element("p").open();
    inline::write(out, &text.join("\n"));
    out.close();
    &rest[end..]
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
    fn blocks_are_known() {
        for (text, expected) in [
            ("# One\n## Two ##\n####### seven", "<h3>One</h3><h4>Two</h4><p>####### seven</p>"),
            ("a\nb\n\nc", "<p>a\nb</p><p>c</p>"),
            ("- a\n* b\n\n1. c\n2. d", "<ul><li>a</li><li>b</li></ul><ol><li>c</li><li>d</li></ol>"),
            ("---\n***\n- - -", "<hr/><hr/><ul><li>- -</li></ul>"),
            ("```sh\na < b\n\n# x\n```\nafter", "<pre>\na &lt; b\n\n# x</pre><p>after</p>"),
            ("```\nopen", "<pre>\nopen</pre>"),
            ("text\n- item", "<p>text</p><ul><li>item</li></ul>"),
            ("#no\n2026. May", "<p>#no</p><ol><li>May</li></ol>"),
            ("<b>&</b>", "<p>&lt;b&gt;&amp;&lt;/b&gt;</p>"),
            ("", ""),
        ] {
            assert_eq!(html(text), expected, "{text}");
        }
    }
}
