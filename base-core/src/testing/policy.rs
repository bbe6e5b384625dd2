//! The slow obvious twin of the policy evaluator, and what must hold of every policy.

use serde_json::{Map, Value};

use super::twins;
use crate::Timestamp;
use crate::policy::{Decision, Mismatch, Policy, Request, Requester};

/// What a policy that is well formed and has no variables decides, straight from its JSON.
#[must_use]
pub fn decide(policy: &Value, request: &Request) -> Decision {
    let applying = list(&policy["Statement"]).into_iter().filter(|statement| applies(statement, request));
    let effects: Vec<&str> = applying.map(|statement| statement["Effect"].as_str().unwrap_or_default()).collect();
    match effects {
        effects if effects.contains(&"Deny") => Decision::Deny,
        effects if effects.contains(&"Allow") => Decision::Allow,
        _ => Decision::ImplicitDeny,
    }
}

fn applies(statement: &Value, request: &Request) -> bool {
    let like = |text: &Value, found: &str, fold| twins::wildcard(&word(text), found, fold);
    let any = |name: &str, fits: &dyn Fn(&Value) -> bool| {
        let plain = statement.get(name).map(|clause| list(clause).into_iter().any(fits));
        let not = statement.get(format!("Not{name}")).map(|clause| !list(clause).into_iter().any(fits));
        plain.or(not).unwrap_or(true)
    };
    any("Action", &|text| like(text, &request.action, true))
        && any("Resource", &|text| like(text, &request.resource, false))
        && any("Principal", &|principal| is(principal, &request.requester))
        && statement.get("Condition").is_none_or(|condition| conditions(condition, request))
}

fn is(principal: &Value, requester: &Requester) -> bool {
    if principal == "*" || list(&principal["AWS"]).into_iter().any(|text| text == "*") {
        return true;
    }
    match requester {
        Requester::Aws(arn) => list(&principal["AWS"]).into_iter().map(word).any(|text| {
            let root = format!(":iam::{}:root", arn.account());
            text == arn.account() || text.ends_with(&root) || text == arn.as_str()
        }),
        Requester::Service(name) => list(&principal["Service"]).into_iter().any(|text| word(text) == *name),
    }
}

fn conditions(condition: &Value, request: &Request) -> bool {
    let no_keys = Map::new();
    let operators = condition.as_object().unwrap_or(&no_keys);
    operators.iter().all(|(operator, keys)| {
        let keys = keys.as_object().unwrap_or(&no_keys);
        keys.iter().all(|(key, values)| holds(operator, list(values), request.context.get(key)))
    })
}

fn holds(operator: &str, wanted: Vec<&Value>, found: Option<&[String]>) -> bool {
    let (set, name) = operator.split_once(':').unwrap_or(("", operator));
    let optional = name.ends_with("IfExists");
    let name = name.trim_end_matches("IfExists");
    if name == "Null" {
        return wanted.into_iter().any(|value| (word(value) == "true") == found.is_none());
    }
    let negated = name.contains("Not");
    let plain = name.replace("Not", "");
    let accepted = |found: &String| wanted.iter().any(|value| compare(&plain, &word(value), found)) != negated;
    match (found, set) {
        (None, "ForAllValues") => true,
        (None, "ForAnyValue") => optional,
        (None, _) => optional || negated,
        (Some(found), "ForAllValues") => found.iter().all(accepted),
        (Some(found), "ForAnyValue") => found.iter().any(accepted),
        (Some(found), _) if negated => found.iter().all(accepted),
        (Some(found), _) => found.iter().any(accepted),
    }
}

fn compare(operator: &str, wanted: &str, found: &str) -> bool {
    let number = |text: &str| text.parse::<f64>().ok();
    let numbers = number(found).zip(number(wanted));
    let seconds = |text: &str| text.parse().ok().map(Timestamp::from_secs);
    let date = |text: &str| Timestamp::parse(text).ok().or_else(|| seconds(text));
    let dates = date(found).zip(date(wanted));
    match operator {
        "StringEquals" => wanted == found,
        "StringEqualsIgnoreCase" => wanted.to_lowercase() == found.to_lowercase(),
        "StringLike" => twins::wildcard(wanted, found, false),
        "ArnEquals" | "ArnLike" => {
            let (wanted, found): (Vec<_>, Vec<_>) = (wanted.splitn(6, ':').collect(), found.splitn(6, ':').collect());
            let parts = wanted.iter().zip(&found).filter(|(wanted, found)| twins::wildcard(wanted, found, false));
            found.len() == 6 && (wanted == ["*"] || parts.count() == 6)
        }
        "Bool" => wanted == found,
        "NumericEquals" => numbers.is_some_and(|(found, wanted)| (found - wanted).abs() <= 0.0),
        "NumericLessThan" => numbers.is_some_and(|(found, wanted)| found < wanted),
        "NumericLessThanEquals" => numbers.is_some_and(|(found, wanted)| found <= wanted),
        "NumericGreaterThan" => numbers.is_some_and(|(found, wanted)| found > wanted),
        "NumericGreaterThanEquals" => numbers.is_some_and(|(found, wanted)| found >= wanted),
        "DateEquals" => dates.is_some_and(|(found, wanted)| found == wanted),
        "DateLessThan" => dates.is_some_and(|(found, wanted)| found < wanted),
        "DateLessThanEquals" => dates.is_some_and(|(found, wanted)| found <= wanted),
        "DateGreaterThan" => dates.is_some_and(|(found, wanted)| found > wanted),
        "DateGreaterThanEquals" => dates.is_some_and(|(found, wanted)| found >= wanted),
        "IpAddress" => in_range(wanted, found),
        other => panic!("the twin does not know {other}"),
    }
}

/// Compares the first bits as text.
fn in_range(range: &str, address: &str) -> bool {
    let bits = |text: &str| -> Option<String> {
        let bytes = text.split('.').map(|part| part.parse::<u8>().ok()).collect::<Option<Vec<_>>>()?;
        (bytes.len() == 4).then(|| bytes.iter().map(|byte| format!("{byte:08b}")).collect())
    };
    let (base, length) = range.split_once('/').unwrap_or((range, "32"));
    let (Some(base), Some(address), Ok(length)) = (bits(base), bits(address), length.parse::<usize>()) else {
        return false;
    };
    base[..length] == address[..length]
}

fn list(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().collect(),
        Value::Null => Vec::new(),
        one => vec![one],
    }
}

fn word(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Any text: a policy survives printing and decides as it explains; a refusal points into the text.
pub fn policy_law(text: &str, request: &Request) {
    match Policy::parse(text) {
        Err(error) => {
            let span = error.span();
            assert!(span.start <= span.end && span.end <= text.len(), "{span:?} in {} bytes", text.len());
            assert!(!error.to_string().is_empty());
        }
        Ok(policy) => {
            let printed = policy.to_string();
            let again = Policy::parse(&printed).unwrap_or_else(|error| panic!("{printed}\n{error}"));
            assert_eq!(again.to_string(), printed);
            let decision = policy.evaluate(request);
            let explanation = policy.explain(request);
            assert_eq!(explanation.decision, decision);
            assert_eq!(again.evaluate(request), decision);
            let applies = |mismatch: &Option<Mismatch>| mismatch.is_none();
            let some = explanation.statements.iter().any(|statement| applies(&statement.mismatch));
            assert_eq!(some, decision != Decision::ImplicitDeny);
        }
    }
}
