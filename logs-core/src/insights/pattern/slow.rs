//! The slow, obvious way to groups: each text is compared word by word with every group under its branch.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::Grouper;
use super::branches::DEPTH;
use super::kind::Kind;
use super::shape::Shape;
use super::words::MOST_GROUPS;

type Word = Vec<u8>;

/// A group with its number; `None` where words differ.
type Numbered = (usize, Vec<Option<Word>>);

#[derive(Default)]
struct Slow {
    known: BTreeMap<Word, usize>,
    /// By the number of words and the first of them.
    branches: BTreeMap<(usize, Vec<Word>), Vec<Numbered>>,
    count: usize,
}

impl Slow {
    fn add(&mut self, text: &str) -> usize {
        let mut shape = Shape::default();
        shape.read(text);
        if let Some(group) = self.known.get(shape.bytes()) {
            return *group;
        }
        let words: Vec<Word> = shape.words().map(|word| word.bytes.to_vec()).collect();
        let group = self.group(&words);
        self.known.insert(shape.bytes().to_vec(), group);
        group
    }

    fn group(&mut self, words: &[Word]) -> usize {
        let has_value = |word: &Word| word.iter().any(|byte| Kind::of(*byte).is_some());
        let start = words.iter().take(DEPTH).map(|word| if has_value(word) { Vec::new() } else { word.clone() });
        let branch = self.branches.entry((words.len(), start.collect())).or_default();
        let same = |group: &[Option<Word>]| group.iter().zip(words).filter(|(a, b)| a.as_ref() == Some(b)).count();
        let most = branch.iter().map(|(_, group)| same(group)).max();
        let is_like = most.is_some_and(|most| 10 * most >= 7 * words.len() || branch.len() >= MOST_GROUPS);
        if let Some((number, group)) = branch.iter_mut().find(|(_, group)| is_like && Some(same(group)) == most) {
            let join = |(mine, word): (&mut Option<Word>, &Word)| *mine = mine.take().filter(|mine| mine == word);
            group.iter_mut().zip(words).for_each(join);
            return *number;
        }
        branch.push((self.count, words.iter().cloned().map(Some).collect()));
        self.count += 1;
        self.count - 1
    }
}

fn grouped_alike(texts: &[String]) -> Result<(), TestCaseError> {
    let (mut slow, mut grouper) = (Slow::default(), Grouper::default());
    for (index, text) in texts.iter().enumerate() {
        prop_assert_eq!(grouper.add(text), slow.add(text), "text {} of {:?}", index, texts);
    }
    let templates = grouper.templates();
    prop_assert_eq!(templates.len(), slow.count);
    prop_assert_eq!(templates.iter().map(|template| template.count).sum::<usize>(), texts.len());
    for (number, group) in slow.branches.values().flatten() {
        let pattern = templates[*number].text();
        for (word, shown) in group.iter().zip(pattern.split(' ')) {
            let plain = word.as_ref().filter(|word| word.iter().all(|byte| Kind::of(*byte).is_none()));
            prop_assert!(plain.map_or_else(|| shown.contains('<'), |plain| plain == shown.as_bytes()), "{}", pattern);
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn groups_are_as_the_slow_way_has_them(
        texts in prop::collection::vec(prop::collection::vec("[ab]|7|x7|c=[0-9]", 0..9).prop_map(|words| words.join(" ")), 0..60),
    ) {
        grouped_alike(&texts)?;
    }

    /// More texts that have nothing in common than there may be groups.
    #[test]
    fn so_do_crowded_branches(
        texts in prop::collection::vec(prop::collection::vec("[a-p]{1,2}", 4).prop_map(|words| format!("x y {}", words.join(" "))), 250..330),
    ) {
        grouped_alike(&texts)?;
    }
}
