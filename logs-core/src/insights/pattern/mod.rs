//! Grouping texts by what they have in common.

mod severity;
mod words;

use std::collections::BTreeMap;

pub(super) use severity::Severity;

use words::{Word, words};

/// How many words of a text count; the rest is one.
const MOST_WORDS: usize = 256;

/// By how many of its first words the tree tells texts apart.
const DEPTH: usize = 2;

/// Which part of the words has to be the same for a text to join a group. What looks like a number, an address
/// and so on is the same already, so that few other words may differ.
const SIMILARITY: f64 = 0.7;

/// How many groups stand under one branch; further texts join the one that is most like them.
const MOST_GROUPS: usize = 256;

/// A group of texts.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Template {
    /// What they have in common, with `<Name-N>` for what they do not.
    pub(super) text: String,
    pub(super) count: usize,
    pub(super) severity: Severity,
}

/// Groups texts one by one, in a tree of fixed depth: by the number of words, then by the first of them; under
/// each branch by likeness. The same texts in the same order give the same groups.
///
/// # Source
/// He, Zhu, Zheng, Lyu: "Drain: An Online Log Parsing Approach with Fixed Depth Tree" (2017), for the tree.
#[derive(Debug, Default)]
pub(super) struct Grouper {
    tree: BTreeMap<(usize, Vec<Word>), Vec<usize>>,
    groups: Vec<Group>,
    bytes: u64,
}

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
        let words = words(text, MOST_WORDS);
        let branch = words.iter().take(DEPTH).map(Word::branch).collect();
        let leaf = self.tree.entry((words.len(), branch)).or_default();
        let best = leaf.iter().map(|index| (self.groups[*index].likeness(&words), *index)).fold(
            None,
            |best: Option<(f64, usize)>, next| match best {
                Some(best) if best.0 >= next.0 => Some(best),
                _ => Some(next),
            },
        );
        let is_full = leaf.len() >= MOST_GROUPS;
        if let Some((_, index)) = best.filter(|(likeness, _)| *likeness >= SIMILARITY || is_full) {
            self.groups[index].join(&words);
            return index;
        }
        leaf.push(self.groups.len());
        self.bytes += 128 + words.iter().map(Word::size).sum::<u64>();
        let severity = Severity::of(text);
        self.groups.push(Group { words: words.into_iter().map(Some).collect(), count: 1, severity });
        self.groups.len() - 1
    }

    /// What the groups hold in memory, about.
    pub(super) const fn size(&self) -> u64 {
        self.bytes
    }

    /// The groups, by their numbers.
    pub(super) fn templates(&self) -> Vec<Template> {
        self.groups
            .iter()
            .map(|group| Template { text: words::write(&group.words), count: group.count, severity: group.severity })
            .collect()
    }
}

impl Group {
    fn likeness(&self, words: &[Word]) -> f64 {
        let same = self.words.iter().zip(words).filter(|(a, b)| a.as_ref() == Some(b)).count();
        if words.is_empty() { 1.0 } else { super::value::count_as_f64(same) / super::value::count_as_f64(words.len()) }
    }

    fn join(&mut self, words: &[Word]) {
        self.count += 1;
        for (mine, word) in self.words.iter_mut().zip(words) {
            if mine.as_ref() != Some(word) {
                *mine = None;
            }
        }
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
    fn any_text_has_a_group() {
        let long = "word ".repeat(100_000);
        assert_eq!(grouped(&["", " ", &long, "\u{1}x", "<Token-1>"]).len(), 4);
    }
}
