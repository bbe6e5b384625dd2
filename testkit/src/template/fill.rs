//! Names and ARNs from patterns.

use cupola::Place;
use cupola::base::Rng;

/// Fills `{name}` and the like in a pattern; `{Path|/}` has a default. `None` when something is neither known nor has
/// one.
pub(super) fn fill(pattern: &str, known: impl Fn(&str) -> Option<String>) -> Option<String> {
    let mut text = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        let (slot, tail) = after.split_once('}')?;
        let (name, default) = slot.split_once('|').map_or((slot, None), |(name, default)| (name, Some(default)));
        text.push_str(before);
        text.push_str(&known(name).or_else(|| default.map(str::to_owned))?);
        rest = tail;
    }
    Some(text + rest)
}

/// What every pattern knows: `partition`, `region`, `account`, `suffix` (of the partition's host names), and of a
/// resource's own chance `id` (a UUID's form), `hex` (16 digits) and `mark` (12 letters and digits).
pub(super) fn of_place(name: &str, place: &Place, owner: &str) -> Option<String> {
    let chance = || Rng::for_part(0, owner);
    Some(match name {
        "partition" => partition(place),
        "region" => place.region.to_string(),
        "account" => place.account.to_string(),
        "suffix" => host_suffix(place).to_owned(),
        "id" => chance().uuid(),
        "hex" => format!("{:016x}", chance().next_u64()),
        "mark" => mark(chance().next_u64()),
        _ => return None,
    })
}

pub(super) fn partition(place: &Place) -> String {
    place.arn("iam", "root").partition().to_owned()
}

pub(super) fn host_suffix(place: &Place) -> &'static str {
    if partition(place) == "aws-cn" { "amazonaws.com.cn" } else { "amazonaws.com" }
}

/// Twelve letters and digits, as CloudFormation appends them to names.
fn mark(mut number: u64) -> String {
    const DIGITS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ01234567";
    let mut text = String::new();
    for _ in 0..12 {
        text.push(char::from(DIGITS[usize::try_from(number % 32).unwrap_or_default()]));
        number /= 32;
    }
    text
}

/// A resource whose name may have to be made up.
#[derive(Clone, Copy, Debug)]
pub(super) struct Owner<'a> {
    pub(super) stack: &'a str,
    pub(super) logical: &'a str,
    /// What Terraform's `name_prefix` says: the name's front.
    pub(super) prefix: Option<&'a str>,
}

impl Owner<'_> {
    /// What its chance hangs on.
    pub(super) fn key(&self) -> String {
        format!("{}/{}", self.stack, self.logical)
    }

    /// `stack-LogicalId-MARK`, within `most` characters: CloudFormation cuts the two in front. Where a prefix is given,
    /// it and the mark. Of an address only letters, digits and `_` stay, for names allow little else.
    ///
    /// # Source
    /// CloudFormation User Guide, "Name type"; Terraform Registry, provider hashicorp/aws, `name_prefix`.
    pub(super) fn name(&self, most: usize) -> String {
        let mark = mark(Rng::for_part(0, &self.key()).next_u64());
        let own = || {
            format!("{}-{}", self.stack, self.logical).replace(|c: char| !c.is_ascii_alphanumeric() && c != '_', "-")
        };
        let (front, dash) = self.prefix.map_or_else(|| (own(), "-"), |prefix| (prefix.to_owned(), ""));
        let front: String = front.chars().take(most.saturating_sub(mark.len() + dash.len()).max(1)).collect();
        format!("{front}{dash}{mark}").chars().take(most).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_take_what_is_known_and_defaults() {
        let known = |name: &str| (name == "name").then(|| "ops".to_owned());
        assert_eq!(fill("role{Path|/}{name}", known).as_deref(), Some("role/ops"));
        assert_eq!(fill("{other}", known), None);
        assert_eq!(fill("{name", known), None);
    }

    #[test]
    fn generated_names_are_cut_in_front_and_stay_the_same() {
        let named = |stack, logical, most| Owner { stack, logical, prefix: None }.name(most);
        let name = named("shop", "Orders", 64);
        assert!(name.starts_with("shop-Orders-") && name.len() == "shop-Orders-".len() + 12, "{name}");
        assert_eq!(name, named("shop", "Orders", 64));
        assert_ne!(name, named("shop", "Other", 64));
        assert_eq!(named("a-long-stack", "WithALongName", 20).len(), 20);
    }

    #[test]
    fn of_addresses_letters_stay_and_prefixes_come_first() {
        let logical = "module.watch[\"eu\"].aws_sns_topic.t[0]";
        let name = Owner { stack: "s", logical, prefix: None }.name(255);
        assert!(name.starts_with("s-module-watch--eu---aws_sns_topic-t-0--"), "{name}");
        let prefixed = Owner { stack: "s", logical, prefix: Some("orders.") }.name(255);
        assert!(prefixed.starts_with("orders.") && prefixed.len() == "orders.".len() + 12, "{prefixed}");
        assert_eq!(Owner { stack: "s", logical, prefix: Some("a-long-prefix") }.name(20).len(), 20);
    }

    #[test]
    fn partitions_follow_the_region() {
        let place = |region: &str| Place::parse("111122223333", region).expect("a place");
        assert_eq!(partition(&place("eu-west-1")), "aws");
        assert_eq!(
            (partition(&place("cn-north-1")).as_str(), host_suffix(&place("cn-north-1"))),
            ("aws-cn", "amazonaws.com.cn")
        );
        assert_eq!(partition(&place("us-gov-west-1")), "aws-us-gov");
    }
}
