//! Laws over texts that look right, almost right, and not at all.

use proptest::prelude::*;

use crate::testing::laws;
use crate::{Sampled, SegmentId, TraceHeader, TraceId};

fn part() -> impl Strategy<Value = String> {
    let root = prop_oneof![
        3 => any::<u128>().prop_map(|bits| TraceId::from_bits(bits).to_string()),
        1 => "[12]-[0-9a-fA-F]{7,9}-[0-9a-fA-F]{23,25}",
    ];
    prop_oneof![
        root.prop_map(|root| format!("Root={root}")),
        "(Parent|PARENT)=[0-9a-f]{15,17}",
        "[sS]ampled *=[ \t]*[01?x]?",
        "Self=[0-9]{0,9}",
        "Lineage=[0-9a-f:|]{0,270}",
        "[ \t]?[a-cé]{0,3} ?=[ -:<-~ä]{0,90}",
        "[ -~]{0,40}",
        "[ \t]*",
    ]
}

fn allowance() -> impl Strategy<Value = String> {
    let target = prop_oneof![6 => "[0-9]{1,2}", 1 => "-1|5\\.5|1e3|99999999999|null|\"1\""];
    let rate = prop_oneof![6 => "0\\.[0-9]{1,17}|0|1", 1 => "-0|1\\.1|2e-320|1e9"];
    (target, rate).prop_map(|(target, rate)| format!(r#""fixed_target": {target}, "rate": {rate}"#))
}

fn rule() -> impl Strategy<Value = String> {
    let pattern = "[*?a-b/é]{0,6}";
    let host = prop_oneof![5 => Just("host"), 5 => Just("service_name"), 1 => Just("hots")];
    let extra = prop_oneof![
        6 => Just(String::new()),
        1 => "\"(id|description)\": \"[ -!#-\\[\\]-~]{0,9}\", ",
        1 => Just(r#""colour": [1, {"a": 2}], "#.to_owned()),
        1 => Just(r#""id": {"n": 1.50}, "#.to_owned()),
        1 => Just("/* note */".to_owned()),
    ];
    (extra, host, pattern, pattern, pattern, allowance()).prop_map(|(extra, host, h, m, p, allowance)| {
        format!(r#"{{{extra}"{host}": "{h}", "http_method": "{m}", "url_path": "{p}", {allowance}}}"#)
    })
}

proptest! {
    #[test]
    fn rule_files_are_read_or_refused(
        version in prop_oneof![5 => Just("1"), 5 => Just("2.0"), 1 => Just("3")],
        default in allowance(),
        rules in prop::collection::vec(rule(), 0..4),
    ) {
        let text = format!(r#"{{"version": {version}, "default": {{{default}}}, "rules": [{}]}}"#, rules.join(", "));
        laws::manifest_law(text.as_bytes());
        // Damaged by one byte.
        laws::manifest_law(&text.as_bytes()[..text.len() - 1]);
    }

    #[test]
    fn noise_is_no_rule_file(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        laws::manifest_law(&bytes);
    }

    #[test]
    fn headers_are_read_and_written(parts in prop::collection::vec(part(), 0..9)) {
        laws::header_law(parts.join(";").as_bytes());
    }

    #[test]
    fn noise_is_a_header_too(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        laws::header_law(&bytes);
    }

    #[test]
    fn ids_go_to_w3c_and_back(bits in any::<u128>()) {
        laws::trace_id_law(bits);
    }

    #[test]
    fn what_is_built_is_read_back(
        root in any::<u128>(),
        parent in any::<Option<u64>>(),
        sampled in prop::sample::select(vec![Sampled::Sampled, Sampled::NotSampled, Sampled::Requested, Sampled::Unknown]),
        lineage in prop::option::of("[0-9a-f:|]{0,300}"),
        data in prop::collection::vec(("[a-zA-Zé =;]{0,9}", "[ -~é]{0,120}"), 0..6),
    ) {
        let mut header = TraceHeader::new(TraceId::from_bits(root)).with_sampled(sampled);
        if let Some(parent) = parent {
            header = header.with_parent(SegmentId::from_bits(parent));
        }
        for (key, value) in &data {
            header = header.clone().with_data(key, value).unwrap_or(header);
        }
        if let Some(lineage) = lineage {
            header = header.clone().with_lineage(&lineage).unwrap_or(header);
        }
        let written = header.to_string();
        prop_assert_eq!(&TraceHeader::parse(&written), &header);
        prop_assert_eq!(TraceHeader::parse_strict(&written).ok(), Some(header));
    }
}
