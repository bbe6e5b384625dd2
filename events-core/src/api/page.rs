//! Lists, page by page.

use cupola_base::json::Json;
use cupola_base::paging::Token;
use cupola_base::{ApiError, Timestamp};

/// What a request says about its page.
pub(crate) struct PageRequest {
    /// All that the list depends on, save the token.
    pub(crate) list: String,
    pub(crate) token: Option<String>,
    pub(crate) limit: Option<f64>,
}

/// Some items, and the token with which the next are asked for.
pub(crate) struct Page<T> {
    pub(crate) items: Vec<T>,
    pub(crate) next: Option<String>,
}

impl PageRequest {
    /// A page of the list that an action gives for some arguments.
    pub(crate) fn new(action: &str, arguments: &[&str], token: Option<String>, limit: Option<f64>) -> Self {
        Self { list: Json::of(&(action, arguments)).to_string(), token, limit }
    }

    /// The page, of items sorted by key.
    pub(crate) fn of<T>(
        &self,
        now: Timestamp,
        items: impl Iterator<Item = T>,
        key: impl Fn(&T) -> &str,
    ) -> Result<Page<T>, ApiError> {
        self.of_keyed(now, items, |item| key(item).to_owned())
    }

    /// The same for keys that are made.
    pub(crate) fn of_keyed<T>(
        &self,
        now: Timestamp,
        items: impl Iterator<Item = T>,
        key: impl Fn(&T) -> String,
    ) -> Result<Page<T>, ApiError> {
        let token = self.token.as_deref().map(|token| Token::decode(token, &self.list)).transpose();
        let token = token.map_err(|_| ApiError::caller("ValidationException", "Parameter NextToken is not valid."))?;
        let began = token.as_ref().map_or(now, |token| token.now);
        let mut rest = items.filter(|item| token.as_ref().is_none_or(|token| key(item) > token.position));
        let items: Vec<T> = rest.by_ref().take(self.size()).collect();
        let last = items.last().filter(|_| rest.next().is_some());
        let next = last.map(|item| Token::new(&self.list, began, key(item)).encode());
        Ok(Page { items, next })
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the shape has checked the bounds")]
    fn size(&self) -> usize {
        self.limit.map_or(DEFAULT, |limit| limit as usize)
    }
}

/// Items of a page unless told; our decision, the most that may be asked for.
const DEFAULT: usize = 100;
