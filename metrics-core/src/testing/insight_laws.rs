//! Laws of Contributor Insights rules, and a slow obvious twin of what an event counts for.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::value::RawValue;

use crate::{AggregateOn, Contribution, FilterTest, InsightRuleDefinition, RuleLogFormat};

/// Any text is a definition or is refused with a place; one is printed as another that is the same, and counts the
/// same. What follows a form feed is an event that is laid before it.
pub fn insight_rule_law(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (text, event) = text.split_once('\u{c}').unwrap_or((&text, "{}"));
    match InsightRuleDefinition::parse(text) {
        Ok(rule) => {
            let printed = rule.to_string();
            // Numbers may be longer when they are written out.
            if printed.len() <= InsightRuleDefinition::MAX_LENGTH {
                let again = InsightRuleDefinition::parse(&printed).expect("what is printed is a definition");
                assert!(again == rule && again.to_string() == printed, "{printed}");
            }
            let counts = rule.contribution(event);
            assert_eq!(counts, rule.explain(event).contribution, "{printed}");
            if matches!(rule.format(), RuleLogFormat::Clf { .. }) || is_object(event) {
                assert_eq!(counts, contribution(&rule, event), "{printed} on {event}");
            }
            let _ = rule.explain(event).to_string();
        }
        Err(refused) => {
            assert!(!refused.message().is_empty() && refused.span().end <= text.len(), "{refused}");
            let _ = refused.to_string();
        }
    }
}

/// What an event counts for, told the slow way: each path on its own, from the start of the event.
#[must_use]
pub fn contribution(rule: &InsightRuleDefinition, event: &str) -> Contribution {
    let names = match rule.format() {
        RuleLogFormat::Json if !is_object(event) => return Contribution::NotJson,
        RuleLogFormat::Json => BTreeMap::new(),
        RuleLogFormat::Clf { fields } => fields.clone(),
    };
    let text = |field: &str| match rule.format() {
        RuleLogFormat::Json => scalar(walk(event, field)?),
        RuleLogFormat::Clf { .. } => {
            let named = names.iter().find(|(_, name)| *name == field).map(|(position, _)| *position);
            let position = named.or_else(|| field.parse().ok())?;
            line(event).into_iter().nth(usize::try_from(position).ok()? - 1)
        }
    };
    for (place, filter) in rule.filters().iter().enumerate() {
        if !passes(&filter.test, text(filter.field.as_str()).as_deref()) {
            return Contribution::Filtered(place);
        }
    }
    let mut keys = Vec::new();
    for (place, key) in rule.keys().iter().enumerate() {
        match text(key.as_str()) {
            Some(key) => keys.push(key),
            None => return Contribution::NoKey(place),
        }
    }
    match (rule.aggregate_on(), rule.value_of()) {
        (AggregateOn::Sum, Some(field)) => match text(field.as_str()).as_deref().and_then(number) {
            Some(value) => Contribution::Counts { keys, value },
            None => Contribution::NoValue,
        },
        _ => Contribution::Counts { keys, value: 1.0 },
    }
}

fn passes(test: &FilterTest, found: Option<&str>) -> bool {
    let among = |all: &[String], found: &str| all.iter().any(|one| one == found);
    let compared = |verdict: fn(&f64, &f64) -> bool, bound: &f64| {
        found.and_then(number).is_some_and(|number| verdict(&number, bound))
    };
    match test {
        FilterTest::IsPresent(wanted) => found.is_some() == *wanted,
        FilterTest::In(all) => found.is_some_and(|found| among(all, found)),
        FilterTest::NotIn(all) => found.is_some_and(|found| !among(all, found)),
        FilterTest::StartsWith(all) => found.is_some_and(|found| all.iter().any(|one| found.starts_with(one))),
        FilterTest::GreaterThan(bound) => compared(f64::gt, bound),
        FilterTest::LessThan(bound) => compared(f64::lt, bound),
        FilterTest::EqualTo(bound) => compared(f64::eq, bound),
        FilterTest::NotEqualTo(bound) => compared(f64::ne, bound),
    }
}

fn number(text: &str) -> Option<f64> {
    let is_word = text.chars().next().is_none_or(|c| c.is_alphabetic())
        || text.trim_start_matches(['+', '-']).starts_with(char::is_alphabetic);
    text.parse().ok().filter(|number: &f64| !is_word && number.is_finite())
}

fn is_object(event: &str) -> bool {
    matches!(serde_json::from_str(event), Ok(Value::Object(_)))
}

/// The value at a path, as it is written.
fn walk<'a>(event: &'a str, field: &str) -> Option<&'a RawValue> {
    let mut rest: &RawValue = serde_json::from_str(event).ok()?;
    for step in field.replace('[', ".[").split('.').skip(1) {
        rest = match step.strip_prefix('[').and_then(|step| step.strip_suffix(']')) {
            Some(index) => {
                let items: Vec<&RawValue> = serde_json::from_str(rest.get()).ok()?;
                items.get(index.parse::<usize>().ok()?).copied()?
            }
            None => {
                let members: BTreeMap<String, &RawValue> = serde_json::from_str(rest.get()).ok()?;
                members.get(step).copied()?
            }
        };
    }
    Some(rest)
}

fn scalar(value: &RawValue) -> Option<String> {
    match value.get().bytes().next()? {
        b'{' | b'[' | b'n' => None,
        b'"' => serde_json::from_str(value.get()).ok(),
        _ => Some(value.get().to_owned()),
    }
}

/// The fields of a line, letter by letter.
fn line(event: &str) -> Vec<String> {
    let mut fields = Vec::new();
    let mut letters = event.chars().peekable();
    loop {
        while letters.next_if(|c| matches!(c, ' ' | '\t' | '\r' | '\n')).is_some() {}
        let Some(first) = letters.peek().copied() else { return fields };
        let closing = match first {
            '"' => Some('"'),
            '[' => Some(']'),
            _ => None,
        };
        let mut field = String::new();
        if closing.is_some() {
            letters.next();
        }
        while let Some(c) = letters.peek().copied() {
            match closing {
                None if matches!(c, ' ' | '\t' | '\r' | '\n') => break,
                Some(_) if c == '\\' => {
                    field.extend(letters.next());
                    field.extend(letters.next());
                }
                Some(closing) if c == closing => {
                    letters.next();
                    break;
                }
                _ => field.extend(letters.next()),
            }
        }
        fields.push(field);
    }
}
