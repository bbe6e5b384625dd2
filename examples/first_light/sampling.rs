//! Which logins would be traced.

use std::error::Error;

use cupola::Timestamp;
use cupola::base::Rng;
use cupola::traces::{LocalSampler, SamplingRequest, TraceHeader, TraceId};

use crate::line::Line;
use crate::login::Login;
use crate::outcome::RuleTally;

/// Decides for each login whether it would be traced, and counts.
pub(crate) struct Sampling {
    sampler: LocalSampler,
    rng: Rng,
    tallies: [Tally; 2],
    header: Option<String>,
}

/// Logins as root are rare among people at work and dear to guessers: a quarter of them is wanted. Of
/// the others one in each second, and a twentieth of what is left.
const RULES: &str = r#"{
    "version": 2,
    "rules": [{"description": "root", "host": "*", "http_method": "*", "url_path": "/login/root",
               "fixed_target": 0, "rate": 0.25}],
    "default": {"fixed_target": 1, "rate": 0.05}
}"#;
/// The same rules for counting: name, requests in each second that are sure to be taken, rate.
const COUNTED: [(&str, u64, f64); 2] = [("root", 0, 0.25), ("default", 1, 0.05)];

impl Sampling {
    pub(crate) fn new(seed: u64) -> Result<Self, Box<dyn Error>> {
        let sampler = LocalSampler::parse(RULES, seed)?;
        Ok(Self { sampler, rng: Rng::for_part(seed, "trace ids"), tallies: Default::default(), header: None })
    }

    /// Looks whether the line is a login, and decides.
    pub(crate) fn see(&mut self, line: &Line) {
        let Some(login) = Login::in_line(&line.text) else { return };
        let path = format!("/login/{}", login.user);
        let decision = self.sampler.decide(line.at, &SamplingRequest::new("sshd", login.host, "LOGIN", &path));
        let index = usize::from(login.user != "root");
        self.tallies[index].count(line.at, decision.is_sampled(), COUNTED[index].1);
        if decision.is_sampled() && self.header.is_none() {
            let header = TraceHeader::new(TraceId::generate(line.at, &self.rng)).sampled();
            self.header = Some(header.to_string());
        }
    }

    /// The counts of each rule, and the header of the first login that would be traced.
    pub(crate) fn end(self) -> (Vec<RuleTally>, Option<String>) {
        let tally = |((rule, reservoir, rate), tally): ((&str, u64, f64), Tally)| RuleTally {
            rule: rule.to_owned(),
            reservoir,
            rate,
            requests: tally.requests,
            sampled: tally.sampled,
            certain: tally.certain,
        };
        (COUNTED.into_iter().zip(self.tallies).map(tally).collect(), self.header)
    }
}

/// Decisions of one rule.
#[derive(Default)]
struct Tally {
    requests: u64,
    sampled: u64,
    /// Requests that the reservoir was sure to take: in each second, up to its size.
    certain: u64,
    second: Option<i64>,
    in_second: u64,
}

impl Tally {
    fn count(&mut self, at: Timestamp, sampled: bool, reservoir: u64) {
        if self.second.replace(at.as_secs()) != Some(at.as_secs()) {
            self.in_second = 0;
        }
        self.in_second += 1;
        self.requests += 1;
        self.sampled += u64::from(sampled);
        self.certain += u64::from(self.in_second <= reservoir);
    }
}
