//! Functions of instants.
//!
//! Source: Trino documentation, "Date and time functions and operators".

use cupola_base::Timestamp;
use cupola_base::schedule::Zone;

use super::{Answer, Function, Signature, any, fixed};
use crate::lake::sql::error::LakeFault;
use crate::lake::sql::kind::LakeType;
use crate::lake::sql::time::{self, UNITS, Unit};
use crate::lake::sql::time_format;
use crate::lake::sql::value::Value;

/// A part of a date: the function's name says which.
macro_rules! part {
    ($name:literal) => {
        any($name, "timestamp or date", of_instant, |_, args| {
            Ok(time::part($name, shown(&args[0])).map_or(Value::Null, Value::Whole))
        })
    };
}

pub(super) const FUNCTIONS: &[Function] = &[
    any("date_trunc", "unit, timestamp or date", truncated_sign, |_, args| truncate(args)),
    any("date_add", "unit, bigint, timestamp or date", added_sign, |_, args| add(args)),
    any("date_diff", "unit, timestamp, timestamp", difference_sign, |_, args| {
        let unit = unit("date_diff", &args[0])?;
        Ok(Value::Whole(unit.between(args[1].as_instant(), args[2].as_instant())))
    }),
    any("date_format", "timestamp, format", formatted_sign, |_, args| {
        let text = time_format::format(shown(&args[0]), args[1].as_text());
        text.map(Value::text)
            .ok_or_else(|| LakeFault::argument("date_format", format!("`{}` is no format", args[1].as_text())))
    }),
    fixed("date_parse", &["varchar", "varchar"], 0, "timestamp", |_, args| {
        let at = time_format::parse_in(args[0].as_text(), args[1].as_text());
        at.map(Value::Instant).ok_or_else(|| invalid("date_parse", &args[0]))
    }),
    fixed("from_iso8601_timestamp", &["varchar"], 0, "timestamp with time zone", |_, args| {
        let (at, zone) = time::parse(args[0].as_text()).ok_or_else(|| invalid("from_iso8601_timestamp", &args[0]))?;
        Ok(Value::Zoned(at, zone.unwrap_or(Zone::UTC)))
    }),
    fixed("from_iso8601_date", &["varchar"], 0, "date", |_, args| {
        time::parse_day(args[0].as_text()).map(Value::Day).ok_or_else(|| invalid("from_iso8601_date", &args[0]))
    }),
    any("to_iso8601", "timestamp or date", iso_sign, |_, args| Ok(iso(&args[0]))),
    fixed("from_unixtime", &["double"], 0, "timestamp with time zone", |_, args| {
        let at = Timestamp::from_secs_f64(args[0].as_real());
        at.map(|at| Value::Zoned(at, Zone::UTC)).ok_or_else(|| LakeFault::argument("from_unixtime", "no finite number"))
    }),
    any("to_unixtime", "timestamp", unix_sign, |_, args| Ok(Value::Real(args[0].as_instant().as_secs_f64()))),
    any("at_timezone", "timestamp, zone", zone_sign, |_, args| {
        let zone = Zone::parse(args[1].as_text());
        let zone = zone.map_err(|error| LakeFault::argument("at_timezone", error.to_string()))?;
        Ok(Value::Zoned(args[0].as_instant(), zone))
    }),
    any("date", "timestamp or varchar", day_sign, |_, args| Ok(args[0].clone())),
    part!("year"),
    part!("quarter"),
    part!("month"),
    part!("week"),
    part!("week_of_year"),
    part!("day"),
    part!("day_of_month"),
    part!("day_of_week"),
    part!("dow"),
    part!("day_of_year"),
    part!("doy"),
    part!("year_of_week"),
    part!("yow"),
    part!("hour"),
    part!("minute"),
    part!("second"),
    part!("millisecond"),
];

/// The calendar and clock of a value: in its own zone.
fn shown(value: &Value) -> chrono::NaiveDateTime {
    value.zone().local(value.as_instant())
}

fn invalid(function: &'static str, text: &Value) -> LakeFault {
    let text: String = text.as_text().chars().take(100).collect();
    LakeFault::argument(function, format!("`{text}` is no such time"))
}

fn unit(function: &'static str, name: &Value) -> Result<Unit, LakeFault> {
    let name = name.as_text();
    let reason = || LakeFault::argument(function, format!("`{name}` is no unit: {}", UNITS.join(", ")));
    Unit::parse(name).ok_or_else(reason)
}

/// An instant's type; a text counts as a timestamp.
fn temporal(kind: &LakeType) -> Option<LakeType> {
    match kind {
        kind if kind.is_temporal() => Some(kind.clone()),
        LakeType::Varchar | LakeType::Unknown => Some(LakeType::Timestamp),
        _ => None,
    }
}

fn is_text(kind: &LakeType) -> bool {
    matches!(kind, LakeType::Varchar | LakeType::Unknown)
}

fn of_instant(given: &[LakeType]) -> Option<Signature> {
    let [kind] = given else { return None };
    Some(Signature::new([temporal(kind)?], LakeType::Bigint))
}

fn iso_sign(given: &[LakeType]) -> Option<Signature> {
    let [kind] = given else { return None };
    Some(Signature::new([temporal(kind)?], LakeType::Varchar))
}

fn unix_sign(given: &[LakeType]) -> Option<Signature> {
    let [kind] = given else { return None };
    Some(Signature::new([temporal(kind)?], LakeType::Double))
}

fn day_sign(given: &[LakeType]) -> Option<Signature> {
    let [kind] = given else { return None };
    temporal(kind)?;
    Some(Signature::new([LakeType::Date], LakeType::Date))
}

fn truncated_sign(given: &[LakeType]) -> Option<Signature> {
    let [name, kind] = given else { return None };
    let kind = temporal(kind).filter(|_| is_text(name))?;
    Some(Signature::new([LakeType::Varchar, kind.clone()], kind))
}

fn added_sign(given: &[LakeType]) -> Option<Signature> {
    let [name, LakeType::Bigint | LakeType::Unknown, kind] = given else { return None };
    let kind = temporal(kind).filter(|_| is_text(name))?;
    Some(Signature::new([LakeType::Varchar, LakeType::Bigint, kind.clone()], kind))
}

fn difference_sign(given: &[LakeType]) -> Option<Signature> {
    let [name, from, to] = given else { return None };
    let kind = temporal(from)?.common(&temporal(to)?).filter(|_| is_text(name))?;
    Some(Signature::new([LakeType::Varchar, kind.clone(), kind], LakeType::Bigint))
}

fn formatted_sign(given: &[LakeType]) -> Option<Signature> {
    let [kind, format] = given else { return None };
    let kind = temporal(kind).filter(|_| is_text(format))?;
    Some(Signature::new([kind, LakeType::Varchar], LakeType::Varchar))
}

fn zone_sign(given: &[LakeType]) -> Option<Signature> {
    let [kind, zone] = given else { return None };
    temporal(kind).filter(|_| is_text(zone))?;
    Some(Signature::new([LakeType::TimestampWithTimeZone, LakeType::Varchar], LakeType::TimestampWithTimeZone))
}

/// Does something to what the clock shows, and comes back to a value of the same kind.
fn on_clock(value: &Value, change: impl FnOnce(Timestamp) -> Option<Timestamp>) -> Option<Value> {
    let (at, zone) = (value.as_instant(), value.zone());
    let changed = change(at.plus_secs(zone.offset_seconds(at)))?;
    Some(match value {
        Value::Day(_) => Value::Day(time::day_of(changed)),
        Value::Zoned(..) => {
            let guess = changed.plus_secs(-zone.offset_seconds(changed));
            Value::Zoned(changed.plus_secs(-zone.offset_seconds(guess)), zone)
        }
        _ => Value::Instant(changed),
    })
}

fn truncate(args: &[Value]) -> Answer {
    let unit = unit("date_trunc", &args[0])?;
    Ok(on_clock(&args[1], |at| Some(unit.truncate(at))).unwrap_or(Value::Null))
}

fn add(args: &[Value]) -> Answer {
    let unit = unit("date_add", &args[0])?;
    let count = args[1].as_whole();
    let moved = match (unit, &args[2]) {
        // Hours are hours, whatever the clock shows.
        (Unit::Millis(_), Value::Zoned(at, zone)) => unit.add(*at, count).map(|at| Value::Zoned(at, *zone)),
        (_, value) => on_clock(value, |at| unit.add(at, count)),
    };
    moved.ok_or_else(|| LakeFault::argument("date_add", "the time is out of range"))
}

fn iso(value: &Value) -> Value {
    Value::text(match value {
        Value::Day(day) => time::day_text(*day),
        Value::Zoned(at, zone) if *zone == Zone::UTC => at.to_millis_text(),
        Value::Zoned(at, zone) => {
            let minutes = zone.offset_seconds(*at) / 60;
            let sign = if minutes < 0 { '-' } else { '+' };
            let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
            format!("{}{sign}{hours:02}:{rest:02}", zone.local(*at).format("%Y-%m-%dT%H:%M:%S%.3f"))
        }
        value => value.as_instant().format("%Y-%m-%dT%H:%M:%S%.3f"),
    })
}
