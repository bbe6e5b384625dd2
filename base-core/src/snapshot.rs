//! What an engine holds, in the form in which a release writes it.

use serde::{Deserialize, Serialize};

/// A state with the number of the form in which it is written.
///
/// A form is read as it was meant or not at all: a release that holds a state otherwise counts its form up.
///
/// ```
/// use cupola_base::Versioned;
///
/// let text = serde_json::to_string(&Versioned::new(2, "all there is"))?;
/// let written: Versioned<String> = serde_json::from_str(&text)?;
/// assert_eq!(written.clone().read("metrics", 2)?, "all there is");
///
/// let refused = written.read("metrics", 3).unwrap_err();
/// assert_eq!(refused.to_string(), "the metrics snapshot has form 2, this release reads 3");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Versioned<T> {
    form: u32,
    state: T,
}

impl<T> Versioned<T> {
    /// The state in this form.
    #[must_use]
    pub const fn new(form: u32, state: T) -> Self {
        Self { form, state }
    }

    /// The state, if it is written in the form that is read. The area is named in the error.
    ///
    /// # Errors
    /// [`RestoreError`] when it is written in another form.
    pub fn read(self, area: &'static str, form: u32) -> Result<T, RestoreError> {
        let found = self.form;
        if found == form { Ok(self.state) } else { Err(RestoreError { area, found, read: form }) }
    }
}

/// A snapshot is written in another form than this release reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the {area} snapshot has form {found}, this release reads {read}")]
#[non_exhaustive]
pub struct RestoreError {
    /// What the snapshot is of: `metrics`, `universe`.
    pub area: &'static str,
    /// The form of the snapshot.
    pub found: u32,
    /// The form that is read.
    pub read: u32,
}
