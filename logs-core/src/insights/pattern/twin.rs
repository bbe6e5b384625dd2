//! The slow, obvious way to the shape of a text.

use proptest::prelude::*;

use super::kind::Kind;
use super::shape::Shape;

#[derive(Clone, Debug, PartialEq)]
enum Piece {
    Text(String),
    Value(Kind),
}

fn shape(text: &str) -> Vec<u8> {
    let mut words: Vec<Vec<Piece>> = text.split_whitespace().take(256).map(word).collect();
    if text.split_whitespace().count() > 256 {
        words.push(vec![Piece::Value(Kind::Token)]);
    }
    let bytes = |piece: &Piece| match piece {
        Piece::Text(text) => text.clone().into_bytes(),
        Piece::Value(kind) => vec![kind.byte()],
    };
    let words: Vec<Vec<u8>> = words.iter().map(|word| word.iter().flat_map(bytes).collect()).collect();
    words.join(&b' ')
}

const DELIMITERS: &[char] = &[',', ';', ':', '=', '[', ']', '(', ')', '{', '}', '<', '>', '"', '\'', '|'];

fn word(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (kind, length) = if rest.starts_with("http://") || rest.starts_with("https://") {
            (Some(Kind::Url), rest.len())
        } else if let Some(length) = time(rest) {
            (Some(Kind::Time), length)
        } else {
            let end = rest.find(DELIMITERS).unwrap_or(rest.len());
            (kind(&rest[..end]), end)
        };
        if let Some(kind) = kind {
            pieces.push(Piece::Value(kind));
        } else {
            push(&mut pieces, &rest[..length]);
        }
        rest = &rest[length..];
        let delimiters = rest.find(|c| !DELIMITERS.contains(&c)).unwrap_or(rest.len());
        push(&mut pieces, &rest[..delimiters]);
        rest = &rest[delimiters..];
    }
    pieces
}

fn push(pieces: &mut Vec<Piece>, text: &str) {
    match pieces.last_mut() {
        _ if text.is_empty() => {}
        Some(Piece::Text(last)) => last.push_str(text),
        _ => pieces.push(Piece::Text(text.to_owned())),
    }
}

/// How long the time of day at the start of a text is: `6:07:08.9`.
fn time(text: &str) -> Option<usize> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let hours = digits(text);
    let minutes = text.get(hours..)?.strip_prefix(':')?;
    let seconds = minutes.get(2..)?.strip_prefix(':')?;
    if !(1..=2).contains(&hours) || digits(minutes) != 2 || digits(seconds) != 2 {
        return None;
    }
    let fraction = seconds[2..].strip_prefix('.').map_or(0, digits);
    Some(hours + 6 + if fraction > 0 { fraction + 1 } else { 0 })
}

/// What a word looks like; `None` for plain words.
fn kind(text: &str) -> Option<Kind> {
    let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
    if is_email(text) {
        return Some(Kind::Email);
    }
    if !has_digit {
        return None;
    }
    let hex = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    Some(if is_number(text) {
        Kind::Number
    } else if text.strip_prefix('/').unwrap_or(text).parse::<std::net::Ipv4Addr>().is_ok() {
        Kind::Ip
    } else if is_uuid(text) {
        Kind::Uuid
    } else if text.strip_prefix("0x").is_some_and(hex) || (text.len() >= 8 && hex(text)) {
        Kind::Hex
    } else if is_date(text) {
        Kind::Date
    } else {
        Kind::Id
    })
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let plain = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    plain(whole) && plain(fraction)
}

fn is_uuid(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['-', '/']).collect();
    let plain = parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    plain
        && matches!(parts[..], [a, b, c] if matches!((a.len(), b.len(), c.len()), (4, 1..=2, 1..=2) | (1..=2, 1..=2, 4)))
}

fn is_email(text: &str) -> bool {
    let host = text.split_once('@').filter(|(user, _)| !user.is_empty()).map(|(_, host)| host);
    host.is_some_and(|host| host.contains('.') && !host.contains('@') && !host.starts_with('.') && !host.ends_with('.'))
}

fn fast(text: &str) -> Vec<u8> {
    let mut shape = Shape::default();
    shape.read("what was there");
    shape.read(text);
    let words: Vec<&[u8]> = shape.words().map(|word| word.bytes).collect();
    assert_eq!(words.join(&b' '), shape.bytes(), "{text}");
    for word in shape.words() {
        assert_eq!(word.has_value, word.bytes.iter().any(|byte| Kind::of(*byte).is_some()), "{text}");
    }
    shape.bytes().to_vec()
}

#[test]
fn values_are_known_by_their_looks() {
    let value = |kind: Kind| vec![kind.byte()];
    for (text, expected) in [
        ("-4.5", value(Kind::Number)),
        ("blk_-38865049064139660", value(Kind::Id)),
        ("rhost=10.0.0.1", [b"rhost=".to_vec(), value(Kind::Ip)].concat()),
        ("[2026-05-04", [b"[".to_vec(), value(Kind::Date)].concat()),
        ("(uid=0)", [b"(uid=".to_vec(), value(Kind::Number), b")".to_vec()].concat()),
        ("0xff", value(Kind::Hex)),
        ("ana@example.com,", [value(Kind::Email), b",".to_vec()].concat()),
        ("see:https://x.y/z?a=1", [b"see:".to_vec(), value(Kind::Url)].concat()),
        ("12:00:01.25]", [value(Kind::Time), b"]".to_vec()].concat()),
        ("123e4567-e89b-12d3-a456-426614174000", value(Kind::Uuid)),
        ("plain-word", b"plain-word".to_vec()),
        (":::", b":::".to_vec()),
        ("\u{a0} ana  bo\t", b"ana bo".to_vec()),
        ("", Vec::new()),
    ] {
        assert_eq!(fast(text), expected, "{text}");
        assert_eq!(shape(text), expected, "{text}");
    }
}

fn texts() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        "[a-c]{0,3}",
        "[0-9]{1,4}",
        "[0-9a-f]{7,9}",
        "[0-9]{60,130}",
        "[0-9a-f]{60,130}",
        "a?https?:/{1,2}[a-z]{0,2}",
        "[0-9]{1,2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{0,2})?",
        "[0-9]{1,4}[-/][0-9]{1,2}[-/][0-9]{1,4}",
        "/?[0-9]{1,3}(\\.[0-9]{1,3}){3}",
        "[-+]?[0-9]{0,2}\\.?[0-9]{0,2}",
        "[a-z]?@[a-z.]{0,4}",
        "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        Just("0x1f".to_owned()),
        Just("https://x/y?z=1".to_owned()),
        "[,;:=\\[\\](){}<>\"'|]{1,2}",
        "[ \t\u{a0}\u{2003}\u{b}]{1,2}",
        "[\u{e4}\u{1f980}\u{1}]",
    ];
    prop::collection::vec(part, 0..24).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn shapes_are_as_the_slow_way_has_them(text in texts()) {
        prop_assert_eq!(fast(&text), shape(&text));
    }

    #[test]
    fn long_texts_too(words in prop::collection::vec("[a-b0-1\u{e4}]{1,2}", 250..262)) {
        let text = words.join(" ");
        prop_assert_eq!(fast(&text), shape(&text));
    }
}
