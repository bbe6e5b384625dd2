//! `Fn::Sub`: texts with names in them.

use cupola::base::text::Cursor;

use super::error::Fault;
use super::node::{Member, Node};
use super::scope::Scope;

/// One piece of a text for `Fn::Sub`.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    Text(&'a str),
    /// `${!Literal}`, which stays as `${Literal}`.
    Literal(&'a str),
    /// `${Name}` or `${Resource.Attribute}`.
    Name(&'a str),
}

/// The pieces of a text; an opened name that does not end is text, as the service leaves it.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut cursor = Cursor::new(text);
    let mut pieces = Vec::new();
    let mut start = 0;
    while !cursor.is_at_end() {
        let before = cursor.position();
        if !cursor.eat_str("${") {
            cursor.bump();
            continue;
        }
        let Some((name, _)) = cursor.rest().split_once('}') else { break };
        cursor.seek(cursor.position() + name.len() + 1);
        if before > start {
            pieces.push(Piece::Text(text.get(start..before).unwrap_or_default()));
        }
        pieces.push(name.strip_prefix('!').map_or_else(|| Piece::Name(name.trim()), Piece::Literal));
        start = cursor.position();
    }
    if start < text.len() {
        pieces.push(Piece::Text(text.get(start..).unwrap_or_default()));
    }
    pieces
}

/// # Source
/// CloudFormation User Guide, "Fn::Sub".
pub(super) fn run(scope: &Scope<'_>, argument: &Node) -> Result<String, Fault> {
    let (text, names) = match argument.items() {
        None => (argument.needed_text("what Fn::Sub takes")?, &[][..]),
        Some([text, names]) => (text.needed_text("the text of Fn::Sub")?, names.needed_map("the names of Fn::Sub")?),
        Some(_) => return Err(Fault::function(argument.span, "Fn::Sub takes a text, or a text and a map of names")),
    };
    let names =
        names.iter().map(|Member { key, node, .. }| Ok((key.as_str(), scope.needed_text(node, "a value of Fn::Sub")?)));
    let names: Vec<(&str, String)> = names.collect::<Result<_, Fault>>()?;
    let mut out = String::new();
    for piece in pieces(text) {
        let value = match piece {
            Piece::Text(text) => text.to_owned(),
            Piece::Literal(name) => format!("${{{name}}}"),
            Piece::Name(name) => match names.iter().find(|(known, _)| *known == name) {
                Some((_, value)) => value.clone(),
                None => outside(scope, name, argument)?,
            },
        };
        scope.take_room(value.len(), argument.span)?;
        out.push_str(&value);
    }
    Ok(out)
}

fn outside(scope: &Scope<'_>, name: &str, argument: &Node) -> Result<String, Fault> {
    let value = match name.split_once('.') {
        Some((logical, attribute)) => Some(scope.attribute(logical, attribute, argument.span)?),
        None => scope.reference(name, argument.span)?,
    };
    let value = value.ok_or_else(|| Fault::function(argument.span, "AWS::NoValue is no text"))?;
    Ok(value.needed_text(&format!("${{{name}}}"))?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_between_texts() {
        use Piece::{Literal, Name, Text};
        assert_eq!(pieces("a ${B.C}${!D} e"), [Text("a "), Name("B.C"), Literal("D"), Text(" e")]);
        assert_eq!(pieces("$ { ${open"), [Text("$ { ${open")]);
        assert_eq!(pieces(""), []);
    }
}
