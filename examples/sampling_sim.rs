//! What would a change of sampling rules record, and cost?
//!
//! Run with `cargo run --release --example sampling_sim`. Ten minutes of a shop's traffic on six hosts, under the
//! default rule alone and under rules made for it, and what each SDK's sampler would make of them.

#![expect(clippy::print_stdout, reason = "an example talks")]

use std::error::Error;

use cupola::traces::{Compat, Rate, RuleName, SamplingRule, SamplingSimulation, SimulatedTraffic, SimulationReport};

/// Dollars for a million recorded traces: put yours here.
const PRICE: f64 = 5.0;

fn main() -> Result<(), Box<dyn Error>> {
    let now = SamplingSimulation::new([], traffic(), 6, 600);
    show("the default rule alone", &now.run(7));

    let wanted = SamplingSimulation { rules: rules()?, ..now };
    show("rules for the shop", &wanted.run(7));

    println!("\nthe same rules, as published samplers keep them:");
    for sampler in Compat::ALL {
        let report = wanted.clone().sampled_as(*sampler).run(7);
        let (requests, sampled) = report.totals();
        println!("  {:8} {sampled:6} of {requests} requests", format!("{sampler:?}"));
    }
    Ok(())
}

fn traffic() -> Vec<SimulatedTraffic> {
    let of = |method, path, per_second| SimulatedTraffic::new("shop", "shop.example", method, path, per_second);
    vec![of("GET", "/health", 30.0), of("GET", "/products/7", 150.0), of("POST", "/cart/checkout", 4.0)]
}

fn rules() -> Result<Vec<SamplingRule>, Box<dyn Error>> {
    let rule = |name, priority| RuleName::new(name).map(|name| SamplingRule::new(name, priority));
    Ok(vec![
        rule("health", 10)?.url_path("/health").reservoir_size(0).rate(Rate::NEVER),
        rule("checkout", 20)?.http_method("POST").url_path("/cart/*").reservoir_size(5).rate(Rate::ALWAYS),
        rule("browse", 30)?.url_path("/products/*").reservoir_size(10).rate(Rate::new(0.01)?),
    ])
}

fn show(what: &str, report: &SimulationReport) {
    println!("\n{what}:");
    for rule in report.rules.iter().filter(|rule| rule.requests > 0) {
        println!(
            "  {:10} {:7} requests, {:6} recorded ({} on credit), {:.1} a second expected",
            rule.rule, rule.requests, rule.sampled, rule.borrowed, rule.expected_per_second
        );
    }
    println!("  {:.2} dollars a day", report.cost(PRICE) * 86_400.0 / f64::from(report.seconds));
}
