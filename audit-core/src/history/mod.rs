//! Event history: what was done in the last 90 days.

mod built_in;
mod lookup;
mod miss;
mod path;
mod posting;
mod resources;
mod store;

pub(crate) use lookup::read_only;
pub use lookup::{Lookup, LookupEventsError, LookupKey, LookupPage};
pub use miss::Miss;
pub use resources::{FoundResource, ResourceRule, ResourceRules};
pub use store::{Evicted, FoundEvent};
pub(crate) use store::{Store, oldest_visible};
