//! Steps that lead to many places.

use cupola_base::json::{Scanner, Token};

use super::{Found, Step};
use crate::filter::Duplicates;

/// Shows `found` everything that the steps lead to from a text that is known to be JSON, in the order
/// of the text, until one satisfies; whether one did. The text stands `at` bytes into the message.
pub(super) fn any<'a>(
    (text, at): (&'a str, usize),
    steps: &[Step],
    duplicates: Duplicates,
    found: &mut dyn FnMut(Found<'a>) -> bool,
) -> bool {
    let Some((step, rest)) = steps.split_first() else {
        return Found::of_text(text, at).is_some_and(found);
    };
    let mut further = |(inner, offset)| any((inner, at + offset), rest, duplicates, found);
    match step {
        Step::Every => items(text).any(further),
        Step::Index(index) => items(text).nth(*index as usize).is_some_and(further),
        Step::Key(key) => member(text, key, duplicates).is_some_and(&mut further),
    }
}

/// The items of an array and where they begin; none of anything else.
fn items(text: &str) -> impl Iterator<Item = (&str, usize)> {
    let mut scanner = Scanner::of_text(text);
    let is_array = matches!(scanner.next(), Ok(Some(Token::ArrayStart)));
    std::iter::from_fn(move || {
        let item = scanner.skip().ok().filter(|item| is_array && !item.is_empty())?;
        Some((item, scanner.span().start))
    })
}

/// The member of an object that counts, and where it begins.
fn member<'a>(text: &'a str, key: &str, duplicates: Duplicates) -> Option<(&'a str, usize)> {
    let mut scanner = Scanner::of_text(text);
    let Ok(Some(Token::ObjectStart)) = scanner.next() else { return None };
    let mut found = None;
    while let Ok(Some(Token::Key(name))) = scanner.next() {
        let value = scanner.skip().ok()?;
        if name == key && (found.is_none() || duplicates == Duplicates::Last) {
            found = Some((value, scanner.span().start));
        }
    }
    found
}
