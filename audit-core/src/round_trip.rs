//! Showing that reading and printing loses nothing.

use cupola_base::json::{Scanner, Token};

use crate::{Field, Raw, ReadError, Record, records_in};

/// What reading and printing did to the records of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RoundTrip {
    /// How many records there are.
    pub records: usize,
    /// Whether each printed record has the same members, in the same order, as its source.
    pub equal: bool,
    /// Whether the text of each body is the same, byte by byte.
    pub bodies_equal: bool,
}

/// Reads every record of a file and prints it.
///
/// ```
/// use cupola_audit::round_trip;
///
/// let trip = round_trip(r#"[{"eventName": "X", "requestParameters": {"n": 1.0, "m": [ ]}, "unknown": null}]"#)?;
/// assert_eq!((trip.records, trip.equal, trip.bodies_equal), (1, true, true));
/// assert!(round_trip(r#"{"a": 1}"#).is_err());
/// # Ok::<(), cupola_audit::ReadError>(())
/// ```
///
/// # Errors
/// [`ReadError`] of the first that is no record.
pub fn round_trip(text: &str) -> Result<RoundTrip, ReadError> {
    let mut trip = RoundTrip { records: 0, equal: true, bodies_equal: true };
    for record in records_in(text) {
        let record = record?;
        let printed = record.to_string();
        trip.records += 1;
        trip.equal &= are_equal(record.as_str(), &printed);
        trip.bodies_equal &= have_equal_bodies(&record, &printed);
    }
    Ok(trip)
}

/// Whether two documents are the same, white space between the tokens left out.
fn are_equal(a: &str, b: &str) -> bool {
    let (mut a, mut b) = (Scanner::of_text(a), Scanner::of_text(b));
    loop {
        match (a.next(), b.next()) {
            (Ok(None), Ok(None)) => return true,
            (Ok(Some(a)), Ok(Some(b))) if same(a, b) => {}
            _ => return false,
        }
    }
}

/// As equality, but escapes must be spelt alike.
fn same(a: Token<'_>, b: Token<'_>) -> bool {
    match (a, b) {
        (Token::Key(a), Token::Key(b)) | (Token::String(a), Token::String(b)) => a.raw() == b.raw(),
        _ => a == b,
    }
}

fn have_equal_bodies(record: &Record<'_>, printed: &str) -> bool {
    let (source, printed) = (Raw::scanned(record.as_str()), Raw::scanned(printed));
    Field::BODIES.iter().all(|field| source.get(field.name()) == printed.get(field.name()))
}
