//! Names that are made of other texts.

use std::collections::BTreeMap;

/// The camel form of a text: split at every character that is no letter and no digit of ASCII, the first letter of
/// each part made large, joined.
///
/// ```
/// use cupola_events::schema::camel;
///
/// assert_eq!(camel("EC2 Instance State-change Notification"), "EC2InstanceStateChangeNotification");
/// assert_eq!(camel("crane-id"), "CraneId");
/// assert_eq!(camel("-"), "");
/// ```
///
/// # Source
/// EventBridge User Guide, "Schema registries": the names of discovered schemas.
#[must_use]
pub fn camel(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for part in text.split(|letter: char| !letter.is_ascii_alphanumeric()) {
        let mut letters = part.chars();
        out.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        out.push_str(letters.as_str());
    }
    out
}

/// The name of a discovered schema: `SOURCE@DetailTypeCamel`. Characters of the source that no schema's name may
/// have become `-`.
///
/// ```
/// use cupola_events::schema::discovered_name;
///
/// assert_eq!(discovered_name("com.acme", "Order Placed"), "com.acme@OrderPlaced");
/// ```
#[must_use]
pub fn discovered_name(source: &str, detail_type: &str) -> String {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '_' | '-');
    let source: String = source.chars().map(|letter| if fits(letter) { letter } else { '-' }).collect();
    format!("{source}@{}", camel(detail_type))
}

/// Gives each wish a name of its own: the wish itself to the first, numbered to those after.
#[derive(Debug, Default)]
pub(crate) struct Unique(BTreeMap<String, usize>);

impl Unique {
    /// `State`, `State_1`, `State_2`, ...
    pub(crate) fn name(&mut self, wish: &str) -> String {
        self.name_with(wish, |wish, number| format!("{wish}_{number}"))
    }

    /// The same with numbers put otherwise.
    pub(crate) fn name_with(&mut self, wish: &str, numbered: impl Fn(&str, usize) -> String) -> String {
        let mut name = wish.to_owned();
        while self.0.contains_key(&name) {
            let next = self.0.entry(wish.to_owned()).or_default();
            *next += 1;
            name = numbered(wish, *next);
        }
        self.0.insert(name.clone(), 0);
        name
    }
}

/// The camel form, or another word where nothing is left of the text.
pub(crate) fn camel_or(text: &str, other: &str) -> String {
    let camel = camel(text);
    if camel.is_empty() { other.to_owned() } else { camel }
}
