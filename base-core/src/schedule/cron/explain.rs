//! When a cron expression fires, in words.

use super::super::bits::Bits;
use super::Cron;
use super::days::{Days, weekday_name};
use super::field::MONTH_NAMES;

impl Cron {
    /// When it fires, in words.
    ///
    /// ```
    /// use cupola_base::schedule::Cron;
    ///
    /// let cron = Cron::parse("cron(0/30 8-9 ? JUN,JUL 6L *)")?;
    /// assert_eq!(cron.explain(), "at minutes 0, 30 of hours 8 to 9 on the last Friday in JUN to JUL");
    /// assert_eq!(Cron::parse("cron(* * LW * ? 2026-2030)")?.explain(),
    ///     "at every minute of every hour on the last weekday of every month in 2026 to 2030");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn explain(&self) -> String {
        let minutes = part("every minute", "minute", &self.minutes, 60, |minute| minute.to_string());
        let hours = part("every hour", "hour", &self.hours, 24, |hour| hour.to_string());
        let months = match is_whole(&self.months, 12) {
            true => "of every month".to_owned(),
            false => format!("in {}", list(&self.months, |month| MONTH_NAMES[month as usize % 12].to_owned())),
        };
        let years = match is_whole(&self.years, 230) {
            true => String::new(),
            false => format!(" in {}", list(&self.years, |year| (year + 1970).to_string())),
        };
        format!("at {minutes} of {hours} on {} {months}{years}", self.days.explain())
    }
}

impl Days {
    fn explain(self) -> String {
        match self {
            Self::OfMonth(days) => part("every day", "day", &days, 31, |day| (day + 1).to_string()),
            Self::BeforeLast(0) => "the last day".into(),
            Self::BeforeLast(before) => format!("the day {before} before the last"),
            Self::NearestWeekday(day) => format!("the weekday nearest to day {day}"),
            Self::LastWeekday => "the last weekday".into(),
            Self::OfWeek(days) if is_whole(&days, 7) => "every day".into(),
            Self::OfWeek(days) => format!("every {}", list(&days, |day| weekday_name(day).to_owned())),
            Self::LastOfWeek(day) => format!("the last {}", weekday_name(day)),
            Self::NthOfWeek(day, nth) => {
                let nth = ["first", "second", "third", "fourth", "fifth"][(nth as usize - 1) % 5];
                format!("the {nth} {}", weekday_name(day))
            }
        }
    }
}

fn part<const N: usize>(all: &str, one: &str, bits: &Bits<N>, size: u32, print: impl Fn(u32) -> String) -> String {
    let plural = if bits.iter().nth(1).is_some() { "s" } else { "" };
    if is_whole(bits, size) { all.to_owned() } else { format!("{one}{plural} {}", list(bits, print)) }
}

fn is_whole<const N: usize>(bits: &Bits<N>, size: u32) -> bool {
    (0..size).all(|member| bits.contains(member))
}

/// Runs of neighbours as ranges.
fn list<const N: usize>(bits: &Bits<N>, print: impl Fn(u32) -> String) -> String {
    let starts = bits.iter().filter(|member| member.checked_sub(1).is_none_or(|before| !bits.contains(before)));
    let run = |start: u32| {
        let end = (start..).find(|member| !bits.contains(member + 1)).unwrap_or(start);
        if end == start { print(start) } else { format!("{} to {}", print(start), print(end)) }
    };
    starts.map(run).collect::<Vec<_>>().join(", ")
}
