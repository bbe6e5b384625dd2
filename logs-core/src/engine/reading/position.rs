//! Tokens of `GetLogEvents`: which way, and from where.

use cupola_base::Timestamp;
use cupola_base::paging::fingerprint;

use super::PageError;
use super::event::since_min;
use crate::store::Gap;

/// A place in a stream and the direction in which to go on.
///
/// As text `f/` or `b/` and 56 digits: time, sequence, and a number that ties both to the stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Position {
    pub(super) direction: Direction,
    pub(super) gap: Gap,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// To later events.
    Forward,
    /// To earlier events.
    Backward,
}

impl Position {
    pub(super) fn encode(self, stream: Stream<'_>) -> String {
        let letter = if self.direction == Direction::Forward { 'f' } else { 'b' };
        let place = format!("{:016}{:020}", since_min(self.gap.at), self.gap.sequence);
        format!("{letter}/{place}{:020}", stream.tie(&place))
    }

    pub(super) fn decode(text: &str, stream: Stream<'_>) -> Result<Self, PageError> {
        let (letter, digits) = text.split_once('/').ok_or(PageError::Token)?;
        let direction = match letter {
            "f" => Direction::Forward,
            "b" => Direction::Backward,
            _ => return Err(PageError::Token),
        };
        if digits.len() != 56 || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
            return Err(PageError::Token);
        }
        let (place, tie) = digits.split_at(36);
        let (at, sequence) = place.split_at(16);
        if tie.parse() != Ok(stream.tie(place)) {
            return Err(PageError::Token);
        }
        let at: i64 = at.parse().map_err(|_| PageError::Token)?;
        let sequence = sequence.parse().map_err(|_| PageError::Token)?;
        Ok(Self { direction, gap: Gap { at: Timestamp::MIN.plus_millis(at), sequence } })
    }
}

/// The stream that a token belongs to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stream<'a> {
    pub(super) group: &'a str,
    pub(super) name: &'a str,
}

impl Stream<'_> {
    fn tie(self, place: &str) -> u64 {
        fingerprint(format!("{}:{}:{place}", self.group, self.name).as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const STREAM: Stream<'_> = Stream { group: "g", name: "s" };

    proptest! {
        #[test]
        fn what_was_written_reads_back(millis: i64, sequence: u64, forward: bool) {
            let direction = if forward { Direction::Forward } else { Direction::Backward };
            let position = Position { direction, gap: Gap { at: Timestamp::from_millis(millis), sequence } };
            let text = position.encode(STREAM);
            prop_assert_eq!(text.len(), 58);
            prop_assert_eq!(Position::decode(&text, STREAM), Ok(position));
            let other = Stream { group: "g", name: "t" };
            prop_assert!(Position::decode(&text, other).is_err());
        }

        #[test]
        fn no_other_text_is_a_token(text in "[fb]/[0-9]{56}|.{0,70}") {
            prop_assert!(Position::decode(&text, STREAM).is_err());
        }
    }
}
