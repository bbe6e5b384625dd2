//! Cron, rate and at expressions as the service reads them.
//!
//! Expectations: EventBridge User Guide, "Cron expressions" and "Rate expressions"; Scheduler User Guide,
//! "Schedule types" and "Daylight savings time"; texts that the service accepts or refuses, as recorded.

use cupola_base::Timestamp;
use cupola_base::schedule::{Cron, Dialect, Expression, ScheduleProblem, Zone};

fn at(text: &str) -> Timestamp {
    Timestamp::parse(&format!("{text}:00Z")).expect("a time of the test")
}

#[test]
fn next_runs_are_those_of_the_table() {
    for (text, after, next) in [
        ("0 8 ? * 2#1 *", "2026-01-15T00:00", Some("2026-02-02T08:00")),
        ("0 0 ? * 2#5 *", "2026-02-01T00:00", Some("2026-03-30T00:00")),
        ("0 5 L * ? *", "2026-02-01T00:00", Some("2026-02-28T05:00")),
        ("0 9 1W * ? *", "2026-07-31T00:00", Some("2026-08-03T09:00")),
        ("0 9 31W * ? *", "2026-05-01T00:00", Some("2026-05-29T09:00")),
        ("15 10 ? * 6L *", "2026-01-01T00:00", Some("2026-01-30T10:15")),
        ("0/30 20-2 ? * MON-FRI *", "2026-01-02T23:45", Some("2026-01-05T00:00")),
        ("0/30 20-2 ? * MON-FRI *", "2026-01-05T02:30", Some("2026-01-05T20:00")),
        ("0 0 29 2 ? *", "2026-01-01T00:00", Some("2028-02-29T00:00")),
        ("5,35 14 * * ? *", "2026-01-01T14:05", Some("2026-01-01T14:35")),
        ("15 10 ? * 6L 2002-2005", "2026-01-01T00:00", None),
        ("0 0 ? * L *", "2026-05-04T00:00", Some("2026-05-09T00:00")),
        ("0 0 L-3 * ? *", "2026-02-01T00:00", Some("2026-02-25T00:00")),
        ("0 9 LW * ? *", "2026-05-01T00:00", Some("2026-05-29T09:00")),
        ("0 9 31 * ? *", "2026-04-01T00:00", Some("2026-05-31T09:00")),
        ("0 9 31W * ? *", "2026-04-01T00:00", Some("2026-05-29T09:00")),
        ("0 0 1 NOV-FEB ? *", "2026-02-02T00:00", Some("2026-11-01T00:00")),
        ("0 0 ? * FRI-MON *", "2026-05-05T00:00", Some("2026-05-08T00:00")),
        ("59 23 31 12 ? 2199", "2026-01-01T00:00", Some("2199-12-31T23:59")),
        ("59 23 31 12 ? 2199", "2199-12-31T23:59", None),
        ("0 0 30 2 ? *", "1970-01-01T00:00", None),
    ] {
        let cron = Cron::parse(&format!("cron({text})")).unwrap();
        assert_eq!(cron.next_after(at(after)), next.map(at), "{text} after {after}");
    }
}

#[test]
fn a_clock_that_changes_skips_or_fires_once() {
    let zone = Zone::parse("America/New_York").unwrap();
    for (text, after, runs) in [
        ("30 2 * * ? *", "2026-03-07T12:00", ["2026-03-09T06:30", "2026-03-10T06:30"]),
        ("30 1 * * ? *", "2026-10-31T12:00", ["2026-11-01T05:30", "2026-11-02T06:30"]),
        ("30 1 * * ? *", "2026-11-01T06:00", ["2026-11-02T06:30", "2026-11-03T06:30"]),
    ] {
        let cron = Cron::parse(&format!("cron({text})")).unwrap();
        let mut t = at(after);
        for run in runs {
            t = cron.next_after_in(t, zone).unwrap();
            assert_eq!(t, at(run), "{text}");
        }
        assert_eq!(cron.prev_before_in(t, zone), Some(at(runs[0])));
    }
}

#[test]
fn what_the_service_accepts_is_accepted() {
    for text in [
        "0 2 ? * SAT#3 *",
        "* * ? * SAT#3 *",
        "15 10 ? * 6L 2002-2005",
        "0/5 5 ? JAN 1-5 2022",
        "*/15 * * * ? *",
        "0-59/10 0-23/2 ? * * *",
        "30-30 13-13 ? * 2,4,6 *",
        "0 0 ? * fril *",
        "0 0 ? jan-Mar,dec tue-THU,sun *",
        "0  10\t* * ?  *",
        "0/90 * * * ? *",
        "0 0 1-31/2,5 * ? 1970/4",
    ] {
        let text = format!("cron({text})");
        for dialect in [Dialect::Rules, Dialect::Scheduler] {
            let schedule = Expression::parse(&text, dialect).unwrap();
            assert_eq!(schedule.to_string(), text);
        }
    }
}

#[test]
fn what_the_service_refuses_is_refused_with_the_place() {
    use ScheduleProblem::{Fields, Form, Length, QuestionMark, Special, Step, Value};
    let long = format!("cron({} * * * ? *)", "1,".repeat(130) + "1");
    for (text, problem, span) in [
        ("cron(71 * * * ? *)", Value, 5..7),
        ("dummy", Form, 0..5),
        ("cron(dummy)", Fields, 5..10),
        ("cron(0 1 ? * NOT *)", Value, 13..16),
        ("cron(0 1 * * ?)", Fields, 5..14),
        ("cron(0 1 * * ? * *)", Fields, 5..18),
        ("cron(0 1 * * * *)", QuestionMark, 13..14),
        ("cron(0 1 ? * ? *)", QuestionMark, 13..14),
        ("cron(? 1 * * ? *)", Special, 5..6),
        ("cron(0 1 ?,1 * ? *)", Special, 9..10),
        ("cron(0 1 L,1 * ? *)", Special, 9..10),
        ("cron(0 1 1,15W * ? *)", Value, 9..13),
        ("cron(0 1 1-15W * ? *)", Value, 9..13),
        ("cron(0 1 0 * ? *)", Value, 9..10),
        ("cron(0 1 32 * ? *)", Value, 9..11),
        ("cron(0 1 L-31 * ? *)", Value, 9..13),
        ("cron(0 24 * * ? *)", Value, 7..9),
        ("cron(0/0 1 * * ? *)", Step, 7..8),
        ("cron(0/ 1 * * ? *)", Step, 7..7),
        ("cron(0 1 ? * 2/2 *)", Special, 13..16),
        ("cron(0 1 ? * 2#6 *)", Value, 15..16),
        ("cron(0 1 ? * 2#0 *)", Value, 15..16),
        ("cron(0 1 ? * 2#1,3 *)", Value, 15..18),
        ("cron(0 1 ? * 2,6L *)", Value, 13..16),
        ("cron(0 1 ? * 8 *)", Value, 13..14),
        ("cron(0 1 ? 13 2 *)", Value, 11..13),
        ("cron(0 1 ? MON 2 *)", Value, 11..14),
        ("cron(0 1 * * ? 1969)", Value, 15..19),
        ("cron(0 1 * * ? 2200)", Value, 15..19),
        ("cron(0 1 * * ? 2030-2020)", Value, 15..24),
        ("cron(-1 1 * * ? *)", Value, 5..5),
        ("cron(+1 1 * * ? *)", Value, 5..7),
        ("cron(1, 1 * * ? *)", Value, 7..7),
        ("Cron(0 1 * * ? *)", Form, 0..17),
        (" cron(0 1 * * ? *)", Form, 0..18),
        ("cron(0 1 * * ? *) ", Form, 0..18),
        ("cron (0 1 * * ? *)", Form, 0..18),
        ("", Form, 0..0),
        (&long, Length, 0..long.len()),
    ] {
        let error = Expression::parse(text, Dialect::Rules).unwrap_err();
        assert_eq!((error.problem(), error.diagnostic().span().range()), (problem, span), "{text}\n{error}");
    }
}

#[test]
fn rates_are_read_by_dialect() {
    for (text, rules, scheduler) in [
        ("rate(5 minutes)", true, true),
        ("rate(1 minute)", true, true),
        ("rate(1 hour)", true, true),
        ("rate(1 day)", true, true),
        ("rate(7 days)", true, true),
        ("rate(1 minutes)", false, true),
        ("rate(1 days)", false, true),
        ("rate(2 minute)", false, true),
        ("rate(5 seconds)", false, false),
        ("rate(2 years)", false, false),
        ("rate(0 minutes)", false, false),
        ("rate(-5 minutes)", false, false),
        ("rate(+5 minutes)", false, false),
        ("rate(5.0 minutes)", false, false),
        ("rate(5 Minutes)", false, false),
        ("Rate(5 minutes)", false, false),
        ("rate( 5 minutes)", false, false),
        ("rate(5  minutes)", false, false),
        ("rate(5 minutes )", false, false),
        (" rate(5 minutes)", false, false),
        ("rate(5 minutes) ", false, false),
        ("rate(5)", false, false),
        ("rate(minutes)", false, false),
        ("rate()", false, false),
        ("rate(5 minutess)", false, false),
        ("rate(99999999999 days)", false, false),
    ] {
        assert_eq!(Expression::parse(text, Dialect::Rules).is_ok(), rules, "{text}");
        assert_eq!(Expression::parse(text, Dialect::Scheduler).is_ok(), scheduler, "{text}");
    }
}

#[test]
fn one_time_expressions_have_a_time_and_no_zone() {
    for (text, good) in [
        ("at(2021-12-31T23:59:59)", true),
        ("at(2024-02-29T00:00:00)", true),
        ("at(2021-12-31T23:59:59Z)", false),
        ("at(2021-12-31)", false),
        ("at(2021-02-29T00:00:00)", false),
        ("at(2021-12-31T24:00:00)", false),
        ("at(2021-12-31T23:59)", false),
        ("at(2021-12-31 23:59:59)", false),
        ("at( 2021-12-31T23:59:59)", false),
        ("At(2021-12-31T23:59:59)", false),
        ("at(+021-12-31T23:59:59)", false),
    ] {
        assert_eq!(Expression::parse(text, Dialect::Scheduler).is_ok(), good, "{text}");
        assert!(Expression::parse(text, Dialect::Rules).is_err(), "{text}");
    }
}

#[test]
fn thousands_of_runs_follow_each_other() {
    let cron = Cron::parse("cron(0/30 20-2 ? * MON-FRI *)").unwrap();
    let runs = std::iter::successors(cron.next_after(at("2025-12-31T23:59")), |t| cron.next_after(*t));
    // 14 runs a weekday; 261 weekdays in 2026.
    assert_eq!(runs.take_while(|run| run.year() == 2026).count(), 14 * 261);
}

#[test]
fn far_times_are_answered() {
    let cron = Cron::parse("cron(* * * * ? *)").unwrap();
    let zone = Zone::parse("Pacific/Kiritimati").unwrap();
    assert_eq!(cron.next_after(Timestamp::MIN), Some(Timestamp::EPOCH));
    assert_eq!(cron.prev_before(Timestamp::MAX), Some(at("2199-12-31T23:59")));
    assert_eq!((cron.next_after_in(Timestamp::MAX, zone), cron.prev_before_in(Timestamp::MIN, zone)), (None, None));
}
