//! Formats of dates: letters that stand for fields, as in Java.

use cupola_base::Timestamp;
use cupola_base::text::Cursor;

use super::names::Locale;
use super::zone::{TimeZone, offset, written};
use crate::transformer::error::TransformerError;

/// A format, read.
#[derive(Debug)]
pub(super) struct Format(Vec<Item>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Item {
    /// A text that stands there as it is.
    Literal(String),
    /// A letter, so many times.
    Field(char, usize),
}

/// The letters that have a meaning here.
const LETTERS: &str = "yuMLdHhKkmsSaEzvVZXx";

impl Format {
    pub(super) fn parse(text: &str) -> Result<Self, TransformerError> {
        let refused = |reason: &str| TransformerError::DateFormat(text.into(), reason.into());
        if !(1..=128).contains(&text.chars().count()) {
            return Err(refused("1 to 128 characters are accepted"));
        }
        let (mut cursor, mut items) = (Cursor::new(text), Vec::new());
        while let Some(next) = cursor.peek() {
            items.push(match next {
                '\'' => Item::Literal(quoted(&mut cursor).ok_or_else(|| refused("a quote is not closed"))?),
                letter if letter.is_ascii_alphabetic() => {
                    let count = cursor.take_while(|c| c == letter).len();
                    if !LETTERS.contains(letter) {
                        return Err(refused(&format!("the letter {letter} has no meaning here")));
                    }
                    Item::Field(letter, count.min(9))
                }
                _ => Item::Literal(cursor.take_while(|c| c != '\'' && !c.is_ascii_alphabetic()).to_owned()),
            });
        }
        Ok(Self(items))
    }

    /// The instant that a text says, in a zone unless it names one.
    pub(super) fn read(&self, text: &str, zone: TimeZone, locale: &Locale) -> Option<Timestamp> {
        let (mut reader, mut parts) = (Cursor::new(text), Parts::default());
        for (index, item) in self.0.iter().enumerate() {
            match item {
                Item::Literal(literal) => reader.eat_str(literal).then_some(())?,
                Item::Field(letter, count) => {
                    let adjacent = matches!(self.0.get(index + 1), Some(Item::Field(next, n)) if is_number(*next, *n));
                    parts.read(&mut reader, *letter, *count, adjacent, locale)?;
                }
            }
        }
        if reader.is_at_end() { parts.instant(zone) } else { None }
    }

    /// An instant as text.
    pub(super) fn write(&self, at: Timestamp, zone: TimeZone, locale: &Locale) -> String {
        let local = Timestamp::from_millis(zone.local(at));
        self.0.iter().fold(String::new(), |mut out, item| {
            match item {
                Item::Literal(literal) => out.push_str(literal),
                Item::Field(letter, count) => out.push_str(&field(*letter, *count, at, local, zone, locale)),
            }
            out
        })
    }
}

/// A text in quotes; two quotes are one, inside and outside.
fn quoted(cursor: &mut Cursor<'_>) -> Option<String> {
    cursor.bump();
    if cursor.eat('\'') {
        return Some("'".into());
    }
    let mut text = String::new();
    loop {
        text.push_str(cursor.take_while(|c| c != '\''));
        cursor.eat('\'').then_some(())?;
        if !cursor.eat('\'') {
            return Some(text);
        }
        text.push('\'');
    }
}

/// Whether a field is written in digits.
const fn is_number(letter: char, count: usize) -> bool {
    match letter {
        'M' | 'L' => count < 3,
        'y' | 'u' | 'd' | 'H' | 'h' | 'K' | 'k' | 'm' | 's' | 'S' => true,
        _ => false,
    }
}

/// What a text has said so far.
#[derive(Debug, Default)]
struct Parts {
    year: Option<i64>,
    month: Option<i64>,
    day: Option<i64>,
    hour: Option<i64>,
    /// The hour of a half of the day.
    half_hour: Option<i64>,
    afternoon: bool,
    minute: i64,
    second: i64,
    millis: i64,
    zone: Option<TimeZone>,
}

impl Parts {
    fn read(
        &mut self,
        text: &mut Cursor<'_>,
        letter: char,
        count: usize,
        adjacent: bool,
        locale: &Locale,
    ) -> Option<()> {
        match letter {
            'y' | 'u' => {
                let year =
                    digits(text, if adjacent || count > 1 { count } else { 1 }, if count > 1 { count } else { 9 })?;
                self.year = Some(if count == 2 { 2000 + year } else { year });
            }
            'M' | 'L' if count >= 3 => self.month = Some(1 + name(text, &[&locale.months, &locale.short_months])?),
            'M' | 'L' => self.month = Some(two(text, count)?),
            'd' => self.day = Some(two(text, count)?),
            'H' => self.hour = Some(two(text, count)?),
            'k' => self.hour = Some(two(text, count)? % 24),
            'h' => self.half_hour = Some(two(text, count)? % 12),
            'K' => self.half_hour = Some(two(text, count)?),
            'm' => self.minute = two(text, count)?,
            's' => self.second = two(text, count)?,
            'S' => self.millis = fraction(text, count)?,
            'a' => self.afternoon = name(text, &[&["AM", "PM"], &["am", "pm"]])? == 1,
            'E' => name(text, &[&locale.days, &locale.short_days]).map(|_| ())?,
            _ => self.zone = Some(zone(text)?),
        }
        Some(())
    }

    fn instant(&self, zone: TimeZone) -> Option<Timestamp> {
        let half = |hour: i64| hour + if self.afternoon { 12 } else { 0 };
        let hour = self.hour.or_else(|| self.half_hour.map(half)).unwrap_or(0);
        let (year, month, day) = (self.year.unwrap_or(1970), self.month.unwrap_or(1), self.day.unwrap_or(1));
        let date = format!(
            "{year:04}-{month:02}-{day:02}T{hour:02}:{:02}:{:02}.{:03}Z",
            self.minute, self.second, self.millis
        );
        let local = Timestamp::parse(&date).ok()?.as_millis();
        Some(self.zone.unwrap_or(zone).instant(local))
    }
}

/// One or two digits; exactly two where the letter stands twice.
fn two(text: &mut Cursor<'_>, count: usize) -> Option<i64> {
    digits(text, count.min(2), 2)
}

fn digits(text: &mut Cursor<'_>, least: usize, most: usize) -> Option<i64> {
    let mut taken = 0;
    let digits = text.take_while(|c| {
        taken += 1;
        taken <= most && c.is_ascii_digit()
    });
    if digits.len() < least { None } else { digits.parse().ok() }
}

/// Milliseconds of a fraction of so many digits.
fn fraction(text: &mut Cursor<'_>, count: usize) -> Option<i64> {
    let start = text.position();
    digits(text, count, count)?;
    let millis: String = text.text_from(start).chars().chain("000".chars()).take(3).collect();
    millis.parse().ok()
}

/// The index of the longest name that stands here, whatever its case; a point may follow a short one.
fn name(text: &mut Cursor<'_>, lists: &[&[&str]]) -> Option<i64> {
    let here = |name: &str| {
        let mut rest = text.rest().chars().flat_map(char::to_lowercase);
        name.chars().flat_map(char::to_lowercase).all(|c| rest.next() == Some(c))
    };
    let names = lists
        .iter()
        .enumerate()
        .flat_map(|(list, names)| names.iter().enumerate().map(move |(index, name)| (list, index, *name)));
    let (list, index, name) =
        names.filter(|(_, _, name)| here(name)).max_by_key(|(list, _, name)| (name.len(), usize::MAX - list))?;
    name.chars().for_each(|_| {
        text.bump();
    });
    if list > 0 && name.chars().count() > 2 {
        text.eat('.');
    }
    i64::try_from(index).ok()
}

/// An offset, `Z`, or a zone's name.
fn zone(text: &mut Cursor<'_>) -> Option<TimeZone> {
    if let Some((seconds, rest)) = offset(text.rest()) {
        text.seek(text.source().len() - rest.len());
        return Some(TimeZone::Fixed(seconds));
    }
    TimeZone::of(text.take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '+' | '-')))
}

fn field(letter: char, count: usize, at: Timestamp, local: Timestamp, zone: TimeZone, locale: &Locale) -> String {
    let number = |strftime: &str| local.format(strftime).parse::<usize>().unwrap_or(0);
    let padded = |number: usize| format!("{number:0count$}");
    let offset = zone.offset_at(at);
    match letter {
        'y' | 'u' if count == 2 => local.format("%y"),
        'y' | 'u' => padded(number("%Y")),
        'M' | 'L' if count >= 4 => locale.months[(number("%m") + 11) % 12].into(),
        'M' | 'L' if count == 3 => locale.short_months[(number("%m") + 11) % 12].into(),
        'M' | 'L' => padded(number("%m")),
        'd' => padded(number("%d")),
        'H' => padded(number("%H")),
        'k' => padded((number("%H") + 23) % 24 + 1),
        'h' => padded((number("%H") + 11) % 12 + 1),
        'K' => padded(number("%H") % 12),
        'm' => padded(number("%M")),
        's' => padded(number("%S")),
        'S' => format!("{:03}000000", local.as_millis().rem_euclid(1000)).chars().take(count).collect(),
        'a' => if number("%H") < 12 { "AM" } else { "PM" }.into(),
        'E' if count >= 4 => locale.days[(number("%u") + 6) % 7].into(),
        'E' => locale.short_days[(number("%u") + 6) % 7].into(),
        'V' => zone.name(at),
        'X' if offset == 0 => "Z".into(),
        'X' | 'x' => written(offset, count >= 3),
        'Z' => written(offset, count >= 5),
        _ => zone.short_name(at),
    }
}
