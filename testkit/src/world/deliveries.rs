//! What was delivered and what was lost.

use std::fmt::Write;

use cupola::Delivery;

use super::World;

impl World {
    /// The oldest delivery to a target that begins with `target`.
    ///
    /// # Panics
    /// When there is none; the message lists what was delivered.
    #[track_caller]
    pub fn expect_delivery(&mut self, target: &str) -> &Delivery {
        self.collect();
        let target = &self.name(target);
        let found = self.deliveries.iter().find(|delivery| delivery.target.starts_with(target));
        found.unwrap_or_else(|| panic!("nothing was delivered to `{target}...` by {}{}", self.now(), self.account()))
    }

    /// Nothing was delivered to a target that begins with `target`.
    ///
    /// # Panics
    /// When something was; the message lists what was delivered.
    #[track_caller]
    pub fn expect_no_delivery(&mut self, target: &str) -> &mut Self {
        self.collect();
        let target = &self.name(target);
        let found = self.deliveries.iter().any(|delivery| delivery.target.starts_with(target));
        assert!(!found, "something was delivered to `{target}...` by {}{}", self.now(), self.account());
        self
    }

    /// Nothing was lost because of a bound.
    ///
    /// # Panics
    /// When something was; the message lists it.
    #[track_caller]
    pub fn expect_nothing_lost(&mut self) -> &mut Self {
        self.collect();
        assert!(self.losses.is_empty(), "lost by {}: {:?}", self.now(), self.losses);
        self
    }

    /// What was delivered, one line each, for messages.
    fn account(&self) -> String {
        let mut text = String::from(if self.deliveries.is_empty() {
            "; nothing was delivered at all"
        } else {
            "; delivered were:"
        });
        for Delivery { at, cause, target, .. } in &self.deliveries {
            // Writing into a `String` cannot fail.
            let _ = write!(text, "\n  {at} {target} because of {cause}");
        }
        text
    }
}
