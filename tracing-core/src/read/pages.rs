//! Answers in pages.

use cupola_base::paging::{Token, TokenError};
use cupola_base::{ApiError, Timestamp};

/// The page token is not one that this request was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the NextToken is not one that this request was given")]
#[non_exhaustive]
pub struct PageRefusal;

impl From<TokenError> for PageRefusal {
    fn from(_: TokenError) -> Self {
        Self
    }
}

impl From<PageRefusal> for ApiError {
    fn from(refusal: PageRefusal) -> Self {
        Self::caller("InvalidRequestException", refusal.to_string())
    }
}

/// One page of items that have keys: those after the token's, at most so many.
pub(crate) fn page<T>(
    now: Timestamp,
    request: &str,
    token: Option<&str>,
    most: usize,
    mut items: Vec<(String, T)>,
) -> Result<(Vec<T>, Option<String>), PageRefusal> {
    let token = token.map(|text| Token::decode(text, request)).transpose()?;
    items.sort_by(|(a, _), (b, _)| a.cmp(b));
    let began = token.as_ref().map_or(now, |token| token.now);
    let from = token.map_or(0, |token| items.partition_point(|(key, _)| *key <= token.position));
    let mut rest = items.drain(from..).peekable();
    let (mut page, mut last) = (Vec::new(), None);
    while page.len() < most.max(1)
        && let Some((key, item)) = rest.next()
    {
        page.push(item);
        last = Some(key);
    }
    let next = rest.peek().and(last).map(|key| Token::new(request, began, key).encode());
    Ok((page, next))
}
