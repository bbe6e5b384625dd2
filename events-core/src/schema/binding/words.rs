//! Identifiers.

/// `crate_id` of `crate-id`, `crateId` and `Crate ID`: letters and digits of ASCII, small, with `_` between words.
pub(super) fn snake(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 4);
    let mut before = ' ';
    for letter in text.chars() {
        let starts = letter.is_ascii_uppercase() && (before.is_ascii_lowercase() || before.is_ascii_digit());
        let gap = !letter.is_ascii_alphanumeric();
        if (starts || gap) && !out.is_empty() && !out.ends_with('_') {
            out.push('_');
        }
        if !gap {
            out.push(letter.to_ascii_lowercase());
        }
        before = letter;
    }
    out.truncate(out.trim_end_matches('_').len());
    not_a_digit(out, "field")
}

/// The name of a type, which begins with a letter.
pub(super) fn type_name(text: &str) -> String {
    not_a_digit(crate::schema::camel(text), "Object")
}

/// No identifier begins with a digit, and none is empty.
fn not_a_digit(text: String, other: &str) -> String {
    match text.bytes().next() {
        None => other.to_owned(),
        Some(first) if first.is_ascii_digit() => format!("{}{text}", if other == "field" { "_" } else { "N" }),
        Some(_) => text,
    }
}

/// A text inside a comment: one line of it.
pub(super) fn comment(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() || !letter.is_ascii() { '?' } else { letter }).collect()
}

/// Ends a line.
pub(super) fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

/// A text as a literal of Rust and TypeScript.
pub(super) fn braced(text: &str) -> String {
    literal(text, |code| format!("\\u{{{code:x}}}"))
}

/// A text as a literal of Python, TypeScript and Rust alike: ASCII as it is, controls and quotes escaped.
///
/// What lies beyond ASCII is written as it is: all three languages are written in UTF-8.
pub(super) fn literal(text: &str, unicode: impl Fn(u32) -> String) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            letter if letter.is_control() || is_invisible(letter) => out.push_str(&unicode(u32::from(letter))),
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}

/// Letters that change the direction of a text, join or separate lines: compilers warn of them.
const fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_bent_to_identifiers() {
        for (text, field, kind) in [
            ("crate-id", "crate_id", "CrateId"),
            ("crateId", "crate_id", "CrateId"),
            ("EC2InstanceId", "ec2_instance_id", "EC2InstanceId"),
            ("Instance ID", "instance_id", "InstanceID"),
            ("1st", "_1st", "N1st"),
            ("größe", "gr_e", "GrE"),
            ("", "field", "Object"),
            ("__", "field", "Object"),
        ] {
            assert_eq!((snake(text).as_str(), type_name(text).as_str()), (field, kind), "{text}");
        }
    }
}
