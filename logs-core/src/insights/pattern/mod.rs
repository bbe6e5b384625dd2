//! Grouping texts by what they have in common.

mod kind;
mod leaf;
mod severity;
mod shape;
#[cfg(test)]
mod twin;

use std::collections::BTreeMap;
use std::fmt;

use hashbrown::HashMap;

pub(super) use severity::Severity;

use kind::Kind;
use leaf::{Leaf, Names};
use shape::write_shape;

/// By how many of its first words the tree tells texts apart.
const DEPTH: usize = 2;

/// How many shapes are remembered with their groups.
const MOST_KNOWN: usize = 1 << 16;

/// A group of texts.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Template {
    /// What they have in common, with `<Name-N>` for what they do not.
    pub(super) text: String,
    pub(super) count: usize,
    pub(super) severity: Severity,
}

/// Groups texts one by one, in a tree of fixed depth: by the number of words, then by the first of them; under
/// each branch by likeness. A text of a shape that was seen before joins the group of that one. The same texts in
/// the same order give the same groups.
///
/// # Source
/// He, Zhu, Zheng, Lyu: "Drain: An Online Log Parsing Approach with Fixed Depth Tree" (2017), for the tree.
#[derive(Debug, Default)]
pub(super) struct Grouper {
    known: HashMap<Word, usize>,
    names: Names,
    tree: BTreeMap<(usize, Vec<Word>), Leaf>,
    groups: Vec<Group>,
    bytes: u64,
    /// The shape of the text at hand.
    shape: Vec<u8>,
}

/// Stands where the words of a group differ.
const DIFFERS: [u8; 1] = [Kind::Token.byte()];

/// The shape of a word, or of several with blanks between them.
type Word = Box<[u8]>;

#[derive(Debug)]
struct Group {
    /// `None` where texts differ.
    words: Vec<Option<Word>>,
    count: usize,
    severity: Severity,
}

impl Grouper {
    /// Adds a text; answers the number of its group.
    pub(super) fn add(&mut self, text: &str) -> usize {
        let mut shape = std::mem::take(&mut self.shape);
        write_shape(text, &mut shape);
        let group = match self.known.get(shape.as_slice()) {
            Some(group) => *group,
            None => self.find(text, &shape),
        };
        self.groups[group].count += 1;
        self.shape = shape;
        group
    }

    /// The group of a shape that is new.
    fn find(&mut self, text: &str, shape: &[u8]) -> usize {
        let words: Vec<&[u8]> = if shape.is_empty() { Vec::new() } else { shape.split(|byte| *byte == b' ').collect() };
        let branch = words.iter().take(DEPTH).map(|word| branch(word)).collect();
        let numbers: Vec<u32> = words.iter().map(|word| self.names.number(word, &mut self.bytes)).collect();
        let leaf = self.tree.entry((words.len(), branch)).or_default();
        let group = match leaf.most_alike(&numbers) {
            Some(place) => {
                leaf.join(place, &numbers);
                let group = leaf.groups[place];
                self.groups[group].join(&words);
                group
            }
            None => {
                leaf.push(self.groups.len(), &numbers);
                self.bytes += 128 + shape.len() as u64 + 20 * words.len() as u64;
                self.groups.push(Group::of(&words, Severity::of(text)));
                self.groups.len() - 1
            }
        };
        self.remember(shape, group);
        group
    }

    fn remember(&mut self, shape: &[u8], group: usize) {
        if self.known.len() < MOST_KNOWN {
            self.bytes += 32 + shape.len() as u64;
            self.known.insert(shape.into(), group);
        }
    }

    /// What the groups hold in memory, about.
    pub(super) const fn size(&self) -> u64 {
        self.bytes
    }

    /// The groups, by their numbers.
    pub(super) fn templates(&self) -> Vec<Template> {
        let template =
            |group: &Group| Template { text: group.to_string(), count: group.count, severity: group.severity };
        self.groups.iter().map(template).collect()
    }
}

/// The branch of the tree that a word leads to: words with a value in them share one.
fn branch(word: &[u8]) -> Word {
    let has_value = word.iter().any(|byte| Kind::of(*byte).is_some());
    if has_value { Box::new([Kind::Token.byte()]) } else { word.into() }
}

impl Group {
    fn of(words: &[&[u8]], severity: Severity) -> Self {
        Self { words: words.iter().map(|word| Some(Word::from(*word))).collect(), count: 0, severity }
    }

    fn join(&mut self, words: &[&[u8]]) {
        for (mine, word) in self.words.iter_mut().zip(words) {
            if mine.as_deref() != Some(word) {
                *mine = None;
            }
        }
    }
}

/// The words of a group, with `<Name-N>` for values, counted from 1 from left to right.
impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut count = 0;
        for (index, word) in self.words.iter().enumerate() {
            f.write_str(if index == 0 { "" } else { " " })?;
            let word = word.as_deref().unwrap_or(&DIFFERS);
            for part in word.chunk_by(|a, b| Kind::of(*a).is_none() && Kind::of(*b).is_none()) {
                match Kind::of(part[0]) {
                    Some(kind) => {
                        count += 1;
                        write!(f, "<{}-{count}>", kind.name())?;
                    }
                    None => f.write_str(&String::from_utf8_lossy(part))?,
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grouped(lines: &[&str]) -> Vec<(String, usize)> {
        let mut grouper = Grouper::default();
        lines.iter().for_each(|line| {
            grouper.add(line);
        });
        grouper.templates().into_iter().map(|template| (template.text, template.count)).collect()
    }

    #[test]
    fn templates_name_what_differs() {
        let lines = [
            "opened dock 4 for 10.0.0.1:443 at 12:00:01",
            "opened dock 19 for 10.8.0.7:80 at 12:00:02.5",
            "crane idle",
        ];
        let dock = "opened dock <Number-1> for <IP-2>:<Number-3> at <Time-4>";
        assert_eq!(grouped(&lines), [(dock.to_owned(), 2), ("crane idle".to_owned(), 1)]);
    }

    #[test]
    fn words_that_differ_are_tokens() {
        let lines = ["user ana has left the dock today", "user bo has left the dock today"];
        let first = grouped(&lines);
        assert_eq!(first.len(), 2, "the second word tells texts apart");
        let lines = ["the dock was left by ana today ok", "the dock was left by bo today ok"];
        assert_eq!(grouped(&lines), [("the dock was left by <Token-1> today ok".to_owned(), 2)]);
    }

    #[test]
    fn a_shape_keeps_its_group() {
        let lines = ["a b c d e f x", "a b c d e f y", "a b c d e f x"];
        assert_eq!(grouped(&lines), [("a b c d e f <Token-1>".to_owned(), 3)]);
    }

    #[test]
    fn any_text_has_a_group() {
        let long = "word ".repeat(100_000);
        assert_eq!(grouped(&["", " ", &long, "\u{1}x", "<Token-1>"]).len(), 4);
    }
}
