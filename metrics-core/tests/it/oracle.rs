//! The decision against another reading of the guide, for every pattern of short ranges.
//!
//! The reading is written from the text, over lists of letters, and shares no code with the
//! library: 2,443,968 cells for N up to 6, every range from N to 8 windows, every M, every treatment
//! and every policy. Both forms of the decision are asked each time.

use cupola_metrics::{DecisionRule, StateValue, TreatMissingData, Window, Windows, YoungBreach, decide, decide_bits};
use proptest::prelude::*;

/// What a cell of the published tables says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cell {
    Alarm,
    Ok,
    Insufficient,
    Retain,
}

/// Reads the rules; the letters are oldest first, as the guide draws them: `X`, `0` and `-`.
fn read(drawing: &[u8], m: usize, n: usize, treatment: TreatMissingData, young: YoungBreach) -> Cell {
    let alarm_or_ok = |alarm: bool| if alarm { Cell::Alarm } else { Cell::Ok };
    let crosses = |letters: &[u8]| letters.iter().filter(|letter| **letter == b'X').count();
    let real: Vec<u8> = drawing.iter().copied().filter(|letter| *letter != b'-').collect();

    // Enough data: the newest N points that are there, and nothing is filled.
    if real.len() >= n {
        return alarm_or_ok(crosses(&real[real.len() - n..]) >= m);
    }
    // Too few: the rest is filled with what the alarm says.
    let filled_with = |letter: u8| {
        let mut points = real.clone();
        points.resize(n, letter);
        alarm_or_ok(crosses(&points) >= m)
    };
    let keeps = match treatment {
        TreatMissingData::Breaching => return filled_with(b'X'),
        TreatMissingData::NotBreaching => return filled_with(b'0'),
        TreatMissingData::Missing => false,
        TreatMissingData::Ignore => true,
    };
    if real.is_empty() {
        return if keeps { Cell::Retain } else { Cell::Insufficient };
    }
    if crosses(&real) >= m {
        return Cell::Alarm;
    }
    if real.contains(&b'0') {
        return Cell::Ok;
    }
    // Every point crosses. The oldest of them, counted from the newest window, which is at position 1:
    let first = drawing.iter().position(|letter| *letter == b'X').expect("there is one");
    match (drawing.len() - first >= m, keeps) {
        (true, false) => Cell::Alarm,
        (true, true) => Cell::Retain,
        (false, _) => match young {
            YoungBreach::Keep => Cell::Retain,
            YoungBreach::Ok => Cell::Ok,
            YoungBreach::InsufficientData => Cell::Insufficient,
            other => panic!("{other:?} is new"),
        },
    }
}

const YOUNG: [YoungBreach; 3] = [YoungBreach::Keep, YoungBreach::Ok, YoungBreach::InsufficientData];

fn window(letter: u8) -> Window {
    match letter {
        b'X' => Window::Breaching,
        b'0' => Window::NonBreaching,
        _ => Window::Missing,
    }
}

fn cell(state: Option<StateValue>) -> Cell {
    match state {
        Some(StateValue::Alarm) => Cell::Alarm,
        Some(StateValue::Ok) => Cell::Ok,
        Some(StateValue::InsufficientData) => Cell::Insufficient,
        None => Cell::Retain,
    }
}

fn rule(m: usize, n: usize, treat_missing_data: TreatMissingData, young_breach: YoungBreach) -> DecisionRule {
    let small = |number: usize| u32::try_from(number).expect("small");
    DecisionRule { evaluation_periods: small(n), datapoints_to_alarm: small(m), treat_missing_data, young_breach }
}

/// Asks both forms and the reading about one pattern with every rule of N periods; how many times.
fn ask(drawing: &[u8], n: usize) -> u64 {
    let newest_first: Vec<Window> = drawing.iter().rev().copied().map(window).collect();
    let bits = Windows::newest_first(newest_first.iter().copied());
    let len = u32::try_from(drawing.len()).expect("small");
    let mut asked = 0;
    for m in 1..=n {
        for treatment in TreatMissingData::ALL.iter().copied() {
            for young in YOUNG {
                let rule = rule(m, n, treatment, young);
                let decision = decide(&rule, &newest_first);
                let expected = read(drawing, m, n, treatment, young);
                let shown = String::from_utf8_lossy(drawing);
                assert_eq!(cell(decision.state), expected, "{m} of {n} {treatment} {young:?} {shown}");
                assert_eq!(decide_bits(&rule, bits, len), decision, "{m} of {n} {treatment} {young:?} {shown}");
                asked += 1;
            }
        }
    }
    asked
}

/// Every pattern of so many windows.
fn patterns(len: usize) -> Vec<Vec<u8>> {
    (0..len).fold(vec![Vec::new()], |patterns, _| {
        let longer = |pattern: &Vec<u8>| [b'X', b'0', b'-'].map(|letter| [&pattern[..], &[letter]].concat());
        patterns.iter().flat_map(longer).collect()
    })
}

#[test]
fn every_cell_is_read_alike() {
    let mut asked = 0;
    for len in 1..=8 {
        for pattern in patterns(len) {
            asked += (1..=len.min(6)).map(|n| ask(&pattern, n)).sum::<u64>();
        }
    }
    let expected = (1..=8u32).map(|len| 3u64.pow(len) * (1..=u64::from(len.min(6))).sum::<u64>() * 12).sum::<u64>();
    assert_eq!(asked, expected);
    assert_eq!(asked, CELLS);
}

/// Cells that are compared; the opening of this file tells it as well.
const CELLS: u64 = 2_443_968;

/// The tables as published: the pattern, and what it comes to with `missing`, `ignore`, `breaching`
/// and `notBreaching`.
///
/// # Source
/// CloudWatch User Guide, "Configuring how CloudWatch alarms treat missing data".
#[test]
fn the_published_tables_are_read_as_printed() {
    use Cell::{Alarm, Insufficient, Ok, Retain};
    for (m, drawing, cells) in [
        (3, "0-X-X", [Ok, Ok, Ok, Ok]),
        (3, "----0", [Ok, Ok, Ok, Ok]),
        (3, "-----", [Insufficient, Retain, Alarm, Ok]),
        (3, "0XX-X", [Alarm, Alarm, Alarm, Alarm]),
        (3, "--X--", [Alarm, Retain, Alarm, Ok]),
        (2, "0-X-X", [Alarm, Alarm, Alarm, Alarm]),
        (2, "00X0X", [Alarm, Alarm, Alarm, Alarm]),
        (2, "0-X--", [Ok, Ok, Alarm, Ok]),
        (2, "----0", [Ok, Ok, Alarm, Ok]),
        (2, "---X-", [Alarm, Retain, Alarm, Ok]),
    ] {
        let treatments = [
            TreatMissingData::Missing,
            TreatMissingData::Ignore,
            TreatMissingData::Breaching,
            TreatMissingData::NotBreaching,
        ];
        let read = treatments.map(|treatment| read(drawing.as_bytes(), m, 3, treatment, YoungBreach::Keep));
        assert_eq!(read, cells, "{m} of 3 {drawing}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn long_ranges_are_decided_alike(
        pattern in proptest::collection::vec(prop_oneof![4 => Just(b'-'), 2 => Just(b'X'), 1 => Just(b'0')], 1..=64),
        n in 1..=64usize,
        m in 1..=64usize,
        treatment in proptest::sample::select(TreatMissingData::ALL),
        young in proptest::sample::select(&YOUNG[..]),
    ) {
        let rule = rule(m.min(n), n, treatment, young);
        let newest_first: Vec<Window> = pattern.iter().rev().copied().map(window).collect();
        let decision = decide(&rule, &newest_first);
        let mut bits = Windows::EMPTY;
        pattern.iter().for_each(|letter| bits.push(window(*letter)));
        prop_assert_eq!(decide_bits(&rule, bits, u32::try_from(pattern.len()).expect("small")), decision);
        prop_assert_eq!(cell(decision.state), read(&pattern, m.min(n), n, treatment, young));
    }
}
