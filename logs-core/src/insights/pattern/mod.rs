//! Grouping texts by what they have in common.

mod branches;
mod class;
mod kind;
mod known;
mod likeness;
mod map;
mod parts;
mod room;
mod severity;
mod shape;
#[cfg(test)]
mod slow;
mod template;
#[cfg(test)]
mod twin;
mod words;

use std::cmp::Reverse;

pub(crate) use parts::Parts;
pub(crate) use severity::Severity;
pub(crate) use shape::{Shape, Word};
pub(crate) use template::{Template, Token, tokens};

use super::value::count_as_f64;
use branches::Branches;
use known::Known;
use likeness::Likeness;
use words::{MOST_GROUPS, Words};

/// Which part of the words has to be the same for a text to join a group. What looks like a number, an address
/// and so on is the same already, so that few other words may differ.
pub(crate) const SIMILARITY: f64 = 0.7;

/// How many related groups are told of a group.
const MOST_RELATED: usize = 5;

/// Groups texts one by one, in a tree of fixed depth: by the number of words, then by the first of them; under
/// each branch by likeness. A text of a shape that was met before joins the group of that one. The same texts in
/// the same order give the same groups.
///
/// # Source
/// He, Zhu, Zheng, Lyu: "Drain: An Online Log Parsing Approach with Fixed Depth Tree" (2017), for the tree.
#[derive(Debug, Default)]
pub(super) struct Grouper {
    /// The shape of the text at hand.
    shape: Shape,
    known: Known,
    branches: Branches,
    words: Words,
    groups: Vec<Group>,
    /// The words of the text at hand, as far as groups have them.
    found: Vec<Option<usize>>,
}

#[derive(Debug)]
struct Group {
    /// The words; `None` where texts differ.
    words: Box<[Option<usize>]>,
    count: usize,
    severity: Severity,
}

impl Grouper {
    /// Adds a text; answers the number of its group.
    pub(super) fn add(&mut self, text: &str) -> usize {
        self.shape.read(text);
        let group = match self.known.get(&self.shape) {
            Some(group) => group,
            None => self.find(text),
        };
        self.groups[group].count += 1;
        group
    }

    /// The group of a shape that is new.
    fn find(&mut self, text: &str) -> usize {
        let branch = self.branches.of(&self.shape);
        let group = match self.most_alike(branch) {
            Some(member) => self.join(branch, member),
            None => self.found_group(text, branch),
        };
        self.known.remember(&self.shape, group);
        group
    }

    /// The place of the group under a branch that is most like the text at hand, the first of several, if it is like
    /// enough or there may be no more groups.
    fn most_alike(&mut self, branch: usize) -> Option<usize> {
        self.found.clear();
        let mut likeness = Likeness::default();
        for (place, word) in (0..).zip(self.shape.words()) {
            let index = self.words.find(word.bytes, number(branch), place);
            index.iter().for_each(|index| likeness.add(self.words.members(*index)));
            self.found.push(index);
        }
        let (groups, count) = (self.branches.groups(branch).len(), self.found.len());
        if groups == 0 {
            return None;
        }
        let (member, same) = likeness.most(groups);
        let is_like = count == 0 || count_as_f64(same) / count_as_f64(count) >= SIMILARITY;
        (is_like || groups >= MOST_GROUPS).then_some(member)
    }

    /// Takes the text at hand into a group: where it has another word, the group's words differ. Answers the group.
    fn join(&mut self, branch: usize, member: usize) -> usize {
        let index = self.branches.groups(branch)[member];
        for (mine, word) in self.groups[index].words.iter_mut().zip(&self.found) {
            if let Some(known) = mine.filter(|known| Some(*known) != *word) {
                self.words.leave(known, member);
                *mine = None;
            }
        }
        index
    }

    /// Makes a group of the text at hand. Answers it.
    fn found_group(&mut self, text: &str, branch: usize) -> usize {
        let index = self.groups.len();
        let member = self.branches.push(branch, index);
        let words = (0..).zip(self.shape.words()).map(|(place, word)| {
            let word = self.words.number(word.bytes, number(branch), place);
            self.words.join(word, member);
            Some(word)
        });
        self.groups.push(Group { words: words.collect(), count: 0, severity: Severity::of(text) });
        index
    }

    /// What the groups hold in memory, about.
    pub(super) fn size(&self) -> u64 {
        self.known.size() + self.branches.size() + self.words.size() + 64 * self.groups.len() as u64
    }

    /// The groups, by their numbers.
    pub(super) fn templates(&self) -> Vec<Template> {
        let template = |group: &Group| Template {
            tokens: tokens(group.words.iter().map(|word| word.map(|word| self.words.word(word)))),
            count: group.count,
            severity: group.severity,
        };
        self.groups.iter().map(template).collect()
    }

    /// For each group the groups that begin alike and are as long, the most frequent first.
    pub(super) fn related(&self) -> Vec<Vec<usize>> {
        let mut related = vec![Vec::new(); self.groups.len()];
        for groups in self.branches.all() {
            let mut frequent = groups.to_vec();
            frequent.sort_by_key(|group| (Reverse(self.groups[*group].count), *group));
            for group in groups {
                related[*group] = frequent.iter().filter(|other| *other != group).take(MOST_RELATED).copied().collect();
            }
        }
        related
    }
}

/// There are no more groups than fit in memory, each under one branch.
fn number(branch: usize) -> u32 {
    u32::try_from(branch).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grouped(lines: &[&str]) -> Vec<(String, usize)> {
        let mut grouper = Grouper::default();
        lines.iter().for_each(|line| {
            grouper.add(line);
        });
        grouper.templates().into_iter().map(|template| (template.text(), template.count)).collect()
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
    fn tokens_are_what_the_pattern_is_made_of() {
        let mut grouper = Grouper::default();
        for text in ["dock 4 is open", "dock 9 is open", "dock 9 is shut", "dock 8 is wet and cold"] {
            grouper.add(text);
        }
        let templates = grouper.templates();
        let tokens: Vec<_> = templates[0].tokens.iter().map(|token| (token.text.as_str(), token.value)).collect();
        let (number, other) = (("<Number-1>", Some((1, "Number"))), ("<Token-2>", Some((2, "Token"))));
        assert_eq!(tokens, [("dock ", None), number, (" is ", None), other]);
        assert_eq!((templates[0].text().as_str(), templates.len()), ("dock <Number-1> is <Token-2>", 2));
    }

    #[test]
    fn any_text_has_a_group() {
        let long = "word ".repeat(100_000);
        assert_eq!(grouped(&["", " ", &long, "\u{1}x", "<Token-1>"]).len(), 4);
    }
}
