//! The five fields of a mute rule's cron: as everybody else writes them.

use cupola_base::schedule::Cron;

/// The expressions of ours, with six fields, that together run when one of five does.
///
/// Days of the week are 0 to 7, Sunday is 0 and 7; where both the day of the month and that of the week are told,
/// either is enough.
pub(super) fn read(text: &str) -> Result<Vec<Cron>, String> {
    let inside = text.strip_prefix("cron(").and_then(|rest| rest.strip_suffix(')'));
    let fields: Vec<&str> = inside.ok_or("cron( ) is needed")?.split_whitespace().collect();
    let [minutes, hours, day, month, weekday] = fields[..] else {
        return Err(format!(
            "five fields are needed (minutes, hours, day of the month, month, day of the week), not {}",
            fields.len()
        ));
    };
    for (field, what) in [(minutes, "minutes"), (hours, "hours"), (day, "day of the month"), (month, "month")] {
        check(field, what)?;
    }
    let parts = match (is_any(day), is_any(weekday)) {
        (_, true) => vec![format!("{} {month} ?", if is_any(day) { "*" } else { day })],
        (true, false) => vec![format!("? {month} {}", weekdays(weekday)?)],
        (false, false) => vec![format!("{day} {month} ?"), format!("? {month} {}", weekdays(weekday)?)],
    };
    let crons = parts.iter().map(|days| Cron::parse(&format!("cron({minutes} {hours} {days} *)")));
    crons.map(|cron| cron.map_err(|cause| first_line(&cause.to_string()))).collect()
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}

fn is_any(field: &str) -> bool {
    matches!(field, "*" | "?")
}

/// Minutes to months have no `?`, `L` or `W`, which our own expressions know.
fn check(field: &str, what: &str) -> Result<(), String> {
    let is_month = what == "month";
    let accepted = |c: char| c.is_ascii_digit() || "*,-/".contains(c) || is_month && c.is_ascii_alphabetic();
    if field.chars().all(accepted) || what == "day of the month" && field == "?" {
        return Ok(());
    }
    Err(format!("`{field}` is not one of the {what}: numbers and `* , - /` are accepted"))
}

const NAMES: [&str; 7] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/// Days of the week as our own expressions list them.
fn weekdays(field: &str) -> Result<String, String> {
    let mut days = [false; 7];
    for item in field.split(',') {
        let found = items(item).ok_or_else(|| {
            format!("`{field}` is not one of the days of the week: 0 to 7, SUN to SAT and `* , - /` are accepted")
        })?;
        found.into_iter().for_each(|day| days[day] = true);
    }
    let names: Vec<&str> = NAMES.into_iter().zip(days).filter(|(_, is_told)| *is_told).map(|(name, _)| name).collect();
    Ok(names.join(","))
}

fn items(item: &str) -> Option<Vec<usize>> {
    let (range, step) = match item.split_once('/') {
        Some((range, step)) => (range, step.parse().ok().filter(|step| (1..=7).contains(step))?),
        None => (item, 1),
    };
    let (from, to) = match range.split_once('-') {
        _ if range == "*" => (0, 6),
        Some((from, to)) => (weekday(from)?, weekday(to)?),
        None if item.contains('/') => (weekday(range)?, 6),
        None => (weekday(range)?, weekday(range)?),
    };
    let to = if to < from { to + 7 } else { to };
    Some((from..=to).step_by(step).map(|day| day % 7).collect())
}

fn weekday(text: &str) -> Option<usize> {
    let name = NAMES.iter().position(|name| name.eq_ignore_ascii_case(text));
    name.or_else(|| text.parse().ok().filter(|day| text.len() == 1 && *day <= 7))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        read(text).unwrap().iter().map(|cron| cron.as_str().to_owned()).collect()
    }

    #[test]
    fn five_fields_become_six() {
        for (five, six) in [
            ("cron(0 2 * * *)", vec!["cron(0 2 * * ? *)"]),
            ("cron(0 2 * * SUN)", vec!["cron(0 2 ? * SUN *)"]),
            ("cron(0 1 1 * *)", vec!["cron(0 1 1 * ? *)"]),
            ("cron(*/15 8-17 ? JAN,JUN 1-5)", vec!["cron(*/15 8-17 ? JAN,JUN MON,TUE,WED,THU,FRI *)"]),
            ("cron(0 0 * * 5-7)", vec!["cron(0 0 ? * SUN,FRI,SAT *)"]),
            ("cron(0 0 * * FRI-MON)", vec!["cron(0 0 ? * SUN,MON,FRI,SAT *)"]),
            ("cron(0 0 * * */3)", vec!["cron(0 0 ? * SUN,WED,SAT *)"]),
            ("cron(0 0 * * 0-7)", vec!["cron(0 0 ? * SUN,MON,TUE,WED,THU,FRI,SAT *)"]),
            ("cron(0 0 13 * 5)", vec!["cron(0 0 13 * ? *)", "cron(0 0 ? * FRI *)"]),
        ] {
            assert_eq!(texts(five), six, "{five}");
        }
    }

    #[test]
    fn what_is_not_one_is_refused() {
        for text in [
            "cron(0 2 * * ? *)",
            "cron(0 2 * *)",
            "0 2 * * *",
            "cron(60 2 * * *)",
            "cron(0 2 L * *)",
            "cron(0 2 * * 8)",
            "cron(0 2 * * MON#1)",
            "cron(0 2 * * 1/0)",
            "cron(? 2 * * *)",
            "cron(0 2 * ? *)",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
