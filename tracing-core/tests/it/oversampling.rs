//! Sequences at which published samplers record more than the rules allow, each beside what the samplers of this crate
//! do with it.
#![expect(clippy::unwrap_used, reason = "what breaks here fails the test")]

use cupola_traces::{
    CentralReservoir, Compat, CompatSampler, LocalReservoir, Rate, RuleName, SamplingManifest, SamplingRequest,
    SamplingRule, SamplingTarget, Timestamp,
};

/// One step of a sequence.
#[derive(Clone, Copy)]
enum Step {
    /// A request at so many milliseconds, with this random number.
    Ask(i64, f64),
    /// A target: quota, end of the quota in milliseconds, rate.
    Target(Option<u32>, Option<i64>, Option<f64>),
}

use Step::{Ask, Target};

/// What decides: a reservoir of a local rule, or a rule of the service's.
#[derive(Clone, Copy)]
enum Rule {
    /// So many a second.
    Local(u32),
    /// The size of the reservoir, and the rate.
    Central(u32, f64),
}

/// A sequence, and how many of its requests are recorded.
struct Row<'a> {
    what: &'a str,
    samplers: &'a [Compat],
    rule: Rule,
    steps: &'a [Step],
    ours: usize,
    theirs: usize,
}

fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(1_777_874_400_000 + millis)
}

fn target(quota: Option<u32>, until: Option<i64>, rate: Option<f64>) -> SamplingTarget {
    let mut target = SamplingTarget::new("r");
    target.quota = quota;
    target.quota_until = until.map(at);
    target.rate = rate.map(|rate| Rate::new(rate).unwrap());
    target
}

fn theirs(compat: Compat, rule: Rule, steps: &[Step]) -> usize {
    let mut sampler = match rule {
        Rule::Local(most) => {
            let manifest = format!(r#"{{"version": 2, "default": {{"fixed_target": {most}, "rate": 0}}}}"#);
            CompatSampler::local(compat.quirks(), &SamplingManifest::parse(&manifest).unwrap())
        }
        Rule::Central(size, rate) => {
            let rule = SamplingRule::new(RuleName::new("r").unwrap(), 1);
            CompatSampler::of(compat, [rule.reservoir_size(size).rate(Rate::new(rate).unwrap())])
        }
    };
    let mut recorded = 0;
    for step in steps {
        match *step {
            Ask(millis, u) => {
                recorded += usize::from(sampler.decide(at(millis), &SamplingRequest::default(), u).sampled);
            }
            Target(quota, until, rate) => sampler.load_target(&target(quota, until, rate)),
        }
    }
    recorded
}

fn ours(rule: Rule, steps: &[Step]) -> usize {
    let (local, central) = match rule {
        Rule::Local(most) => (Some(LocalReservoir::new(most, Rate::NEVER)), CentralReservoir::standard()),
        Rule::Central(size, rate) => (None, CentralReservoir::new(size, Rate::new(rate).unwrap())),
    };
    let mut recorded = 0;
    for step in steps {
        match (*step, &local) {
            (Ask(millis, u), Some(local)) => recorded += usize::from(local.decide(at(millis), u).is_sampled()),
            (Ask(millis, u), None) => recorded += usize::from(central.decide(at(millis), u).is_sampled()),
            (Target(quota, until, rate), _) => central.load_target(at(0), &target(quota, until, rate)),
        }
    }
    recorded
}

/// Those whose second is that of the clock.
const FLOORING: &[Compat] = &[Compat::Python, Compat::Go, Compat::Otel];

#[test]
fn each_sequence_is_recorded_more_often_by_others() {
    let rows = [
        Row {
            what: "two threads race over the end of a second: each change of the second begins it anew",
            samplers: FLOORING,
            rule: Rule::Local(1),
            steps: &[Ask(999, 0.5), Ask(1000, 0.5), Ask(999, 0.5), Ask(1000, 0.5)],
            ours: 2,
            theirs: 4,
        },
        Row {
            what: "a clock that is set back by a second is granted that second again",
            samplers: FLOORING,
            rule: Rule::Local(2),
            steps: &[Ask(5000, 0.5), Ask(5001, 0.5), Ask(4000, 0.5), Ask(4001, 0.5)],
            ours: 2,
            theirs: 4,
        },
        Row {
            what: "the same race takes a quota of the service again",
            samplers: FLOORING,
            rule: Rule::Central(5, 0.0),
            steps: &[
                Target(Some(1), Some(60_000), Some(0.0)),
                Ask(999, 0.5),
                Ask(1000, 0.5),
                Ask(999, 0.5),
                Ask(1000, 0.5),
            ],
            ours: 2,
            theirs: 4,
        },
        Row {
            what: "the same race borrows again",
            samplers: FLOORING,
            rule: Rule::Central(5, 0.0),
            steps: &[Ask(999, 0.5), Ask(1000, 0.5), Ask(999, 0.5), Ask(1000, 0.5)],
            ours: 2,
            theirs: 4,
        },
        Row {
            what: "a second that is rounded begins at the half: one of the clock's holds parts of two",
            samplers: &[Compat::Node],
            rule: Rule::Local(1),
            steps: &[Ask(1000, 0.5), Ask(1499, 0.5), Ask(1500, 0.5), Ask(1999, 0.5)],
            ours: 1,
            theirs: 2,
        },
        Row {
            what: "a second that begins with the first request: one of the clock's holds parts of two",
            samplers: &[Compat::Java],
            rule: Rule::Local(2),
            steps: &[Ask(200, 0.5), Ask(1100, 0.5), Ask(1200, 0.5), Ask(1300, 0.5)],
            ours: 3,
            theirs: 4,
        },
        Row {
            what: "such a second begins anew at a step back",
            samplers: &[Compat::Java],
            rule: Rule::Local(1),
            steps: &[Ask(0, 0.5), Ask(1000, 0.5), Ask(999, 0.5), Ask(1999, 0.5)],
            ours: 2,
            theirs: 4,
        },
        Row {
            what: "a random number that is equal to the rate",
            samplers: &[Compat::Python],
            rule: Rule::Central(0, 0.5),
            steps: &[Ask(0, 0.5), Ask(1, 0.5)],
            ours: 0,
            theirs: 2,
        },
        Row {
            what: "a rate of 0 and a random number of 0",
            samplers: &[Compat::Python],
            rule: Rule::Central(0, 0.0),
            steps: &[Ask(0, 0.0)],
            ours: 0,
            theirs: 1,
        },
        Row {
            what: "a quota of 0 that leaves the former in place",
            samplers: &[Compat::Node],
            rule: Rule::Central(5, 0.0),
            steps: &[
                Target(Some(2), Some(60_000), Some(0.0)),
                Target(Some(0), Some(60_000), Some(0.0)),
                Ask(1000, 0.5),
                Ask(1001, 0.5),
            ],
            ours: 0,
            theirs: 2,
        },
        Row {
            what: "a lower quota that is thrown away because it comes without a rate",
            samplers: &[Compat::Go],
            rule: Rule::Central(5, 0.0),
            steps: &[
                Target(Some(3), Some(60_000), Some(0.0)),
                Target(Some(1), Some(60_000), None),
                Ask(1000, 0.5),
                Ask(1001, 0.5),
                Ask(1002, 0.5),
            ],
            ours: 1,
            theirs: 3,
        },
    ];
    for row in rows {
        assert_eq!(ours(row.rule, row.steps), row.ours, "{}", row.what);
        for compat in row.samplers {
            assert_eq!(theirs(*compat, row.rule, row.steps), row.theirs, "{}: {compat:?}", row.what);
        }
    }
}

/// What opens within a second differs, the second's whole does not: a tenth too early is granted a tenth's more.
#[test]
fn tenths_that_open_early_are_ahead_of_the_formula() {
    let asks: Vec<Step> = (0..30).map(|number| Ask(100 + number, 0.5)).collect();
    let first = [Ask(0, 0.5)];
    let steps: Vec<Step> = first.into_iter().chain(asks).collect();
    // By the comment of its source: in tenth 1 of 20 a second no more than 2 * (1 + 1) are open; it grants a tenth's more.
    assert_eq!(theirs(Compat::Java, Rule::Local(20), &steps), 6);
    let smooth = LocalReservoir::new(20, Rate::NEVER).with_smoothing(cupola_traces::Smoothing::Deciseconds);
    let granted = |step: &&Step| match step {
        Ask(millis, u) => smooth.decide(at(*millis), *u).is_sampled(),
        Target(..) => false,
    };
    assert_eq!(steps.iter().filter(granted).count(), 4);
}
