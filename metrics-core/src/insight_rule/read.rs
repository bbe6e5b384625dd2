//! Reading the fields that a rule wants out of a log event, in one pass.

use cupola_base::json::{Kind, ScanError, Scanner, Token};
use smallvec::{SmallVec, smallvec};

use super::event::{Scalar, fields};
use super::field::{At, LogField, Segment};

/// The fields that a rule wants: those of its keys, of its value, of its filters, in this order.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(super) struct Wanted(Vec<At>);

/// What stands in an event at the places that are wanted.
pub(super) type Found<'a> = SmallVec<[Option<Scalar<'a>>; 9]>;

/// Which of the wanted places may lie further down: four keys, a value and four filters are nine.
type Mask = u16;

impl Wanted {
    pub(super) fn new<'f>(fields: impl Iterator<Item = &'f LogField>) -> Self {
        Self(fields.map(|field| field.at.clone()).collect())
    }

    /// What stands in a JSON object; none when the text is none. Of members that are there twice the last counts.
    pub(super) fn in_json<'a>(&self, text: &'a str) -> Option<Found<'a>> {
        let mut found: Found<'a> = smallvec![None; self.0.len()];
        let mut scanner = Scanner::of_text(text);
        self.document(&mut scanner, &mut found).ok()?.then_some(found)
    }

    fn document<'a>(&self, scanner: &mut Scanner<'a>, found: &mut Found<'a>) -> Result<bool, ScanError> {
        if scanner.next()? != Some(Token::ObjectStart) {
            return Ok(false);
        }
        let all: Mask = (0..self.0.len()).fold(0, |all, place| all | 1 << place);
        self.object(scanner, all, 0, found)?;
        scanner.finish()?;
        Ok(true)
    }

    fn object<'a>(
        &self,
        scanner: &mut Scanner<'a>,
        wanted: Mask,
        depth: usize,
        found: &mut Found<'a>,
    ) -> Result<(), ScanError> {
        while let Some(kind) = scanner.next_member()? {
            let key = scanner.key();
            let below = self.narrow(wanted, depth, |segment| matches!(segment, Segment::Member(name) if key == **name));
            self.value(scanner, kind, below, depth + 1, found)?;
        }
        Ok(())
    }

    fn array<'a>(
        &self,
        scanner: &mut Scanner<'a>,
        wanted: Mask,
        depth: usize,
        found: &mut Found<'a>,
    ) -> Result<(), ScanError> {
        let mut index = 0;
        while let Some(kind) = scanner.next_item()? {
            let below = self.narrow(wanted, depth, |segment| *segment == Segment::Item(index));
            self.value(scanner, kind, below, depth + 1, found)?;
            index += 1;
        }
        Ok(())
    }

    fn value<'a>(
        &self,
        scanner: &mut Scanner<'a>,
        kind: Kind,
        wanted: Mask,
        depth: usize,
        found: &mut Found<'a>,
    ) -> Result<(), ScanError> {
        for place in places(wanted) {
            found[place] = if self.ends(place, depth) { scalar(scanner, kind) } else { None };
        }
        match kind {
            Kind::Object | Kind::Array if wanted == 0 => scanner.leave(),
            Kind::Object => self.object(scanner, wanted, depth, found),
            Kind::Array => self.array(scanner, wanted, depth, found),
            _ => Ok(()),
        }
    }

    /// Those whose step at a depth is as asked for.
    fn narrow(&self, wanted: Mask, depth: usize, is_asked: impl Fn(&Segment) -> bool) -> Mask {
        let stays = |place: &usize| matches!(&self.0[*place], At::Path(path) if path.get(depth).is_some_and(&is_asked));
        places(wanted).filter(stays).fold(0, |all, place| all | 1 << place)
    }

    /// Whether the path to a place ends at a depth.
    fn ends(&self, place: usize, depth: usize) -> bool {
        matches!(&self.0[place], At::Path(path) if path.len() == depth)
    }

    /// What stands in a line.
    pub(super) fn in_line<'a>(&self, line: &'a str) -> Found<'a> {
        let mut found: Found<'a> = smallvec![None; self.0.len()];
        let last = self.0.iter().filter_map(position).max().unwrap_or(0);
        for (at, field) in fields(line).take(last + 1).enumerate() {
            let here = self.0.iter().zip(&mut found).filter(|(wanted, _)| position(wanted) == Some(at));
            here.for_each(|(_, found)| *found = Some(Scalar::Text(field.into())));
        }
        found
    }
}

const fn position(at: &At) -> Option<usize> {
    match at {
        At::Position(position) => Some(*position),
        At::Path(_) => None,
    }
}

fn places(mask: Mask) -> impl Iterator<Item = usize> {
    (0..Mask::BITS as usize).filter(move |place| mask & (1 << place) != 0)
}

/// The value that was read last, where it stands for itself; null counts as not there.
fn scalar<'a>(scanner: &Scanner<'a>, kind: Kind) -> Option<Scalar<'a>> {
    match kind {
        Kind::String { .. } => Some(Scalar::Text(scanner.string().unescape())),
        Kind::Number | Kind::Bool(_) => Some(Scalar::Word(scanner.text())),
        Kind::Object | Kind::Array | Kind::Null => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of a member that is there twice nothing of the first is found, above a place or at it.
    #[test]
    fn of_two_members_the_last_counts() {
        let fields = ["$.a", "$.b.c", "$.d[0]"].map(|path| LogField::in_json(path).unwrap());
        let wanted = Wanted::new(fields.iter());
        for (event, expected) in [
            (r#"{"a": 1, "a": 2, "b": {"c": 3}, "d": [4]}"#, [Some("2"), Some("3"), Some("4")]),
            (r#"{"a": 1, "a": {}, "b": {"c": 3}, "b": 5, "d": [4], "d": []}"#, [None, None, None]),
            (r#"{"b": {"c": 3}, "b": {"e": 5}, "d": [4], "d": [null]}"#, [None, None, None]),
            (r#"{"b": {"c": 3, "c": [3]}, "b": {"c": 6}}"#, [None, Some("6"), None]),
        ] {
            let found = wanted.in_json(event).unwrap();
            let texts: Vec<Option<&str>> = found.iter().map(|found| found.as_ref().map(Scalar::text)).collect();
            assert_eq!(texts, expected, "{event}");
        }
    }
}
