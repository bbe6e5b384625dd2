//! Cron expressions laid against their twin.

use proptest::prelude::*;
use proptest::sample::select;

use super::{Cron, Dialect, Expression, Zone};
use crate::Timestamp;
use crate::testing::calendar::SlowCron;

/// A list of numbers, ranges and steps of a field.
fn list(min: u32, max: u32, wraps: bool) -> BoxedStrategy<String> {
    let value = min..=max;
    let range = (value.clone(), value.clone()).prop_map(move |(a, b)| match wraps || a <= b {
        true => format!("{a}-{b}"),
        false => format!("{b}-{a}"),
    });
    let base = prop_oneof![3 => value.prop_map(|v| v.to_string()), 3 => range, 1 => Just("*".to_owned())];
    let item = prop_oneof![4 => base.clone(), 2 => (base, 1..40u32).prop_map(|(base, step)| format!("{base}/{step}"))];
    prop_oneof![2 => Just("*".to_owned()), 5 => prop::collection::vec(item, 1..4).prop_map(|items| items.join(","))]
        .boxed()
}

fn days_of_week() -> BoxedStrategy<String> {
    let day = || {
        prop_oneof![
            (1..=7u32).prop_map(|day| day.to_string()),
            select(&["SUN", "Mon", "tue", "WED", "thu", "FRI", "SAT"][..]).prop_map(str::to_owned),
        ]
    };
    let item = prop_oneof![day(), (day(), day()).prop_map(|(a, b)| format!("{a}-{b}"))];
    prop_oneof![
        4 => prop::collection::vec(item, 1..4).prop_map(|items| items.join(",")),
        1 => Just("*".to_owned()),
        1 => Just("L".to_owned()),
        2 => day().prop_map(|day| format!("{day}L")),
        2 => (day(), 1..=5u32).prop_map(|(day, nth)| format!("{day}#{nth}")),
    ]
    .boxed()
}

fn days_of_month() -> BoxedStrategy<String> {
    prop_oneof![
        4 => list(1, 31, true),
        1 => select(&["L", "LW", "l"][..]).prop_map(str::to_owned),
        1 => (1..=30u32).prop_map(|before| format!("L-{before}")),
        2 => (1..=31u32).prop_map(|day| format!("{day}W")),
    ]
    .boxed()
}

fn months() -> BoxedStrategy<String> {
    prop_oneof![
        3 => list(1, 12, true),
        1 => select(&["JAN", "NOV-FEB", "Feb", "apr,JUN,SEP,NOV", "MAR-MAY/2"][..]).prop_map(str::to_owned),
    ]
    .boxed()
}

fn years() -> BoxedStrategy<String> {
    prop_oneof![3 => Just("*".to_owned()), 1 => list(1970, 2199, false), 1 => (2020..2030u32).prop_map(|y| y.to_string())]
        .boxed()
}

pub(super) fn cron() -> BoxedStrategy<String> {
    let days = prop_oneof![
        days_of_month().prop_map(|days| (days, "?".to_owned())),
        days_of_week().prop_map(|days| ("?".to_owned(), days)),
    ];
    (list(0, 59, true), list(0, 23, true), days, months(), years())
        .prop_map(|(minutes, hours, (of_month, of_week), months, years)| {
            format!("cron({minutes} {hours} {of_month} {months} {of_week} {years})")
        })
        .prop_filter("at most 256 characters", |text| text.len() <= 256)
        .boxed()
}

fn instant() -> impl Strategy<Value = Timestamp> {
    let any = -1_000_000_000_000..7_400_000_000_000i64;
    let near = 1_760_000_000_000..1_830_000_000_000i64;
    let minute = near.clone().prop_map(|millis| millis / 60_000 * 60_000);
    prop_oneof![1 => any, 2 => near, 1 => minute].prop_map(Timestamp::from_millis)
}

fn utc(local: chrono::NaiveDateTime) -> Timestamp {
    Timestamp::from_millis(local.and_utc().timestamp_millis())
}

/// Before nights on which clocks of some of the zones change, odd ones too.
const CHANGES: &[(&str, &[&str])] = &[
    ("America/New_York", &["2026-03-08T05:00:00Z", "2026-11-01T04:00:00Z"]),
    ("Europe/Berlin", &["2026-03-29T00:00:00Z", "2026-10-25T00:00:00Z"]),
    ("Australia/Lord_Howe", &["2026-04-04T14:00:00Z", "2026-10-03T15:00:00Z"]),
    ("Asia/Kathmandu", &["1985-12-31T18:00:00Z", "2026-01-01T00:00:00Z"]),
    ("Pacific/Apia", &["2011-12-30T08:00:00Z"]),
    ("Africa/Casablanca", &["2026-02-15T01:00:00Z", "2026-03-22T01:00:00Z"]),
    ("America/St_Johns", &["2006-10-29T01:00:00Z", "2026-11-01T03:00:00Z"]),
];

fn night() -> impl Strategy<Value = (&'static str, Timestamp)> {
    let change = select(CHANGES).prop_flat_map(|(zone, nights)| (Just(zone), select(nights)));
    change.prop_map(|(zone, night)| (zone, Timestamp::parse(night).unwrap()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn runs_are_those_of_the_twin(text in cron(), t in instant()) {
        let (cron, twin) = (Cron::parse(&text).unwrap(), SlowCron::new(&text));
        let local = t.to_utc().naive_utc();
        let floor = if t < Timestamp::EPOCH { Timestamp::from_millis(-1).to_utc().naive_utc() } else { local };
        prop_assert_eq!(cron.next_after(t), twin.next_after(floor).map(utc), "{} after {}", &text, t);
        prop_assert_eq!(cron.prev_before(t), twin.prev_before(local).map(utc), "{} before {}", &text, t);
    }

    #[test]
    fn nights_on_which_clocks_change_are_those_of_the_twin(text in cron(), (zone, night) in night()) {
        let (minutes, fields) = text.split_once(" ? ").map_or(("0/7 *", "* ? *"), |_| ("*/5 *", "* ? *"));
        for text in [format!("cron({minutes} * {fields})"), text.clone()] {
            let cron = Cron::parse(&text).unwrap();
            let (ours, length) = (Zone::parse(zone).unwrap(), 60 * 26);
            let fires = SlowCron::new(&text).fires(night, length, zone);
            let end = night.plus_secs(60 * length);
            let mut t = night.plus_millis(-1);
            for fire in &fires {
                t = cron.next_after_in(t, ours).unwrap();
                prop_assert_eq!(t, *fire, "{} in {}", &text, zone);
            }
            prop_assert!(cron.next_after_in(t, ours).is_none_or(|next| next >= end), "{} in {}", &text, zone);
            let mut t = end;
            for fire in fires.iter().rev() {
                t = cron.prev_before_in(t, ours).unwrap();
                prop_assert_eq!(t, *fire, "{} in {}, back", &text, zone);
            }
            prop_assert!(cron.prev_before_in(t, ours).is_none_or(|before| before < night));
        }
    }

    #[test]
    fn next_and_previous_are_each_others_way_back(text in cron(), t in instant(), (zone, night) in night()) {
        let (cron, zone) = (Cron::parse(&text).unwrap(), Zone::parse(zone).unwrap());
        for t in [t, night] {
            if let Some(next) = cron.next_after_in(t, zone) {
                prop_assert!(next > t);
                prop_assert_eq!(cron.next_after_in(next.plus_millis(-1), zone), Some(next));
                prop_assert!(cron.prev_before_in(next, zone).is_none_or(|before| before <= t));
                prop_assert_eq!(cron.prev_before_in(next.plus_millis(1), zone), Some(next));
            }
        }
    }

    #[test]
    fn what_is_printed_is_read_as_the_same(text in cron()) {
        let schedule = Expression::parse(&text, Dialect::Rules).unwrap();
        prop_assert_eq!(Expression::parse(&schedule.to_string(), Dialect::Rules).unwrap(), schedule);
    }

    #[test]
    fn noise_is_refused_with_a_place_in_it(text in "(cron|rate|at)?\\(?[-0-9a-zA-Z*/,#?LW :é]{0,40}\\)?") {
        for dialect in [Dialect::Rules, Dialect::Scheduler] {
            match Expression::parse(&text, dialect) {
                Ok(schedule) => prop_assert_eq!(Expression::parse(&schedule.to_string(), dialect).unwrap(), schedule),
                Err(error) => prop_assert!(error.diagnostic().span().end <= text.len() && !error.to_string().is_empty()),
            }
        }
    }

    #[test]
    fn rates_count_from_their_anchor(n in 1..100_000u32, unit in select(&["minutes", "hours", "days"][..]), anchor in instant(), t in instant()) {
        let rate = super::Rate::parse(&format!("rate({n} {unit})"), Dialect::Scheduler).unwrap();
        let end = Timestamp::parse("2200-01-01T00:00:00Z").unwrap();
        if let Some(next) = rate.next_after(anchor, t) {
            let since = next.millis_since(anchor);
            prop_assert!(next > t && since >= 0 && since % i64::try_from(rate.period().as_millis()).unwrap() == 0);
            prop_assert!(since == 0 || next.plus(rate.period()).millis_since(t) <= 2 * i64::try_from(rate.period().as_millis()).unwrap());
            prop_assert_eq!(rate.prev_before(anchor, next.plus_millis(1)), Some(next));
            prop_assert!(rate.prev_before(anchor, next).is_none_or(|before| before <= t));
        } else {
            prop_assert!(t.plus(rate.period()) >= end || anchor >= end);
        }
    }
}
