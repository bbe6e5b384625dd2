//! YAML as a tree with places. Anchors and tags are refused, depth and size are bounded.

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError};

use crate::error::{Place, SigmaError};

/// A node and where it begins.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) place: Place,
    pub(crate) value: Value,
}

#[derive(Clone, Debug)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    /// A plain scalar that is a number, as it is spelt.
    Number(String),
    Text(String),
    List(Vec<Node>),
    /// Members in their order.
    Map(Vec<(Node, Node)>),
}

/// What a rule file may nest and hold.
const DEPTH: usize = 32;
const BYTES: usize = 4 << 20;

/// The documents of a text.
pub(crate) fn documents(text: &str) -> Result<Vec<Node>, SigmaError> {
    if text.len() > BYTES {
        return Err(SigmaError::at(Place { line: 1, column: 1 }, "the text has more than 4 MiB"));
    }
    check_nesting(text)?;
    let mut reader = Reader { stack: Vec::new(), documents: Vec::new() };
    for item in Parser::new_from_str(text) {
        let (event, span) = item.map_err(|error| broken(&error))?;
        reader.take(event, place(&span.start))?;
    }
    Ok(reader.documents)
}

/// Flow collections are read by recursion: what nests too deep is refused before.
fn check_nesting(text: &str) -> Result<(), SigmaError> {
    for (number, line) in text.lines().enumerate() {
        let opens = line.bytes().filter(|byte| matches!(byte, b'[' | b'{')).count();
        let dashes = line.bytes().filter(|byte| matches!(byte, b'-' | b'?' | b':')).count();
        if opens > 200 || dashes > 2_000 {
            return Err(SigmaError::at(Place { line: number + 1, column: 1 }, "the line nests too deep"));
        }
    }
    Ok(())
}

fn broken(error: &ScanError) -> SigmaError {
    SigmaError::at(place(error.marker()), format!("not YAML: {}", error.info()))
}

fn place(marker: &Marker) -> Place {
    Place { line: marker.line().max(1), column: marker.col() + 1 }
}

struct Reader {
    stack: Vec<Open>,
    documents: Vec<Node>,
}

/// A collection that is being read.
enum Open {
    List(Place, Vec<Node>),
    Map(Place, Vec<(Node, Node)>, Option<Node>),
}

impl Reader {
    fn take(&mut self, event: Event<'_>, place: Place) -> Result<(), SigmaError> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                refuse(place, anchor > 0, tag.is_some())?;
                self.add(Node { place, value: scalar(&text, style) })
            }
            Event::SequenceStart(anchor, tag) => {
                refuse(place, anchor > 0, tag.is_some())?;
                self.open(place, Open::List(place, Vec::new()))
            }
            Event::MappingStart(anchor, tag) => {
                refuse(place, anchor > 0, tag.is_some())?;
                self.open(place, Open::Map(place, Vec::new(), None))
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(),
            Event::Alias(_) => Err(SigmaError::at(place, "anchors are not supported")),
            _ => Ok(()),
        }
    }

    fn open(&mut self, place: Place, open: Open) -> Result<(), SigmaError> {
        if self.stack.len() >= DEPTH {
            return Err(SigmaError::at(place, format!("more than {DEPTH} levels")));
        }
        self.stack.push(open);
        Ok(())
    }

    fn close(&mut self) -> Result<(), SigmaError> {
        match self.stack.pop() {
            Some(Open::List(place, items)) => self.add(Node { place, value: Value::List(items) }),
            Some(Open::Map(place, members, _)) => self.add(Node { place, value: Value::Map(members) }),
            None => Ok(()),
        }
    }

    fn add(&mut self, node: Node) -> Result<(), SigmaError> {
        match self.stack.last_mut() {
            None => self.documents.push(node),
            Some(Open::List(_, items)) => items.push(node),
            Some(Open::Map(_, _, key @ None)) => *key = Some(node),
            Some(Open::Map(_, members, key)) => {
                let Some(key) = key.take() else { return Ok(()) };
                if key.text().is_some_and(|name| members.iter().any(|(known, _)| known.text() == Some(name))) {
                    return Err(SigmaError::at(key.place, "this key stands twice"));
                }
                members.push((key, node));
            }
        }
        Ok(())
    }
}

fn refuse(place: Place, anchor: bool, tag: bool) -> Result<(), SigmaError> {
    match (anchor, tag) {
        (true, _) => Err(SigmaError::at(place, "anchors are not supported")),
        (_, true) => Err(SigmaError::at(place, "tags are not supported")),
        _ => Ok(()),
    }
}

fn scalar(text: &str, style: ScalarStyle) -> Value {
    if style != ScalarStyle::Plain {
        return Value::Text(text.to_owned());
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ if is_number(text) => Value::Number(text.to_owned()),
        _ => Value::Text(text.to_owned()),
    }
}

fn is_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '.')
        && text.parse::<f64>().is_ok_and(f64::is_finite)
}

impl Node {
    /// A scalar's text.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) | Value::Number(text) => Some(text),
            Value::Bool(true) => Some("true"),
            Value::Bool(false) => Some("false"),
            _ => None,
        }
    }

    pub(crate) fn needed_text(&self, what: &str) -> Result<&str, SigmaError> {
        self.text().ok_or_else(|| SigmaError::at(self.place, format!("{what} must be a text")))
    }

    pub(crate) fn map(&self, what: &str) -> Result<&[(Self, Self)], SigmaError> {
        match &self.value {
            Value::Map(members) => Ok(members),
            _ => Err(SigmaError::at(self.place, format!("{what} must be a map"))),
        }
    }

    /// The items of a list; a scalar counts as a list of one.
    pub(crate) fn items(&self) -> &[Self] {
        match &self.value {
            Value::List(items) => items,
            _ => std::slice::from_ref(self),
        }
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        let Value::Map(members) = &self.value else { return None };
        members.iter().find(|(key, _)| key.text() == Some(name)).map(|(_, value)| value)
    }

    pub(crate) fn needed(&self, name: &str) -> Result<&Self, SigmaError> {
        self.get(name).ok_or_else(|| SigmaError::at(self.place, format!("`{name}` is missing")))
    }
}
