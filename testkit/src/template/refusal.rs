//! What a service refuses, and where that stands in the template.

use cupola::ApiError;

use super::TemplateErrorKind;
use super::error::Fault;
use super::kinds::Call;
use super::make::Resource;
use super::node::{Member, Node};

/// The service's refusal, at the property that its words name, else at the one for which the call is made.
pub(super) fn refused(resource: &Resource<'_>, call: &Call, error: ApiError) -> Fault {
    let message = error.message.to_lowercase();
    let named = |member: &&Member| message.contains(&member.key.replace('_', "").to_lowercase());
    let own = |member: &&Member| {
        let takes = call.takes.unwrap_or_default().first();
        takes.is_some_and(|(property, _)| resource.dialect.is(&member.key, property))
    };
    let named = resource.properties.iter().filter(named).max_by_key(|member| member.key.len());
    let about = named.or_else(|| resource.properties.iter().find(own));
    let text = format!("{} ({}) is refused: {error}", resource.logical, resource.written);
    let at = about.map_or(resource.at, |member| member.at);
    Fault::new(TemplateErrorKind::Refused(Box::new(error)), at, text)
}

/// The first failure that an answer tells of, where a call succeeds in part.
pub(super) fn told_failures(answer: &Node) -> Option<ApiError> {
    let first = answer.get("FailedEntries")?.items()?.first()?;
    let text = |name: &str| first.get(name).and_then(Node::text).unwrap_or_default().to_owned();
    Some(ApiError::caller(text("ErrorCode"), text("ErrorMessage")))
}
