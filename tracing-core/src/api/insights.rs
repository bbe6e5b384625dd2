//! Answers about insights.

use cupola_base::{Timestamp, wire};

use super::Answer;
use super::traces::one_page;
use crate::Engine;
use crate::read::pages::page;
use crate::wire::{
    EventsGiven, GetImpactGraph, GetInsightSummaries, ImpactGiven, InsightGiven, InsightsGiven, NamedInsight, Whole,
    WireEvent, WireInsight,
};

impl Engine {
    pub(super) fn answer_insight(&self, request: &NamedInsight) -> Answer {
        Ok(wire::answer(&InsightGiven { insight: WireInsight::of(self.insight(&request.insight_id)?) }))
    }

    pub(super) fn answer_insight_events(&self, now: Timestamp, request: &NamedInsight) -> Answer {
        let events = &self.insight(&request.insight_id)?.events;
        let keyed = events.iter().enumerate().map(|(place, event)| (format!("{place:010}"), event.into())).collect();
        let query = format!("GetInsightEvents {}", request.insight_id);
        let most = most(request.max_results, 50);
        let (insight_events, next_token) = page::<WireEvent>(now, &query, request.next_token.as_deref(), most, keyed)?;
        Ok(wire::answer(&EventsGiven { insight_events, next_token }))
    }

    pub(super) fn answer_insight_summaries(&self, now: Timestamp, request: &GetInsightSummaries) -> Answer {
        let (group, states) = (request.group()?, request.states());
        let (start, end) = (request.start_time.0, request.end_time.0);
        let found = self.insight_summaries(&group, &states, start, end)?;
        let query = format!("GetInsightSummaries {group:?} {states:?} {start} {end}");
        // Newest first, whatever is added between pages.
        let key =
            |insight: &crate::Insight| format!("{:020}/{}", Timestamp::MAX.millis_since(insight.start), insight.id);
        let keyed = found.into_iter().map(|insight| (key(insight), WireInsight::summary(insight))).collect();
        let most = most(request.max_results, 100);
        let (insight_summaries, next_token) = page(now, &query, request.next_token.as_deref(), most, keyed)?;
        Ok(wire::answer(&InsightsGiven { insight_summaries, next_token }))
    }

    pub(super) fn answer_impact_graph(&self, request: &GetImpactGraph) -> Answer {
        one_page(request.next_token.as_deref())?;
        let graph = self.insight_impact_graph(&request.insight_id, request.start_time.0, request.end_time.0)?;
        Ok(wire::answer(&ImpactGiven::from(graph)))
    }
}

fn most(asked: Option<Whole>, default: usize) -> usize {
    asked.and_then(|Whole(most)| usize::try_from(most).ok()).unwrap_or(default)
}
