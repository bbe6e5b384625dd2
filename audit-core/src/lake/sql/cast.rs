//! Values of one type as values of another.

use std::sync::Arc;

use cupola_base::schedule::Zone;

use super::error::LakeFault;
use super::json;
use super::kind::LakeType;
use super::time;
use super::value::Value;
use crate::{JsonKind, Raw};

/// Whether there is such a cast at all.
pub(super) fn exists(from: &LakeType, to: &LakeType) -> bool {
    use LakeType as T;
    match (from, to) {
        (from, to) if from == to => true,
        (T::Unknown, _) => true,
        (_, T::Json) => !matches!(from, T::Interval),
        (T::Json, to) => !matches!(to, T::Interval | T::Unknown),
        (T::Varchar, to) => !matches!(to, T::Array(_) | T::Map(..) | T::Row(_) | T::Interval | T::Unknown),
        (T::Boolean, to) => matches!(to, T::Bigint | T::Double | T::Varchar),
        (T::Bigint | T::Double, to) => matches!(to, T::Boolean | T::Bigint | T::Double | T::Varchar),
        (from, to) if from.is_temporal() => to.is_temporal() || *to == T::Varchar,
        (T::Interval, to) => *to == T::Varchar,
        (T::Array(from), T::Array(to)) => exists(from, to),
        (T::Map(key, value), T::Map(to_key, to_value)) => exists(key, to_key) && exists(value, to_value),
        (T::Row(from), T::Row(to)) => {
            from.len() == to.len() && from.iter().zip(to).all(|((_, from), (_, to))| exists(from, to))
        }
        _ => false,
    }
}

/// The value as one of another type; null stays null.
pub(super) fn cast(value: &Value, from: &LakeType, to: &LakeType) -> Result<Value, LakeFault> {
    if value.is_null() || from == to {
        return Ok(value.clone());
    }
    let cast = match to {
        LakeType::Json => Some(Value::text(json::of(value, from)).into_json()),
        _ if *from == LakeType::Json => return of_json(value, to),
        LakeType::Varchar => value.shown(from).map(Value::text),
        LakeType::Boolean => truth(value),
        LakeType::Bigint => whole(value),
        LakeType::Double => real(value),
        LakeType::Timestamp => instant(value),
        LakeType::TimestampWithTimeZone => zoned(value),
        LakeType::Date => day(value),
        _ => return nested(value, from, to),
    };
    cast.ok_or_else(|| refused(value, from, to))
}

fn refused(value: &Value, from: &LakeType, to: &LakeType) -> LakeFault {
    let shown = value.shown(from).unwrap_or_default();
    LakeFault::Cast { value: shown.chars().take(100).collect(), kind: to.to_string() }
}

impl Value {
    pub(super) fn into_json(self) -> Self {
        match self {
            Self::Text(text) => Self::Json(text),
            other => other,
        }
    }
}

fn truth(value: &Value) -> Option<Value> {
    Some(Value::Truth(match value {
        Value::Text(text) => match &*text.to_ascii_lowercase() {
            "t" | "true" | "1" => true,
            "f" | "false" | "0" => false,
            _ => return None,
        },
        Value::Truth(truth) => *truth,
        number => number.as_real() != 0.0,
    }))
}

fn whole(value: &Value) -> Option<Value> {
    match value {
        Value::Truth(truth) => Some(Value::Whole(i64::from(*truth))),
        Value::Text(text) => text.trim().parse().ok().map(Value::Whole),
        Value::Real(number) => {
            let rounded = number.round();
            // The bounds of a bigint as doubles: the upper one is beyond it.
            let within = (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&rounded);
            #[expect(clippy::cast_possible_truncation, reason = "it is within the bounds")]
            within.then_some(Value::Whole(rounded as i64))
        }
        other => Some(other.clone()),
    }
}

fn real(value: &Value) -> Option<Value> {
    match value {
        Value::Truth(truth) => Some(Value::Real(if *truth { 1.0 } else { 0.0 })),
        Value::Text(text) => {
            let text = text.trim();
            let is_number =
                text.bytes().next().is_some_and(|first| first.is_ascii_digit() || b"+-.NI".contains(&first));
            is_number.then(|| text.parse().ok().map(Value::Real)).flatten()
        }
        number => Some(Value::Real(number.as_real())),
    }
}

fn instant(value: &Value) -> Option<Value> {
    match value {
        Value::Text(text) => {
            let (at, zone) = time::parse(text)?;
            // A zone that is written shows in the calendar, as `CAST` of a time with a zone keeps its clock.
            let shift = zone.map_or(0, |zone| zone.offset_seconds(at));
            Some(Value::Instant(at.plus_secs(shift)))
        }
        Value::Zoned(at, zone) => Some(Value::Instant(at.plus_secs(zone.offset_seconds(*at)))),
        other => Some(Value::Instant(other.as_instant())),
    }
}

fn zoned(value: &Value) -> Option<Value> {
    match value {
        Value::Text(text) => time::parse(text).map(|(at, zone)| Value::Zoned(at, zone.unwrap_or(Zone::UTC))),
        other => Some(Value::Zoned(other.as_instant(), Zone::UTC)),
    }
}

fn day(value: &Value) -> Option<Value> {
    match value {
        Value::Text(text) => time::parse_day(text).map(Value::Day),
        Value::Zoned(at, zone) => Some(Value::Day(time::day_of(at.plus_secs(zone.offset_seconds(*at))))),
        other => Some(Value::Day(time::day_of(other.as_instant()))),
    }
}

fn nested(value: &Value, from: &LakeType, to: &LakeType) -> Result<Value, LakeFault> {
    match (from, to) {
        (LakeType::Array(from), LakeType::Array(to)) => {
            value.items().iter().map(|item| cast(item, from, to)).collect::<Result<_, _>>().map(Value::List)
        }
        (LakeType::Map(from_key, from_value), LakeType::Map(to_key, to_value)) => {
            let each = value
                .entries()
                .iter()
                .map(|(key, value)| Ok((cast(key, from_key, to_key)?, cast(value, from_value, to_value)?)));
            each.collect::<Result<_, _>>().map(Value::Map)
        }
        (LakeType::Row(from), LakeType::Row(to)) => {
            let fields = from.iter().zip(to).zip(value.items());
            let row = fields.map(|(((_, from), (_, to)), value)| cast(value, from, to));
            row.collect::<Result<_, _>>().map(Value::Row)
        }
        _ => Err(refused(value, from, to)),
    }
}

/// A JSON value as what it says.
fn of_json(value: &Value, to: &LakeType) -> Result<Value, LakeFault> {
    let text = value.as_text();
    of_raw(Raw::scanned(text.trim()), to).ok_or_else(|| refused(value, &LakeType::Json, to))
}

fn of_raw(raw: Raw<'_>, to: &LakeType) -> Option<Value> {
    if raw.kind() == JsonKind::Null {
        return Some(Value::Null);
    }
    match to {
        LakeType::Json => Some(Value::Json(raw.as_str().into())),
        LakeType::Array(item) if raw.kind() == JsonKind::Array => {
            raw.items().map(|each| of_raw(each, item)).collect::<Option<_>>().map(Value::List)
        }
        LakeType::Map(key, kind) if raw.kind() == JsonKind::Object => {
            let entries = raw.members().map(|(name, each)| {
                let name = Value::text(&*name.unescape());
                Some((cast(&name, &LakeType::Varchar, key).ok()?, of_raw(each, kind)?))
            });
            entries.collect::<Option<_>>().map(Value::Map)
        }
        LakeType::Row(fields) if raw.kind() == JsonKind::Object => {
            let field = |(name, kind): &(String, LakeType)| {
                let member = raw.members().filter(|(key, _)| key.unescape().eq_ignore_ascii_case(name)).last();
                member.map_or(Some(Value::Null), |(_, each)| of_raw(each, kind))
            };
            fields.iter().map(field).collect::<Option<_>>().map(Value::Row)
        }
        LakeType::Row(fields) if raw.kind() == JsonKind::Array => {
            let items: Vec<_> = raw.items().collect();
            let fits = items.len() == fields.len();
            let row = items.into_iter().zip(fields).map(|(each, (_, kind))| of_raw(each, kind));
            fits.then(|| row.collect::<Option<Arc<[_]>>>()).flatten().map(Value::Row)
        }
        LakeType::Array(_) | LakeType::Map(..) | LakeType::Row(_) => None,
        _ => match raw.kind() {
            JsonKind::Object | JsonKind::Array => None,
            JsonKind::Number if *to == LakeType::Bigint => {
                let number = Value::text(raw.as_str());
                whole(&number).or_else(|| real(&number).as_ref().and_then(whole))
            }
            _ => {
                let text = raw.text().map_or_else(|| raw.as_str().into(), |text| Arc::from(&*text));
                cast(&Value::Text(text), &LakeType::Varchar, to).ok()
            }
        },
    }
}
