//! Names of resources, made of what a request holds.

use cupola_base::{Arn, Place};
use serde_json::Value;

/// The end of a resource's ARN, in which members of the request stand in braces.
///
/// `{Name}` is the member; `{Name|Names}` the first of these that is there; `{Rule.Name}` a member of a member. A member
/// that is a list makes a name of each item. Where it is not there, `*` stands; with `{Name=text}`, the text; with
/// `{Name?}` there is no resource.
#[derive(Clone, Copy, Debug)]
pub(super) struct Template {
    pub(super) scope: Scope,
    pub(super) text: &'static str,
}

/// Which parts of the place are in a resource's ARN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// Region and account.
    Here,
    /// The account alone.
    Account,
    /// The region alone.
    Region,
}

/// What an ARN has before its resource.
#[derive(Clone, Copy)]
struct Base<'a> {
    partition: &'a str,
    service: &'a str,
    region: &'a str,
    account: &'a str,
}

impl Template {
    /// The ARNs of the resources that a request of this service is about.
    ///
    /// A member that is an ARN of this service names its resource by itself: account and region are its own. One of
    /// another service names nothing.
    pub(super) fn resources(self, service: &str, place: &Place, request: &Value) -> Vec<String> {
        let Some((before, rest)) = self.text.split_once('{') else { return vec![self.text.to_owned()] };
        let (variable, after) = rest.split_once('}').unwrap_or((rest, ""));
        let after = fill(after, request);
        let base = self.base(service, place);
        let named = values(variable, request).into_iter();
        named.filter_map(|value| base.resource(before, &value, &after)).collect()
    }

    fn base<'a>(self, service: &'a str, place: &'a Place) -> Base<'a> {
        let (region, account) = (place.region.as_str(), place.account.as_str());
        let partition = place.region.partition();
        match self.scope {
            Scope::Here => Base { partition, service, region, account },
            Scope::Account => Base { partition, service, region: "", account },
            Scope::Region => Base { partition, service, region, account: "" },
        }
    }
}

impl Base<'_> {
    fn resource(self, before: &str, value: &str, after: &str) -> Option<String> {
        let Ok(arn) = Arn::parse(value) else { return Some(self.arn(&format!("{before}{value}{after}"))) };
        if arn.service() != self.service {
            return None;
        }
        let Some(name) = arn.resource().strip_prefix(before).filter(|_| !before.is_empty()) else {
            return Some(value.to_owned());
        };
        let name = name.strip_suffix(":*").unwrap_or(name);
        let there = Base { partition: arn.partition(), service: arn.service(), ..self };
        let there = Base { region: arn.region(), account: arn.account(), ..there };
        Some(there.arn(&format!("{before}{name}{after}")))
    }

    fn arn(self, resource: &str) -> String {
        let Base { partition, service, region, account } = self;
        format!("arn:{partition}:{service}:{region}:{account}:{resource}")
    }
}

/// The rest of a template: its members stand for one text each.
fn fill(text: &str, request: &Value) -> String {
    let Some((before, rest)) = text.split_once('{') else { return text.to_owned() };
    let (variable, after) = rest.split_once('}').unwrap_or((rest, ""));
    let value = values(variable, request).into_iter().next().unwrap_or_default();
    format!("{before}{value}{}", fill(after, request))
}

/// What the members that a variable names hold.
fn values(variable: &str, request: &Value) -> Vec<String> {
    let (names, otherwise) = match (variable.split_once('='), variable.strip_suffix('?')) {
        (Some((names, text)), _) => (names, Some(text)),
        (None, Some(names)) => (names, None),
        (None, None) => (variable, Some("*")),
    };
    let found = names.split('|').map(|path| texts(path, request)).find(|found| !found.is_empty());
    found.unwrap_or_else(|| otherwise.into_iter().map(str::to_owned).collect())
}

/// The texts at a path of members: of a text itself, of a list its items. `[]` goes into a list's items.
pub(super) fn texts(path: &str, value: &Value) -> Vec<String> {
    let (name, rest) = path.split_once('.').unwrap_or((path, ""));
    match value {
        Value::Array(items) => items.iter().flat_map(|item| texts(path, item)).collect(),
        Value::String(text) if path.is_empty() => vec![text.clone()],
        Value::Object(members) => members.get(name).map(|member| texts(rest, member)).unwrap_or_default(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn resources(scope: Scope, text: &'static str, request: &Value) -> Vec<String> {
        let place = Place::parse("111122223333", "us-east-1").unwrap();
        Template { scope, text }.resources("quay", &place, request)
    }

    #[test]
    fn members_stand_in_braces() {
        let request = json!({"Name": "a", "Names": ["b", "c"], "Rule": {"Name": "d"}, "Null": null});
        let table: [(Scope, &str, &[&str]); 9] = [
            (Scope::Here, "crane:{Name}", &["arn:aws:quay:us-east-1:111122223333:crane:a"]),
            (Scope::Account, "crane/{Rule.Name}", &["arn:aws:quay::111122223333:crane/d"]),
            (Scope::Region, "crane/{Name}", &["arn:aws:quay:us-east-1::crane/a"]),
            (Scope::Account, "{None|Names}/x", &["arn:aws:quay::111122223333:b/x", "arn:aws:quay::111122223333:c/x"]),
            (Scope::Account, "{Name}/{None=default}/{Names}", &["arn:aws:quay::111122223333:a/default/b"]),
            (Scope::Account, "crane/{Null}", &["arn:aws:quay::111122223333:crane/*"]),
            (Scope::Account, "crane/{None=}", &["arn:aws:quay::111122223333:crane/"]),
            (Scope::Account, "crane/{None?}", &[]),
            (Scope::Here, "*", &["*"]),
        ];
        for (scope, text, expected) in table {
            assert_eq!(resources(scope, text, &request), expected, "{text}");
        }
    }

    #[test]
    fn an_arn_names_its_resource_by_itself() {
        let there = json!({"Name": "arn:aws:quay:eu-west-1:444455556666:crane:a:*"});
        let named = resources(Scope::Here, "crane:{Name}:{None=}", &there);
        assert_eq!(named, ["arn:aws:quay:eu-west-1:444455556666:crane:a:"]);
        let whole = resources(Scope::Here, "{Name}", &there);
        assert_eq!(whole, ["arn:aws:quay:eu-west-1:444455556666:crane:a:*"]);
        let other = json!({"Name": "arn:aws:sqs:eu-west-1:444455556666:inbox"});
        assert_eq!(resources(Scope::Here, "crane:{Name}", &other), [""; 0]);
    }
}
