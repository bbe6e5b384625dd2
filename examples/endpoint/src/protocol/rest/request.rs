//! Members from wherever they travel, as the one JSON object that the door reads.

use cupola::ApiError;
use cupola::base::shape::{List, Member, Operation, Shape, Travel};
use serde_json::{Map, Value};

use super::Label;
use crate::codec::DecodeError;
use crate::codec::form::{Form, scalar};
use crate::codec::percent::{Plus, decode};
use crate::incoming::Incoming;

/// The request of an action. A body that holds all members by their own names is left as it is.
pub(super) fn input(incoming: &Incoming, operation: &Operation, labels: &[Label<'_>]) -> Result<String, ApiError> {
    let (body, members) = (incoming.text()?, operation.input.members());
    if labels.is_empty() && members.iter().all(|member| member.travel == Travel::Body) {
        return Ok(body.to_owned());
    }
    let body = if body.trim().is_empty() { "{}" } else { body };
    let mut body: Map<String, Value> = serde_json::from_str(body).map_err(ApiError::serialization)?;
    let query = Form::parse(incoming.query.as_bytes()).map_err(ApiError::serialization)?;
    let mut input = Map::new();
    for member in members {
        if let Some(value) = value(member, &mut body, &query, labels).map_err(ApiError::serialization)? {
            input.insert(member.name.to_owned(), value);
        }
    }
    Ok(Value::Object(input).to_string())
}

/// A member's value, if it is there. What travels elsewhere is not looked for in the body.
fn value(
    member: &Member,
    body: &mut Map<String, Value>,
    query: &Form<'_>,
    labels: &[Label<'_>],
) -> Result<Option<Value>, DecodeError> {
    if let Some((_, text)) = labels.iter().find(|(name, _)| *name == member.name) {
        return decode(text, Plus::Literal).map(|text| Some(Value::from(text)));
    }
    match (member.travel, member.shape) {
        (Travel::Body, _) => Ok(body.remove(member.name)),
        (Travel::BodyAs(name), _) => Ok(body.remove(name)),
        (Travel::Query(name), Shape::List(list)) => items(list, name, query),
        (Travel::Query(name), shape) => query.get(name).map(|text| scalar(shape, name, text)).transpose(),
        (Travel::Payload, _) => Ok(None),
    }
}

fn items(list: &List, name: &str, query: &Form<'_>) -> Result<Option<Value>, DecodeError> {
    let items = query.all(name).map(|text| scalar(list.item, name, text)).collect::<Result<Vec<_>, _>>()?;
    Ok((!items.is_empty()).then_some(Value::Array(items)))
}

#[cfg(test)]
mod tests {
    use cupola::base::shape::{INTEGER, NOTHING, TEXT, TEXT_MAP, TEXTS};

    use super::*;

    static INPUT: Shape = Shape::Structure(&[
        Member::required("ResourceArn", &TEXT),
        Member::optional("TagKeys", &TEXTS).by(Travel::Query("tagKeys")),
        Member::optional("Limit", &INTEGER).by(Travel::Query("limit")),
        Member::optional("Tags", &TEXT_MAP).by(Travel::BodyAs("tags")),
        Member::optional("Description", &TEXT),
    ]);
    static ACTION: Operation = Operation::new("Act", &INPUT, &NOTHING);

    fn read(query: &str, body: &str) -> Result<String, ApiError> {
        let incoming = Incoming {
            method: "POST".into(),
            path: "/".into(),
            query: query.into(),
            headers: Default::default(),
            body: Ok(body.into()),
        };
        input(&incoming, &ACTION, &[("ResourceArn", "arn%3Aaws%2Fx+y")])
    }

    #[test]
    fn members_are_found_where_they_travel() {
        let read_well = |query, body| read(query, body).unwrap();
        assert_eq!(read_well("", ""), r#"{"ResourceArn":"arn:aws/x+y"}"#);
        assert_eq!(
            read_well(
                "tagKeys=b+c&limit=5&tagKeys=a&other=1",
                r#"{"tags":{"k":"v"},"Description":"d","Limit":9,"Tags":1}"#
            ),
            r#"{"Description":"d","Limit":5,"ResourceArn":"arn:aws/x+y","TagKeys":["b c","a"],"Tags":{"k":"v"}}"#
        );
        for (query, body) in [("limit=x", ""), ("limit=%", ""), ("", "["), ("", "1")] {
            assert_eq!(read(query, body).unwrap_err().code, "SerializationException", "{query} {body}");
        }
    }
}
