//! Reading cron expressions.

use super::super::bits::Bits;
use super::super::{Part, ScheduleError, ScheduleProblem};
use super::Cron;
use super::days::Days;
use super::field::{DAYS_OF_MONTH, DAYS_OF_WEEK, HOURS, MINUTES, MONTHS, YEARS};

pub(super) fn cron(text: &str, inside: Part<'_>) -> Result<Cron, ScheduleError> {
    let mut fields = inside.words();
    let mut next = || fields.next().ok_or(());
    let six = (|| Ok::<_, ()>([next()?, next()?, next()?, next()?, next()?, next()?]))();
    let ([minutes, hours, of_month, months, of_week, years], None) = (six.map_err(|()| count(inside))?, fields.next())
    else {
        return Err(count(inside));
    };
    Ok(Cron {
        text: text.into(),
        minutes: MINUTES.values(minutes)?,
        hours: HOURS.values(hours)?,
        days: days(of_month, of_week)?,
        months: MONTHS.values(months)?,
        years: YEARS.values(years)?,
    })
}

fn count(inside: Part<'_>) -> ScheduleError {
    let message = format!("six fields are needed, {} are given", inside.words().count());
    inside
        .error(ScheduleProblem::Fields, message)
        .with_help("accepted: cron(minutes hours day-of-month month day-of-week year)")
}

fn days(of_month: Part<'_>, of_week: Part<'_>) -> Result<Days, ScheduleError> {
    match (of_month.text(), of_week.text()) {
        ("?", "?") => Err(question_mark(of_week, "one of the two fields of days must say days")),
        ("?", _) => days_of_week(of_week),
        (_, "?") => days_of_month(of_month),
        _ => Err(question_mark(of_week, "one of the two fields of days must be `?`")),
    }
}

fn question_mark(of_week: Part<'_>, message: &str) -> ScheduleError {
    of_week
        .error(ScheduleProblem::QuestionMark, message)
        .with_help("accepted: days of the month and `?`, or `?` and days of the week")
}

fn days_of_month(part: Part<'_>) -> Result<Days, ScheduleError> {
    let field = &DAYS_OF_MONTH;
    if part.text().eq_ignore_ascii_case("L") {
        return Ok(Days::BeforeLast(0));
    }
    if part.text().eq_ignore_ascii_case("LW") {
        return Ok(Days::LastWeekday);
    }
    if let Some(day) = part.before('W') {
        return field.value(day).map(Days::NearestWeekday);
    }
    match part.split_once('-') {
        Some((last, before)) if last.text().eq_ignore_ascii_case("L") => {
            let before = before.number().filter(|before| (1..=30).contains(before));
            before.map(Days::BeforeLast).ok_or_else(|| {
                part.error(ScheduleProblem::Value, "not a number of days before the last").with_label("1 to 30 days")
            })
        }
        _ => field.values(part).map(Days::OfMonth),
    }
}

fn days_of_week(part: Part<'_>) -> Result<Days, ScheduleError> {
    let field = &DAYS_OF_WEEK;
    if part.text().eq_ignore_ascii_case("L") {
        let mut saturday = Bits::EMPTY;
        saturday.insert(6);
        return Ok(Days::OfWeek(saturday));
    }
    if let Some(day) = part.before('L') {
        return field.value(day).map(|day| Days::LastOfWeek(day - 1));
    }
    let Some((day, nth)) = part.split_once('#') else { return field.values(part).map(Days::OfWeek) };
    let day = field.value(day)?;
    let nth = nth.number().filter(|nth| (1..=5).contains(nth)).ok_or_else(|| {
        nth.error(ScheduleProblem::Value, format!("`{}` is not a week of the month", nth.text())).with_label("1 to 5")
    })?;
    Ok(Days::NthOfWeek(day - 1, nth))
}
