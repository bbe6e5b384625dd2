//! Where a field stands.

use std::fmt;

use super::error::TransformerError;
use super::node::{Members, Node};

/// The place of a field: names joined by dots, from the root inwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Path(Box<str>);

/// Characters of a path, and how many names it has at most.
const MAX_LENGTH: usize = 128;
const MAX_DEPTH: usize = 3;

impl Path {
    pub(super) fn parse(text: &str) -> Result<Self, TransformerError> {
        let refused = || TransformerError::Path(text.into());
        let fits = (1..=MAX_LENGTH).contains(&text.chars().count()) && text.split('.').count() <= MAX_DEPTH;
        let named = text.split('.').all(|name| !name.is_empty());
        if fits && named { Ok(Self(text.into())) } else { Err(refused()) }
    }

    /// A path of the library's own making, such as those in the names of grok patterns.
    pub(super) fn known(text: &str) -> Self {
        Self(text.into())
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.0.split('.')
    }

    /// The names before the last, and the last.
    fn split(&self) -> (Option<&str>, &str) {
        self.0.rsplit_once('.').map_or((None, &self.0), |(before, last)| (Some(before), last))
    }

    /// The last name.
    pub(super) fn last(&self) -> &str {
        self.split().1
    }

    pub(super) fn get<'n>(&self, root: &'n Members) -> Option<&'n Node> {
        let (mut members, mut names) = (root, self.names().peekable());
        loop {
            let node = members.get(names.next()?)?;
            match node {
                _ if names.peek().is_none() => return Some(node),
                Node::Object(inner) => members = inner,
                _ => return None,
            }
        }
    }

    pub(super) fn get_mut<'n>(&self, root: &'n mut Members) -> Option<&'n mut Node> {
        let (before, last) = self.split();
        inside(root, before)?.get_mut(last)
    }

    /// Puts a value; objects on the way are made. Does nothing where something else stands in the way.
    pub(super) fn set(&self, root: &mut Members, node: Node) -> bool {
        let (before, last) = self.split();
        let Some(members) = made(root, before) else { return false };
        members.set(last, node);
        true
    }

    /// As [`set`](Self::set), unless there is a value that is to stay.
    pub(super) fn put(&self, root: &mut Members, node: Node, overwrite: bool) -> bool {
        (overwrite || self.get(root).is_none()) && self.set(root, node)
    }

    pub(super) fn remove(&self, root: &mut Members) -> Option<Node> {
        let (before, last) = self.split();
        inside(root, before)?.remove(last)
    }
}

/// The members of the object at these names.
fn inside<'n>(root: &'n mut Members, names: Option<&str>) -> Option<&'n mut Members> {
    names.into_iter().flat_map(|names| names.split('.')).try_fold(root, |members, name| {
        match members.get_mut(name)? {
            Node::Object(inner) => Some(inner),
            _ => None,
        }
    })
}

/// As [`inside`], where missing objects are made.
fn made<'n>(root: &'n mut Members, names: Option<&str>) -> Option<&'n mut Members> {
    names.into_iter().flat_map(|names| names.split('.')).try_fold(root, |members, name| {
        if members.get(name).is_none() {
            members.set(name, Node::Object(Members::default()));
        }
        match members.get_mut(name)? {
            Node::Object(inner) => Some(inner),
            _ => None,
        }
    })
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_go_three_deep() {
        for (text, accepted) in
            [("a", true), ("a.b.c", true), ("a.b.c.d", false), ("", false), ("a..b", false), (".a", false)]
        {
            assert_eq!(Path::parse(text).is_ok(), accepted, "{text}");
        }
        assert!(Path::parse(&"x".repeat(129)).is_err());
    }

    #[test]
    fn values_are_put_got_and_removed() {
        let mut root = Members::default();
        let (deep, flat) = (Path::known("a.b.c"), Path::known("a.b"));
        assert!(deep.set(&mut root, Node::integer(1)));
        assert_eq!(deep.get(&root), Some(&Node::integer(1)));
        assert!(!Path::known("a.b.c.d").set(&mut root, Node::Null), "a number stands in the way");
        assert!(!deep.put(&mut root, Node::integer(2), false) && deep.put(&mut root, Node::integer(3), true));
        assert_eq!(deep.remove(&mut root), Some(Node::integer(3)));
        assert_eq!(flat.get(&root), Some(&Node::Object(Members::default())));
    }
}
