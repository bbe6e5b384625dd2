//! Comments, which JSON does not have.

/// The same text with blanks in place of comments, byte for byte, so that places stay true. A comment that
/// does not end goes to the end of the text.
pub(super) fn blanked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => string(rest),
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest[2..].find("*/").map_or(rest.len(), |at| at + 4),
            other => other.len_utf8(),
        };
        let (piece, after) = rest.split_at(length);
        if length > 1 && first == '/' {
            out.extend(piece.bytes().map(blank))
        } else {
            out.push_str(piece)
        }
        rest = after;
    }
    out
}

/// Lines stay lines.
const fn blank(byte: u8) -> char {
    if byte == b'\n' { '\n' } else { ' ' }
}

/// How long the string is that begins here, quotes included.
fn string(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '"' if !escaped => return at + 1,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_become_blanks_of_the_same_length() {
        for (text, blank) in [
            ("{} // é\n1", "{}      \n1"),
            ("/*\n*/1", "  \n  1"),
            (r#""//" // x"#, r#""//"     "#),
            (r#""\"//""#, r#""\"//""#),
            (r#""\\"//"#, r#""\\"  "#),
            ("/* no end", "         "),
            ("/", "/"),
            ("/*/", "   "),
            (r#""open"#, r#""open"#),
        ] {
            assert_eq!(blanked(text), blank, "{text}");
            assert_eq!(blanked(text).len(), text.len());
        }
    }
}
