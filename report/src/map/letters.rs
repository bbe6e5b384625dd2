//! How wide words are, letter by letter: a guess on the safe side, for drawings know no font.

/// Pixels of an em of the bold letters at 12 px.
pub(super) const BOLD: f64 = 12.0;
/// The same of the letters at 10 px, which are a tenth narrower than bold ones.
pub(super) const SMALL: f64 = 9.0;

/// The text, cut with an ellipsis where it would not fit into `room` pixels.
pub(super) fn fit_letters(text: &str, room: f64, em: f64) -> String {
    let width = |char| em * share(char);
    if text.chars().map(width).sum::<f64>() <= room {
        return text.to_owned();
    }
    let mut left = room - width('\u{2026}');
    let fitting = text.chars().take_while(|char| {
        left -= width(*char);
        left >= 0.0
    });
    fitting.chain(['\u{2026}']).collect()
}

/// The part of an em that a letter takes in bold: those of a wide font, so that narrow ones fit as well.
const fn share(char: char) -> f64 {
    match char {
        'i' | 'j' | 'l' | 'I' | ' ' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | '/' | '-' => 0.42,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | 'J' => 0.5,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '\u{2026}' => 1.11,
        'A'..='Z' | '_' | '&' | '#' | '+' | '=' => 0.84,
        '\0'..='\u{24f}' => 0.72,
        _ => 1.11,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_is_kept_and_what_does_not_is_cut() {
        assert_eq!(fit_letters("payments", 158.0, BOLD), "payments");
        let wide = fit_letters(&"W".repeat(40), 158.0, BOLD);
        assert_eq!(wide.chars().count(), 11, "ten of 13.3 px, and the ellipsis: {wide}");
        assert!(fit_letters(&"i".repeat(40), 158.0, BOLD).chars().count() > 25);
        assert_eq!(fit_letters("anything", 0.0, BOLD), "\u{2026}");
    }
}
