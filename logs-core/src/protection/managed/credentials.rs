//! Keys and secrets.

use cupola_base::text::Span;
use memchr::memmem;

use super::Managed;

pub(super) static TABLE: &[Managed] = &[
    Managed::pattern("AwsSecretKey", r"(?-u:\b)[A-Za-z0-9/\x2b]{40}(?:(?-u:\b)|=|$)")
        .near(&[
            "aws_secret_access_key",
            "secret_access_key",
            "secretaccesskey",
            "credentials",
            "secret access key",
            "secret key",
        ])
        .checked(is_secret),
    Managed::scan("OpenSshPrivateKey", open_ssh),
    Managed::scan("PgpPrivateKey", pgp),
    Managed::scan("PkcsPrivateKey", pkcs),
    Managed::scan("PuttyPrivateKey", putty),
];

/// Letters of both cases and digits: no word, no path and no hexadecimal number.
fn is_secret(text: &str) -> bool {
    [char::is_ascii_uppercase, char::is_ascii_lowercase, char::is_ascii_digit]
        .iter()
        .all(|kind| text.contains(|c: char| kind(&c)))
}

fn open_ssh(text: &str) -> Vec<Span> {
    armoured(text, "-----BEGIN OPENSSH PRIVATE KEY-----", "-----END OPENSSH PRIVATE KEY-----")
}

fn pgp(text: &str) -> Vec<Span> {
    armoured(text, "-----BEGIN PGP PRIVATE KEY BLOCK-----", "-----END PGP PRIVATE KEY BLOCK-----")
}

fn pkcs(text: &str) -> Vec<Span> {
    let kinds = ["", "RSA ", "EC ", "DSA ", "ENCRYPTED "];
    let mut spans: Vec<Span> = kinds
        .iter()
        .flat_map(|kind| {
            armoured(text, &format!("-----BEGIN {kind}PRIVATE KEY-----"), &format!("-----END {kind}PRIVATE KEY-----"))
        })
        .collect();
    spans.sort_unstable_by_key(|span| span.start);
    spans
}

fn putty(text: &str) -> Vec<Span> {
    ["PuTTY-User-Key-File-2:", "PuTTY-User-Key-File-3:"]
        .iter()
        .flat_map(|begin| armoured(text, begin, "Private-MAC:"))
        .collect()
}

/// From each beginning to the next end; where there is none, what looks like the body of a key.
fn armoured(text: &str, begin: &str, end: &str) -> Vec<Span> {
    let last_end = memmem::rfind(text.as_bytes(), end.as_bytes());
    let mut spans = Vec::new();
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| memmem::find(rest.as_bytes(), begin.as_bytes())) {
        let start = at + start;
        let body = start + begin.len();
        at = match last_end {
            Some(last) if last >= body => past(text, body, end),
            _ => body + text[body..].find(|c: char| !is_of_key(c)).unwrap_or(text.len() - body),
        };
        spans.push(Span::new(start, at));
    }
    spans
}

/// The place after the first `end` from `from` on.
fn past(text: &str, from: usize, end: &str) -> usize {
    memmem::find(&text.as_bytes()[from..], end.as_bytes()).map_or(text.len(), |found| from + found + end.len())
}

const fn is_of_key(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=' | '\n' | '\r' | '\\' | ' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_end_where_they_say() {
        let text = "x -----BEGIN RSA PRIVATE KEY-----\nAb+/=\n-----END RSA PRIVATE KEY----- y -----BEGIN PRIVATE KEY-----\\nQQ==, z";
        let found: Vec<&str> = pkcs(text).iter().map(|span| &text[span.start..span.end]).collect();
        assert_eq!(
            found,
            [
                "-----BEGIN RSA PRIVATE KEY-----\nAb+/=\n-----END RSA PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\\nQQ==",
            ]
        );
    }
}
