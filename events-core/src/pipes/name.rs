//! Names of pipes.

use cupola_base::{Arn, Place};

use crate::NameError;
use crate::name::{fits, is_name_letter};

cupola_base::names! {
    /// A pipe's name: 1 to 64 of `A-Za-z0-9._-`, unique in its account and region.
    ///
    /// ```
    /// use cupola_events::pipes::PipeName;
    ///
    /// assert!(PipeName::new("orders-to-billing").is_ok());
    /// assert!(PipeName::new("orders to billing").is_err());
    /// ```
    PipeName: NameError = |text| fits(text, 64, is_name_letter, "a pipe's name: 1 to 64 of A-Z a-z 0-9 . _ -");
}

impl PipeName {
    /// The pipe's name as a resource: `pipe/NAME`.
    #[must_use]
    pub fn arn(&self, place: &Place) -> Arn {
        place.arn("pipes", format_args!("pipe/{self}"))
    }
}
