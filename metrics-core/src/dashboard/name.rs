//! Names of dashboards.

use cupola_base::ApiError;

use crate::code;

cupola_base::names! {
    /// A dashboard's name: 1 to 255 letters, digits, dashes and underscores.
    ///
    /// ```
    /// use cupola_metrics::DashboardName;
    /// assert!(DashboardName::new("Shop-1_a").is_ok());
    /// assert!(DashboardName::new("Shop 1").is_err());
    /// ```
    ///
    /// # Source
    /// CloudWatch API Reference, PutDashboard.
    DashboardName: DashboardNameError = |text| check(text);
}

fn check(text: &str) -> Result<(), DashboardNameError> {
    let letter = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    match text.len() {
        _ if !text.bytes().all(letter) => Err(DashboardNameError::Letters(text.into())),
        1..=255 => Ok(()),
        length => Err(DashboardNameError::Length(length)),
    }
}

/// A text is no dashboard's name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DashboardNameError {
    /// It has other characters.
    #[error("`{0}` is not the name of a dashboard: letters, digits, dashes and underscores are needed")]
    Letters(String),
    /// It is empty, or longer than 255 characters.
    #[error("a dashboard's name has 1 to 255 characters, not {0}")]
    Length(usize),
}

impl From<DashboardNameError> for ApiError {
    fn from(error: DashboardNameError) -> Self {
        let text = match error {
            DashboardNameError::Letters(_) => "The value for field DashboardName contains invalid characters. It can \
                                               only contain alphanumerics, dash (-) and underscore (_).\n"
                .to_owned(),
            DashboardNameError::Length(length) => {
                format!("The value for field DashboardName must have 1 to 255 characters, not {length}.")
            }
        };
        Self::caller(code::INVALID_VALUE, text)
    }
}
