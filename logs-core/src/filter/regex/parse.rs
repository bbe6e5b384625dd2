//! From the text between two `%` to alternatives.

use cupola_base::text::{Cursor, Span};

use super::{Branches, Piece, Set};
use crate::filter::error::{Fault, FilterPatternErrorKind as Kind};
use crate::filter::{MAX_REPEAT, MAX_WEIGHT, Semantics};

/// Reads a body; faults count from its start.
pub(super) fn parse(body: &str, semantics: &Semantics) -> Result<Branches, Fault> {
    if body.is_empty() {
        return Err(Fault::new(Kind::EmptyRegex, Span::empty(0)));
    }
    let branches = Parser { cursor: Cursor::new(body), semantics }.branches()?;
    let weight: u32 = branches.iter().flatten().map(Piece::weight).sum();
    if weight > MAX_WEIGHT {
        return Err(Fault::new(Kind::RegexTooLarge, Span::new(0, body.len())));
    }
    Ok(branches)
}

struct Parser<'a> {
    cursor: Cursor<'a>,
    semantics: &'a Semantics,
}

/// What an item of a class is.
enum Item {
    /// A single character, which may begin a range.
    One(u8),
    /// A class, which may not.
    Many(Set),
}

impl Parser<'_> {
    fn branches(mut self) -> Result<Branches, Fault> {
        let mut branches = vec![Vec::new()];
        while let Some(next) = self.cursor.peek() {
            if self.cursor.eat('|') {
                branches.push(Vec::new());
                continue;
            }
            let piece = self.piece(next)?;
            if let Some(branch) = branches.last_mut() {
                branch.push(piece);
            }
        }
        Ok(branches)
    }

    fn piece(&mut self, next: char) -> Result<Piece, Fault> {
        match next {
            '^' => Ok(self.past(Piece::Start)),
            '$' => Ok(self.past(Piece::End)),
            '?' | '*' | '+' | '{' => Err(self.fault(Kind::RegexRepeat)),
            ']' | '}' => Err(self.fault(Kind::RegexBracket)),
            _ => {
                let set = self.atom(next)?;
                self.repeated(set)
            }
        }
    }

    fn atom(&mut self, next: char) -> Result<Set, Fault> {
        match next {
            '.' => Ok(self.past(Set::dot(self.semantics.regex_dot_is_line_feed))),
            '[' => self.class(),
            _ => Ok(match self.item(next)? {
                Item::One(byte) => Set::of(byte),
                Item::Many(set) => set,
            }),
        }
    }

    /// A literal or an escape, in a class or outside.
    fn item(&mut self, next: char) -> Result<Item, Fault> {
        if next == '\\' {
            return self.escape();
        }
        match u8::try_from(next) {
            Ok(byte) if self.is_allowed(next) => Ok(self.past(Item::One(byte))),
            _ => Err(self.fault(Kind::RegexCharacter)),
        }
    }

    fn is_allowed(&self, c: char) -> bool {
        match c {
            ' ' => self.semantics.regex_spaces,
            _ => c.is_ascii_alphanumeric() || PLAIN.contains(c) || OPERATORS.contains(c),
        }
    }

    fn escape(&mut self) -> Result<Item, Fault> {
        let start = self.cursor.position();
        self.cursor.bump();
        let escaped = self.cursor.bump();
        let item = escaped.and_then(|escaped| match escaped {
            'x' => self.hexadecimal().map(Item::One),
            letter if letter.is_ascii_alphabetic() => Set::named(letter).map(Item::Many),
            mark if OPERATORS.contains(mark) || PLAIN.contains(mark) => u8::try_from(mark).ok().map(Item::One),
            _ => None,
        });
        item.ok_or_else(|| Fault::new(Kind::RegexEscape, self.cursor.span_from(start)))
    }

    fn hexadecimal(&mut self) -> Option<u8> {
        let digits = self.cursor.rest().get(..2).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
        self.cursor.eat_str(digits);
        u8::from_str_radix(digits, 16).ok().filter(u8::is_ascii)
    }

    fn class(&mut self) -> Result<Set, Fault> {
        let start = self.cursor.position();
        self.cursor.bump();
        let negated = self.cursor.eat('^');
        if self.cursor.peek() == Some(']') {
            return Err(self.fault(Kind::EmptyClass));
        }
        let mut set = Set::default();
        while !self.cursor.eat(']') {
            match self.cursor.peek() {
                None => return Err(Fault::new(Kind::RegexClass, Span::new(start, start + 1))),
                Some('[') => return Err(self.fault(Kind::RegexBracket)),
                Some(next) => set = set.or(self.class_item(next)?),
            }
        }
        Ok(if negated { set.negated() } else { set })
    }

    fn class_item(&mut self, next: char) -> Result<Set, Fault> {
        let start = self.cursor.position();
        let item = self.item(next)?;
        let end = self.cursor.peek_nth(1).filter(|end| *end != ']' && self.cursor.peek() == Some('-'));
        let Some(end) = end else {
            return Ok(match item {
                Item::One(byte) => Set::of(byte),
                Item::Many(set) => set,
            });
        };
        self.cursor.bump();
        match (item, self.item(end)?) {
            (Item::One(low), Item::One(high)) if low <= high && end != '[' => Ok(Set::range(low..=high)),
            _ => Err(Fault::new(Kind::RegexRange, self.cursor.span_from(start))),
        }
    }

    fn repeated(&mut self, set: Set) -> Result<Piece, Fault> {
        let (least, most) = match self.cursor.peek() {
            Some('?') => self.past((0, Some(1))),
            Some('*') => self.past((0, None)),
            Some('+') => self.past((1, None)),
            Some('{') => self.counts()?,
            _ => (1, Some(1)),
        };
        Ok(Piece::Repeat { set, least, most })
    }

    fn counts(&mut self) -> Result<(u32, Option<u32>), Fault> {
        let start = self.cursor.position();
        self.cursor.bump();
        let inside = self.cursor.take_while(|c| c.is_ascii_digit() || c == ',');
        let closed = self.cursor.eat('}');
        let (least, most) = inside.split_once(',').unwrap_or((inside, inside));
        let counts = match most {
            "" => count(least).filter(|_| inside.contains(',')).map(|least| (least, None)),
            _ => count(least).zip(count(most)).map(|(least, most)| (least, Some(most))),
        };
        let in_order = |(least, most): &(u32, Option<u32>)| most.is_none_or(|most| *least <= most);
        let fault = || Fault::new(Kind::RegexCount, self.cursor.span_from(start));
        counts.filter(in_order).filter(|_| closed).ok_or_else(fault)
    }

    fn past<T>(&mut self, result: T) -> T {
        self.cursor.bump();
        result
    }

    fn fault(&self, kind: Kind) -> Fault {
        Fault::new(kind, self.cursor.span_here())
    }
}

fn count(digits: &str) -> Option<u32> {
    digits.parse().ok().filter(|count| *count <= MAX_REPEAT)
}

/// What may stand as itself besides letters, digits and space.
const PLAIN: &str = ":_#=@/;,-";
/// What means something unless it stands after a backslash.
const OPERATORS: &str = "^$?[]{}|\\*+.";

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(body: &str) -> Option<(Kind, Span)> {
        let error = parse(body, &Semantics::default()).err()?.on(body);
        Some((error.kind(), error.span()))
    }

    #[test]
    fn what_the_subset_does_not_know_is_refused_where_it_stands() {
        for (body, expected, start, end) in [
            ("", Kind::EmptyRegex, 0, 0),
            ("a(b)", Kind::RegexCharacter, 1, 2),
            ("aé", Kind::RegexCharacter, 1, 3),
            ("[a!]", Kind::RegexCharacter, 2, 3),
            ("a\tb", Kind::RegexCharacter, 1, 2),
            ("*a", Kind::RegexRepeat, 0, 1),
            ("a|+", Kind::RegexRepeat, 2, 3),
            ("^*", Kind::RegexRepeat, 1, 2),
            ("a+?", Kind::RegexRepeat, 2, 3),
            ("a{2}{3}", Kind::RegexRepeat, 4, 5),
            ("a{", Kind::RegexCount, 1, 2),
            ("a{}", Kind::RegexCount, 1, 3),
            ("a{,2}", Kind::RegexCount, 1, 5),
            ("a{3,2}", Kind::RegexCount, 1, 6),
            ("a{2,3", Kind::RegexCount, 1, 5),
            ("a{1001}", Kind::RegexCount, 1, 7),
            ("a{1,2,3}", Kind::RegexCount, 1, 8),
            ("a]", Kind::RegexBracket, 1, 2),
            ("a}", Kind::RegexBracket, 1, 2),
            ("[a[b]]", Kind::RegexBracket, 2, 3),
            ("[ab", Kind::RegexClass, 0, 1),
            ("[]", Kind::EmptyClass, 1, 2),
            ("[^]", Kind::EmptyClass, 2, 3),
            ("[z-a]", Kind::RegexRange, 1, 4),
            (r"[\d-z]", Kind::RegexRange, 1, 5),
            (r"[a-\d]", Kind::RegexRange, 1, 5),
            (r"\b", Kind::RegexEscape, 0, 2),
            (r"\1", Kind::RegexEscape, 0, 2),
            (r"\(", Kind::RegexEscape, 0, 2),
            (r"\x8", Kind::RegexEscape, 0, 2),
            (r"\x80", Kind::RegexEscape, 0, 4),
            ("\\", Kind::RegexEscape, 0, 1),
            ("a{600}b{600}", Kind::RegexTooLarge, 0, 12),
        ] {
            assert_eq!(kind(body), Some((expected, Span::new(start, end))), "{body}");
        }
    }

    #[test]
    fn what_the_subset_knows_is_accepted() {
        for body in [
            "a|b|",
            "[a-z-9]",
            "[-a]",
            "[a-]",
            r"[\]\-\\]",
            r"\x28\x7F",
            "a{0}",
            "a{2,}",
            "^$",
            "[$?{}|*+.^]",
            r"\/\-\.",
            "a b",
        ] {
            assert_eq!(kind(body), None, "{body}");
        }
    }
}
