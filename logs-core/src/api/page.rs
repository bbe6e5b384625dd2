//! Pages of lists.

use std::str::FromStr;

use cupola_base::paging::Token;
use cupola_base::{ApiError, Timestamp};

use crate::engine::PageError;

/// A page that is being answered.
pub(super) struct Page {
    /// Where the page before ended.
    pub(super) after: Option<String>,
    began: Timestamp,
    request: String,
}

impl Page {
    /// The page that a token asks for; the first without one. `request` holds all that the list
    /// depends on.
    pub(super) fn of(request: String, token: Option<&str>, now: Timestamp) -> Result<Self, ApiError> {
        let Some(token) = token else { return Ok(Self { after: None, began: now, request }) };
        let token = Token::decode(token, &request).map_err(|_| PageError::Token)?;
        Ok(Self { after: Some(token.position), began: token.now, request })
    }

    /// Whether it is the first.
    pub(super) const fn is_first(&self) -> bool {
        self.after.is_none()
    }

    /// Where the page before ended, in a list whose places are numbers; none on the first page.
    pub(super) fn number<N: FromStr>(&self) -> Result<Option<N>, PageError> {
        self.after.as_deref().map(str::parse).transpose().map_err(|_| PageError::Token)
    }

    /// The token of the page after the one that ends at `position`.
    pub(super) fn next(&self, position: String) -> String {
        Token::new(&self.request, self.began, position).encode()
    }

    /// Takes up to `most` items and answers the token for the rest, if there is any.
    pub(super) fn cut<T>(
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

/// Items of a page unless told.
pub(super) const DEFAULT_PAGE: usize = 50;
