//! The lines of a text that match.

use std::ops::Range;

use super::FilterPattern;
use super::sieve::Places;

/// The matching lines of a text, with their places. Made by [`FilterPattern::matching_lines`].
#[derive(Debug)]
pub struct MatchingLines<'a> {
    pattern: &'a FilterPattern,
    text: &'a str,
    /// Where the next line begins; none after the last.
    at: Option<usize>,
    /// Where a line may match; none: anywhere.
    places: Option<Places>,
}

impl FilterPattern {
    /// The lines of a text that match, as [`str::lines`] cuts them, each with its place in bytes.
    ///
    /// Where the pattern asks for a text that is rare, this is many times faster than asking line by
    /// line: the whole text is searched for it, and only the lines around what is found are looked at.
    ///
    /// ```
    /// use cupola_logs::filter::FilterPattern;
    ///
    /// let pattern = FilterPattern::parse("timeout -retry")?;
    /// let text = "started\ntimeout\ntimeout, will retry\ntimeouts: 2\n";
    /// let found: Vec<_> = pattern.matching_lines(text).collect();
    /// assert_eq!(found, [(8..15, "timeout"), (36..47, "timeouts: 2")]);
    /// # Ok::<(), cupola_logs::filter::FilterPatternError>(())
    /// ```
    #[must_use]
    pub fn matching_lines<'a>(&'a self, text: &'a str) -> MatchingLines<'a> {
        MatchingLines { pattern: self, text, at: Some(0).filter(|_| !text.is_empty()), places: self.0.sieve.places() }
    }

    /// For going through texts in which messages stand end to end; none where the pattern needs no text.
    pub(crate) fn prospects(&self) -> Option<Prospects> {
        self.0.sieve.places().map(|places| Prospects { pattern: self.clone(), places })
    }
}

/// Where in a text messages may match, of those that stand there end to end.
#[derive(Clone, Debug)]
pub(crate) struct Prospects {
    pattern: FilterPattern,
    places: Places,
}

impl Prospects {
    /// Forgets what is known, for another text.
    pub(crate) fn forget(&mut self) {
        self.places.forget();
    }

    /// A place that the first message lies around that may match, of those that begin at or after `from`, which never
    /// falls; none where there is none. The message there need not match.
    pub(crate) fn at_or_after(&mut self, text: &str, from: usize) -> Option<usize> {
        self.places.at_or_after(&self.pattern.0.sieve, text.as_bytes(), from)
    }
}

impl<'a> MatchingLines<'a> {
    /// The next line that may match, and moves behind it.
    fn next_line(&mut self) -> Option<(Range<usize>, &'a str)> {
        let (bytes, mut start) = (self.text.as_bytes(), self.at?);
        if let Some(places) = &mut self.places {
            let place = places.at_or_after(&self.pattern.0.sieve, bytes, start)?;
            start = memchr::memrchr(b'\n', &bytes[start..place]).map_or(start, |feed| start + feed + 1);
        }
        let feed = memchr::memchr(b'\n', &bytes[start..]).map(|length| start + length);
        self.at = feed.map(|feed| feed + 1).filter(|next| *next < bytes.len());
        let line = &self.text[start..feed.unwrap_or(bytes.len())];
        let line = if feed.is_some() { line.strip_suffix('\r').unwrap_or(line) } else { line };
        Some((start..start + line.len(), line))
    }
}

impl<'a> Iterator for MatchingLines<'a> {
    type Item = (Range<usize>, &'a str);

    fn next(&mut self) -> Option<(Range<usize>, &'a str)> {
        loop {
            let (place, line) = self.next_line()?;
            if self.pattern.matches(line) {
                return Some((place, line));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Against one line after the other.
        #[test]
        fn lines_are_found_as_one_by_one(
            pattern in r#"abc|"abc" -b|\?abc \?"b a"|"a\nb" abc|%abc\|b a%|"c\r"|\[x=abc, \.\.\.\]|\{ \$\.a = "abc" \}|-abc|"#,
            text in r#"(abc|b a|[abc \n\r]{0,9}|\n|\r\n|\{"a": "abc"\}|\{"a": "\\u0061bc"\}){0,9}"#,
        ) {
            let pattern = FilterPattern::parse(&pattern).unwrap();
            let expected: Vec<&str> = text.lines().filter(|line| pattern.matches(line)).collect();
            let found: Vec<_> = pattern.matching_lines(&text).collect();
            prop_assert!(found.iter().all(|(place, line)| text[place.clone()] == **line));
            prop_assert_eq!(found.into_iter().map(|(_, line)| line).collect::<Vec<_>>(), expected);
        }
    }
}
