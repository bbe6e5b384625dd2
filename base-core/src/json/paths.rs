//! Documents of few kinds, read along what all of a kind have in common.

use std::iter;

use super::lex::{byte, literal, number, string};
use super::scalars::scalars;
use crate::text::{Run, Span};

/// What objects and arrays that were met have between their scalar values, letter by letter: a tree of runs, in which
/// documents that begin alike go the same way.
///
/// To read another document that goes a known way is to compare a few runs of bytes and to look for the end of each
/// value: more than twice as fast as reading it token by token, and as strict. What is read so is known to be one
/// whole JSON object or array. Each run has a note, in which one may say what it means.
///
/// ```
/// use cupola_base::json::Paths;
///
/// let mut paths = Paths::new(1000);
/// // How many keys a run has.
/// assert!(paths.learn(r#"{"id": 7, "tags": ["a"]}"#, |run, _| run.matches(':').count()));
///
/// let (text, mut seen) = (r#"{"id": 12, "tags": ["b"]} and more"#, Vec::new());
/// let end = paths.follow(text, |step| seen.push((*step.note, step.value.map(|value| &text[value.range()]))));
/// assert_eq!(end, Some(25));
/// assert_eq!(seen, [(1, Some("12")), (1, Some("\"b\"")), (0, None)]);
/// assert_eq!(paths.follow(r#"{"id": 12, "tags": []}"#, |_| ()), None);
/// ```
#[derive(Clone, Debug)]
pub struct Paths<T> {
    nodes: Vec<Node<T>>,
    first: u32,
    most: usize,
}

/// A step along a path: a run, and the value behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Step<'p, T> {
    /// What was noted of the run.
    pub note: &'p T,
    /// The first byte of the run.
    pub start: usize,
    /// Where the scalar value behind it stands, quotes included; none behind the last.
    pub value: Option<Span>,
}

#[derive(Clone, Debug)]
struct Node<T> {
    run: Run,
    note: T,
    /// Whether the document ends with the run; else a scalar value follows it.
    is_end: bool,
    /// The first of the runs that may follow, and the next of those that may stand in this one's place.
    first: u32,
    next: u32,
}

const NONE: u32 = u32::MAX;
/// How many runs may stand in one place.
const SIBLINGS: usize = 24;
/// How many values a document may have to be learnt.
const VALUES: usize = 512;

impl<T> Paths<T> {
    /// No path yet, and never more than so many runs.
    #[must_use]
    pub const fn new(most: usize) -> Self {
        Self { nodes: Vec::new(), first: NONE, most }
    }

    /// How many runs are known.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether nothing was learnt yet.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Reads the object or array that a text begins with, if it goes a known way: shows each step, and tells the byte
    /// after the document. When it does not, what was shown means nothing.
    #[inline]
    pub fn follow<'p>(&'p self, text: &str, mut see: impl FnMut(Step<'p, T>)) -> Option<usize> {
        let bytes = text.as_bytes();
        let (mut start, mut place) = (0, self.first);
        loop {
            let node = self.nodes.get(place as usize)?;
            let Some(end) = node.run.behind(bytes, start) else {
                place = node.next;
                continue;
            };
            if node.is_end {
                see(Step { note: &node.note, start, value: None });
                return Some(end);
            }
            let Some(behind) = scalar(bytes, end) else {
                place = node.next;
                continue;
            };
            see(Step { note: &node.note, start, value: Some(Span::new(end, behind)) });
            (start, place) = (behind, node.first);
        }
    }

    /// Learns the way of a document that is an object or an array and nothing else, white space before it included;
    /// `note` is asked of each new run and where it stands, and must not depend on what the values are. Says whether
    /// the way is known now: too long ones, and those for which there is no room, are not learnt.
    pub fn learn(&mut self, document: &str, mut note: impl FnMut(&str, Span) -> T) -> bool {
        let Some(runs) = runs(document) else { return false };
        let (mut before, last) = (None, runs.len() - 1);
        for (number, span) in runs.into_iter().enumerate() {
            let run = document.get(span.range()).unwrap_or_default();
            let is_end = number == last;
            let Some(place) =
                self.find(before, run, is_end).or_else(|| self.add(before, run, is_end, || note(run, span)))
            else {
                return false;
            };
            before = Some(place);
        }
        true
    }

    /// The runs that may follow one, or begin a document.
    fn places(&self, before: Option<u32>) -> impl Iterator<Item = (u32, &Node<T>)> {
        let mut place = before.map_or(self.first, |before| self.node(before).map_or(NONE, |before| before.first));
        iter::from_fn(move || {
            let (at, node) = (place, self.node(place)?);
            place = node.next;
            Some((at, node))
        })
    }

    fn node(&self, place: u32) -> Option<&Node<T>> {
        self.nodes.get(place as usize)
    }

    fn find(&self, before: Option<u32>, run: &str, is_end: bool) -> Option<u32> {
        self.places(before)
            .find(|(_, node)| node.is_end == is_end && node.run.bytes() == run.as_bytes())
            .map(|(place, _)| place)
    }

    fn add(&mut self, before: Option<u32>, run: &str, is_end: bool, note: impl FnOnce() -> T) -> Option<u32> {
        if self.nodes.len() >= self.most || self.places(before).count() >= SIBLINGS {
            return None;
        }
        let place = u32::try_from(self.nodes.len()).ok()?;
        let last = self.places(before).last().map(|(place, _)| place);
        self.nodes.push(Node { run: Run::new(run.as_bytes()), note: note(), is_end, first: NONE, next: NONE });
        match (last, before) {
            (Some(last), _) => self.nodes[last as usize].next = place,
            (None, Some(before)) => self.nodes[before as usize].first = place,
            (None, None) => self.first = place,
        }
        Some(place)
    }
}

/// What stands before each scalar value of an object or array, and after the last.
fn runs(document: &str) -> Option<Vec<Span>> {
    let scalars = scalars(document, VALUES)?;
    let starts = iter::once(0).chain(scalars.iter().map(|scalar| scalar.end));
    let ends = scalars.iter().map(|scalar| scalar.start).chain([document.trim_end().len()]);
    let is_open = document.trim_start().starts_with(['{', '[']);
    is_open.then(|| starts.zip(ends).map(|(start, end)| Span::new(start, end)).collect())
}

/// The byte after the scalar value that begins there.
#[inline(always)]
fn scalar(bytes: &[u8], at: usize) -> Option<usize> {
    match byte(bytes, at) {
        b'"' => string(bytes, at).ok().map(|(end, _)| end),
        first @ (b'-' | b'0'..=b'9') => number(bytes, at, first).ok(),
        b't' => literal(bytes, at, b"true", 0).ok(),
        b'f' => literal(bytes, at, b"alse", 1).ok(),
        b'n' => literal(bytes, at, b"null", 0).ok(),
        _ => None,
    }
}
