//! How rules and suppressors tell alarms: by name or by ARN.

use cupola_base::Place;

use crate::name::{AlarmName, NameError};

/// Why a text tells no alarm of this place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AlarmReferenceError {
    /// It is not an alarm's name.
    #[error(transparent)]
    Name(#[from] NameError),
    /// It is the ARN of an alarm in another account or region.
    #[error("`{0}` is an alarm in another account or region")]
    Elsewhere(String),
}

/// Whether a text can tell an alarm.
pub(super) fn check(text: &str) -> Result<(), NameError> {
    AlarmName::new(name_in(text).unwrap_or(text)).map(drop)
}

/// The name of the alarm that a text tells.
pub(crate) fn resolve(place: &Place, text: &str) -> Result<AlarmName, AlarmReferenceError> {
    let here = place.arn("cloudwatch", "alarm:");
    if let Some(name) = text.strip_prefix(here.as_str()) {
        return Ok(AlarmName::new(name)?);
    }
    match name_in(text) {
        Some(_) => Err(AlarmReferenceError::Elsewhere(text.into())),
        None => Ok(AlarmName::new(text)?),
    }
}

/// The name in an alarm's ARN.
fn name_in(text: &str) -> Option<&str> {
    let parts: Vec<&str> = text.splitn(7, ':').collect();
    match parts[..] {
        ["arn", _, "cloudwatch", _, _, "alarm", name] => Some(name),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_arns_of_this_place_tell_alarms() {
        let place = Place::parse("111122223333", "us-east-1").unwrap();
        let name = |text: &str| resolve(&place, text).map(|name| name.to_string());
        assert_eq!(name("slow").as_deref(), Ok("slow"));
        assert_eq!(name("arn:slow").as_deref(), Ok("arn:slow"));
        assert_eq!(name("arn:aws:cloudwatch:us-east-1:111122223333:alarm:a:b").as_deref(), Ok("a:b"));
        for elsewhere in ["us-east-1:444455556666", "eu-west-1:111122223333"] {
            let arn = format!("arn:aws:cloudwatch:{elsewhere}:alarm:a");
            assert_eq!(name(&arn), Err(AlarmReferenceError::Elsewhere(arn.clone())));
        }
        assert!(matches!(name(""), Err(AlarmReferenceError::Name(_))));
        assert!(check(&"x".repeat(256)).is_err());
    }
}
