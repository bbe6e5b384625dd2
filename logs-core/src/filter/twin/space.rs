//! Space-delimited patterns on a list of words.

use super::compare::{Plain, compare, logic};
use crate::filter::space::{Field, SpacePattern};
use crate::filter::{LastField, Semantics, Unclosed};

pub(super) fn matches(pattern: &SpacePattern, message: &str) -> bool {
    let (fields, gap, semantics) = pattern.parts();
    let mut words = words(message, semantics);
    if let Some(gap) = gap {
        return around(fields, gap, &words);
    }
    if words.len() > fields.len() && is_greedy(fields, semantics) {
        words.truncate(fields.len());
    }
    words.len() == fields.len() && all_hold(fields, &words)
}

fn around(fields: &[Field], gap: usize, words: &[String]) -> bool {
    let (head, tail) = fields.split_at(gap);
    words.len() >= fields.len()
        && all_hold(head, &words[..head.len()])
        && all_hold(tail, &words[words.len() - tail.len()..])
}

/// The last field has no condition when it is greedy, so that its text does not matter here.
fn is_greedy(fields: &[Field], semantics: &Semantics) -> bool {
    let is_numbered = |field: &Field| {
        let name: Vec<char> = field.plain_name().unwrap_or_default().chars().collect();
        name.len() > 1 && name[0] == 'w' && name[1..].iter().all(char::is_ascii_digit)
    };
    let allowed = match semantics.last_field_greedy {
        LastField::Exact => false,
        LastField::Greedy => true,
        LastField::Numbered => fields.iter().all(is_numbered),
    };
    allowed && fields.last().is_some_and(|last| last.condition().is_none())
}

fn all_hold(fields: &[Field], words: &[String]) -> bool {
    let semantics = Semantics::default();
    fields.iter().zip(words).all(|(field, word)| {
        let word = Plain::Text(word.clone());
        field.condition().is_none_or(|all| logic(all, &|one| compare(one, &word, &semantics)))
    })
}

fn words(message: &str, semantics: &Semantics) -> Vec<String> {
    let chars: Vec<char> = message.chars().collect();
    let separates = |c: char| c == ' ' || c == '\t' && semantics.tabs_separate;
    let (mut words, mut at) = (Vec::new(), 0);
    while at < chars.len() {
        if separates(chars[at]) {
            at += 1;
            continue;
        }
        let close = match chars[at] {
            '"' => closing_quote(&chars, at + 1),
            '[' => (at + 1..chars.len()).find(|place| chars[*place] == ']'),
            _ => None,
        };
        let opens = matches!(chars[at], '"' | '[');
        let (start, end, next) = match close {
            Some(close) => (at + 1, close, close + 1),
            None if opens && semantics.unclosed == Unclosed::ToEnd => (at + 1, chars.len(), chars.len()),
            None => {
                let end = (at..chars.len()).find(|place| separates(chars[*place])).unwrap_or(chars.len());
                (at, end, end)
            }
        };
        words.push(chars[start..end].iter().collect());
        at = next;
    }
    words
}

/// The first quote that an even number of backslashes stands before.
fn closing_quote(chars: &[char], start: usize) -> Option<usize> {
    (start..chars.len()).find(|place| {
        let backslashes = chars[start..*place].iter().rev().take_while(|c| **c == '\\').count();
        chars[*place] == '"' && backslashes.is_multiple_of(2)
    })
}
