//! Devices.

use std::net::IpAddr;

use cupola_base::text::Span;

use super::Managed;

pub(super) static TABLE: &[Managed] = &[Managed::scan("IpAddress", addresses)];

/// The most characters of an address, as text.
const LONGEST: usize = 45;

/// Runs of hexadecimal digits, dots and colons that are an address of either version.
fn addresses(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(is_of_address).map(|start| at + start) {
        at = text[start..].find(|c| !is_of_address(c)).map_or(text.len(), |end| start + end);
        let alone = !text[..start].ends_with(char::is_alphanumeric) && !text[at..].starts_with(char::is_alphanumeric);
        spans.extend(address(&text[start..at]).filter(|_| alone).map(|(from, to)| Span::new(start + from, start + to)));
    }
    spans
}

/// The address in a run, which a port or the end of a sentence may follow.
fn address(run: &str) -> Option<(usize, usize)> {
    let trimmed = run.trim_end_matches('.');
    let trimmed = if trimmed.ends_with("::") { trimmed } else { trimmed.trim_end_matches(':') };
    let start =
        if trimmed.starts_with("::") { 0 } else { trimmed.len() - trimmed.trim_start_matches([':', '.']).len() };
    let whole = &trimmed[start..];
    let is_address = |text: &str| text.len() <= LONGEST && text.contains(['.', ':']) && text.parse::<IpAddr>().is_ok();
    let without_port = whole.rsplit_once(':').map_or(whole, |(address, _)| address);
    let found = [whole, without_port].into_iter().find(|text| is_address(text))?;
    Some((start, start + found.len()))
}

const fn is_of_address(c: char) -> bool {
    c.is_ascii_hexdigit() || matches!(c, '.' | ':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_stand_alone_or_before_a_port() {
        for (text, expected) in [
            ("from 192.0.2.17 to 198.51.100.4:8080.", &["192.0.2.17", "198.51.100.4"][..]),
            ("peer=2001:db8::7, ::1", &["2001:db8::7", "::1"]),
            ("v1.2.3 at 12:30:00, 1.2.3.4.5, 256.1.1.1, x10.0.0.1", &[]),
            ("", &[]),
        ] {
            let found: Vec<&str> = addresses(text).iter().map(|span| &text[span.start..span.end]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
