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

proptest! {
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
