//! Fields of numbers and names.

use super::super::bits::Bits;
use super::super::{Part, ScheduleError, ScheduleProblem};

/// What a field may hold.
pub(super) struct Field {
    /// With its article: `a minute`.
    what: &'static str,
    /// As a heading: `minutes`.
    name: &'static str,
    min: u32,
    max: u32,
    /// Of the values from the least, in order.
    names: &'static [&'static str],
    specials: &'static str,
}

pub(super) static MINUTES: Field =
    Field { what: "a minute", name: "minutes", min: 0, max: 59, names: &[], specials: ", - * /" };
pub(super) static HOURS: Field =
    Field { what: "an hour", name: "hours", min: 0, max: 23, names: &[], specials: ", - * /" };
pub(super) static DAYS_OF_MONTH: Field = Field {
    what: "a day of the month",
    name: "days of the month",
    min: 1,
    max: 31,
    names: &[],
    specials: ", - * ? / L W",
};
pub(super) static MONTHS: Field =
    Field { what: "a month", name: "months", min: 1, max: 12, names: MONTH_NAMES, specials: ", - * /" };
pub(super) static DAYS_OF_WEEK: Field = Field {
    what: "a day of the week",
    name: "days of the week",
    min: 1,
    max: 7,
    names: DAY_NAMES,
    specials: ", - * ? L #",
};
pub(super) static YEARS: Field =
    Field { what: "a year", name: "years", min: 1970, max: 2199, names: &[], specials: ", - * /" };

pub(super) const MONTH_NAMES: &[&str] =
    &["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
pub(super) const DAY_NAMES: &[&str] = &["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

impl Field {
    /// The values of a list, counted from the field's least.
    pub(super) fn values<const N: usize>(&self, list: Part<'_>) -> Result<Bits<N>, ScheduleError> {
        let mut bits = Bits::EMPTY;
        list.split(',').try_for_each(|item| self.item(item, &mut bits))?;
        Ok(bits)
    }

    fn item<const N: usize>(&self, item: Part<'_>, bits: &mut Bits<N>) -> Result<(), ScheduleError> {
        let (range, step) = match item.split_once('/') {
            Some((range, step)) if self.has('/') => (range, Some(self.step(step)?)),
            Some(_) => return Err(self.misplaced(item, '/')),
            None => (item, None),
        };
        let (from, to) = self.range(range, step.is_some())?;
        self.fill(bits, from, to, step.unwrap_or(1));
        Ok(())
    }

    fn range(&self, range: Part<'_>, is_open: bool) -> Result<(u32, u32), ScheduleError> {
        if range.text() == "*" {
            return Ok((self.min, self.max));
        }
        let Some((from, to)) = range.split_once('-') else {
            let value = self.value(range)?;
            return Ok((value, if is_open { self.max } else { value }));
        };
        let (from, to) = (self.value(from)?, self.value(to)?);
        if from > to && !self.wraps() {
            let message = format!("{} ends before it begins", range.text());
            return Err(self.error(range, ScheduleProblem::Value, message));
        }
        Ok((from, to))
    }

    /// One number or name.
    pub(super) fn value(&self, part: Part<'_>) -> Result<u32, ScheduleError> {
        let named = self.names.iter().zip(self.min..).find(|(name, _)| part.text().eq_ignore_ascii_case(name));
        let value = named.map(|(_, value)| value).or_else(|| part.number());
        value.filter(|value| (self.min..=self.max).contains(value)).ok_or_else(|| self.not_a_value(part))
    }

    fn step(&self, part: Part<'_>) -> Result<u32, ScheduleError> {
        part.number().filter(|step| *step > 0).ok_or_else(|| {
            let message = format!("`{}` is not a step", part.text());
            self.error(part, ScheduleProblem::Step, message).with_label("a step is a number from 1")
        })
    }

    /// From one value to another in steps, over the field's end to its beginning where they stand so.
    fn fill<const N: usize>(&self, bits: &mut Bits<N>, from: u32, to: u32, step: u32) {
        let size = self.max - self.min + 1;
        let length = if from <= to { to - from } else { size - (from - to) };
        let steps = (0..=length).step_by(usize::try_from(step).unwrap_or(usize::MAX));
        steps.for_each(|ahead| bits.insert((from - self.min + ahead) % size));
    }

    /// Years are the one field that does not come round.
    const fn wraps(&self) -> bool {
        self.max < 1000
    }

    pub(super) fn has(&self, special: char) -> bool {
        self.specials.contains(special)
    }

    fn not_a_value(&self, part: Part<'_>) -> ScheduleError {
        if let Some(special) = special(part.text()) {
            return self.misplaced(part, special);
        }
        let names = match self.names {
            [first, .., last] => format!(" or {first} to {last}"),
            _ => String::new(),
        };
        let message = match part.text() {
            "" => format!("{} is missing", self.what),
            text => format!("`{text}` is not {}", self.what),
        };
        self.error(part, ScheduleProblem::Value, message)
            .with_label(format!("{} is {} to {}{names}", self.what, self.min, self.max))
    }

    pub(super) fn misplaced(&self, part: Part<'_>, special: char) -> ScheduleError {
        let message = match self.has(special.to_ascii_uppercase()) {
            true => format!("`{special}` cannot stand here in {}", self.name),
            false => format!("`{special}` is not known in {}", self.name),
        };
        self.error(part, ScheduleProblem::Special, message)
    }

    fn error(&self, part: Part<'_>, problem: ScheduleProblem, message: String) -> ScheduleError {
        part.error(problem, message).with_help(format!("accepted in {}: {}", self.name, self.specials))
    }
}

/// The special that somebody may have meant.
fn special(text: &str) -> Option<char> {
    let letters = text.trim_start_matches(|c: char| c.is_ascii_digit()).to_ascii_uppercase();
    let last = letters.chars().next().filter(|_| matches!(letters.as_str(), "L" | "W" | "LW"));
    text.chars().find(|c| "?#*/".contains(*c)).or(last)
}
