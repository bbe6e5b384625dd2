//! Keys that are read, printed, refused.

use proptest::prelude::*;

use super::*;

fn log(prefix: &str) -> String {
    format!(
        "{prefix}AWSLogs/111122223333/CloudTrail/us-east-1/2026/05/04/111122223333_CloudTrail_us-east-1_20260504T0605Z_AbCdEfGhIjKlMnOp.json.gz"
    )
}

fn digest(trail: &str, end: &str) -> String {
    format!(
        "AWSLogs/o-exampleorg/111122223333/CloudTrail-Digest/us-east-1/2026/05/04/111122223333_CloudTrail-Digest_us-east-1_{trail}_eu-west-1_{end}.json.gz"
    )
}

#[test]
fn prefixes_and_organizations_are_told_apart() {
    for (prefix, expected, organization) in
        [("", None, None), ("a/", Some("a"), None), ("a/b/AWSLogs/", Some("a/b/AWSLogs"), None), ("/", Some(""), None)]
    {
        let Ok(ObjectKey::Log(key)) = log(prefix).parse() else { panic!("{prefix}") };
        assert_eq!((key.root.prefix.as_deref(), key.root.organization.as_deref()), (expected, organization));
        assert_eq!(key.to_string(), log(prefix));
    }
    let Ok(ObjectKey::Digest(key)) = digest("my_trail_2", "20260504T070003Z_backfill").parse() else { panic!() };
    assert_eq!((key.trail.as_str(), key.is_backfill), ("my_trail_2", true));
    assert_eq!((key.home_region.as_str(), key.root.organization.as_deref()), ("eu-west-1", Some("o-exampleorg")));
    assert_eq!(key.end.to_string(), "2026-05-04T07:00:03Z");
}

#[test]
fn old_keys_have_no_mark_before_the_unique_part() {
    let old = log("").replace("Z_AbC", "ZAbC");
    assert_eq!(old.parse::<ObjectKey>(), log("").parse());
}

#[test]
fn what_is_no_key_is_refused_with_the_reason() {
    for (from, to, expected) in [
        (".gz", "", ObjectKeyError::Suffix),
        ("AWSLogs/", "Logs/", ObjectKeyError::Level("AWSLogs")),
        ("AWSLogs/", "", ObjectKeyError::Level("AWSLogs")),
        ("/CloudTrail/", "/CloudTrail-Other/", ObjectKeyError::Level("folder")),
        ("T0605Z", "T0665Z", ObjectKeyError::Time),
        ("T0605Z", "T060Z", ObjectKeyError::Time),
        ("/04/", "/05/", ObjectKeyError::Date),
        ("MnOp", "MnO", ObjectKeyError::Unique),
        ("MnOp", "MnO-", ObjectKeyError::Unique),
    ] {
        assert_eq!(log("").replacen(from, to, 1).parse::<ObjectKey>(), Err(expected), "{from} {to}");
    }
    assert!(matches!(log("").replacen("1111", "9999", 1).parse::<ObjectKey>(), Err(ObjectKeyError::Name { .. })));
    assert!(matches!(log("").replacen("us-east-1", "mars", 1).parse::<ObjectKey>(), Err(ObjectKeyError::Place(_))));
    assert_eq!(digest("", "20260504T070003Z").parse::<ObjectKey>(), Err(ObjectKeyError::Trail));
    assert_eq!(digest("t", "20260504T0700Z").parse::<ObjectKey>(), Err(ObjectKeyError::Time));
    assert_eq!("".parse::<ObjectKey>(), Err(ObjectKeyError::Level("day")));
}

proptest! {
    #[test]
    fn what_is_printed_is_read_back(
        prefix in prop::option::of("[a-z]{1,4}(/[a-zA-Z]{1,7}){0,2}"), organization in prop::option::of("o-[a-z0-9]{1,12}"),
        seconds in 0i64..4_000_000_000, trail in "[A-Za-z0-9][A-Za-z0-9._-]{2,20}", is_backfill in any::<bool>(), unique in "[A-Za-z0-9]{16}",
    ) {
        let place = Place::parse("111122223333", "us-gov-east-1").unwrap();
        let end = Timestamp::from_secs(seconds);
        let root = KeyRoot { prefix, organization, place };
        let log = LogKey::new(root.clone(), Folder::Insight, end, unique);
        let home_region = Region::new("eu-west-1").unwrap();
        let digest = DigestKey { root, trail, home_region, end, is_backfill };
        prop_assert_eq!(log.to_string().parse(), Ok(ObjectKey::Log(log)));
        prop_assert_eq!(digest.to_string().parse(), Ok(ObjectKey::Digest(digest)));
    }

    #[test]
    fn noise_is_survived(text in "[A-Za-z0-9/_é.-]{0,80}", cut in 0usize..200) {
        crate::testing::object_key_law(text.as_bytes());
        for key in [digest("my_trail", "20260504T070003Z"), log("a/"), log("").replace("Z_AbC", "ZAbC")] {
            crate::testing::object_key_law(&key.as_bytes()[..cut.min(key.len())]);
            crate::testing::object_key_law(key.as_bytes());
        }
    }
}
