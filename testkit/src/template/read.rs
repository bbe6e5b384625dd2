//! JSON and YAML into a tree with places.

use cupola::base::json::{Scanner, Token};
use cupola::base::text::Span;

use super::TemplateErrorKind;
use super::error::Fault;
use super::node::{Builder, DEPTH, Node, Value};
use super::yaml;

/// The most bytes of a template or plan: 16 MiB.
const MOST_BYTES: usize = 16 << 20;

/// Reads JSON where the text begins with a brace, else YAML.
pub(super) fn read(text: &str) -> Result<Node, Fault> {
    if text.len() > MOST_BYTES {
        return Err(syntax(Span::empty(0), "the text has more than 16 MiB"));
    }
    if text.trim_start_matches('\u{feff}').trim_start().starts_with('{') { json(text) } else { yaml::read(text) }
}

pub(super) fn syntax(span: Span, message: impl Into<String>) -> Fault {
    Fault::new(TemplateErrorKind::Syntax, span, message)
}

/// JSON with places.
pub(super) fn json(text: &str) -> Result<Node, Fault> {
    let mark = text.len() - text.trim_start_matches('\u{feff}').len();
    let rest = text.get(mark..).unwrap_or_default();
    let mut scanner = Scanner::of_text(rest).with_depth_limit(DEPTH);
    let mut builder = Builder::default();
    loop {
        let token = scanner.next().map_err(|error| {
            let at = error.offset + mark;
            syntax(Span::new(at, at + 1), format!("not JSON: {}", error.kind))
        })?;
        let Some(token) = token else { return builder.finish() };
        let Span { start, end } = scanner.span();
        take(&mut builder, token, Span::new(start + mark, end + mark))?;
    }
}

fn take(builder: &mut Builder, token: Token<'_>, span: Span) -> Result<(), Fault> {
    match token {
        Token::ObjectStart => builder.start_map(span, None),
        Token::ArrayStart => builder.start_list(span, None),
        Token::ObjectEnd | Token::ArrayEnd => builder.end(span),
        Token::Key(key) => builder.key(key.unescape().into_owned(), span),
        Token::String(text) => builder.add(Node::of_text(span, text.unescape())),
        Token::Number(number) => builder.add(Node::new(span, Value::Number(number.text().to_owned()))),
        Token::Bool(value) => builder.add(Node::new(span, Value::Bool(value))),
        Token::Null => builder.add(Node::new(span, Value::Null)),
    }
}
