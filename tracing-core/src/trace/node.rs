//! Which node of the service graph a segment is.

use std::borrow::Cow;

use super::{Part, What};
use crate::segment::{Aws, Namespace, Subsegment};

/// What names a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Node<'a> {
    pub(crate) name: &'a str,
    pub(crate) kind: Kind<'a>,
    pub(crate) account: Option<&'a str>,
}

/// The type of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind<'a> {
    None,
    Text(&'a str),
    /// `AWS::` and the name of a service, of which blanks are taken out.
    Service(&'a str),
}

impl<'a> Kind<'a> {
    pub(crate) fn text(self) -> Option<Cow<'a, str>> {
        match self {
            Self::None => None,
            Self::Text(text) => Some(Cow::Borrowed(text)),
            Self::Service(name) => Some(Cow::Owned(format!("AWS::{}", name.replace(char::is_whitespace, "")))),
        }
    }

    pub(crate) fn is(self, wanted: &str) -> bool {
        match self {
            Self::None => false,
            Self::Text(text) => text == wanted,
            Self::Service(name) => wanted.strip_prefix("AWS::").is_some_and(|wanted| {
                let mut letters = name.chars().filter(|c| !c.is_whitespace());
                wanted.chars().all(|c| letters.next() == Some(c)) && letters.next().is_none()
            }),
        }
    }
}

impl<'a> Part<'a> {
    /// The node of a segment; for a subsegment, the node that it would be inferred as.
    pub(crate) fn node(&self) -> Node<'a> {
        match self.what {
            What::Segment(segment) => Node {
                name: &segment.body.name,
                kind: segment.origin.as_deref().map_or(Kind::None, Kind::Text),
                account: self.account(),
            },
            What::Subsegment(subsegment) | What::Inferred(subsegment) => {
                let (name, kind) = inferred(subsegment);
                Node { name, kind, account: self.account() }
            }
        }
    }
}

fn inferred(subsegment: &Subsegment) -> (&str, Kind<'_>) {
    let body = &subsegment.body;
    let name = &*body.name;
    if subsegment.namespace != Some(Namespace::Aws) {
        return (name, Kind::Text(if body.sql.is_some() { "Database::SQL" } else { "remote" }));
    }
    let aws = body.aws.as_deref();
    let resource = |find: fn(&Aws) -> Option<&str>| aws.and_then(find);
    match name {
        "DynamoDB" => resource(table)
            .map_or((name, Kind::Text("AWS::DynamoDB")), |table| (table, Kind::Text("AWS::DynamoDB::Table"))),
        "SQS" => resource(|aws| aws.queue_url.as_deref())
            .map_or((name, Kind::Text("AWS::SQS")), |queue| (queue, Kind::Text("AWS::SQS::Queue"))),
        "S3" => resource(|aws| aws.bucket_name.as_deref())
            .map_or((name, Kind::Text("AWS::S3")), |bucket| (bucket, Kind::Text("AWS::S3::Bucket"))),
        "Lambda" => (resource(|aws| aws.function_name.as_deref()).unwrap_or(name), Kind::Text("AWS::Lambda")),
        _ => (name, Kind::Service(name)),
    }
}

/// The table, where it is one.
fn table(aws: &Aws) -> Option<&str> {
    let only = |names: &'_ [String]| names.len() == 1;
    aws.table_name
        .as_deref()
        .or_else(|| aws.table_names.first().filter(|_| only(&aws.table_names)).map(String::as_str))
        .or_else(|| aws.resource_names.first().filter(|_| only(&aws.resource_names)).map(String::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_are_told_without_their_blanks() {
        let kind = Kind::Service("Step Functions");
        assert_eq!(kind.text().as_deref(), Some("AWS::StepFunctions"));
        for (wanted, expected) in [
            ("AWS::StepFunctions", true),
            ("AWS::StepFunction", false),
            ("AWS::StepFunctionsX", false),
            ("StepFunctions", false),
        ] {
            assert_eq!(kind.is(wanted), expected, "{wanted}");
        }
    }
}
