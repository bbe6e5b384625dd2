//! Verbs on delivery sources, delivery destinations and deliveries.

mod deliveries;
mod destinations;
mod sources;

use cupola_base::Tags;

use super::DeliveryError;
use crate::tag_letters;

/// That a name is 1 to 60 letters, digits, `_` and `-`.
fn check_name(name: &str) -> Result<(), DeliveryError> {
    let is_right = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let ok = (1..=60).contains(&name.len()) && name.bytes().all(is_right);
    if ok { Ok(()) } else { Err(DeliveryError::Name(name.into())) }
}

fn new_tags(tags: &[(String, String)]) -> Result<Tags, DeliveryError> {
    let mut new = Tags::default();
    tag_letters::set(&mut new, tags.iter().cloned())?;
    Ok(new)
}

/// The tags of what is put: those there stay, and new ones are only for what is new.
fn tags_of_put(name: &str, old: Option<&Tags>, tags: &[(String, String)]) -> Result<Tags, DeliveryError> {
    match old {
        Some(_) if !tags.is_empty() => Err(DeliveryError::TagsOnUpdate(name.into())),
        Some(old) => Ok(old.clone()),
        None => new_tags(tags),
    }
}
