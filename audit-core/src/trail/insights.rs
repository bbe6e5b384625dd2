//! Which insights trails look for.

use cupola_base::Timestamp;

use super::{Trail, TrailError};
use crate::{Category, Engine, Field, InsightSelector, InsightType, Record};

impl Engine {
    /// Sets which insights a trail looks for, and logs; none ends it. They are looked for as long as it logs.
    ///
    /// # Errors
    /// [`TrailError`]; of a type that stands there twice, too.
    ///
    /// # Source
    /// CloudTrail API Reference, PutInsightSelectors.
    #[doc(alias = "PutInsightSelectors")]
    pub fn put_insight_selectors(
        &mut self,
        now: Timestamp,
        name: &str,
        selectors: Vec<InsightSelector>,
    ) -> Result<&Trail, TrailError> {
        self.see(now);
        let name = self.own_name(name)?;
        if let Some(kind) = twice(&selectors) {
            return Err(TrailError::InsightTwice(kind));
        }
        self.change(&name, |trail| trail.insights = selectors)?;
        self.rewatch();
        self.trail(&name)
    }

    /// The insights that a trail looks for.
    ///
    /// # Errors
    /// [`TrailError`]: no such trail, or one that looks for none.
    ///
    /// # Source
    /// CloudTrail API Reference, GetInsightSelectors.
    #[doc(alias = "GetInsightSelectors")]
    pub fn insight_selectors(&self, name: &str) -> Result<&Trail, TrailError> {
        let trail = self.trail(name)?;
        if trail.insights.is_empty() { Err(TrailError::NoInsights(trail.name.to_string())) } else { Ok(trail) }
    }

    /// Looks for what logging trails and enabled event data stores look for, and for what was asked for besides.
    pub(crate) fn rewatch(&mut self) {
        let of_trails = self.state.trails.all().filter(|trail| trail.is_logging()).flat_map(|trail| &trail.insights);
        let of_stores = self.state.lake.watched();
        let all: Vec<InsightSelector> = self.state.watched.iter().chain(of_trails).chain(of_stores).cloned().collect();
        self.state.insights.watch(self.state.now, &all);
    }
}

impl Trail {
    /// Whether the trail looks for insights like this one.
    pub(super) fn looks_for(&self, insight: &Record<'_>) -> bool {
        look_for(&self.insights, insight)
    }
}

/// A type that stands twice.
pub(crate) fn twice(selectors: &[InsightSelector]) -> Option<InsightType> {
    let is_twice = |at: usize| selectors[..at].iter().any(|before| before.kind == selectors[at].kind);
    (0..selectors.len()).find(|at| is_twice(*at)).map(|at| selectors[at].kind)
}

/// Whether any of these looks for insights like this one.
pub(crate) fn look_for(selectors: &[InsightSelector], insight: &Record<'_>) -> bool {
    let details = insight.get(Field::InsightDetails).value();
    let text = |name: &str| details.as_ref().and_then(|details| details.get(name).value()?.text());
    let kind = text("insightType");
    let category = text("sourceEventCategory").unwrap_or_else(|| "Management".into());
    insight.category() == Category::Insight
        && selectors.iter().any(|selector| {
            kind.as_deref() == Some(selector.kind.as_str()) && selector.categories().any(|one| one.as_str() == category)
        })
}
