//! The service map.

use cupola_report::Overview;

use super::ReportPage;
use crate::{Observatory, draw_service_map};

impl ReportPage {
    pub(super) fn services(&self, sky: &mut Observatory, page: Overview) -> Overview {
        let now = sky.now();
        // Without a group, a range in order is never refused.
        let graph = sky.traces(now).service_graph(self.from, self.until.plus_millis(1), None);
        match graph {
            Ok(graph) if !graph.graph.services.is_empty() => page.with_map(draw_service_map(&graph.graph)),
            _ => page,
        }
    }
}
