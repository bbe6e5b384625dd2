//! Amounts and quantities as people read them.

/// An amount of money: two digits, or as many as small ones need.
pub(super) fn amount(amount: f64) -> String {
    if amount == 0.0 || amount >= 0.1 {
        return format!("{amount:.2}");
    }
    let text = format!("{amount:.8}");
    let text = text.trim_end_matches('0');
    if text.ends_with('.') { "0.00".into() } else { text.to_owned() }
}

/// A quantity: whole where it is, else with as many digits as matter.
pub(super) fn quantity(units: f64) -> String {
    let text = format!("{units:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_amounts_keep_their_digits() {
        for (number, shown) in
            [(0.0, "0.00"), (0.3, "0.30"), (1234.5, "1234.50"), (0.000_02, "0.00002"), (1e-12, "0.00")]
        {
            assert_eq!(amount(number), shown);
        }
        assert_eq!((quantity(10.0), quantity(0.5), quantity(0.000_25)), ("10".into(), "0.5".into(), "0.00025".into()));
    }
}
