//! Whether one value is what one matcher asks for, read off the pattern's tree.

use std::net::Ipv6Addr;

use super::tree::Tree;

pub(super) fn accepts(matcher: &Tree, value: &Tree) -> bool {
    match (matcher, value) {
        (Tree::Object(members), value) => operator(&members[0].0, &members[0].1, value),
        (Tree::Text(wanted), Tree::Text(text)) => wanted == text || same_address(wanted, text),
        (Tree::Number(wanted), Tree::Number(text)) => wanted == text || same_number(wanted, text),
        (matcher, value) => matcher == value,
    }
}

pub(super) fn accepts_absence(matcher: &Tree) -> bool {
    matches!(matcher, Tree::Object(members) if members[0] == ("exists".into(), Tree::Bool(false)))
}

fn operator(name: &str, operand: &Tree, value: &Tree) -> bool {
    match name {
        "exists" => *operand == Tree::Bool(true),
        "numeric" => within(operand.items(), value),
        "anything-but" => !excluded(operand, value),
        _ => value.text().is_some_and(|text| on_text(name, operand, text)),
    }
}

fn on_text(name: &str, operand: &Tree, text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    let places = 0..=letters.len();
    if let Tree::Object(members) = operand {
        let wanted: Vec<char> = members[0].1.text().unwrap_or_default().chars().collect();
        return match name {
            "prefix" => places.into_iter().any(|end| same_letters(&wanted, &letters[..end])),
            _ => places.into_iter().any(|start| same_letters(&wanted, &letters[start..])),
        };
    }
    let wanted = operand.text().unwrap_or_default();
    let pattern: Vec<char> = wanted.chars().collect();
    match name {
        "exactly" => text == wanted,
        "prefix" => text.starts_with(wanted),
        "suffix" => text.ends_with(wanted),
        "equals-ignore-case" => same_letters(&pattern, &letters),
        "wildcard" => wildcard(&pattern, &letters),
        "cidr" => in_range(wanted, text),
        other => unreachable!("no operator {other}"),
    }
}

fn excluded(operand: &Tree, value: &Tree) -> bool {
    match operand {
        Tree::Object(members) => {
            let (name, operand) = &members[0];
            value.text().is_some_and(|text| operand.items().iter().any(|item| on_text(name, item, text)))
        }
        operand => operand.items().iter().any(|item| match (item, value) {
            (Tree::Number(a), Tree::Number(b)) => same_number(a, b),
            (item, value) => item == value,
        }),
    }
}

fn within(terms: &[Tree], value: &Tree) -> bool {
    let Tree::Number(text) = value else { return false };
    let Some(value) = comparable(text) else { return false };
    terms.chunks(2).all(|term| match term {
        [Tree::Text(operator), Tree::Number(bound)] => comparable(bound).is_some_and(|bound| match operator.as_str() {
            "=" => same_number(text, &bound.to_string()),
            "<" => value < bound,
            "<=" => value <= bound,
            ">" => value > bound,
            _ => value >= bound,
        }),
        _ => false,
    })
}

#[expect(clippy::float_cmp, reason = "numbers are equal when they are the same double")]
fn same_number(a: &str, b: &str) -> bool {
    comparable(a).zip(comparable(b)).is_some_and(|(a, b)| a == b)
}

/// The nearest double, if its shortest decimal is the number.
fn comparable(text: &str) -> Option<f64> {
    let nearest: f64 = text.parse().ok()?;
    (nearest.is_finite() && plain(text)? == plain(&nearest.to_string())?).then_some(nearest)
}

/// The decimal without sign, exponent, leading or trailing zeros; none when it is beyond all doubles.
fn plain(text: &str) -> Option<String> {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{}{fraction}", whole.trim_start_matches('-'));
    if digits.bytes().all(|digit| digit == b'0') {
        return Some("0".into());
    }
    let exponent: i32 = exponent.parse().ok().filter(|exponent: &i32| exponent.abs() < 5000)?;
    let zeros = "0".repeat(6000);
    let point = i32::try_from(whole.trim_start_matches('-').len()).ok()? + exponent + 6000;
    let padded = format!("{zeros}{digits}{zeros}");
    let (whole, fraction) = padded.split_at_checked(usize::try_from(point).ok()?)?;
    Some(format!("{}.{}", whole.trim_start_matches('0'), fraction.trim_end_matches('0')))
}

/// At each letter of the pattern the text has its upper-case or its lower-case form.
fn same_letters(pattern: &[char], text: &[char]) -> bool {
    let Some((letter, rest)) = pattern.split_first() else { return text.is_empty() };
    let forms: [Vec<char>; 2] = match letter.len_utf16() {
        1 => [letter.to_uppercase().collect(), letter.to_lowercase().collect()],
        _ => [vec![*letter], vec![*letter]],
    };
    forms.iter().any(|form| text.strip_prefix(&form[..]).is_some_and(|text| same_letters(rest, text)))
}

fn wildcard(pattern: &[char], text: &[char]) -> bool {
    match pattern {
        [] => text.is_empty(),
        ['*', rest @ ..] => (0..=text.len()).any(|skipped| wildcard(rest, &text[skipped..])),
        ['\\', letter, rest @ ..] | [letter, rest @ ..] => {
            text.split_first().is_some_and(|(first, text)| first == letter && wildcard(rest, text))
        }
    }
}

fn same_address(a: &str, b: &str) -> bool {
    address(a).is_some_and(|address| Some(address) == self::address(b))
}

/// The bits of an address, as a text of zeros and ones.
fn address(text: &str) -> Option<String> {
    let groups: Vec<&str> = text.split('.').collect();
    if groups.len() == 4 {
        let digits = |group: &&str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit());
        let bits =
            |group: &&str| group.parse::<u8>().ok().filter(|_| digits(group)).map(|group| format!("{group:08b}"));
        return groups.iter().map(bits).collect();
    }
    let plain = text.bytes().all(|b| b.is_ascii_hexdigit() || b == b':');
    text.parse::<Ipv6Addr>().ok().filter(|_| plain).map(|address| format!("{:0128b}", address.to_bits()))
}

fn in_range(range: &str, text: &str) -> bool {
    let Some((first, mask)) = range.split_once('/') else { return false };
    let (Some(first), Some(other), Ok(mask)) = (address(first), address(text), mask.parse::<usize>()) else {
        return false;
    };
    first.len() == other.len() && first[..mask] == other[..mask]
}
