//! Statements that are added to the policy of a bus.

use cupola::Service;

use super::error::Fault;
use super::make::{Maker, Resource};
use super::node::{Member, Node, Value};
use super::{TemplateErrorKind, read};

/// The input of `PutPermission` that adds a statement to what the bus has; `None` where the resource gives no statement
/// but an action and a principal.
///
/// # Source
/// CloudFormation Template Reference, "AWS::Events::EventBusPolicy".
pub(super) fn policy(maker: &mut Maker<'_>, resource: &Resource<'_>) -> Result<Option<Node>, Fault> {
    let Some(statement) = resource.property("Statement") else { return Ok(None) };
    let bus = resource.property("EventBusName").and_then(Node::text).unwrap_or("default").to_owned();
    let at = resource.at;
    let member = |key: &str, node: Node| Member { key: key.to_owned(), at, node };
    let mut added = statement.needed_map("Statement")?.to_vec();
    if let Some(id) = resource.property("StatementId").and_then(Node::text) {
        added.retain(|member| member.key != "Sid");
        added.insert(0, member("Sid", Node::of_text(at, id)));
    }
    let mut statements = present(maker, resource, &bus)?;
    statements.push(Node::new(statement.span, Value::Map(added)));
    let policy = Node::new(
        at,
        Value::Map(vec![
            member("Version", Node::of_text(at, "2012-10-17")),
            member("Statement", Node::new(at, Value::List(statements))),
        ]),
    );
    Ok(Some(Node::new(
        at,
        Value::Map(vec![
            member("EventBusName", Node::of_text(at, bus)),
            member("Policy", Node::of_text(at, policy.to_json())),
        ]),
    )))
}

/// The statements that the bus's policy has.
fn present(maker: &mut Maker<'_>, resource: &Resource<'_>, bus: &str) -> Result<Vec<Node>, Fault> {
    let input = format!("{{\"Name\":{}}}", Node::of_text(resource.at, bus).to_json());
    let answer = maker.ask(Service::Events, "DescribeEventBus", &input).map_err(|error| {
        let message = format!("the bus of {} is refused: {error}", resource.logical);
        Fault::new(TemplateErrorKind::Refused(Box::new(error)), resource.at, message)
    })?;
    let policy = read::json(&answer)?.get("Policy").and_then(Node::text).map(read::json).transpose()?;
    let statements = policy.as_ref().and_then(|policy| policy.get("Statement"));
    Ok(statements.map_or_else(Vec::new, |statements| match statements.items() {
        Some(items) => items.to_vec(),
        None => vec![statements.clone()],
    }))
}
