//! Lists in pages.

use cupola_base::Timestamp;
use cupola_base::paging::Token;

use super::{EventDataStore, LakeError};
use crate::Engine;

/// Which page of a list, and how long it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a size and a token are all there is")]
pub struct ListRequest<'a> {
    /// How many there are on a page at most: 1 to 1,000, otherwise 1,000.
    pub most: Option<i64>,
    /// What the page before said.
    pub token: Option<&'a str>,
}

impl ListRequest<'_> {
    /// How many there are on the page at most.
    pub(super) fn size(&self) -> Result<usize, LakeError> {
        let size = |most: i64| usize::try_from(most).ok().filter(|most| (1..=LONGEST).contains(most));
        self.most.map_or(Ok(LONGEST), |most| size(most).ok_or(LakeError::MaxResults(most)))
    }
}

/// A page of a list, in order of making.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ListPage<'a, T> {
    /// What stands on it.
    pub items: Vec<&'a T>,
    /// Asks for the next page; `None` on the last.
    pub next_token: Option<String>,
}

/// The longest page.
const LONGEST: usize = 1000;

impl<'a, T> ListPage<'a, T> {
    /// A page of a list that is sorted by instant and name.
    pub(crate) fn of(
        request: ListRequest<'_>,
        action: &str,
        now: Timestamp,
        all: &'a [T],
        key: impl Fn(&T) -> (Timestamp, &str),
    ) -> Result<Self, LakeError> {
        let most = request.size()?;
        let position = |item: &T| {
            let (at, name) = key(item);
            format!("{} {name}", at.as_millis())
        };
        let from = match request.token {
            None => 0,
            Some(token) => {
                let token = Token::decode(token, action).map_err(|_| LakeError::Token)?;
                let (at, name) = token.position.split_once(' ').ok_or(LakeError::Token)?;
                let at = at.parse().map(Timestamp::from_millis).map_err(|_| LakeError::Token)?;
                all.partition_point(|item| key(item) <= (at, name))
            }
        };
        let items: Vec<&T> = all[from..].iter().take(most).collect();
        let is_more = from + items.len() < all.len();
        let next = items.last().filter(|_| is_more).map(|last| Token::new(action, now, position(last)).encode());
        Ok(Self { items, next_token: next })
    }
}

impl Engine {
    /// A page of the event data stores of this account and region, in order of making.
    ///
    /// # Errors
    /// [`LakeError`]: the size of the page, a foreign token.
    ///
    /// # Source
    /// CloudTrail API Reference, ListEventDataStores; the order is our decision.
    #[doc(alias = "ListEventDataStores")]
    pub fn list_event_data_stores(&self, request: ListRequest<'_>) -> Result<ListPage<'_, EventDataStore>, LakeError> {
        fn key(store: &EventDataStore) -> (Timestamp, &str) {
            (store.created, store.arn.as_str())
        }
        ListPage::of(request, "ListEventDataStores", self.now(), &self.state.lake.stores, key)
    }
}
