//! Where the words of a text stand, and the values in them.

use std::ops::Range;

use super::map::Map;
use super::shape::{MOST_WORDS, each_value};

/// The words of a text, and the values in each, as places in the text. They are those of the text's
/// [`Shape`](super::Shape), one by one. The room of one text serves the next.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    words: Vec<Placed>,
    values: Vec<Range<usize>>,
    map: Map,
}

#[derive(Debug)]
struct Placed {
    at: Range<usize>,
    /// Which of the values are in the word.
    values: Range<usize>,
}

impl Parts {
    /// Takes the places of a text in place of those of the last one.
    pub(crate) fn read(&mut self, text: &str) {
        self.words.clear();
        self.values.clear();
        for word in text.split_whitespace().take(MOST_WORDS) {
            let (start, first) = (offset(text, word), self.values.len());
            let values = &mut self.values;
            each_value(word.as_bytes(), &mut self.map, |from, to| values.push(start + from..start + to));
            self.words.push(Placed { at: start..start + word.len(), values: first..self.values.len() });
        }
        if let Some(rest) = text.split_whitespace().nth(MOST_WORDS) {
            self.push_rest(offset(text, rest)..text.trim_end().len());
        }
    }

    /// All that does not count is one word and one value.
    fn push_rest(&mut self, rest: Range<usize>) {
        let first = self.values.len();
        self.values.push(rest.clone());
        self.words.push(Placed { at: rest, values: first..first + 1 });
    }

    /// How many words there are.
    pub(crate) fn count(&self) -> usize {
        self.words.len()
    }

    /// Where a word stands.
    pub(crate) fn word(&self, index: usize) -> Range<usize> {
        self.words[index].at.clone()
    }

    /// Where the values of a word stand, from left to right.
    pub(crate) fn values(&self, index: usize) -> &[Range<usize>] {
        &self.values[self.words[index].values.clone()]
    }
}

fn offset(text: &str, part: &str) -> usize {
    part.as_ptr().addr() - text.as_ptr().addr()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::kind::Kind;
    use super::super::shape::Shape;
    use super::*;

    const PIECES: [&str; 12] = [
        "dock ",
        "12:00:01",
        " ",
        "\t",
        "10.0.0.1:80",
        "é7",
        "took=35ms",
        "https://a.b/c?d=1 ",
        "a@b.org",
        "[9]",
        "—",
        "x",
    ];

    proptest! {
        /// Where the values stand in the text, the shape has one byte each; all else is the same.
        #[test]
        fn parts_are_those_of_the_shape(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40)) {
            let text = pieces.concat();
            let (mut shape, mut parts) = (Shape::default(), Parts::default());
            shape.read(&text);
            parts.read(&text);
            prop_assert_eq!(parts.count(), shape.count());
            for (index, word) in shape.words().enumerate() {
                let mut values = parts.values(index).iter();
                let mut at = parts.word(index).start;
                for byte in word.bytes {
                    if Kind::of(*byte).is_some() {
                        let value = values.next().unwrap();
                        prop_assert_eq!(value.start, at);
                        at = value.end;
                    } else {
                        prop_assert_eq!(*byte, text.as_bytes()[at]);
                        at += 1;
                    }
                }
                prop_assert_eq!((at, values.next()), (parts.word(index).end, None));
            }
        }
    }

    #[test]
    fn the_rest_is_one_word() {
        let text = "word ".repeat(300);
        let mut parts = Parts::default();
        parts.read(&text);
        assert_eq!((parts.count(), parts.values(256).first()), (257, Some(&(256 * 5..text.len() - 1))));
    }
}
