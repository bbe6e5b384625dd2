//! Texts with stars.

/// A text in which `*` stands for any run of characters, also none. Nothing escapes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::filter) struct Glob {
    text: Box<str>,
    /// What stands between the stars; one part means that there is no star.
    parts: Box<[Box<str>]>,
}

impl Glob {
    pub(in crate::filter) fn new(text: &str) -> Self {
        Self { text: text.into(), parts: text.split('*').map(Box::from).collect() }
    }

    pub(in crate::filter) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn has_star(&self) -> bool {
        self.parts.len() > 1
    }

    /// Whether the whole of another text matches. What stands between two stars is taken where it
    /// comes first: no later place could leave more for the parts after it.
    pub(super) fn matches(&self, other: &str) -> bool {
        let [head, middle @ .., tail] = &*self.parts else {
            return *self.text == *other;
        };
        let Some(mut rest) = other.strip_prefix(&**head).and_then(|rest| rest.strip_suffix(&**tail)) else {
            return false;
        };
        middle.iter().all(|part| match rest.find(&**part) {
            Some(at) => {
                rest = &rest[at + part.len()..];
                true
            }
            None => false,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_text_must_match() {
        for (pattern, text, matches) in [
            ("*", "", true),
            ("", "", true),
            ("", "a", false),
            ("dock*", "/dock", false),
            ("*dock", "/dock", true),
            ("/dock/*/crane*", "/dock/4/crane-9", true),
            ("a*a", "a", false),
            ("a**b", "ab", true),
            ("*ana*ana*", "banana", false),
            ("10.9.*", "10.9.0.1", true),
            ("a?c", "abc", false),
        ] {
            assert_eq!(Glob::new(pattern).matches(text), matches, "{pattern} {text}");
        }
    }
}
