//! Service maps: who calls whom, drawn from left to right.

mod dot;
mod draw;
mod health;
mod layers;
mod letters;
mod place;
mod route;

use crate::drawing::Drawing;

pub(crate) use draw::cut;
pub use health::{Health, HealthState};

/// Services and the calls between them.
///
/// Callers stand left of those they call, in layers; calls that lead back go from right to left. Each service has a bar of how
/// its requests ended, and says in words what is wrong; each call has its rate and its latency. [`to_dot`](Self::to_dot)
/// writes the same for Graphviz.
///
/// ```
/// use cupola_report::{Health, MapEdge, MapNode, ServiceMap};
///
/// let map = ServiceMap::new("Last hour")
///     .with_node(MapNode::new("web").kind("AWS::ECS::Container").health(Health { ok: 980, fault: 20, ..Health::default() }))
///     .with_node(MapNode::new("orders").kind("AWS::DynamoDB::Table").health(Health { ok: 400, ..Health::default() }))
///     .with_edge(MapEdge::new(0, 1).rate("6.7/min").latency("12 ms"));
/// let svg = map.draw().to_svg();
/// assert!(svg.contains("web: 2.0% faults of 1000") && svg.contains("6.7/min 12 ms"));
/// assert!(map.to_dot().contains(r#"n0 -> n1 [label="6.7/min 12 ms"]"#));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceMap {
    title: String,
    nodes: Vec<MapNode>,
    edges: Vec<MapEdge>,
}

/// One service.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct MapNode {
    /// Its name.
    pub name: String,
    /// Its type, such as `AWS::DynamoDB::Table`.
    pub kind: String,
    /// How its requests ended.
    pub health: Health,
    /// How long its requests take, in words.
    pub latency: String,
    /// Whether it is known by its callers alone.
    pub is_inferred: bool,
}

/// Calls of one service by another, or by itself.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct MapEdge {
    /// The caller's place among the services.
    pub from: usize,
    /// The place of who is called.
    pub to: usize,
    /// How many calls there are, in words.
    pub rate: String,
    /// How long they take, in words.
    pub latency: String,
    /// How they ended.
    pub health: Health,
    /// Whether it is a link between traces, and no call.
    pub is_link: bool,
}

impl MapNode {
    /// A service of which only its name is known.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            kind: String::new(),
            health: Health::default(),
            latency: String::new(),
            is_inferred: false,
        }
    }

    /// Sets the type.
    #[must_use]
    pub fn kind(self, kind: impl Into<String>) -> Self {
        Self { kind: kind.into(), ..self }
    }

    /// Sets how its requests ended.
    #[must_use]
    pub fn health(self, health: Health) -> Self {
        Self { health, ..self }
    }

    /// Sets how long its requests take, in words: `240 ms`.
    #[must_use]
    pub fn latency(self, latency: impl Into<String>) -> Self {
        Self { latency: latency.into(), ..self }
    }

    /// Says that it is known by its callers alone: its border is dashed.
    #[must_use]
    pub fn inferred(self, is_inferred: bool) -> Self {
        Self { is_inferred, ..self }
    }
}

impl MapEdge {
    /// Calls of the service at one place by that at another.
    #[must_use]
    pub fn new(from: usize, to: usize) -> Self {
        Self { from, to, rate: String::new(), latency: String::new(), health: Health::default(), is_link: false }
    }

    /// Sets how many calls there are, in words: `6.7/min`.
    #[must_use]
    pub fn rate(self, rate: impl Into<String>) -> Self {
        Self { rate: rate.into(), ..self }
    }

    /// Sets how long they take, in words: `12 ms`.
    #[must_use]
    pub fn latency(self, latency: impl Into<String>) -> Self {
        Self { latency: latency.into(), ..self }
    }

    /// Sets how they ended.
    #[must_use]
    pub fn health(self, health: Health) -> Self {
        Self { health, ..self }
    }

    /// Says that it is a link between traces: its line is dashed.
    #[must_use]
    pub fn link(self, is_link: bool) -> Self {
        Self { is_link, ..self }
    }

    fn label(&self) -> String {
        [&*self.rate, &*self.latency].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

impl ServiceMap {
    /// A map without services.
    #[must_use]
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), nodes: Vec::new(), edges: Vec::new() }
    }

    /// Adds a service; the first has the place 0.
    #[must_use]
    pub fn with_node(mut self, node: MapNode) -> Self {
        self.nodes.push(node);
        self
    }

    /// Adds calls. Those of services that are not there, when the map is drawn, are left out.
    #[must_use]
    pub fn with_edge(mut self, edge: MapEdge) -> Self {
        self.edges.push(edge);
        self
    }

    /// Draws it. Past 400 services the further ones are left out, and the description says so.
    #[must_use]
    pub fn draw(&self) -> Drawing {
        draw::draw(self)
    }

    /// The map in Graphviz's language.
    #[must_use]
    pub fn to_dot(&self) -> String {
        dot::dot(self)
    }

    /// The services that are drawn, and the calls between them.
    fn drawn(&self) -> (&[MapNode], Vec<&MapEdge>) {
        let nodes = &self.nodes[..self.nodes.len().min(MOST_NODES)];
        let edges = self.edges.iter().filter(|edge| edge.from < nodes.len() && edge.to < nodes.len());
        (nodes, edges.take(MOST_EDGES).collect())
    }
}

const MOST_NODES: usize = 400;
const MOST_EDGES: usize = 2000;

#[cfg(test)]
mod tests;
