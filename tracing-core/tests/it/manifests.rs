//! Rule files of the SDKs, kept as data beside the specification. They are skipped where the data is not there.

use cupola_base::testing::real_text;
use cupola_traces::{LocalSampler, ManifestFault, SamplingManifest, SamplingRequest};

fn file(name: &str) -> Option<String> {
    real_text(&format!("traces/sampling/{name}"))
}

#[test]
fn the_sdks_files_are_read_and_refused_as_there() {
    for (name, valid) in [
        ("awsgo-rule-v1-sampling.json", true),
        ("awsgo-rule-v2-sampling.json", true),
        ("awsgo-rule-v1-invalid.json", false),
        ("awsgo-rule-v1-contains-host.json", false),
        ("awsgo-rule-v2-contains-service-name.json", false),
    ] {
        let Some(text) = file(name) else { return };
        let read = SamplingManifest::parse(&text);
        assert_eq!(read.is_ok(), valid, "{name}: {read:?}");
    }
}

#[test]
fn the_fault_is_drawn_where_it_stands() {
    let Some(text) = file("awsgo-rule-v2-contains-service-name.json") else { return };
    let error = SamplingManifest::parse(&text).unwrap_err();
    assert!(matches!(error.fault(), ManifestFault::OtherVersion { key: "service_name", version: 2, .. }));
    assert_eq!(&text[error.span().range()], "\"service_name\"");
}

#[test]
fn the_checkout_rule_matches_its_page_in_both_versions() {
    for name in ["awsgo-rule-v1-sampling.json", "awsgo-rule-v2-sampling.json"] {
        let Some(text) = file(name) else { return };
        let sampler = LocalSampler::parse(&text, 0).unwrap();
        let request = |path| SamplingRequest::new("shop", "shop.example", "GET", path);
        assert_eq!(sampler.rule_for(&request("/CHECKOUT")), Some(0));
        assert_eq!(sampler.rule_for(&request("/checkout/2")), None);
    }
}
