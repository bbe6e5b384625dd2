//! The regular expressions of the service, as it prints them, and what decides each.

use cupola_base::shape::Pattern;

use crate::name::{is_bus_letter, is_name_letter};

pub(super) const NAME: Pattern = Pattern { text: r"[\.\-_A-Za-z0-9]+", matches: |text| all(text, is_name_letter) };
pub(super) const ARN: Pattern = Pattern {
    text: r"arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\-]+):([a-z]{2,4}((-gov)|(-de)|(-iso([a-z]?)))?-[a-z]+(-\d{1})?)?:(\d{12})?:(.+)",
    matches: is_arn,
};
pub(super) const OPTIONAL_ARN: Pattern = Pattern {
    text: r"$|arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\-]+):([a-z]{2,4}((-gov)|(-de)|(-iso([a-z]?)))?-[a-z]+(-\d{1})?)?:(\d{12})?:(.+)",
    matches: |text| text.is_empty() || is_arn(text),
};
pub(super) const ARN_OR_URL: Pattern = Pattern {
    text: r"smk://(([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9\-]*[a-zA-Z0-9])\.)*([A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9\-]*[A-Za-z0-9]):[0-9]{1,5}|arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\-]+):([a-z]{2,4}((-gov)|(-de)|(-iso([a-z]?)))?-[a-z]+(-\d{1})?)?:(\d{12})?:(.+)",
    matches: |text| text.strip_prefix("smk://").map_or_else(|| is_arn(text), is_server),
};
pub(super) const ARN_OR_PATH: Pattern = Pattern {
    text: r"arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\-]+):([a-z]{2,4}((-gov)|(-de)|(-iso([a-z]?)))?-[a-z]+(-\d{1})?)?:(\d{12})?:(.+)|(\$(\.[\w/_-]+(\[(\d+|\*)\])*)*)",
    matches: |text| is_arn(text) || is_path(text),
};
pub(super) const PIPE_ARN: Pattern =
    Pattern { text: r"arn:aws([a-z]|\-)*:([a-zA-Z0-9\-]+):([a-z]|\d|\-)*:([0-9]{12})?:(.+)", matches: is_arn };
pub(super) const ROLE: Pattern =
    Pattern { text: r"arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z0-9+=,.@\-_/]+", matches: is_role };
pub(super) const SECRET: Pattern = Pattern {
    text: r"(^arn:aws([a-z]|\-)*:secretsmanager:([a-z]{2,4}((-gov)|(-de)|(-iso([a-z]?)))?-[a-z]+(-\d{1})?):(\d{12}):secret:.+)",
    matches: is_secret,
};
pub(super) const SECRET_OR_PATH: Pattern = Pattern {
    text: r"(^arn:aws([a-z]|\-)*:secretsmanager:([a-z]{2,4}((-gov)|(-de)|(-iso([a-z]?)))?-[a-z]+(-\d{1})?):(\d{12}):secret:.+)|(\$(\.[\w/_-]+(\[(\d+|\*)\])*)*)",
    matches: |text| is_secret(text) || is_path(text),
};
pub(super) const DELIVERY_STREAM: Pattern = Pattern {
    text: r"(^arn:aws([a-z]|\-)*:firehose:([a-z]{2,4}((-gov)|(-de)|(-iso([a-z]?)))?-[a-z]+(-\d{1})?):(\d{12}):deliverystream/[a-zA-Z0-9_.-]{1,64})",
    matches: |text| {
        is_of(text, "firehose", "deliverystream/", |name| (1..=64).contains(&name.len()) && all(name, is_name_letter))
    },
};
pub(super) const LOG_GROUP: Pattern = Pattern {
    text: r"(^arn:aws([a-z]|\-)*:logs:([a-z]{2,4}((-gov)|(-de)|(-iso([a-z]?)))?-[a-z]+(-\d{1})?):(\d{12}):log-group:[\.\-_/#A-Za-z0-9]{1,512}(:\*)?)",
    matches: |text| is_of(text, "logs", "log-group:", is_log_group),
};
pub(super) const URI: Pattern = Pattern {
    text: r"[a-zA-Z0-9-\/*:_+=.@-]*",
    matches: |text| text.bytes().all(|letter| letter.is_ascii_alphanumeric() || b"-/*:_+=.@".contains(&letter)),
};
pub(super) const KEY: Pattern = Pattern {
    text: r"[a-zA-Z0-9_\-/:]*",
    matches: |text| text.bytes().all(|letter| letter.is_ascii_alphanumeric() || b"_-/:".contains(&letter)),
};
pub(super) const TOPIC: Pattern = Pattern { text: r"[^.]([a-zA-Z0-9\-_.]+)", matches: is_topic };
pub(super) const SERVER: Pattern = Pattern {
    text: r"(([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9\-]*[a-zA-Z0-9])\.)*([A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9\-]*[A-Za-z0-9]):[0-9]{1,5}",
    matches: is_server,
};
pub(super) const SUBNET_ID: Pattern = Pattern { text: r"subnet-[0-9a-z]*", matches: is_subnet };
pub(super) const SUBNET: Pattern = Pattern {
    text: r"subnet-[0-9a-z]*|(\$(\.[\w/_-]+(\[(\d+|\*)\])*)*)",
    matches: |text| is_subnet(text) || is_path(text),
};
pub(super) const SECURITY_GROUP_ID: Pattern = Pattern { text: r"sg-[0-9a-zA-Z]*", matches: is_security_group };
pub(super) const SECURITY_GROUP: Pattern = Pattern {
    text: r"sg-[0-9a-zA-Z]*|(\$(\.[\w/_-]+(\[(\d+|\*)\])*)*)",
    matches: |text| is_security_group(text) || is_path(text),
};
pub(super) const PATH_PARAMETER: Pattern = Pattern {
    text: r"(?!\s*$).+|(\$(\.[\w/_-]+(\[(\d+|\*)\])*)*)",
    matches: |text| !text.trim().is_empty() && !text.contains(LINE_ENDS),
};
pub(super) const HEADER_VALUE: Pattern = Pattern {
    text: r"[ \t]*[\x20-\x7E]+([ \t]+[\x20-\x7E]+)*[ \t]*|(\$(\.[\w/_-]+(\[(\d+|\*)\])*)*)",
    matches: |text| {
        !text.trim_matches('\t').is_empty() && text.bytes().all(|letter| matches!(letter, b'\t' | 0x20..=0x7E))
    },
};
pub(super) const QUERY_VALUE: Pattern = Pattern {
    text: r"[^\x00-\x09\x0B\x0C\x0E-\x1F\x7F]+|(\$(\.[\w/_-]+(\[(\d+|\*)\])*)*)",
    matches: |text| {
        !text.is_empty() && !text.chars().any(|letter| letter.is_ascii_control() && !LINE_ENDS.contains(&letter))
    },
};
pub(super) const PARAMETER_NAME: Pattern = Pattern {
    text: r"[a-zA-Z0-9](-*[a-zA-Z0-9])*|(\$(\.[\w/_-]+(\[(\d+|\*)\])*)*)",
    matches: |text| is_word(text) || is_path(text),
};
pub(super) const JSON_PATH: Pattern = Pattern { text: r"\$(\.[\w/_-]+(\[(\d+|\*)\])*)*", matches: is_path };
pub(super) const ENDPOINT_ID: Pattern = Pattern { text: r"[A-Za-z0-9\-]+[\.][A-Za-z0-9\-]+", matches: is_endpoint };
pub(super) const EVENT_SOURCE: Pattern = Pattern {
    text: r".*(?=[/\.\-_A-Za-z0-9]+)((?!aws\.).*)|(\$(\.[\w/_-]+(\[(\d+|\*)\])*)*).*",
    matches: |text| !text.contains(LINE_ENDS) && (text.starts_with('$') || text.bytes().any(is_bus_letter)),
};
pub(super) const ACCOUNT: Pattern = Pattern { text: r"\d{12}", matches: is_account };

const LINE_ENDS: [char; 2] = ['\n', '\r'];

fn all(text: &str, fits: fn(u8) -> bool) -> bool {
    !text.is_empty() && text.bytes().all(fits)
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|letter| letter.is_ascii_digit())
}

/// Two to four letters, perhaps `gov`, `de` or `iso`, a word, and perhaps one digit, between dashes.
fn is_region(text: &str) -> bool {
    let words: Vec<&str> = text.split('-').collect();
    let is_word = |text: &str| all(text, |letter| letter.is_ascii_lowercase());
    let is_first = |text: &str| (2..=4).contains(&text.len()) && is_word(text);
    let is_sort =
        |text: &str| matches!(text, "gov" | "de") || text.starts_with("iso") && text.len() <= 4 && is_word(text);
    let is_digit = |text: &str| text.len() == 1 && all(text, |letter| letter.is_ascii_digit());
    match words[..] {
        [first, word] => is_first(first) && is_word(word),
        [first, sort, word] if is_word(word) => is_first(first) && is_sort(sort),
        [first, word, digit] => is_first(first) && is_word(word) && is_digit(digit),
        [first, sort, word, digit] => is_first(first) && is_sort(sort) && is_word(word) && is_digit(digit),
        _ => false,
    }
}

fn is_arn(text: &str) -> bool {
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    let is_service_letter = |letter: u8| letter.is_ascii_alphanumeric() || letter == b'-';
    match parts[..] {
        ["arn", partition, service, region, account, resource] => {
            partition.strip_prefix("aws").is_some_and(|rest| rest.bytes().all(is_service_letter))
                && all(service, is_service_letter)
                && (region.is_empty() || is_region(region))
                && (account.is_empty() || is_account(account))
                && !resource.is_empty()
                && !resource.contains(LINE_ENDS)
        }
        _ => false,
    }
}

/// An ARN of a service with region and account, whose resource has a beginning and a name.
fn is_of(text: &str, service: &str, beginning: &str, fits: fn(&str) -> bool) -> bool {
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    match parts[..] {
        [_, _, found, region, account, resource] => {
            is_arn(text)
                && found == service
                && !region.is_empty()
                && !account.is_empty()
                && resource.strip_prefix(beginning).is_some_and(fits)
        }
        _ => false,
    }
}

fn is_secret(text: &str) -> bool {
    is_of(text, "secretsmanager", "secret:", |name| !name.is_empty())
}

fn is_log_group(text: &str) -> bool {
    let name = text.strip_suffix(":*").unwrap_or(text);
    (1..=512).contains(&name.len()) && name.bytes().all(|letter| is_name_letter(letter) || b"/#".contains(&letter))
}

fn is_role(text: &str) -> bool {
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    let is_letter = |letter: u8| letter.is_ascii_alphanumeric() || b"+=,.@-_/".contains(&letter);
    match parts[..] {
        ["arn", partition, "iam", "", account, resource] => {
            (partition.is_empty() || partition.strip_prefix("aws").is_some_and(is_partition))
                && is_account(account)
                && resource.strip_prefix("role").is_some_and(|rest| all(rest, is_letter))
        }
        _ => false,
    }
}

/// What stands behind `aws` in the partition of a role.
fn is_partition(text: &str) -> bool {
    text.bytes().all(|letter| letter.is_ascii_alphabetic() || letter == b'-')
}

/// `$`, then names behind dots, each with any number of indices.
fn is_path(text: &str) -> bool {
    let steps = text.strip_prefix('$');
    steps.is_some_and(|steps| {
        steps.is_empty() || steps.strip_prefix('.').is_some_and(|names| names.split('.').all(is_step))
    })
}

fn is_step(text: &str) -> bool {
    let (name, indices) = text.split_at(text.find('[').unwrap_or(text.len()));
    let is_index = |index: &str| index == "*" || all(index, |letter| letter.is_ascii_digit());
    let inside = indices.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    all(name, |letter| letter.is_ascii_alphanumeric() || b"_-/".contains(&letter))
        && (indices.is_empty() || inside.is_some_and(|inside| inside.split("][").all(is_index)))
}

fn is_topic(text: &str) -> bool {
    let mut letters = text.chars();
    let first = letters.next().is_some_and(|letter| letter != '.');
    first && all(letters.as_str(), is_name_letter)
}

fn is_server(text: &str) -> bool {
    let is_label = |label: &str| is_word(label);
    text.rsplit_once(':').is_some_and(|(host, port)| {
        host.split('.').all(is_label) && (1..=5).contains(&port.len()) && port.bytes().all(|b| b.is_ascii_digit())
    })
}

/// Letters and digits, and dashes between them.
fn is_word(text: &str) -> bool {
    let ends = [text.bytes().next(), text.bytes().last()];
    ends.iter().all(|end| end.is_some_and(|letter| letter.is_ascii_alphanumeric()))
        && text.bytes().all(|letter| letter.is_ascii_alphanumeric() || letter == b'-')
}

fn is_subnet(text: &str) -> bool {
    let is_letter = |letter: u8| letter.is_ascii_digit() || letter.is_ascii_lowercase();
    text.strip_prefix("subnet-").is_some_and(|id| id.bytes().all(is_letter))
}

fn is_security_group(text: &str) -> bool {
    text.strip_prefix("sg-").is_some_and(|id| id.bytes().all(|letter| letter.is_ascii_alphanumeric()))
}

fn is_endpoint(text: &str) -> bool {
    let is_letter = |letter: u8| letter.is_ascii_alphanumeric() || letter == b'-';
    text.split_once('.').is_some_and(|(first, second)| all(first, is_letter) && all(second, is_letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_expression_takes_what_it_says() {
        let table: &[(&Pattern, &[&str], &[&str])] = &[
            (
                &ARN,
                &["arn:aws:sqs:us-east-1:111122223333:q", "arn:aws-us-gov:s3:::b", "arn:aws:x:us-gov-west-1::r"],
                &[
                    "",
                    "arn:aws:sqs:us-east-1:1111:q",
                    "arn:aws:sqs:useast1:111122223333:q",
                    "arn:aws:sqs:us-east-1:111122223333:",
                    "urn:aws:sqs:us-east-1:111122223333:q",
                ],
            ),
            (&OPTIONAL_ARN, &["", "arn:aws:sqs:us-east-1:111122223333:q"], &["x"]),
            (
                &ARN_OR_URL,
                &["smk://kafka.example.com:9092", "arn:aws:sqs:us-east-1:111122223333:q"],
                &["smk://kafka.example.com", "smk://-a.com:1", "http://x:1"],
            ),
            (
                &ROLE,
                &["arn:aws:iam::111122223333:role/service-role/r", "arn::iam::111122223333:role/r"],
                &["arn:aws:iam::111122223333:user/u", "r", "arn:gcp:iam::111122223333:role/r"],
            ),
            (&PATH_PARAMETER, &["a b", "$.x"], &["", "  ", "a\nb"]),
            (&HEADER_VALUE, &["a\tb", " "], &["", "\t", "\u{e4}"]),
            (&QUERY_VALUE, &["a\nb", "\u{85}"], &["", "a\tb"]),
            (&EVENT_SOURCE, &["shop", "$.body.source", "!a"], &["", "!!", "a\nb"]),
            (&TOPIC, &["topic-1", "_x.y"], &[".x", "x", ""]),
            (
                &LOG_GROUP,
                &[
                    "arn:aws:logs:us-east-1:111122223333:log-group:/a/b",
                    "arn:aws:logs:us-east-1:111122223333:log-group:a:*",
                ],
                &["arn:aws:logs:us-east-1:111122223333:log-group:", "arn:aws:sqs:us-east-1:111122223333:log-group:a"],
            ),
            (
                &JSON_PATH,
                &["$", "$.a.b[0].c[*]", "$.a-b/c"],
                &["a", "$a", "$.a[x]", "$['a']", "$[0]", "$.*", "$.a[1", "$.a[]", "$."],
            ),
            (&PARAMETER_NAME, &["a", "a--b", "$.x"], &["-a", "a-", "a b"]),
            (&ENDPOINT_ID, &["abcde.veo"], &["abcde", "a.b.c"]),
        ];
        for (pattern, good, bad) in table {
            good.iter().for_each(|text| assert!((pattern.matches)(text), "{} takes {text}", pattern.text));
            bad.iter().for_each(|text| assert!(!(pattern.matches)(text), "{} refuses {text}", pattern.text));
        }
    }
}
