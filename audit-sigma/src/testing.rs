//! What must hold whatever the text (feature `testing`; exempt from stability). The law panics where it is
//! broken.

use cupola_audit::Record;

use crate::Rules;

/// Any text is a set of rules or an error with a place; rules answer any record, and explain what they answer.
///
/// # Panics
/// When they do not.
pub fn rules_law(text: &str) {
    let mut rules = match Rules::parse(text) {
        Ok(rules) => rules,
        Err(error) => {
            assert!(!error.message.is_empty() && !error.to_string().is_empty());
            return;
        }
    };
    for record in RECORDS.iter().filter_map(|text| Record::parse(text).ok()) {
        let matching = rules.matching(&record);
        // The index leaves out nothing.
        let asked =
            rules.rules().iter().enumerate().filter(|(_, rule)| rule.matches(&record)).map(|(number, _)| number);
        assert_eq!(matching, asked.collect::<Vec<_>>());
        rules
            .rules()
            .iter()
            .for_each(|rule| assert_eq!(rule.explain(&record).starts_with("holds"), rule.matches(&record)));
        let _ = rules.observe(&record);
    }
}

const RECORDS: [&str; 3] = [
    r#"{"eventName":"CreateAccessKey","eventSource":"iam.amazonaws.com","eventTime":"2026-05-04T06:00:00Z","sourceIPAddress":"198.51.100.7","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/eve"},"requestParameters":{"n":7,"list":[{"a":"x"},{"a":"y"}]},"responseElements":null}"#,
    r#"{"eventName":"ConsoleLogin","eventTime":"2026-05-04T06:00:01Z","errorMessage":"Failed authentication"}"#,
    r#"{"eventVersion":"1.11"}"#,
];
