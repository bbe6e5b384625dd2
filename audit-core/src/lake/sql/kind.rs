//! The types of values.

use std::fmt;

/// The type of a column or value of a query.
///
/// Whole numbers of all sizes are `bigint`, all other numbers `double`: decimals are read as such, which is our
/// decision. Lengths of texts are not kept.
///
/// # Source
/// Trino documentation, "Data types"; CloudTrail User Guide, "Supported SQL schemas for event data stores".
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LakeType {
    /// The type of `NULL` alone, which fits everywhere.
    Unknown,
    /// True or false.
    Boolean,
    /// A whole number of 64 bits.
    Bigint,
    /// A number.
    Double,
    /// A text.
    Varchar,
    /// An instant, shown in UTC.
    Timestamp,
    /// An instant, shown in a time zone of its own.
    TimestampWithTimeZone,
    /// A day.
    Date,
    /// Months and milliseconds.
    Interval,
    /// A JSON value.
    Json,
    /// Values of one type in order.
    Array(Box<Self>),
    /// Values by key.
    Map(Box<Self>, Box<Self>),
    /// A structure: its fields' names and types, in order.
    Row(Vec<(String, Self)>),
}

impl LakeType {
    pub(super) fn array(item: Self) -> Self {
        Self::Array(Box::new(item))
    }

    pub(super) fn map(key: Self, value: Self) -> Self {
        Self::Map(Box::new(key), Box::new(value))
    }

    /// How many types it is made of, itself among them.
    pub(super) fn size(&self) -> usize {
        1 + match self {
            Self::Array(item) => item.size(),
            Self::Map(key, value) => key.size() + value.size(),
            Self::Row(fields) => fields.iter().map(|(_, kind)| kind.size()).sum(),
            _ => 0,
        }
    }

    /// A place in time.
    pub(super) const fn is_temporal(&self) -> bool {
        matches!(self, Self::Timestamp | Self::TimestampWithTimeZone | Self::Date)
    }

    pub(super) const fn is_number(&self) -> bool {
        matches!(self, Self::Bigint | Self::Double)
    }

    /// Whether values have an order.
    pub(super) fn is_ordered(&self) -> bool {
        match self {
            Self::Json | Self::Map(..) => false,
            Self::Array(item) => item.is_ordered(),
            Self::Row(fields) => fields.iter().all(|(_, kind)| kind.is_ordered()),
            _ => true,
        }
    }

    /// The type to which values of both can be brought without being told to: a text becomes what it is compared
    /// with when that is an instant, a day or a truth value, as it is in the service's own examples.
    pub(super) fn common(&self, other: &Self) -> Option<Self> {
        match (self, other) {
            (same, also) if same == also => Some(same.clone()),
            (Self::Unknown, kind) | (kind, Self::Unknown) => Some(kind.clone()),
            (Self::Bigint, Self::Double) | (Self::Double, Self::Bigint) => Some(Self::Double),
            (Self::Timestamp, Self::Date) | (Self::Date, Self::Timestamp) => Some(Self::Timestamp),
            (Self::TimestampWithTimeZone, kind) | (kind, Self::TimestampWithTimeZone) if kind.is_temporal() => {
                Some(Self::TimestampWithTimeZone)
            }
            (Self::Varchar, kind) | (kind, Self::Varchar) if kind.is_temporal() || *kind == Self::Boolean => {
                Some(kind.clone())
            }
            (Self::Array(one), Self::Array(two)) => Some(Self::array(one.common(two)?)),
            (Self::Map(key, value), Self::Map(keys, values)) => {
                Some(Self::map(key.common(keys)?, value.common(values)?))
            }
            (Self::Row(one), Self::Row(two)) if one.len() == two.len() => {
                let fields = one.iter().zip(two).map(|((name, one), (_, two))| Some((name.clone(), one.common(two)?)));
                fields.collect::<Option<_>>().map(Self::Row)
            }
            _ => None,
        }
    }

    /// The type that a text names: `map(varchar, array(json))`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut rest = text.trim();
        let kind = parse(&mut rest, 0)?;
        rest.trim().is_empty().then_some(kind)
    }
}

/// Types within types, at most.
const MOST_DEPTH: usize = 10;

fn parse(rest: &mut &str, depth: usize) -> Option<LakeType> {
    if depth > MOST_DEPTH {
        return None;
    }
    let word = word(rest).to_ascii_lowercase();
    Some(match &*word {
        "boolean" => LakeType::Boolean,
        "tinyint" | "smallint" | "int" | "integer" | "bigint" => LakeType::Bigint,
        "real" | "double" => LakeType::Double,
        "decimal" | "numeric" => {
            length(rest)?;
            LakeType::Double
        }
        "varchar" | "char" | "string" => {
            length(rest)?;
            LakeType::Varchar
        }
        "timestamp" => {
            length(rest)?;
            let zoned = ["with", "time", "zone"].iter().all(|expected| take_word(rest, expected));
            if zoned { LakeType::TimestampWithTimeZone } else { LakeType::Timestamp }
        }
        "date" => LakeType::Date,
        "json" => LakeType::Json,
        "array" => {
            let [item] = <[_; 1]>::try_from(list(rest, depth)?).ok()?;
            LakeType::array(item)
        }
        "map" => {
            let [key, value] = <[_; 2]>::try_from(list(rest, depth)?).ok()?;
            LakeType::map(key, value)
        }
        "row" => LakeType::Row(fields(rest, depth)?),
        _ => return None,
    })
}

fn word<'a>(rest: &mut &'a str) -> &'a str {
    *rest = rest.trim_start();
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    let (word, after) = rest.split_at(end);
    *rest = after;
    word
}

fn take_word(rest: &mut &str, expected: &str) -> bool {
    let mut ahead = *rest;
    let taken = word(&mut ahead).eq_ignore_ascii_case(expected);
    if taken {
        *rest = ahead;
    }
    taken
}

fn take(rest: &mut &str, sign: char) -> bool {
    let after = rest.trim_start().strip_prefix(sign);
    *rest = after.unwrap_or(*rest);
    after.is_some()
}

/// `(10)` or `(10, 2)` or nothing: lengths are passed over.
fn length(rest: &mut &str) -> Option<()> {
    if !take(rest, '(') {
        return Some(());
    }
    loop {
        word(rest).parse::<u32>().ok()?;
        if !take(rest, ',') {
            return take(rest, ')').then_some(());
        }
    }
}

fn list(rest: &mut &str, depth: usize) -> Option<Vec<LakeType>> {
    take(rest, '(').then_some(())?;
    let mut kinds = vec![parse(rest, depth + 1)?];
    while take(rest, ',') {
        kinds.push(parse(rest, depth + 1)?);
    }
    take(rest, ')').then_some(kinds)
}

fn fields(rest: &mut &str, depth: usize) -> Option<Vec<(String, LakeType)>> {
    take(rest, '(').then_some(())?;
    let mut fields = Vec::new();
    loop {
        let name = word(rest).to_lowercase();
        fields.push((name, parse(rest, depth + 1)?));
        if !take(rest, ',') {
            return take(rest, ')').then_some(fields);
        }
    }
}

/// As Trino writes it: `map(varchar, varchar)`.
impl fmt::Display for LakeType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("unknown"),
            Self::Boolean => f.write_str("boolean"),
            Self::Bigint => f.write_str("bigint"),
            Self::Double => f.write_str("double"),
            Self::Varchar => f.write_str("varchar"),
            Self::Timestamp => f.write_str("timestamp"),
            Self::TimestampWithTimeZone => f.write_str("timestamp with time zone"),
            Self::Date => f.write_str("date"),
            Self::Interval => f.write_str("interval"),
            Self::Json => f.write_str("json"),
            Self::Array(item) => write!(f, "array({item})"),
            Self::Map(key, value) => write!(f, "map({key}, {value})"),
            Self::Row(fields) => {
                f.write_str("row(")?;
                for (at, (name, kind)) in fields.iter().enumerate() {
                    write!(
                        f,
                        "{}{name}{}{kind}",
                        if at > 0 { ", " } else { "" },
                        if name.is_empty() { "" } else { " " }
                    )?;
                }
                f.write_str(")")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_read_as_they_are_printed() {
        for text in [
            "bigint",
            "map(varchar, json)",
            "array(row(a varchar, b array(double)))",
            "timestamp with time zone",
            "map(varchar, map(varchar, boolean))",
        ] {
            assert_eq!(LakeType::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(LakeType::parse(" VARCHAR ( 20 ) "), Some(LakeType::Varchar));
        assert_eq!(LakeType::parse("decimal(10, 2)"), Some(LakeType::Double));
        for text in ["", "map(varchar)", "array", "array()", "varchar(", "varchar x", "row(varchar)", "interval"] {
            assert_eq!(LakeType::parse(text), None, "{text}");
        }
        let deep = format!("{}bigint{}", "array(".repeat(11), ")".repeat(11));
        assert_eq!(LakeType::parse(&deep), None);
    }
}
