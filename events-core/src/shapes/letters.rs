//! The regular expressions of names, as the service prints them.

use cupola_base::shape::Pattern;

use crate::name::{is_bus_letter, is_name_letter};

/// Names of rules and ids of targets.
pub(super) const NAME_LETTERS: Pattern =
    Pattern { text: r"[\.\-_A-Za-z0-9]+", matches: |text| all(text, is_name_letter) };

/// Names of buses.
pub(super) const BUS_LETTERS: Pattern =
    Pattern { text: r"[/\.\-_A-Za-z0-9]+", matches: |text| all(text, is_bus_letter) };

/// Names of partner event sources.
pub(super) const EVENT_SOURCE_LETTERS: Pattern =
    Pattern { text: r"aws\.partner(/[\.\-_A-Za-z0-9]+){2,}", matches: is_event_source };

/// Accounts.
pub(super) const ACCOUNT_LETTERS: Pattern = Pattern { text: r"\d{12}", matches: is_account };

/// Beginnings of names of partner event sources.
pub(super) const SOURCE_PREFIX_LETTERS: Pattern =
    Pattern { text: r"aws\.partner/[\.\-_A-Za-z0-9]+/[/\.\-_A-Za-z0-9]*", matches: is_source_prefix };

/// Actions that may be permitted.
pub(super) const ACTION_LETTERS: Pattern = Pattern { text: r"events:[a-zA-Z]+", matches: is_action };

/// Accounts, or everybody.
pub(super) const PRINCIPAL_LETTERS: Pattern =
    Pattern { text: r"(\d{12}|\*)", matches: |text| text == "*" || is_account(text) };

/// Ids of a policy's statements.
pub(super) const STATEMENT_LETTERS: Pattern =
    Pattern { text: r"[a-zA-Z0-9-_]+", matches: |text| all(text, is_word_letter) };

/// Names or ARNs of buses.
pub(super) const BUS_OR_ARN: Pattern = Pattern {
    text: r"(arn:aws[\w-]*:events:[a-z]+-[a-z]+-[\w-]+:[0-9]{12}:event-bus\/)?[/\.\-_A-Za-z0-9]+",
    matches: is_bus_or_arn,
};

fn all(text: &str, fits: fn(u8) -> bool) -> bool {
    !text.is_empty() && text.bytes().all(fits)
}

fn is_source_prefix(text: &str) -> bool {
    let parts = text.strip_prefix("aws.partner/").and_then(|rest| rest.split_once('/'));
    parts.is_some_and(|(partner, rest)| all(partner, is_name_letter) && rest.bytes().all(is_bus_letter))
}

fn is_action(text: &str) -> bool {
    text.strip_prefix("events:").is_some_and(|name| all(name, |letter| letter.is_ascii_alphabetic()))
}

fn is_event_source(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("aws.partner/") else { return false };
    rest.contains('/') && rest.split('/').all(|part| all(part, is_name_letter))
}

fn is_bus_or_arn(text: &str) -> bool {
    let name = match text.split(':').collect::<Vec<_>>()[..] {
        ["arn", partition, "events", region, account, resource]
            if is_partition(partition) && is_region(region) && is_account(account) =>
        {
            resource.strip_prefix("event-bus/").unwrap_or_default()
        }
        _ => text,
    };
    all(name, is_bus_letter)
}

fn is_partition(text: &str) -> bool {
    text.strip_prefix("aws").is_some_and(|rest| rest.bytes().all(is_word_letter))
}

fn is_region(text: &str) -> bool {
    let mut words = text.splitn(3, '-');
    let mut next = |fits| words.next().is_some_and(|word| all(word, fits));
    next(|letter| letter.is_ascii_lowercase()) && next(|letter| letter.is_ascii_lowercase()) && next(is_word_letter)
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|letter| letter.is_ascii_digit())
}

const fn is_word_letter(letter: u8) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, b'_' | b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn event_sources_have_two_names_at_least() {
        for (text, fits) in [
            ("aws.partner/example.com/x", true),
            ("aws.partner/example.com/x/y", true),
            ("aws.partner/example.com", false),
            ("aws.partner/example.com/", false),
            ("aws.partner//x", false),
            ("example.com/x", false),
        ] {
            assert_eq!((EVENT_SOURCE_LETTERS.matches)(text), fits, "{text}");
        }
    }

    #[test]
    fn buses_are_named_or_given_by_arn() {
        for (text, fits) in [
            ("default", true),
            ("aws.partner/example.com/x", true),
            ("arn:aws:events:us-east-1:111122223333:event-bus/default", true),
            ("arn:aws-us-gov:events:us-gov-west-1:111122223333:event-bus/a/b", true),
            ("arn:aws:events:us-east-1:1111:event-bus/default", false),
            ("arn:aws:events:us-east-1:111122223333:rule/x", false),
            ("arn:aws:events:us-east-1:111122223333:event-bus/", false),
            ("arn:aws:sqs:us-east-1:111122223333:event-bus/x", false),
            ("", false),
            ("a b", false),
        ] {
            assert_eq!((BUS_OR_ARN.matches)(text), fits, "{text}");
        }
    }
}
