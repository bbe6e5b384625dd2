//! What one area says that another should hear.

mod standard;
mod step;

use std::fmt;

use cupola_base::Timestamp;

use crate::signal::Signal;
pub use step::Step;

/// One way from an area to another: a name and a pure function.
///
/// The function appends what is to be done about a signal, at that signal's instant; for signals
/// that do not concern it, it appends nothing.
#[derive(Clone, Copy)]
#[expect(clippy::exhaustive_structs, reason = "a name and a function are all there is")]
pub struct Route {
    /// Names the route in the table.
    pub name: &'static str,
    /// What it does.
    pub run: fn(Timestamp, &Signal, &mut Vec<Step>),
}

impl fmt::Debug for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Route({})", self.name)
    }
}

/// The table of routes of an observatory.
///
/// ```
/// use cupola::{Route, Routes, Signal};
///
/// let mut routes = Routes::standard();
/// assert!(routes.remove("alarm event -> bus"));
/// routes.put(Route { name: "metric filter -> metric", run: |_at, _signal, _steps| {} });
/// assert_eq!(routes.names().count(), 29);
/// ```
#[derive(Clone, Debug)]
pub struct Routes {
    table: Vec<Route>,
    hops: usize,
}

impl Routes {
    /// No route at all, and the default hop budget of 16.
    #[must_use]
    pub const fn none() -> Self {
        Self { table: Vec::new(), hops: 16 }
    }

    /// The routes of the services.
    #[must_use]
    pub fn standard() -> Self {
        Self { table: standard::TABLE.to_vec(), ..Self::none() }
    }

    /// Adds a route at the end, or replaces the one of the same name in its place.
    pub fn put(&mut self, route: Route) {
        match self.table.iter_mut().find(|old| old.name == route.name) {
            Some(old) => *old = route,
            None => self.table.push(route),
        }
    }

    /// Takes a route away; false when there is none of that name.
    pub fn remove(&mut self, name: &str) -> bool {
        let before = self.table.len();
        self.table.retain(|route| route.name != name);
        self.table.len() < before
    }

    /// Sets how often signals may lead to further signals within one instant.
    #[must_use]
    pub fn with_hop_budget(self, hops: usize) -> Self {
        Self { hops, ..self }
    }

    /// The names, in the order in which the routes run.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.table.iter().map(|route| route.name)
    }

    pub(crate) const fn hop_budget(&self) -> usize {
        self.hops
    }

    pub(crate) fn run(&self, at: Timestamp, signal: &Signal, steps: &mut Vec<Step>) {
        for route in &self.table {
            (route.run)(at, signal, steps);
        }
    }
}

impl Default for Routes {
    fn default() -> Self {
        Self::standard()
    }
}
