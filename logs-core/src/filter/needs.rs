//! Texts without which no message can match.
//!
//! Most patterns ask for something that stands in the message letter by letter: a word, a value, a run of
//! characters of a regular expression. To look for that is many times faster than to read the message, and
//! where it is missing the rest need not be read: a message that is turned away so cannot match, whatever
//! else is in it.

use super::regex::{Branches, Piece};

/// Texts of which a message must hold at least one to match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Needs {
    texts: Vec<Box<str>>,
    /// How much is expected to be turned away: the length of the shortest text, or [`KEY`].
    strength: usize,
}

impl Needs {
    /// A text; none where it is too short to tell anything.
    pub(super) fn text(text: &str) -> Option<Self> {
        (text.len() >= SHORTEST).then(|| Self { texts: vec![text.into()], strength: text.len() })
    }

    /// The longest run of a text that stands in JSON as it is here, or as a `\u` escape.
    pub(super) fn text_in_json(text: &str) -> Option<Self> {
        let runs = text.split(|c: char| matches!(c, '"' | '\\' | '/') || c.is_control());
        Self::text(runs.max_by_key(|run| run.len()).unwrap_or_default())
    }

    /// A key of a JSON object, as [`text_in_json`](Self::text_in_json).
    pub(super) fn key_in_json(key: &str) -> Option<Self> {
        let plain = key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
        let needs = if plain { Self::text(&format!("\"{key}\"")) } else { Self::text_in_json(key) };
        needs.map(|needs| Self { strength: KEY, ..needs })
    }

    /// What a regular expression must find: a run of characters of which there is no choice, in each of its
    /// alternatives.
    pub(super) fn regex(branches: &Branches, of: impl Fn(&str) -> Option<Self>) -> Option<Self> {
        Self::any(
            branches.iter().map(|branch| runs(branch).iter().filter_map(|run| of(run)).max_by_key(Self::strength)),
        )
    }

    /// One of several must be there.
    pub(super) fn any(parts: impl IntoIterator<Item = Option<Self>>) -> Option<Self> {
        let parts: Vec<Self> = parts.into_iter().collect::<Option<_>>()?;
        let strength = parts.iter().map(|part| part.strength).min()?;
        let mut texts: Vec<_> = parts.into_iter().flat_map(|part| part.texts).collect();
        texts.sort_unstable();
        texts.dedup();
        Some(Self { texts, strength })
    }

    /// All of several must be there: the one by which most is turned away.
    pub(super) fn all(parts: impl IntoIterator<Item = Option<Self>>) -> Option<Self> {
        parts.into_iter().flatten().max_by_key(Self::strength)
    }

    /// Or this text, which is rare.
    pub(super) fn or(mut self, text: &str) -> Self {
        self.texts.push(text.into());
        self
    }

    pub(super) fn texts(&self) -> &[Box<str>] {
        &self.texts
    }

    /// Whether one of the texts is no more than a key.
    pub(super) const fn is_of_keys(&self) -> bool {
        self.strength == KEY
    }

    pub(super) const fn strength(&self) -> usize {
        self.strength
    }
}

/// The runs of single characters of an alternative.
fn runs(branch: &[Piece]) -> Vec<String> {
    let mut runs = vec![String::new()];
    for piece in branch {
        let (single, ends) = match piece {
            Piece::Repeat { set, least, most } if *least > 0 => (set.single(), (*least, *most) != (1, Some(1))),
            _ => (None, true),
        };
        runs.last_mut().into_iter().for_each(|run| run.extend(single));
        if ends || single.is_none() {
            runs.push(String::new());
        }
    }
    runs
}

/// The strength of a key, which all messages of one kind have.
const KEY: usize = 1;
/// Shorter texts are in most messages.
const SHORTEST: usize = 3;

#[cfg(test)]
mod tests {
    use super::super::regex::Regex;
    use super::*;
    use crate::filter::Semantics;

    #[test]
    fn what_a_regex_must_find_is_its_longest_run() {
        for (body, expected) in [
            ("^job-[0-9]+ done$", Some(vec![" done"])),
            ("ab+cde", Some(vec!["cde"])),
            ("abc+de", Some(vec!["abc"])),
            ("abcd?e", Some(vec!["abc"])),
            ("red|blue", Some(vec!["blue", "red"])),
            ("red|[ab]", None),
            (r"\d\w", None),
            (r"a\x2eb", Some(vec!["a.b"])),
        ] {
            let regex = Regex::parse(body, &Semantics::default()).unwrap();
            let needs = Needs::regex(regex.branches(), Needs::text);
            let texts = needs.as_ref().map(|needs| needs.texts().iter().map(|text| &**text).collect::<Vec<_>>());
            assert_eq!(texts, expected, "{body}");
        }
    }

    #[test]
    fn in_json_only_what_needs_no_escape_counts() {
        let text = |text| Needs::text_in_json(text).map(|needs| needs.texts()[0].to_string());
        assert_eq!(text(r#"/dock/"crane"\9"#).as_deref(), Some("crane"));
        assert_eq!(text("a/b/c"), None);
        assert_eq!(Needs::key_in_json("ms").map(|needs| needs.texts()[0].to_string()).as_deref(), Some("\"ms\""));
    }
}
