//! The masked parts of a message.

use std::borrow::Cow;

use cupola_base::text::Span;
use serde::{Deserialize, Serialize};

/// Parts of a message, in bytes, in order and apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Masks(Box<[(u32, u32)]>);

impl Masks {
    /// The parts that lie in any of the spans; those that overlap or touch are one.
    pub(crate) fn of(spans: impl Iterator<Item = Span>) -> Self {
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let mut parts: Vec<(u32, u32)> = spans.map(|span| (place(span.start), place(span.end))).collect();
        parts.sort_unstable();
        parts.dedup_by(|later, before| {
            let joins = later.0 <= before.1;
            before.1 = if joins { before.1.max(later.1) } else { before.1 };
            joins
        });
        Self(parts.into())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The message, with a `*` for each character of the masked parts. What does not fit is left out, so that
/// no snapshot makes it panic.
pub(crate) fn masked<'m>(message: &'m str, masks: &Masks) -> Cow<'m, str> {
    if masks.is_empty() {
        return Cow::Borrowed(message);
    }
    let (mut shown, mut at) = (String::with_capacity(message.len()), 0);
    for (start, end) in masks.0.iter().map(|(start, end)| (*start as usize, *end as usize)) {
        let (Some(clear), Some(hidden)) = (message.get(at..start), message.get(start..end)) else { continue };
        shown.push_str(clear);
        shown.extend(hidden.chars().map(|_| '*'));
        at = end;
    }
    shown.push_str(&message[at..]);
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Against a table of marked characters.
        #[test]
        fn each_character_in_any_span_becomes_a_star(
            message in "[aé漢]{0,12}",
            spans in prop::collection::vec((0usize..12, 0usize..12), 0..5),
        ) {
            let characters: Vec<(usize, char)> = message.char_indices().collect();
            let byte = |n: usize| characters.get(n).map_or(message.len(), |(at, _)| *at);
            let spans: Vec<(usize, usize)> = spans.into_iter().map(|(a, b)| (a.min(b), a.max(b))).filter(|(a, b)| a < b).collect();
            let masks = Masks::of(spans.iter().map(|(a, b)| Span::new(byte(*a), byte(*b))));
            let expected: String = characters
                .iter()
                .enumerate()
                .map(|(n, (_, c))| if spans.iter().any(|(a, b)| (*a..*b).contains(&n)) { '*' } else { *c })
                .collect();
            prop_assert_eq!(masked(&message, &masks), expected);
        }
    }
}
