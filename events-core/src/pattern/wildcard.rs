//! Texts with stars.

/// A text in which `*` stands for any run of characters; `\*` and `\\` are literal.
///
/// Matching takes one pass over the other text: the run time does not depend on how many ways
/// there are to place the stars.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Wildcard {
    text: Box<str>,
    /// What stands between the stars; one part means that there is no star.
    parts: Box<[Box<str>]>,
}

impl Wildcard {
    pub(crate) fn parse(text: &str) -> Result<Self, WildcardError> {
        let mut parts = vec![String::new()];
        let mut letters = text.char_indices().peekable();
        while let Some((at, letter)) = letters.next() {
            let literal = match letter {
                '*' if matches!(letters.peek(), Some((_, '*'))) => return Err(WildcardError::Consecutive(at + 1)),
                '*' => {
                    parts.push(String::new());
                    continue;
                }
                '\\' => letters
                    .next()
                    .map(|(_, escaped)| escaped)
                    .filter(|escaped| matches!(escaped, '*' | '\\'))
                    .ok_or(WildcardError::Escape(at + 1))?,
                other => other,
            };
            if let Some(part) = parts.last_mut() {
                part.push(literal);
            }
        }
        Ok(Self { text: text.into(), parts: parts.into_iter().map(Box::from).collect() })
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// What stands between the stars.
    pub(crate) fn parts(&self) -> &[Box<str>] {
        &self.parts
    }

    pub(crate) fn matches(&self, other: &str) -> bool {
        let [head, middle @ .., tail] = &*self.parts else {
            return self.parts.first().is_some_and(|only| **only == *other);
        };
        let Some(mut rest) = other.strip_prefix(&**head).and_then(|rest| rest.strip_suffix(&**tail)) else {
            return false;
        };
        for part in middle {
            match rest.find(&**part) {
                Some(at) => rest = &rest[at + part.len()..],
                None => return false,
            }
        }
        true
    }
}

/// Why a text with stars is refused. Places count bytes, with a virtual quote at 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WildcardError {
    /// Two stars in a row.
    Consecutive(usize),
    /// A backslash before anything but a star or a backslash.
    Escape(usize),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stand_for_any_run() {
        for (pattern, text, matches) in [
            ("*", "", true),
            ("", "", true),
            ("", "a", false),
            ("a*b", "ab", true),
            ("a*b", "axxb", true),
            ("a*b", "abx", false),
            ("a*a", "a", false),
            (r"a\*b", "a*b", true),
            (r"a\*b", "axb", false),
            (r"a\**", "a*zz", true),
            (r"a\**", "azz", false),
            ("*ana*", "banana", true),
            ("*ana*ana*", "banana", false),
            ("a?c", "abc", false),
            ("a?c", "a?c", true),
            (r"\\*", r"\x", true),
        ] {
            assert_eq!(Wildcard::parse(pattern).unwrap().matches(text), matches, "{pattern} {text}");
        }
    }

    #[test]
    fn places_count_from_a_virtual_quote() {
        for (pattern, error) in [
            ("a**", WildcardError::Consecutive(2)),
            (r"\", WildcardError::Escape(1)),
            (r"aé\x", WildcardError::Escape(4)),
        ] {
            assert_eq!(Wildcard::parse(pattern), Err(error), "{pattern}");
        }
    }
}
