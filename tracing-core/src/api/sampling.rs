//! Answers about sampling.

use cupola_base::{Tags, Timestamp, wire};

use super::Answer;
use crate::wire::{
    CreateSamplingRule, GetSamplingTargets, NamedRule, Page, Record, UpdateSamplingRule, WireRecord, WireRecords,
    WireSummaries, WireTargets,
};
use crate::{Engine, SamplingRuleRecord, SamplingRuleRefusal};

impl Engine {
    pub(super) fn answer_rules(&self, now: Timestamp, page: &Page) -> Answer {
        let all = self.sampling_rules().map(|record| (rule_key(record), self.record(record)));
        let (sampling_rule_records, next_token) = self.page(now, "GetSamplingRules", page, all)?;
        Ok(wire::answer(&WireRecords { sampling_rule_records, next_token }))
    }

    pub(super) fn answer_targets(&mut self, now: Timestamp, request: &GetSamplingTargets) -> Answer {
        let targets = self.get_sampling_targets(now, &request.reports(), &request.boosts())?;
        Ok(wire::answer(&WireTargets::from(targets)))
    }

    pub(super) fn answer_summaries(&self, now: Timestamp, page: &Page) -> Answer {
        // From the first instant on, so that the keys sort as the numbers do.
        let millis = |at: Timestamp| at.millis_since(Timestamp::MIN);
        let all = self
            .sampling_statistic_summaries()
            .map(|summary| (format!("{:020}/{}", millis(summary.start), summary.rule), summary.into()));
        let (sampling_statistic_summaries, next_token) = self.page(now, "GetSamplingStatisticSummaries", page, all)?;
        Ok(wire::answer(&WireSummaries { sampling_statistic_summaries, next_token }))
    }

    pub(super) fn answer_create(&mut self, now: Timestamp, request: CreateSamplingRule) -> Answer {
        let mut tags = Tags::default();
        let told = request.tags.into_iter().flatten().map(|tag| (tag.key, tag.value));
        tags.set(told).map_err(SamplingRuleRefusal::from)?;
        let rule = request.sampling_rule.create(|name| self.sampling_rule_arn(name))?;
        let record = self.create_sampling_rule(now, rule, tags)?.clone();
        Ok(self.answer_record(&record))
    }

    pub(super) fn answer_update(&mut self, now: Timestamp, mut request: UpdateSamplingRule) -> Answer {
        let rule = request.selector()?;
        let update = request.sampling_rule_update.update("samplingRuleUpdate")?;
        let record = self.update_sampling_rule(now, &rule, update)?.clone();
        Ok(self.answer_record(&record))
    }

    pub(super) fn answer_delete(&mut self, now: Timestamp, request: NamedRule) -> Answer {
        let record = self.delete_sampling_rule(now, &request.selector()?)?;
        Ok(self.answer_record(&record))
    }

    pub(super) fn answer_record(&self, record: &SamplingRuleRecord) -> String {
        wire::answer(&WireRecord { sampling_rule_record: self.record(record) })
    }

    fn record(&self, record: &SamplingRuleRecord) -> Record {
        Record::of(record, &self.sampling_rule_arn(&record.rule.name))
    }
}

/// Sorts as the rules are asked.
fn rule_key(record: &SamplingRuleRecord) -> String {
    let (last, priority, name) = record.rule.order();
    format!("{}{priority:05}/{name}", u8::from(last))
}
