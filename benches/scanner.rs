//! The JSON scanner against the yardstick Z (see `cupola_benches::yardstick`).
//!
//! Last result (Intel Xeon, two quiet shared cores, rustc 1.95, 2026-11-27, thin LTO in one unit), throughput and ratio to Z:
//!
//! | document | walk | check | extract three fields |
//! |---|---|---|---|
//! | log line, 306 B | 1647 MB/s, 1.14 | 1643 MB/s, 1.14 | 1575 MB/s, 1.04 |
//! | event, 593 B | 1710 MB/s, 1.24 | 1724 MB/s, 1.27 | 1596 MB/s, 1.11 |
//! | API call, 1770 B | 2514 MB/s, 1.25 | 2550 MB/s, 1.27 | 2463 MB/s, 1.24 |
//! | dense event, 1588 B | 1245 MB/s, 1.11 | 1247 MB/s, 1.14 | 1207 MB/s, 1.10 |
//!
//! Ends of strings found eight bytes at a time, as before, gave 1.10, 1.15, 1.09 and 1.05 (walk) on the same machine.
//! Ratios move by 0.02 from run to run on a quiet machine.

use std::hint::black_box;

use cupola_base::json::{ScanError, Scanner, Token};
use cupola_benches::ratio::{self, Ratio};
use cupola_benches::{documents, yardstick};

fn main() {
    let sets = [
        ("log line", documents::log_lines(), ["http", "status", "path", "method"]),
        ("event", documents::events(), ["detail", "state", "total", "currency"]),
        ("API call", documents::api_calls(), ["detail", "eventName", "awsRegion", "eventSource"]),
        ("dense event", documents::dense_events(), ["detail", "state", "total", "currency"]),
        ("foreign event", documents::foreign_events(), ["detail", "state", "note", "currency"]),
    ];
    for (name, set, [outer, fields @ ..]) in &sets {
        let bytes = set.iter().map(Vec::len).sum::<usize>();
        report(name, bytes / set.len(), "walk", compare(set, walk, yardstick::z));
        report(name, bytes / set.len(), "walk, bare yardstick", compare(set, walk, yardstick::bare));
        report(name, bytes / set.len(), "check", compare(set, check, yardstick::z));
        report(
            name,
            bytes / set.len(),
            "extract",
            compare(set, |document| black_box(extract(document, outer, fields)).is_ok(), yardstick::z),
        );
    }
}

fn compare<A, B>(set: &[Vec<u8>], ours: impl Fn(&[u8]) -> A, yardstick: impl Fn(&[u8]) -> B) -> Ratio {
    let bytes = set.iter().map(Vec::len).sum();
    ratio::compare(bytes, || each(set, &ours), || each(set, &yardstick))
}

fn each<A>(set: &[Vec<u8>], pass: impl Fn(&[u8]) -> A) {
    for document in set {
        black_box(pass(document));
    }
}

/// Pulls every token, and looks at each text.
fn walk(document: &[u8]) -> Result<usize, ScanError> {
    let mut scanner = Scanner::new(document);
    let mut seen = 0;
    while let Some(token) = scanner.next()? {
        seen += match token {
            Token::Key(text) | Token::String(text) => text.raw_bytes().len(),
            Token::Number(number) => number.text().len(),
            _ => 1,
        };
    }
    Ok(seen)
}

/// Checks without looking.
fn check(document: &[u8]) -> Result<(), ScanError> {
    Scanner::new(document).finish()
}

/// The raw texts of three fields inside `outer`; all else is skipped, and checked.
fn extract<'a>(document: &'a [u8], outer: &str, fields: &[&str; 3]) -> Result<[&'a str; 3], ScanError> {
    let mut scanner = Scanner::new(document);
    let mut found = [""; 3];
    scanner.next()?;
    while let Some(key) = scanner.next_key()? {
        if key == outer {
            scanner.next()?;
            members(&mut scanner, fields, &mut found)?;
            break;
        }
        scanner.skip()?;
    }
    scanner.finish()?;
    Ok(found)
}

/// Reads the members of the innermost object until all fields are found.
fn members<'a>(scanner: &mut Scanner<'a>, fields: &[&str; 3], found: &mut [&'a str; 3]) -> Result<(), ScanError> {
    let mut missing = fields.len();
    while missing > 0
        && let Some(key) = scanner.next_key()?
    {
        let value = scanner.skip()?;
        if let Some(index) = fields.iter().position(|field| key == *field) {
            found[index] = value;
            missing -= 1;
        }
    }
    Ok(())
}

#[expect(clippy::print_stdout, reason = "a benchmark reports")]
fn report(name: &str, size: usize, what: &str, ratio: Ratio) {
    println!("{name:14} {size:5} B  {what:21} {ratio}");
}
