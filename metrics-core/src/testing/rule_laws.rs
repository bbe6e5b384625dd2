//! Laws of the little languages of alarms: rules of composite alarms, schedules of mute rules.

use cupola_base::Timestamp;

use crate::{AlarmRule, MuteSchedule, StateValue};

/// Any text is a rule or is refused with a place; a rule is printed as one that is the same, and asks for the states
/// of its references alone.
pub fn rule_law(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match AlarmRule::parse(&text) {
        Ok(rule) => {
            let printed = rule.to_string();
            // Quotes may make it longer than a rule may be.
            if printed.chars().count() <= AlarmRule::MAX_LENGTH {
                let again = AlarmRule::parse(&printed).expect("what is printed is a rule");
                assert!(again == rule && again.to_string() == printed, "{printed}");
                let state = |name: &str| StateValue::ALL[name.len() % 3];
                assert_eq!(again.holds(state), rule.holds(state), "{printed}");
            }
            let mut asked = Vec::new();
            let _ = rule.holds(|name| {
                asked.push(name.to_owned());
                StateValue::Ok
            });
            assert!(rule.references().eq(asked.iter().map(String::as_str)));
        }
        Err(refused) => {
            assert!(!refused.message().is_empty() && refused.span().end <= text.len());
            let _ = refused.to_string();
        }
    }
}

/// Three lines are a schedule or are refused; every window holds the instant that it was asked for, and is as long as
/// the schedule says.
pub fn mute_schedule_law(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.lines();
    let (expression, duration, zone) =
        (lines.next().unwrap_or_default(), lines.next().unwrap_or_default(), lines.next());
    let Ok(schedule) = MuteSchedule::parse(expression, duration, zone) else { return };
    let mut length = None;
    for hour in 0..200 {
        let at = Timestamp::from_secs(1_777_852_800 + hour * 3601);
        let Some(window) = schedule.window_at(at) else { continue };
        assert!((window.start..window.end).contains(&at), "{schedule:?}");
        let seconds = window.end.millis_since(window.start);
        assert_eq!(*length.get_or_insert(seconds), seconds, "{schedule:?}");
        assert!(seconds >= 60_000 && schedule.window_at(window.start).is_some_and(|first| first.start == window.start));
    }
}
