//! What must not allocate.

use allocation_counter::measure;
use cupola_base::Rng;
use cupola_traces::{CentralSampler, LocalSampler, RuleName, SamplingRequest, SamplingRule, Timestamp, TraceHeader};

fn allocations(run: impl FnMut()) -> u64 {
    measure(run).count_total
}

#[test]
fn headers_are_read_and_written_in_place() {
    let text = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
    let header = TraceHeader::parse(text);
    let mut out = String::with_capacity(256);
    assert_eq!(allocations(|| assert!(TraceHeader::parse(text).is_sampled())), 0);
    assert_eq!(allocations(|| header.write_to(&mut out)), 0);
    assert_eq!(out, text);
}

#[test]
fn decisions_allocate_nothing() {
    let rule = |number: u16| {
        let name = RuleName::new(format!("rule-{number}")).expect("it is a name");
        SamplingRule::new(name, number).url_path(format!("/part{number}/*"))
    };
    let sampler = CentralSampler::new(LocalSampler::standard(7), 7).refreshed(Timestamp::EPOCH, (1..25).map(rule));
    let sampler = sampler.expect("there are rules");
    let rng = Rng::new(7);
    for path in ["/part1/x", "/part24/x", "/elsewhere"] {
        let request = SamplingRequest::new("shop", "shop.example", "GET", path);
        let decide = || {
            for second in 0..100 {
                sampler.decide_with(Timestamp::from_secs(second), &request, || rng.unit());
            }
        };
        assert_eq!(allocations(decide), 0, "{path}");
    }
}
