//! Reading events back.

mod event;
mod filtered;
mod position;
mod stream;
mod view;

use cupola_base::ApiError;
use cupola_base::constraint::Violations;

pub use event::{EventId, LogEvent};
pub use filtered::{FilterLogEvents, FilterLogEventsError, FilteredPage};
pub use stream::{EventPage, GetLogEvents, GetLogEventsError};
pub use view::LogReader;

use crate::limits::Limits;
use crate::store::size;

/// Why a page cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PageError {
    /// The page is to hold no events, or more than it may.
    #[error("a page of {given} events: 1 to {most} are accepted")]
    Limit {
        /// How many were asked for.
        given: usize,
        /// How many may be.
        most: usize,
    },
    /// The token is not one that this request was given.
    #[error("the token is not one that this request was given")]
    Token,
}

impl From<PageError> for ApiError {
    fn from(error: PageError) -> Self {
        let message = match error {
            PageError::Limit { given: 0, .. } => {
                Violations::one(0, "limit", "Member must have value greater than or equal to 1").to_string()
            }
            PageError::Limit { given, most } => {
                let bound = format!("Member must have value less than or equal to {most}");
                Violations::one(given, "limit", &bound).to_string()
            }
            PageError::Token => "The specified nextToken is invalid.".into(),
        };
        Self::caller("InvalidParameterException", message)
    }
}

/// How much still goes on a page.
#[derive(Debug)]
struct Space {
    events: usize,
    most_events: usize,
    bytes: u64,
    most_bytes: u64,
}

impl Space {
    fn new(limit: Option<usize>, limits: &Limits) -> Result<Self, PageError> {
        let most = limits.events_per_page;
        let most_events = limit.unwrap_or(most);
        if !(1..=most).contains(&most_events) {
            return Err(PageError::Limit { given: most_events, most });
        }
        Ok(Self { events: 0, most_events, bytes: 0, most_bytes: limits.page_bytes as u64 })
    }

    /// Takes room for a message, if there is any; for the first there always is.
    fn take(&mut self, message: &str) -> bool {
        let bytes = self.bytes.saturating_add(size(1, message.len()));
        let fits = self.events < self.most_events && (bytes <= self.most_bytes || self.events == 0);
        if fits {
            (self.events, self.bytes) = (self.events + 1, bytes);
        }
        fits
    }
}
