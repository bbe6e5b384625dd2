//! What must hold of data protection policies and transformers whatever the input. Each law panics where
//! it is broken.

use std::sync::OnceLock;

use crate::protection::DataProtectionPolicy;
use crate::transformer::{TransformSource, Transformer};

/// Reads a data protection policy and a message out of any bytes (a zero byte stands between the two), and
/// lays the message before the policy and before one with every identifier of the service.
pub fn protection_law(data: &[u8]) {
    static ALL: OnceLock<DataProtectionPolicy> = OnceLock::new();
    let text = String::from_utf8_lossy(data);
    let (policy, message) = text.split_once('\0').unwrap_or(("", &text));
    let all = ALL.get_or_init(|| {
        let names = DataProtectionPolicy::managed_identifiers();
        DataProtectionPolicy::masking("all", names).expect("the service's own identifiers")
    });
    masks_what_it_finds(all, message);
    if let Ok(policy) = DataProtectionPolicy::parse(policy) {
        assert_eq!(DataProtectionPolicy::parse(policy.as_str()).as_ref(), Ok(&policy));
        masks_what_it_finds(&policy, message);
    }
}

/// Exactly the characters of the findings become stars; findings of one identifier stand in order and apart.
pub fn masks_what_it_finds(policy: &DataProtectionPolicy, message: &str) {
    let inspected = policy.inspect(message);
    let mut shown: Vec<char> = message.chars().collect();
    for finding in &inspected.findings {
        let spans = finding.detections();
        assert!(spans.iter().all(|span| span.start < span.end && span.end <= shown.len()), "{finding:?}");
        assert!(spans.windows(2).all(|pair| pair[0].end <= pair[1].start), "{finding:?}");
        spans.iter().for_each(|span| shown[span.range()].fill('*'));
    }
    assert_eq!(inspected.masked, shown.into_iter().collect::<String>());
}

/// Reads a transformer and a message out of any bytes (a zero byte stands between the two). What is accepted
/// survives printing, does the same each time and explains what it does.
pub fn transformer_law(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (config, message) = text.split_once('\0').unwrap_or((&text, &text));
    let Ok(transformer) = Transformer::parse(config) else { return };
    let printed = transformer.to_string();
    assert_eq!(Transformer::parse(&printed).as_ref(), Ok(&transformer), "{printed}");
    let source = TransformSource::default();
    let made = transformer.apply(message, &source);
    assert_eq!(transformer.apply(message, &source), made);
    let explained = transformer.explain(message, &source);
    assert_eq!(explained.steps.last().map(|step| &step.result), Some(&made), "{explained}");
    if let Ok(made) = made {
        assert!(serde_json::from_str::<serde_json::Value>(&made).is_ok_and(|made| made.is_object()), "{made}");
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PIECES: [&str; 14] = [
        "ssn 123-45-6789 ",
        "a@b.org",
        "4111 1111 1111 1111",
        "192.0.2.1:80 ",
        "é",
        "-----BEGIN PRIVATE KEY-----",
        "phone +49 30 1234567",
        "\n",
        "@",
        ":::",
        "1",
        "DE89370400440532013000 ",
        "license D1234567 ",
        "x",
    ];
    const STEPS: [&str; 8] = [
        r#"{"grok":{"source":"a","match":"%{IPORHOST:h}(?::%{POSINT:p})? %{GREEDYDATA:rest}"}}"#,
        r#"{"parseKeyValue":{"source":"a","fieldDelimiter":" "}}"#,
        r#"{"substituteString":{"entries":[{"source":"a","from":"(.)","to":"$1$1"}]}}"#,
        r#"{"moveKeys":{"entries":[{"source":"a","target":"b.c"},{"source":"b","target":"b.c.d"}]}}"#,
        r#"{"copyValue":{"entries":[{"source":"b","target":"b.b"}]}}"#,
        r#"{"typeConverter":{"entries":[{"key":"p","type":"double"}]}}"#,
        r#"{"dateTimeConverter":{"source":"a","target":"t","matchPatterns":["yyyy-MM-dd EEE z","H:m a"]}}"#,
        r#"{"listToMap":{"source":"l","key":"k","target":"b"}}"#,
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn policies_keep_their_law(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..8)) {
            protection_law(pieces.concat().as_bytes());
        }

        #[test]
        fn transformers_keep_their_law(
            steps in prop::sample::subsequence(STEPS.to_vec(), 0..8),
            pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..5),
        ) {
            let message = serde_json::json!({"a": pieces.concat(), "l": [{"k": 1}, {"k": "é"}], "p": "1"});
            let steps = steps.into_iter().fold(r#"{"parseJSON":{}}"#.to_owned(), |all, step| format!("{all},{step}"));
            transformer_law(format!("[{steps}]\0{message}").as_bytes());
        }
    }
}
