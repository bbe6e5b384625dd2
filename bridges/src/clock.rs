//! What time it is, as the application says.

use std::fmt;
use std::sync::Arc;

use cupola_base::Timestamp;

/// The application's clock. Bridges read no other: what they hear is of the instant that this says.
///
/// ```
/// use cupola_bridges::Clock;
/// use cupola_base::Timestamp;
///
/// let noon = Timestamp::parse("2026-05-04T12:00:00Z")?;
/// assert_eq!(Clock::new(move || noon).now(), noon);
/// # Ok::<(), cupola_base::TimestampError>(())
/// ```
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    /// A clock that asks the closure. In a program that is the system's clock, in a test a number that is set.
    #[must_use]
    pub fn new(now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// What time it is.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        (self.0)()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}
