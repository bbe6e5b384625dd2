//! Comparison without regard to letter case.

/// A text that is compared without regard to letter case.
///
/// At the place of each of its UTF-16 code units, the other text may have the full upper-case or
/// the full lower-case form of that unit. So `ß` is found in `SS` and in `ß`, while `SS` is not
/// found in `ß`. Letters outside the basic plane are compared exactly.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Folded {
    text: Box<str>,
    /// One entry a character; empty where the whole text is ASCII.
    units: Box<[Forms]>,
}

#[derive(Clone, Debug, PartialEq)]
struct Forms {
    upper: Box<str>,
    lower: Box<str>,
}

impl Folded {
    pub(crate) fn new(text: &str) -> Self {
        let units = if text.is_ascii() { Box::default() } else { text.chars().map(Forms::of).collect() };
        Self { text: text.into(), units }
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// For each letter, its upper-case and its lower-case form.
    pub(crate) fn forms(&self) -> impl Iterator<Item = [String; 2]> {
        self.text.chars().map(|letter| {
            let Forms { upper, lower } = Forms::of(letter);
            [upper.into(), lower.into()]
        })
    }

    /// Whether the whole of `other` is this text.
    pub(crate) fn equals(&self, other: &str) -> bool {
        match self.text.is_ascii() {
            true => self.text.eq_ignore_ascii_case(other),
            false => self.ends(other).contains(&other.len()),
        }
    }

    /// Whether `other` begins with this text.
    pub(crate) fn begins(&self, other: &str) -> bool {
        match self.text.is_ascii() {
            true => other.get(..self.text.len()).is_some_and(|head| head.eq_ignore_ascii_case(&self.text)),
            false => !self.ends(other).is_empty(),
        }
    }

    /// Whether `other` ends with this text.
    pub(crate) fn closes(&self, other: &str) -> bool {
        if self.text.is_ascii() {
            let start = other.len().checked_sub(self.text.len());
            let tail = start.and_then(|start| other.get(start..));
            return tail.is_some_and(|tail| tail.eq_ignore_ascii_case(&self.text));
        }
        let starts = self.units.iter().rev().fold(vec![other.len()], |ends, unit| {
            walk(ends, unit, |end, form| other.get(..end)?.strip_suffix(form).map(str::len))
        });
        !starts.is_empty()
    }

    /// Every offset at which this text, laid against the start of `other`, may end.
    fn ends(&self, other: &str) -> Vec<usize> {
        self.units.iter().fold(vec![0], |starts, unit| {
            walk(starts, unit, |start, form| other.get(start..)?.starts_with(form).then(|| start + form.len()))
        })
    }
}

impl Forms {
    fn of(letter: char) -> Self {
        if letter.len_utf16() > 1 {
            let exact: Box<str> = letter.to_string().into();
            return Self { upper: exact.clone(), lower: exact };
        }
        Self {
            upper: letter.to_uppercase().collect::<String>().into(),
            lower: letter.to_lowercase().collect::<String>().into(),
        }
    }
}

fn walk(places: Vec<usize>, unit: &Forms, step: impl Fn(usize, &str) -> Option<usize>) -> Vec<usize> {
    let forms = |place: usize| [step(place, &unit.upper), step(place, &unit.lower)];
    let mut next: Vec<usize> = places.into_iter().flat_map(forms).flatten().collect();
    next.sort_unstable();
    next.dedup();
    next
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_may_have_either_case() {
        for (pattern, text, equal) in [
            ("É", "é", true),
            ("É", "e", false),
            ("ß", "SS", true),
            ("ß", "ß", true),
            ("ß", "ss", false),
            ("STRASSE", "straße", false),
            ("straße", "STRASSE", true),
            ("ς", "Σ", true),
            ("ς", "σ", false),
            ("k", "\u{212a}", false),
            ("\u{10400}", "\u{10428}", false),
            ("", "", true),
            ("", "x", false),
        ] {
            assert_eq!(Folded::new(pattern).equals(text), equal, "{pattern} {text}");
        }
    }

    #[test]
    fn heads_and_tails_are_found() {
        assert!(Folded::new("AB").begins("abc") && !Folded::new("AB").begins("xab"));
        assert!(Folded::new(".png").closes("a.PNG") && !Folded::new(".png").closes("png"));
        assert!(Folded::new("éß").begins("ÉSSx") && Folded::new("éß").closes("xÉSS"));
        assert!(!Folded::new("a").begins("é") && !Folded::new("ab").closes("é"));
    }
}
