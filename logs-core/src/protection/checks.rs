//! Check digits and other tests that tell a number of a kind from any other.

/// The Luhn sum of the digits; other characters are passed over.
pub(super) fn luhn(text: &str) -> bool {
    let doubled = |(index, digit): (usize, u32)| match (index % 2, digit * 2) {
        (0, _) => digit,
        (_, twice) => twice / 10 + twice % 10,
    };
    let mut digits = digits(text);
    digits.reverse();
    !digits.is_empty() && digits.into_iter().enumerate().map(doubled).sum::<u32>() % 10 == 0
}

/// A card number: 13 to 19 digits that an issuer's range begins, with a Luhn sum.
pub(super) fn card(text: &str) -> bool {
    let digits = digits(text);
    let prefix = |length: usize| digits.iter().take(length).fold(0, |prefix, digit| prefix * 10 + digit);
    let issued = prefix(1) == 4
        || matches!(prefix(2), 34 | 36 | 37 | 38 | 39 | 50..=58 | 60..=69 | 35)
        || matches!(prefix(3), 300..=305 | 309)
        || matches!(prefix(4), 2200..=2204 | 2221..=2720);
    (13..=19).contains(&digits.len()) && issued && luhn(text)
}

/// An international bank account number: the digits, letters counted from 10, leave 1 when divided by 97.
pub(super) fn iban(text: &str) -> bool {
    let text: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
    let Some((country, account)) = text.split_at_checked(4) else { return false };
    let value = |c: char| c.to_digit(36).unwrap_or(0);
    let append = |rest: u32, value: u32| if value > 9 { (rest * 100 + value) % 97 } else { (rest * 10 + value) % 97 };
    account.chars().chain(country.chars()).map(value).fold(0, append) == 1
}

/// A vehicle's number with its check digit in the ninth place.
pub(super) fn vin(text: &str) -> bool {
    let sum = text.chars().zip(VIN_WEIGHTS).map(|(c, weight)| vin_value(c) * weight).sum::<u32>() % 11;
    let check = text.chars().nth(8);
    text.len() == 17 && check == Some(char::from_digit(sum, 10).unwrap_or('X')) && text.contains(char::is_alphabetic)
}

const VIN_WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

/// Letters count along the alphabet from 1 to 9, each row beginning anew: A, J, and S as 2.
const fn vin_value(c: char) -> u32 {
    match c {
        '0'..='9' => c as u32 - '0' as u32,
        'A'..='I' => c as u32 - 'A' as u32 + 1,
        'J'..='R' => c as u32 - 'J' as u32 + 1,
        'S'..='Z' => c as u32 - 'S' as u32 + 2,
        _ => 0,
    }
}

/// A social security number of the United States: neither 000, 666 nor 900 and above, no group of zeros.
pub(super) fn ssn_us(text: &str) -> bool {
    let digits = digits(text);
    let part = |from: usize, to: usize| digits.get(from..to).map_or(0, |part| part.iter().fold(0, |n, d| n * 10 + d));
    let area = part(0, 3);
    digits.len() == 9 && !matches!(area, 0 | 666 | 900..) && part(3, 5) != 0 && part(5, 9) != 0
}

/// A taxpayer's number of the United States: 9xx with a group of its own ranges.
pub(super) fn itin_us(text: &str) -> bool {
    let digits = digits(text);
    let group = digits.get(3..5).map_or(0, |part| part.iter().fold(0, |n, d| n * 10 + d));
    digits.len() == 9 && digits.first() == Some(&9) && matches!(group, 50..=65 | 70..=88 | 90..=92 | 94..=99)
}

/// A provider's number of the United States: a Luhn sum behind 80840.
pub(super) fn npi_us(text: &str) -> bool {
    digits(text).len() == 10 && luhn(&format!("80840{text}"))
}

/// A registration of the drug enforcement agency: the last digit checks the six before it.
pub(super) fn dea_us(text: &str) -> bool {
    let digits = digits(text);
    let [a, b, c, d, e, f, check] = digits.as_slice() else { return false };
    (a + c + e + 2 * (b + d + f)) % 10 == *check
}

/// A number of the national health service of Britain: weights 10 to 2, modulus 11.
pub(super) fn nhs_gb(text: &str) -> bool {
    let digits = digits(text);
    let sum: u32 = digits.iter().take(9).zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    digits.len() == 10 && (11 - sum % 11) % 11 == digits[9]
}

/// A Spanish number: its digits modulo 23 choose the letter; X, Y and Z in front stand for 0, 1 and 2.
pub(super) fn nif_es(text: &str) -> bool {
    let lead = match text.chars().next() {
        Some('X') => "0",
        Some('Y') => "1",
        Some('Z') => "2",
        _ => "",
    };
    let digits: String = lead.chars().chain(text.chars().filter(char::is_ascii_digit)).collect();
    let letter = digits.parse::<usize>().ok().and_then(|number| NIF_LETTERS.get(number % 23));
    letter.is_some_and(|letter| text.ends_with(char::from(*letter)))
}

const NIF_LETTERS: &[u8; 23] = b"TRWAGMYFPDXBNJZSQVHLCKE";

/// A person's number of Brazil: eleven digits, two of which check the others.
pub(super) fn cpf_br(text: &str) -> bool {
    let digits = digits(text);
    let check = |length: u32| {
        let weighted = digits.iter().zip((2..=length + 1).rev()).map(|(digit, weight)| digit * weight);
        weighted.sum::<u32>() * 10 % 11 % 10
    };
    digits.len() == 11
        && digits.windows(2).any(|pair| pair[0] != pair[1])
        && check(9) == digits[9]
        && check(10) == digits[10]
}

/// A company's number of Brazil: fourteen digits, two of which check the others.
pub(super) fn cnpj_br(text: &str) -> bool {
    let digits = digits(text);
    let check = |length: usize| {
        let weights = (2..=9).cycle();
        let weighted = digits.iter().take(length).rev().zip(weights).map(|(digit, weight)| digit * weight);
        match weighted.sum::<u32>() % 11 {
            0 | 1 => 0,
            rest => 11 - rest,
        }
    };
    digits.len() == 14 && check(12) == digits[12] && check(13) == digits[13]
}

/// A place on earth: latitude and longitude within their ranges.
pub(super) fn place(text: &str) -> bool {
    let mut numbers = text.split([',', ' ', ';']).filter(|part| !part.is_empty()).map(str::parse::<f64>);
    let within = |number: Option<Result<f64, _>>, most: f64| {
        number.is_some_and(|number| number.is_ok_and(|number| number.abs() <= most))
    };
    within(numbers.next(), 90.0) && within(numbers.next(), 180.0)
}

/// Digits and letters, not letters alone.
pub(super) fn mixed(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
}

pub(super) const fn any(_: &str) -> bool {
    true
}

fn digits(text: &str) -> Vec<u32> {
    text.chars().filter_map(|c| c.to_digit(10)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that standards and agencies print as examples, and each with a digit changed.
    #[test]
    fn numbers_of_a_kind_are_told_from_others() {
        type Case = (fn(&str) -> bool, &'static str, &'static str);
        let cases: &[Case] = &[
            (card, "4111 1111 1111 1111", "4111 1111 1111 1112"),
            (card, "378282246310005", "378282246310006"),
            (card, "6011-1111-1111-1117", "9011-1111-1111-1117"),
            (iban, "GB82 WEST 1234 5698 7654 32", "GB82 WEST 1234 5698 7654 33"),
            (iban, "DE89370400440532013000", "DE88370400440532013000"),
            (vin, "1M8GDM9AXKP042788", "1M8GDM9A1KP042788"),
            (vin, "1HGCM82633A004352", "11111111111111111"),
            (ssn_us, "123-45-6789", "666-45-6789"),
            (ssn_us, "001010001", "001000001"),
            (itin_us, "900-70-0000", "900-69-0000"),
            (npi_us, "1234567893", "1234567894"),
            (dea_us, "AB1234563", "AB1234564"),
            (nhs_gb, "943 476 5919", "943 476 5918"),
            (nif_es, "12345678Z", "12345678A"),
            (nif_es, "X1234567L", "Y1234567L"),
            (cpf_br, "529.982.247-25", "111.111.111-11"),
            (cnpj_br, "11.222.333/0001-81", "11.222.333/0001-82"),
            (place, "48.8583, 2.2945", "98.8583, 2.2945"),
        ];
        for (check, good, bad) in cases {
            assert!(check(good), "{good}");
            assert!(!check(bad), "{bad}");
        }
    }
}
