//! Writing definitions and filters.

use std::fmt;

use cupola_base::json::Json;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::definition::{InsightRuleDefinition, RuleLogFormat};
use super::field::LogField;
use super::filter::{ContributorFilter, FilterTest};
use super::log_groups::{LogGroupArn, RuleLogGroups};

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Written<'a> {
    schema: Schema,
    #[serde(skip_serializing_if = "Option::is_none")]
    log_group_names: Option<Vec<String>>,
    #[serde(rename = "LogGroupARNs", skip_serializing_if = "Option::is_none")]
    log_group_arns: Option<Vec<&'a str>>,
    log_format: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    fields: Option<&'a std::collections::BTreeMap<u32, String>>,
    contribution: WrittenContribution<'a>,
    aggregate_on: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Schema {
    name: &'static str,
    version: u8,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct WrittenContribution<'a> {
    keys: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value_of: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    filters: Vec<WrittenFilter<'a>>,
}

struct WrittenFilter<'a>(&'a ContributorFilter);

impl Serialize for WrittenFilter<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let ContributorFilter { field, test } = self.0;
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("Match", field.as_str())?;
        match test {
            FilterTest::In(texts) | FilterTest::NotIn(texts) | FilterTest::StartsWith(texts) => {
                map.serialize_entry(test.as_str(), texts)?;
            }
            FilterTest::GreaterThan(number)
            | FilterTest::LessThan(number)
            | FilterTest::EqualTo(number)
            | FilterTest::NotEqualTo(number) => map.serialize_entry(test.as_str(), &Number(*number))?,
            FilterTest::IsPresent(wanted) => map.serialize_entry(test.as_str(), wanted)?,
        }
        map.end()
    }
}

/// A number, without a fraction where it has none.
struct Number(f64);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[expect(clippy::cast_possible_truncation, reason = "it is whole and small")]
        match self.0 {
            number if number.fract() == 0.0 && number.abs() < 1e15 => serializer.serialize_i64(number as i64),
            number => serializer.serialize_f64(number),
        }
    }
}

impl fmt::Display for InsightRuleDefinition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (names, arns) = match &self.log_groups {
            RuleLogGroups::Names(names) => (Some(names.iter().map(ToString::to_string).collect()), None),
            RuleLogGroups::Arns(arns) => (None, Some(arns.iter().map(LogGroupArn::as_str).collect())),
        };
        let (log_format, fields) = match &self.format {
            RuleLogFormat::Json => ("JSON", None),
            RuleLogFormat::Clf { fields } => ("CLF", Some(fields).filter(|fields| !fields.is_empty())),
        };
        let written = Written {
            schema: Schema { name: "CloudWatchLogRule", version: 1 },
            log_group_names: names,
            log_group_arns: arns,
            log_format,
            fields,
            contribution: WrittenContribution {
                keys: self.keys.iter().map(LogField::as_str).collect(),
                value_of: self.value_of.as_ref().map(LogField::as_str),
                filters: self.filters.iter().map(WrittenFilter).collect(),
            },
            aggregate_on: self.aggregate_on.as_str(),
        };
        in_ascii(f, Json::of(&written).as_str())
    }
}

/// Writes JSON with characters beyond ASCII as escapes: they stand in texts alone.
fn in_ascii(f: &mut fmt::Formatter<'_>, json: &str) -> fmt::Result {
    for c in json.chars() {
        if c.is_ascii() {
            write!(f, "{c}")?;
        } else {
            let mut units = [0; 2];
            c.encode_utf16(&mut units).iter().try_for_each(|unit| write!(f, "\\u{unit:04x}"))?;
        }
    }
    Ok(())
}

impl fmt::Display for ContributorFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ", self.field, self.test.as_str())?;
        match &self.test {
            FilterTest::In(texts) | FilterTest::NotIn(texts) | FilterTest::StartsWith(texts) => write!(f, "{texts:?}"),
            FilterTest::GreaterThan(number)
            | FilterTest::LessThan(number)
            | FilterTest::EqualTo(number)
            | FilterTest::NotEqualTo(number) => write!(f, "{number}"),
            FilterTest::IsPresent(wanted) => write!(f, "{wanted}"),
        }
    }
}
