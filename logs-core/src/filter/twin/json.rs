//! JSON patterns on a tree.

use cupola_base::json::{Scanner, Token};

use super::compare::{Plain, compare, logic};
use crate::filter::json::{Ask, JsonPattern, Step};
use crate::filter::literal::Operator;
use crate::filter::{Duplicates, Missing, Semantics};

pub(super) fn matches(pattern: &JsonPattern, message: &str) -> bool {
    let semantics = pattern.semantics();
    let Some(root) = root(message, semantics) else { return false };
    logic(pattern.logic(), &|test| {
        let mut found = Vec::new();
        collect(&root, pattern.selectors()[test.selector].steps(), semantics, &mut found);
        found.iter().any(|node| holds(&test.ask, node, semantics))
            || found.is_empty() && of_nothing(&test.ask, semantics)
    })
}

/// A value of a document.
enum Node {
    Plain(Plain),
    Array(Vec<Self>),
    Object(Vec<(String, Self)>),
}

fn root(message: &str, semantics: &Semantics) -> Option<Node> {
    let text = message.trim();
    let start = if semantics.json_prefix_tolerant { text.find('{')? } else { 0 };
    let mut scanner = Scanner::of_text(text.get(start..)?);
    let first = scanner.next().ok()??;
    let node = node(first, &mut scanner)?;
    let at_end = matches!(scanner.next(), Ok(None));
    Some(node).filter(|node| at_end && matches!(node, Node::Object(_)))
}

fn node(token: Token<'_>, scanner: &mut Scanner<'_>) -> Option<Node> {
    Some(match token {
        Token::Null => Node::Plain(Plain::Null),
        Token::Bool(truth) => Node::Plain(Plain::Bool(truth)),
        Token::Number(number) => Node::Plain(Plain::Number(number.text().to_owned())),
        Token::String(text) => Node::Plain(Plain::Text(text.unescape().into_owned())),
        Token::ArrayStart => Node::Array(items(scanner)?),
        Token::ObjectStart => Node::Object(members(scanner)?),
        Token::Key(_) | Token::ArrayEnd | Token::ObjectEnd => return None,
    })
}

fn items(scanner: &mut Scanner<'_>) -> Option<Vec<Node>> {
    let mut items = Vec::new();
    loop {
        match scanner.next().ok()?? {
            Token::ArrayEnd => return Some(items),
            token => items.push(node(token, scanner)?),
        }
    }
}

fn members(scanner: &mut Scanner<'_>) -> Option<Vec<(String, Node)>> {
    let mut members = Vec::new();
    while let Token::Key(key) = scanner.next().ok()?? {
        let key = key.unescape().into_owned();
        let token = scanner.next().ok()??;
        members.push((key, node(token, scanner)?));
    }
    Some(members)
}

fn collect<'n>(node: &'n Node, steps: &[Step], semantics: &Semantics, found: &mut Vec<&'n Node>) {
    let Some((step, rest)) = steps.split_first() else {
        found.push(node);
        return;
    };
    let next: Vec<&Node> = match (step, node) {
        (Step::Every, Node::Array(items)) => items.iter().collect(),
        (Step::Index(index), Node::Array(items)) => items.get(*index as usize).into_iter().collect(),
        (Step::Key(wanted), Node::Object(members)) => {
            let mut named = members.iter().filter(|(key, _)| **key == **wanted).map(|(_, value)| value);
            let first_counts = semantics.duplicate_keys == Duplicates::First;
            if first_counts { named.next() } else { named.next_back() }.into_iter().collect()
        }
        _ => Vec::new(),
    };
    next.into_iter().for_each(|node| collect(node, rest, semantics, found));
}

fn holds(ask: &Ask, node: &Node, semantics: &Semantics) -> bool {
    match (ask, node) {
        (Ask::Compare(comparison), Node::Plain(value)) => compare(comparison, value, semantics),
        (Ask::IsNull, Node::Plain(Plain::Null)) => true,
        (Ask::IsTrue, Node::Plain(Plain::Bool(truth))) => *truth,
        (Ask::IsFalse, Node::Plain(Plain::Bool(truth))) => !truth,
        _ => false,
    }
}

fn of_nothing(ask: &Ask, semantics: &Semantics) -> bool {
    match ask {
        Ask::NotExists => true,
        Ask::Compare(comparison) => comparison.operator == Operator::Unequal && semantics.missing_ne == Missing::True,
        _ => false,
    }
}
