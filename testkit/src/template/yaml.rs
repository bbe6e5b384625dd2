//! YAML into a tree with places: one document, CloudFormation's short tags, no anchors, depth and size bounded.

use cupola::base::text::Span;
use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Tag};

use super::error::Fault;
use super::function::TAGS;
use super::node::{Builder, Node, Value, tagged};
use super::read::syntax;

/// Reads a YAML text.
///
/// # Source
/// CloudFormation User Guide, "CloudFormation template format": YAML without aliases and merges.
pub(super) fn read(text: &str) -> Result<Node, Fault> {
    let places = Places::of(text);
    check_nesting(text)?;
    let mut builder = Builder::default();
    for item in Parser::new_from_str(text) {
        let (event, span) =
            item.map_err(|error| syntax(places.char_at(error.marker()), format!("not YAML: {}", error.info())))?;
        let place = Span::new(places.byte(&span.start), places.byte(&span.end));
        take(&mut builder, event, places.with_tag(place))?;
    }
    builder.finish()
}

fn take(builder: &mut Builder, event: Event<'_>, span: Span) -> Result<(), Fault> {
    match event {
        Event::Scalar(text, style, anchor, tag) => {
            scalar(builder, (&text, style), span, begin(anchor, tag.as_deref(), span)?)
        }
        Event::SequenceStart(anchor, tag) => {
            let tag = begin(anchor, tag.as_deref(), span)?;
            unkeyed(builder, span)?;
            builder.start_list(span, tag.function)
        }
        Event::MappingStart(anchor, tag) => {
            let tag = begin(anchor, tag.as_deref(), span)?;
            unkeyed(builder, span)?;
            builder.start_map(span, tag.function)
        }
        Event::SequenceEnd | Event::MappingEnd => builder.end(span),
        Event::Alias(_) => Err(aliases(span)),
        _ => Ok(()),
    }
}

fn unkeyed(builder: &Builder, span: Span) -> Result<(), Fault> {
    if builder.wants_key() { Err(Fault::structure(span, "a key is a text")) } else { Ok(()) }
}

fn scalar(builder: &mut Builder, told: (&str, ScalarStyle), span: Span, tag: Begun) -> Result<(), Fault> {
    let (text, style) = told;
    if builder.wants_key() {
        return builder.key(text.to_owned(), span);
    }
    let is_text = tag.text || tag.function.is_some() || style != ScalarStyle::Plain;
    let value = if is_text { Value::Text(text.to_owned()) } else { plain(text) };
    builder.add(tagged(tag.function, Node::new(span, value), span))
}

/// A scalar without quotes.
fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ if is_number(text) => Value::Number(text.to_owned()),
        _ => Value::Text(text.to_owned()),
    }
}

fn is_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.'))
        && text.parse::<f64>().is_ok_and(f64::is_finite)
}

/// What the tag of a value says.
struct Begun {
    /// The function that a short tag stands for.
    function: Option<&'static str>,
    /// `!!str`.
    text: bool,
}

fn begin(anchor: usize, tag: Option<&Tag>, span: Span) -> Result<Begun, Fault> {
    if anchor > 0 {
        return Err(aliases(span));
    }
    let Some(tag) = tag else { return Ok(Begun { function: None, text: false }) };
    if tag.is_yaml_core_schema()
        && matches!(tag.suffix.as_str(), "str" | "int" | "float" | "bool" | "null" | "map" | "seq")
    {
        return Ok(Begun { function: None, text: tag.suffix == "str" });
    }
    let known = TAGS.iter().find(|(short, _)| tag.handle == "!" && *short == tag.suffix);
    match known {
        Some((_, function)) => Ok(Begun { function: Some(function), text: false }),
        None => {
            let message = format!("the tag {}{} is not known", tag.handle, tag.suffix);
            Err(Fault::unsupported(span, message).among(&tag.suffix, TAGS.iter().map(|(short, _)| *short)))
        }
    }
}

fn aliases(span: Span) -> Fault {
    Fault::unsupported(span, "CloudFormation does not support anchors and aliases").with_help("write the value out")
}

/// What one line may open: the parser looks ahead within a line.
fn check_nesting(text: &str) -> Result<(), Fault> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let opens = line.bytes().filter(|byte| matches!(byte, b'[' | b'{')).count();
        let dashes = line.bytes().take_while(|byte| matches!(byte, b'-' | b'?' | b':' | b' ')).count();
        if opens > 2_000 || dashes > 2_000 {
            return Err(syntax(Span::empty(start), "the line nests too deep"));
        }
        start += line.len();
    }
    Ok(())
}

/// From the parser's counting in characters to bytes.
struct Places<'a> {
    text: &'a str,
    /// The byte of each character; none where each is one byte.
    bytes: Vec<usize>,
}

impl<'a> Places<'a> {
    fn of(text: &'a str) -> Self {
        let bytes = if text.is_ascii() { Vec::new() } else { text.char_indices().map(|(at, _)| at).collect() };
        Self { text, bytes }
    }

    fn byte(&self, marker: &Marker) -> usize {
        let at = if self.bytes.is_empty() { Some(marker.index()) } else { self.bytes.get(marker.index()).copied() };
        at.unwrap_or(self.text.len()).min(self.text.len())
    }

    /// With the short tag in front of it, where there is one.
    fn with_tag(&self, place: Span) -> Span {
        let before = self.text.get(..place.start).unwrap_or_default();
        let word = before.trim_end_matches(' ');
        let start = word.rfind(|c: char| c.is_whitespace() || matches!(c, '[' | '{' | ',')).map_or(0, |at| at + 1);
        let is_tag = word.len() < before.len() && word.get(start..).is_some_and(|word| word.starts_with('!'));
        if is_tag { Span::new(start, place.end) } else { place }
    }

    fn char_at(&self, marker: &Marker) -> Span {
        let start = self.byte(marker);
        let length = self.text.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        Span::new(start, start + length)
    }
}
