//! From alternatives to the compiled expression.

use std::fmt::Write;

use cupola_base::text::Span;
use regex::bytes::{Regex, RegexBuilder};

use super::{Branches, Piece, Set};
use crate::filter::error::{Fault, FilterPatternErrorKind as Kind};

/// Compiles within a bound on memory; `whole` is what is at fault when that is not enough.
pub(super) fn compile(branches: &Branches, whole: Span) -> Result<Regex, Fault> {
    let source: Vec<String> = branches.iter().map(|branch| translated(branch)).collect();
    RegexBuilder::new(&source.join("|"))
        .unicode(false)
        .size_limit(SIZE_LIMIT)
        .dfa_size_limit(DFA_SIZE_LIMIT)
        .build()
        .map_err(|_| Fault::new(Kind::RegexTooLarge, whole))
}

fn translated(branch: &[Piece]) -> String {
    branch.iter().fold(String::new(), |mut source, piece| {
        add(&mut source, piece);
        source
    })
}

fn add(source: &mut String, piece: &Piece) {
    let Piece::Repeat { set, least, most } = piece else {
        source.push_str(if matches!(piece, Piece::Start) { r"\A" } else { r"\z" });
        return;
    };
    add_set(source, *set);
    let written = match (least, most) {
        (1, Some(1)) => Ok(()),
        (least, None) => write!(source, "{{{least},}}"),
        (least, Some(most)) => write!(source, "{{{least},{most}}}"),
    };
    debug_assert!(written.is_ok(), "writing to a string does not fail");
}

/// As classes of numbered bytes, so that nothing in it means something else. The text is known to be
/// UTF-8, so that a character beyond ASCII is its first byte and whatever goes on from there.
fn add_set(source: &mut String, set: Set) {
    let ranges = set.ascii_ranges();
    let ranges = ranges.iter().map(|(low, high)| format!(r"\x{:02x}-\x{:02x}", u32::from(*low), u32::from(*high)));
    let ascii: String = ranges.collect();
    source.push_str(&match (&*ascii, set.is_beyond_ascii()) {
        ("", false) => NOTHING.to_owned(),
        ("", true) => format!("(?:{BEYOND})"),
        (ascii, false) => format!("[{ascii}]"),
        (ascii, true) => format!("(?:[{ascii}]|{BEYOND})"),
    });
}

/// A character beyond ASCII.
const BEYOND: &str = r"[\xc0-\xff][\x80-\xbf]+";
/// The class of no byte.
const NOTHING: &str = r"[^\x00-\xff]";
/// Bytes of a compiled expression.
const SIZE_LIMIT: usize = 4 << 20;
/// Bytes of the cache of states that searching builds.
const DFA_SIZE_LIMIT: usize = 1 << 20;

#[cfg(test)]
mod tests {
    use super::super::Regex;
    use crate::filter::Semantics;

    #[test]
    fn expressions_search_the_text() {
        for (body, text, found) in [
            ("^job-[0-9]+ done$", "job-88 done", true),
            ("^job", "a job", false),
            ("job$", "a job\n", false),
            ("red|blue", "light blue", true),
            ("^red|blue$", "red sky", true),
            ("^red|blue$", "a red sky", false),
            (r"\x28ok\x29", "is (ok) now", true),
            ("[A-F]\\d{2}", "lot C42", true),
            (r"^\d$", "٣", false),
            ("^.$", "é", true),
            ("a.b", "a\nb", false),
            ("^[^a]$", "é", true),
            ("^.$", "€", true),
            ("^..$", "€", false),
            ("^[^a]{2}$", "€😀", true),
            (r"^\W+b", "é€😀b", true),
            (r"^[^\S\s]", "x", false),
            (r"\.", "a.b", true),
            (r"\.", "ab", false),
            ("x{2,3}y", "xxxxy", true),
            ("^x{2,3}y", "xxxxy", false),
            ("^x{0}y", "y", true),
            (r"[\w-]+@", "a-b@c", true),
            ("a|", "zzz", true),
            ("a.*b", "a---b", true),
        ] {
            assert_eq!(
                Regex::parse(body, &Semantics::default()).unwrap().is_match(text.as_bytes()),
                found,
                "{body} {text}"
            );
        }
    }

    #[test]
    fn the_largest_expressions_compile_within_the_bound() {
        for body in [".{1000}", r"\W{999}x", "[^a-z]{500}[^0-9]{500}"] {
            assert!(Regex::parse(body, &Semantics::default()).is_ok(), "{body}");
        }
    }
}
