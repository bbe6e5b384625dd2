//! Pages of lists.

use cupola_base::paging::Token;
use cupola_base::{ApiError, Timestamp, wire};
use serde::Serialize;

use crate::code;

/// A page that is being answered.
pub(crate) struct Page {
    /// When the first page was asked for.
    pub(crate) now: Timestamp,
    /// Where the page before ended.
    pub(crate) after: Option<String>,
    request: String,
}

impl Page {
    /// The page that a token asks for; the first without one. `request` leaves out what may
    /// differ from page to page.
    pub(crate) fn of(
        action: &str,
        request: &impl Serialize,
        token: Option<&str>,
        now: Timestamp,
    ) -> Result<Self, ApiError> {
        let request = format!("{action} {}", wire::answer(request));
        let Some(token) = token else { return Ok(Self { now, after: None, request }) };
        let token = Token::decode(token, &request)
            .map_err(|_| ApiError::caller(invalid_token(action), "Request parameter NextToken is invalid"))?;
        Ok(Self { now: token.now, after: Some(token.position), request })
    }

    /// The token of the page after the one that ends at `position`.
    pub(crate) fn next(&self, position: impl Into<String>) -> String {
        Token::new(&self.request, self.now, position).encode()
    }

    /// Takes up to `most` items and answers the token for the rest, if there is any.
    pub(crate) fn cut<T>(
        &self,
        items: impl Iterator<Item = T>,
        most: usize,
        position: impl Fn(&T) -> String,
    ) -> (Vec<T>, Option<String>) {
        let mut items: Vec<T> = items.take(most.saturating_add(1)).collect();
        let more = items.len() > most;
        items.truncate(most);
        let next = items.last().filter(|_| more).map(|last| self.next(position(last)));
        (items, next)
    }
}

/// How an action calls a page token that is not its own: two of them have no error for tokens alone.
fn invalid_token(action: &str) -> &'static str {
    match action {
        "ListMetrics" | "ListDashboards" => code::INVALID_VALUE,
        _ => code::INVALID_TOKEN,
    }
}
