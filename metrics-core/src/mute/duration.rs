//! Lengths of time as ISO 8601 writes them.

/// Seconds of `P2DT12H`: weeks, days, hours, minutes and seconds in whole numbers, each at most once, in this order.
pub(super) fn seconds(text: &str) -> Option<u32> {
    let (days, times) = match text.strip_prefix('P')?.split_once('T') {
        Some((_, "")) => return None,
        Some((days, times)) => (days, times),
        None => (&text[1..], ""),
    };
    if days.is_empty() && times.is_empty() {
        return None;
    }
    let days = sum(days, &[('W', 7 * 86_400), ('D', 86_400)])?;
    days.checked_add(sum(times, &[('H', 3600), ('M', 60), ('S', 1)])?)
}

fn sum(mut text: &str, mut units: &[(char, u32)]) -> Option<u32> {
    let mut all = 0u32;
    while !text.is_empty() {
        let end = text.find(|c: char| !c.is_ascii_digit())?;
        let number: u32 = text[..end].parse().ok()?;
        let unit = text[end..].chars().next()?;
        let place = units.iter().position(|(letter, _)| *letter == unit)?;
        all = all.checked_add(number.checked_mul(units[place].1)?)?;
        (text, units) = (&text[end + 1..], &units[place + 1..]);
    }
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_read_and_nothing_else() {
        for (text, expected) in [
            ("PT1M", Some(60)),
            ("PT4H", Some(14_400)),
            ("P2DT12H", Some(216_000)),
            ("P15D", Some(1_296_000)),
            ("P1W", Some(604_800)),
            ("PT90S", Some(90)),
            ("PT1H30M", Some(5400)),
            ("P", None),
            ("PT", None),
            ("P1DT", None),
            ("1H", None),
            ("PT1", None),
            ("PTH", None),
            ("PT1.5H", None),
            ("PT1M1H", None),
            ("PT1H1H", None),
            ("P1H", None),
            ("P1M", None),
            ("PT-1M", None),
            ("pt1m", None),
            ("P1é", None),
            ("P99999999D", None),
        ] {
            assert_eq!(seconds(text), expected, "{text}");
        }
    }
}
