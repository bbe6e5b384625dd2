//! Actions on dashboards.

use super::page::Page;
use super::{Answer, Call, answer, nothing};
use crate::dashboard::Dashboard;
use crate::engine::Engine;
use crate::wire::{
    DashboardEntry, DashboardPut, DeleteDashboards, GetDashboard, ListDashboards, ListedDashboards, PutDashboard,
    WireDashboard,
};

pub(super) fn put_dashboard(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let mut request: PutDashboard = call.read()?;
    let tags = request.tags();
    let dashboard_validation_messages =
        engine.put_dashboard(call.now, &request.dashboard_name, &request.dashboard_body, tags)?;
    answer(&DashboardPut { dashboard_validation_messages })
}

pub(super) fn get_dashboard(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: GetDashboard = call.read()?;
    answer(&WireDashboard::from(engine.dashboard(call.now, &request.dashboard_name)?))
}

pub(super) fn list_dashboards(engine: &mut Engine, call: &Call<'_>) -> Answer {
    engine.advance(call.now);
    let request: ListDashboards = call.read()?;
    let page = Page::of("ListDashboards", &request, request.next_token.as_deref(), engine.now())?;
    let prefix = request.dashboard_name_prefix.as_deref().unwrap_or_default();
    let dashboards = engine.dashboards.select(prefix, page.after.as_deref());
    let position = |dashboard: &&Dashboard| dashboard.name.to_string();
    let (dashboards, next_token) = page.cut(dashboards, engine.limits.dashboards_per_page, position);
    let dashboard_entries = dashboards.into_iter().map(DashboardEntry::from).collect();
    answer(&ListedDashboards { dashboard_entries, next_token })
}

pub(super) fn delete_dashboards(engine: &mut Engine, call: &Call<'_>) -> Answer {
    engine.delete_dashboards(call.now, &call.read::<DeleteDashboards>()?.dashboard_names)?;
    nothing()
}
