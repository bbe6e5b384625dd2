//! Texts with stars.

use memchr::memmem::Finder;

/// A text in which `*` stands for any run of characters, also none. Nothing escapes it.
#[derive(Clone, Debug)]
pub(in crate::filter) struct Glob {
    text: Box<str>,
    /// What stands before the first star and after the last, and between stars; none: there is no star.
    stars: Option<Stars>,
    /// Whether there is nothing but stars.
    takes_all: bool,
}

#[derive(Clone, Debug)]
struct Stars {
    head: Box<str>,
    middle: Box<[Finder<'static>]>,
    tail: Box<str>,
}

impl Glob {
    pub(in crate::filter) fn new(text: &str) -> Self {
        let stars = text.split_once('*').map(|(head, rest)| {
            let (middle, tail) = rest.rsplit_once('*').unwrap_or(("", rest));
            let middle = middle.split('*').filter(|part| !part.is_empty());
            let middle = middle.map(|part| Finder::new(part).into_owned()).collect();
            Stars { head: head.into(), middle, tail: tail.into() }
        });
        let takes_all = !text.is_empty() && text.bytes().all(|byte| byte == b'*');
        Self { text: text.into(), stars, takes_all }
    }

    pub(in crate::filter) fn text(&self) -> &str {
        &self.text
    }

    /// What stands before the first star, where there is one.
    pub(super) fn head(&self) -> Option<&str> {
        self.stars.as_ref().map(|stars| &*stars.head)
    }

    /// What stands between the stars.
    pub(super) fn parts(&self) -> impl Iterator<Item = &str> {
        self.text.split('*')
    }

    pub(super) const fn has_star(&self) -> bool {
        self.stars.is_some()
    }

    /// Whether the whole of another text matches.
    #[inline]
    pub(super) fn matches(&self, other: &[u8]) -> bool {
        match &self.stars {
            None => self.text.as_bytes() == other,
            Some(stars) => self.takes_all || stars.match_all_of(other),
        }
    }
}

impl Stars {
    /// What stands between two stars is taken where it comes first: no later place could leave more for the parts
    /// after it.
    fn match_all_of(&self, other: &[u8]) -> bool {
        let rest = other.strip_prefix(self.head.as_bytes()).and_then(|rest| rest.strip_suffix(self.tail.as_bytes()));
        let Some(mut rest) = rest else { return false };
        self.middle.iter().all(|part| match part.find(rest) {
            Some(at) => {
                rest = &rest[at + part.needle().len()..];
                true
            }
            None => false,
        })
    }
}

impl PartialEq for Glob {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
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
            assert_eq!(Glob::new(pattern).matches(text.as_bytes()), matches, "{pattern} {text}");
        }
    }
}
