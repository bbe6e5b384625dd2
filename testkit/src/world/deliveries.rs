//! What was delivered and what was lost.

use std::fmt::Write;

use cupola::Delivery;

use super::target::Target;
use super::{World, WorldError, told};

impl World {
    /// Something was delivered to a target: a resource by its name in the template, or an ARN or its beginning.
    ///
    /// A resource is met by its own whole ARN: `Orders` is not met by a delivery to the queue `orders-dlq`.
    ///
    /// # Panics
    /// When nothing was, or there is no such target; the message says what the rules made of the newest event, and
    /// draws what happened.
    #[track_caller]
    pub fn expect_target(&mut self, target: &str) -> &mut Self {
        told(self.try_expect_target(target))
    }

    /// As [`expect_target`](Self::expect_target).
    ///
    /// # Errors
    /// [`WorldError::Unmet`]; for a text that names no target, too.
    pub fn try_expect_target(&mut self, target: &str) -> Result<&mut Self, WorldError> {
        let target = self.needed_target(target, "a delivery to")?;
        if self.seen.deliveries.iter().any(|delivery| target.takes(delivery)) {
            return Ok(self);
        }
        let why: String = self.decisions.iter().map(|decision| format!("{decision}\n")).collect();
        Err(self.unmet(format!("a delivery to {target}"), "there was none".into(), why))
    }

    /// Nothing was delivered to a target, as [`expect_target`](Self::expect_target) names it.
    ///
    /// ```
    /// use cupola_test::World;
    ///
    /// let mut world = World::new();
    /// world.template("Resources: {Pager: {Type: 'AWS::SNS::Topic'}}")?.expect_no_target("Pager");
    /// let unmet = world.try_expect_no_target("Pagre").unwrap_err().to_string();
    /// assert!(unmet.contains("there is no such target; did you mean \"Pager\"?"), "{unmet}");
    /// # Ok::<(), cupola_test::TemplateError>(())
    /// ```
    ///
    /// # Panics
    /// When something was, or there is no such target; the message draws what happened.
    #[track_caller]
    pub fn expect_no_target(&mut self, target: &str) -> &mut Self {
        told(self.try_expect_no_target(target))
    }

    /// As [`expect_no_target`](Self::expect_no_target).
    ///
    /// # Errors
    /// [`WorldError::Unmet`]; for a text that names no target, too.
    pub fn try_expect_no_target(&mut self, target: &str) -> Result<&mut Self, WorldError> {
        let target = self.needed_target(target, "no delivery to")?;
        let found = self.seen.deliveries.iter().find(|delivery| target.takes(delivery));
        match found.map(|delivery| format!("there was one at {} because of {}", delivery.at, delivery.cause)) {
            None => Ok(self),
            Some(found) => Err(self.unmet(format!("no delivery to {target}"), found, String::new())),
        }
    }

    /// The oldest delivery to a target, as [`expect_target`](Self::expect_target) names it.
    ///
    /// # Panics
    /// When there is none, or there is no such target; the message lists what was delivered.
    #[track_caller]
    pub fn expect_delivery(&mut self, target: &str) -> &Delivery {
        let target = told(self.needed_target(target, "a delivery to"));
        match self.seen.deliveries.iter().find(|delivery| target.takes(delivery)) {
            Some(delivery) => delivery,
            None => panic!("nothing was delivered to `{target}` by {}{}", self.now(), self.account()),
        }
    }

    /// Nothing was delivered to a target, as [`expect_target`](Self::expect_target) names it.
    ///
    /// # Panics
    /// When something was, or there is no such target; the message lists what was delivered.
    #[track_caller]
    pub fn expect_no_delivery(&mut self, target: &str) -> &mut Self {
        let target = told(self.needed_target(target, "no delivery to"));
        let found = self.seen.deliveries.iter().any(|delivery| target.takes(delivery));
        assert!(!found, "something was delivered to `{target}` by {}{}", self.now(), self.account());
        self
    }

    /// Nothing was lost because of a bound.
    ///
    /// # Panics
    /// When something was; the message lists it.
    #[track_caller]
    pub fn expect_nothing_lost(&mut self) -> &mut Self {
        self.collect();
        assert!(self.seen.losses.is_empty(), "lost by {}: {:?}", self.now(), self.seen.losses);
        self
    }

    fn needed_target(&mut self, text: &str, expected: &str) -> Result<Target, WorldError> {
        self.collect();
        self.target(text).map_err(|found| self.unmet(format!("{expected} {text}"), found, String::new()))
    }

    /// What was delivered, one line each, for messages.
    fn account(&self) -> String {
        let mut text = String::from(if self.seen.deliveries.is_empty() {
            "; nothing was delivered at all"
        } else {
            "; delivered were:"
        });
        for Delivery { at, cause, target, .. } in &self.seen.deliveries {
            // Writing into a `String` cannot fail.
            let _ = write!(text, "\n  {at} {target} because of {cause}");
        }
        text
    }
}
