//! The engine behind `pattern`, for texts alone.

use super::pattern::Grouper;

/// Groups texts by what they have in common, as the command `pattern` does: the number of each text's group,
/// in the order of the texts, and the templates of the groups.
///
/// ```
/// use cupola_logs::insights::group_texts;
///
/// let (groups, templates) = group_texts(["dock 4 opened", "dock 9 opened", "crane idle"]);
/// assert_eq!(groups, [0, 0, 1]);
/// assert_eq!(templates, ["dock <Number-1> opened", "crane idle"]);
/// ```
#[must_use]
pub fn group_texts(texts: impl IntoIterator<Item = impl AsRef<str>>) -> (Vec<usize>, Vec<String>) {
    let mut grouper = Grouper::default();
    let groups = texts.into_iter().map(|text| grouper.add(text.as_ref())).collect();
    (groups, grouper.templates().into_iter().map(|template| template.text()).collect())
}
