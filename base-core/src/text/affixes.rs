//! Things filed by texts, by beginnings and by ends of texts.

use std::collections::HashMap;

/// Things filed by a text, each with how the text must stand in another one for the thing to be found.
///
/// A look-up costs a hash for each different length of beginnings and of ends, however many there are.
///
/// ```
/// use cupola_base::text::{Affix, Affixes};
///
/// let mut files = Affixes::default();
/// files.put(Affix::Whole, "notes.txt", 1);
/// files.put(Affix::Start, "notes", 2);
/// files.put(Affix::End, ".txt", 3);
///
/// let mut found = Vec::new();
/// files.visit("notes.txt", |file| {
///     found.push(*file);
///     true
/// });
/// assert_eq!(found, [1, 2, 3]);
/// assert!(files.visit("notes", |file| *file == 2), "nothing else is shown");
/// ```
#[derive(Clone, Debug)]
pub struct Affixes<T> {
    whole: Texts<T>,
    /// By length: a text has one beginning of each.
    starts: Vec<(usize, Texts<T>)>,
    ends: Vec<(usize, Texts<T>)>,
}

type Texts<T> = HashMap<Box<str>, Vec<T>>;

/// How a text stands in another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "these are looked up by their length")]
pub enum Affix {
    /// It is the other one.
    Whole,
    /// The other one begins with it.
    Start,
    /// The other one ends with it.
    End,
}

impl<T> Default for Affixes<T> {
    fn default() -> Self {
        Self { whole: Texts::new(), starts: Vec::new(), ends: Vec::new() }
    }
}

impl<T> Affixes<T> {
    /// Files a thing. Under one text things stand in the order in which they were filed.
    pub fn put(&mut self, affix: Affix, text: &str, thing: T) {
        let texts = match affix {
            Affix::Whole => &mut self.whole,
            Affix::Start => of_length(&mut self.starts, text.len()),
            Affix::End => of_length(&mut self.ends, text.len()),
        };
        texts.entry(text.into()).or_default().push(thing);
    }

    /// Whether nothing was filed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.whole.is_empty() && self.starts.is_empty() && self.ends.is_empty()
    }

    /// Shows what a text finds, until `visit` wants no more; false then. A thing is shown as often as it is found.
    pub fn visit(&self, text: &str, mut visit: impl FnMut(&T) -> bool) -> bool {
        let mut show = |texts: &Texts<T>, part: Option<&str>| {
            part.and_then(|part| texts.get(part)).is_none_or(|things| things.iter().all(&mut visit))
        };
        (self.whole.is_empty() || show(&self.whole, Some(text)))
            && self.starts.iter().all(|(length, texts)| show(texts, text.get(..*length)))
            && self.ends.iter().all(|(length, texts)| show(texts, end(text, *length)))
    }
}

fn end(text: &str, length: usize) -> Option<&str> {
    text.get(text.len().checked_sub(length)?..)
}

fn of_length<T>(lengths: &mut Vec<(usize, Texts<T>)>, length: usize) -> &mut Texts<T> {
    let place = lengths.iter().position(|(known, _)| *known == length).unwrap_or_else(|| {
        lengths.push((length, Texts::new()));
        lengths.len() - 1
    });
    &mut lengths[place].1
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn affix() -> impl Strategy<Value = Affix> {
        prop::sample::select(vec![Affix::Whole, Affix::Start, Affix::End])
    }

    proptest! {
        #[test]
        fn what_fits_is_found(filed in prop::collection::vec((affix(), "[ab\u{e9}]{0,4}"), 0..12), text in "[ab\u{e9}]{0,5}") {
            let mut affixes = Affixes::default();
            filed.iter().enumerate().for_each(|(number, (affix, part))| affixes.put(*affix, part, number));
            let mut found = Vec::new();
            affixes.visit(&text, |number| {
                found.push(*number);
                true
            });
            found.sort_unstable();
            let fits = |(affix, part): &(Affix, String)| match affix {
                Affix::Whole => text == *part,
                Affix::Start => text.starts_with(part.as_str()),
                Affix::End => text.ends_with(part.as_str()),
            };
            let expected: Vec<usize> = (0..filed.len()).filter(|number| fits(&filed[*number])).collect();
            prop_assert_eq!(found, expected);
            prop_assert_eq!(affixes.is_empty(), filed.is_empty());
        }
    }
}
