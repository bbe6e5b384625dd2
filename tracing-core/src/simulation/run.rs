//! Running a simulation, second by second.

use cupola_base::{Place, Rng, Timestamp};

use super::{HostReport, RuleReport, SamplingSimulation, SimulatedTraffic, SimulationReport};
use crate::{
    CentralSampler, CompatSampler, Engine, LocalSampler, SamplingRule, SamplingStatistics, SamplingTargets, Statistics,
};

impl SamplingSimulation {
    /// Runs it. One seed gives one report.
    ///
    /// # Panics
    /// Never: the place that it runs at is one.
    #[must_use]
    pub fn run(&self, seed: u64) -> SimulationReport {
        let mut run = Run::new(self, seed);
        for second in 0..self.seconds {
            run.second(second);
        }
        run.report()
    }
}

struct Run<'a> {
    plan: &'a SamplingSimulation,
    engine: Engine,
    hosts: Vec<Host>,
    rules: Vec<SamplingRule>,
    counts: Vec<Statistics>,
    rng: Rng,
}

/// One host and its sampler.
struct Host {
    sampler: Sampler,
    client: String,
    next_poll: Timestamp,
    counts: Statistics,
}

enum Sampler {
    Own(CentralSampler),
    Compat(CompatSampler),
}

const START: Timestamp = Timestamp::from_secs(1_767_225_600);

impl<'a> Run<'a> {
    fn new(plan: &'a SamplingSimulation, seed: u64) -> Self {
        let mut rules: Vec<SamplingRule> = plan.rules.clone();
        if !rules.iter().any(SamplingRule::is_default) {
            rules.push(SamplingRule::default_rule());
        }
        rules.sort_by(|a, b| a.order().cmp(&b.order()));
        let place = Place::parse("111122223333", "us-east-1").expect("it is a place");
        let mut engine = Engine::new(place, seed);
        engine.set_rules(START, &rules);
        let rng = Rng::for_part(seed, "simulation");
        let hosts = (0..plan.hosts.max(1)).map(|_| Host::new(plan, &rules, &rng)).collect();
        let counts = vec![Statistics::default(); rules.len()];
        Self { plan, engine, hosts, rules, counts, rng }
    }

    /// Polls that are due, then the second's requests.
    fn second(&mut self, second: u32) {
        let now = START.plus_secs(second.into());
        for host in self.hosts.iter_mut().filter(|host| host.next_poll <= now) {
            host.poll(now, &mut self.engine);
        }
        for (index, traffic) in self.plan.traffic.iter().enumerate() {
            let before = second.checked_sub(1).map_or(0, |before| traffic.until(before));
            let count = traffic.until(second) - before;
            for number in 0..count {
                let millis = i64::try_from(number * 1000 / count).unwrap_or(0);
                let host = usize::try_from((before + number) % self.hosts.len() as u64).unwrap_or(0);
                self.request(now.plus_millis(millis), host, index);
            }
        }
    }

    fn request(&mut self, now: Timestamp, host: usize, traffic: usize) {
        let traffic: &SimulatedTraffic = &self.plan.traffic[traffic];
        let host = &mut self.hosts[host];
        let (rule, counted) = host.decide(now, traffic, self.rng.unit());
        host.counts = sum(host.counts, counted);
        if let Some(at) = self.rules.iter().position(|known| Some(known.name.as_str()) == rule.as_deref()) {
            self.counts[at] = sum(self.counts[at], counted);
        }
    }

    fn report(self) -> SimulationReport {
        let plan = self.plan;
        let rules = self.rules.iter().zip(&self.counts).map(|(rule, counts)| RuleReport {
            rule: rule.name.to_string(),
            requests: counts.requests,
            sampled: counts.sampled,
            borrowed: counts.borrowed,
            expected_per_second: expected(rule, counts.requests, plan.seconds),
        });
        let rules = rules.collect();
        let hosts = self.hosts.into_iter().map(|host| HostReport { client: host.client, counts: host.counts });
        SimulationReport { rules, hosts: hosts.collect(), seconds: plan.seconds }
    }
}

impl Host {
    fn new(plan: &SamplingSimulation, rules: &[SamplingRule], rng: &Rng) -> Self {
        let own = CentralSampler::new(LocalSampler::standard(rng.next_u64()), rng.next_u64());
        let client = own.client().to_string();
        let sampler = match plan.sampler {
            Some(compat) => Sampler::Compat(CompatSampler::of(compat, rules.iter().cloned())),
            None => Sampler::Own(own.refreshed(START, rules.iter().cloned()).unwrap_or(own)),
        };
        // Hosts start one after another within the first ten seconds.
        let next_poll = START.plus_millis(i64::try_from(rng.below(10_000)).unwrap_or(0));
        Self { sampler, client, next_poll, counts: Statistics::default() }
    }

    /// The rule that decided, and what is to be counted.
    fn decide(&mut self, now: Timestamp, traffic: &SimulatedTraffic, u: f64) -> (Option<String>, Statistics) {
        let request = traffic.request();
        let (rule, sampled, borrowed) = match &mut self.sampler {
            Sampler::Own(sampler) => {
                let decision = sampler.decide_with(now, &request, || u);
                let borrowed = decision.verdict() == crate::Verdict::Borrow;
                let rule = sampler.rule_for(&request).map(|rule| rule.name.to_string());
                (rule, decision.is_sampled(), borrowed)
            }
            Sampler::Compat(sampler) => {
                let decision = sampler.decide(now, &request, u);
                (decision.rule, decision.sampled, decision.borrowed)
            }
        };
        (rule, Statistics { requests: 1, sampled: sampled.into(), borrowed: borrowed.into() })
    }

    /// Reads the rules again where that is due, reports, and takes the targets over.
    fn poll(&mut self, now: Timestamp, engine: &mut Engine) {
        self.next_poll = now.plus_secs(10);
        match &mut self.sampler {
            Sampler::Own(sampler) => {
                if sampler.next_rule_poll().is_none_or(|due| due <= now) {
                    let rules: Vec<_> = engine.sampling_rules().map(|record| record.rule.clone()).collect();
                    *sampler = sampler.refreshed(now, rules).unwrap_or_else(|_| sampler.clone());
                }
                let answer = ask(engine, now, &sampler.take_reports(now));
                sampler.load_targets(now, &answer);
            }
            Sampler::Compat(sampler) => {
                let all = sampler.take_statistics().into_iter().filter(|(_, counts)| counts.requests > 0);
                let reports: Vec<_> = all.map(|(rule, counts)| report(&rule, &self.client, now, counts)).collect();
                let answer = ask(engine, now, &reports);
                answer.targets.iter().for_each(|target| sampler.load_target(target));
            }
        }
    }
}

fn report(rule: &str, client: &str, now: Timestamp, counts: Statistics) -> SamplingStatistics {
    SamplingStatistics::new(rule, client, now).with_counts(counts.requests, counts.sampled, counts.borrowed)
}

/// The service's answers to as many reports as there are.
fn ask(engine: &mut Engine, now: Timestamp, reports: &[SamplingStatistics]) -> SamplingTargets {
    let mut all = SamplingTargets::default();
    for some in reports.chunks(CentralSampler::MOST_REPORTS) {
        if let Ok(answer) = engine.get_sampling_targets(now, some, &[]) {
            all.last_modification = answer.last_modification;
            all.targets.extend(answer.targets);
        }
    }
    all
}

fn sum(a: Statistics, b: Statistics) -> Statistics {
    Statistics { requests: a.requests + b.requests, sampled: a.sampled + b.sampled, borrowed: a.borrowed + b.borrowed }
}

/// What the reservoir holds, and the rate of what is beyond it.
#[expect(clippy::cast_precision_loss, reason = "a figure for people")]
fn expected(rule: &SamplingRule, requests: u64, seconds: u32) -> f64 {
    let per_second = if seconds == 0 { 0.0 } else { requests as f64 / f64::from(seconds) };
    let reservoir = f64::from(rule.reservoir_size).min(per_second);
    reservoir + (per_second - reservoir) * rule.rate.get()
}
