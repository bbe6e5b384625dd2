//! The tokens of searches by the most obvious means.

use std::collections::BTreeSet;

/// The distinct tokens of a text, small and sorted, with the whole text among them.
#[must_use]
pub fn tokens(text: &str) -> Vec<String> {
    let mut all: BTreeSet<String> = cut(text).iter().map(|token| token.to_lowercase()).collect();
    all.insert(whole(text));
    all.remove("");
    all.into_iter().collect()
}

/// Whether a text without quotes finds a part of a metric.
#[must_use]
pub fn is_found(wanted: &str, text: &str) -> bool {
    let parts: Vec<&str> = wanted.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let candidate = cut(text);
    // Each part that is one token is compared without letter case, the others token by token as spelled.
    let mut sequence: Vec<(String, bool)> = Vec::new();
    for part in &parts {
        let tokens = cut(part);
        let is_spelled = tokens.len() > 1;
        sequence.extend(tokens.into_iter().map(|token| (token, is_spelled)));
    }
    let fits = |start: usize| {
        sequence.iter().enumerate().all(|(place, (token, is_spelled))| match candidate.get(start + place) {
            Some(have) if *is_spelled => have == token,
            Some(have) => have.to_lowercase() == token.to_lowercase(),
            None => false,
        })
    };
    let is_whole = sequence.len() == 1 && whole(text) == sequence[0].0.to_lowercase();
    is_whole || (0..candidate.len()).any(fits)
}

fn whole(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()
}

/// Looks at each character, the one before and the one after it.
fn cut(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let is_capital = |c: char| c.is_uppercase();
    let is_small = |c: char| c.is_alphabetic() && !c.is_uppercase();
    let mut tokens: Vec<String> = Vec::new();
    let mut is_open = false;
    for (place, c) in chars.iter().copied().enumerate() {
        if !c.is_alphanumeric() {
            is_open = false;
            continue;
        }
        let begins = !is_open || {
            let before = chars[place - 1];
            let small_to_capital = is_small(before) && is_capital(c);
            let letter_and_digit = before.is_alphabetic() != c.is_alphabetic();
            let last_capital =
                is_capital(before) && is_capital(c) && chars.get(place + 1).copied().is_some_and(is_small);
            small_to_capital || letter_and_digit || last_capital
        };
        if begins {
            tokens.push(String::new());
        }
        if let Some(token) = tokens.last_mut() {
            token.push(c);
        }
        is_open = true;
    }
    tokens
}
