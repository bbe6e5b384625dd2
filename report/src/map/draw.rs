//! Drawing a map.

use super::layers::layers;
use super::letters::{BOLD, SMALL, fit_letters};
use super::place::{Area, BETWEEN_LAYERS, place};
use super::route::{HEAD, LABEL_INSET, Line, lines};
use super::{Health, HealthState, MapEdge, MapNode, ServiceMap};
use crate::drawing::Drawing;
use crate::frame::draw_title;
use crate::markup::{Coordinate, Markup};

pub(super) fn draw(map: &ServiceMap) -> Drawing {
    let (nodes, edges) = map.drawn();
    let pairs: Vec<(usize, usize)> = edges.iter().map(|edge| (edge.from, edge.to)).collect();
    let layers = layers(nodes.len(), &pairs);
    let (areas, size) = place(&layers, nodes.len());
    let lines = lines(&layers, &areas);
    let size = (pixels(size.0), pixels(size.1));
    let mut out = Markup::default();
    draw_title(&mut out, &map.title, None, size.0);
    let most = edges.iter().map(|edge| edge.health.total()).max().unwrap_or(0);
    for (edge, line) in edges.iter().zip(&lines) {
        draw_edge(&mut out, (edge, &nodes[edge.from], &nodes[edge.to]), line, most);
    }
    // Words lie above all lines, in a halo that keeps them readable where a line passes.
    for (edge, line) in edges.iter().zip(&lines) {
        draw_label(&mut out, edge, line, most);
    }
    for (node, area) in nodes.iter().zip(&areas) {
        draw_node(&mut out, node, *area);
    }
    Drawing::new(&map.title, describe(map), size, out)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float to integer cast saturates")]
fn pixels(length: f64) -> u32 {
    length.ceil() as u32
}

fn draw_edge(out: &mut Markup, (edge, from, to): (&MapEdge, &MapNode, &MapNode), line: &Line, most: u64) {
    let state = edge.health.state();
    out.element("g").open();
    out.element("title").text(edge_words(edge, from, to));
    let dash = if edge.is_link { " cu-dash1" } else { "" };
    out.element("path")
        .class(format_args!("cu-call {}{dash}", state.class()))
        .attr("d", &line.path)
        .attr("stroke-width", Coordinate(thickness(edge.health.total(), most)))
        .empty();
    let (x, y) = line.tip;
    let back = if line.points_right { x - HEAD } else { x + HEAD };
    let (x, back, up, down, y) =
        (Coordinate(x), Coordinate(back), Coordinate(y - 4.0), Coordinate(y + 4.0), Coordinate(y));
    out.element("path")
        .class(format_args!("cu-head {}", state.class()))
        .attr("d", format_args!("M{x} {y} L{back} {up} L{back} {down} Z"))
        .empty();
    out.close();
}

/// Above the line, whatever its thickness.
fn draw_label(out: &mut Markup, edge: &MapEdge, line: &Line, most: u64) {
    let label = edge.label();
    if !label.is_empty() {
        let (x, y) = (line.label.0, line.label.1 - thickness(edge.health.total(), most) / 2.0);
        let shown = fit_letters(&label, BETWEEN_LAYERS - 2.0 * LABEL_INSET, SMALL);
        out.element("text").class("cu-small cu-halo").at("x", x).at("y", y).text(shown);
    }
}

/// One to four pixels, by the root of the share of the busiest.
#[expect(clippy::cast_precision_loss, reason = "shown as a thickness")]
fn thickness(count: u64, most: u64) -> f64 {
    1.0 + 3.0 * (count as f64 / most.max(1) as f64).sqrt()
}

fn draw_node(out: &mut Markup, node: &MapNode, area: Area) {
    let state = node.health.state();
    let dash = if node.is_inferred { " cu-inferred" } else { "" };
    out.element("g").open();
    out.element("title").text(node_words(node));
    out.element("rect")
        .class(format_args!("cu-box {}{dash}", state.class()))
        .at("x", area.left)
        .at("y", area.top)
        .at("width", area.width)
        .at("height", area.height)
        .attr("rx", 6)
        .empty();
    let (x, middle, room) = (area.left + 10.0, area.middle(), area.width - 20.0);
    out.element("text").class("cu-name").at("x", x).at("y", middle - 10.0).text(fit_letters(&node.name, room, BOLD));
    let kind = if node.kind.is_empty() { "service" } else { &node.kind };
    out.element("text").class("cu-small").at("x", x).at("y", middle + 4.0).text(fit_letters(kind, room, SMALL));
    let figures = figures(node);
    if !figures.is_empty() {
        out.element("text")
            .class("cu-small")
            .at("x", x)
            .at("y", middle + 17.0)
            .text(fit_letters(&figures, room, SMALL));
    }
    draw_bar(out, &node.health, area);
    out.close();
}

/// How requests ended, as a bar along the lower edge.
#[expect(clippy::cast_precision_loss, reason = "shown as a length")]
fn draw_bar(out: &mut Markup, health: &Health, area: Area) {
    let (total, width) = (health.total().max(1) as f64, area.width - 12.0);
    let mut left = area.left + 6.0;
    for (count, class) in health.parts() {
        let part = width * count as f64 / total;
        if count > 0 {
            out.element("rect")
                .class(class)
                .at("x", left)
                .at("y", area.top + area.height - 5.0)
                .at("width", part.max(1.0))
                .attr("height", 3)
                .empty();
        }
        left += part;
    }
}

fn figures(node: &MapNode) -> String {
    let words = match node.health.state() {
        HealthState::Ok | HealthState::Unknown => node.health.words(),
        _ => node.health.words().split(" of ").next().unwrap_or_default().to_owned(),
    };
    [words, node.latency.clone()].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ")
}

fn node_words(node: &MapNode) -> String {
    let health = node.health.words();
    let parts = [&*health, &*node.latency, &*node.kind];
    let parts: Vec<&str> = parts.into_iter().filter(|text| !text.is_empty()).collect();
    if parts.is_empty() { node.name.clone() } else { format!("{}: {}", node.name, parts.join(", ")) }
}

fn edge_words(edge: &MapEdge, from: &MapNode, to: &MapNode) -> String {
    let health = edge.health.words();
    let parts = [&*edge.rate, &*edge.latency, &*health];
    let parts: Vec<&str> = parts.into_iter().filter(|text| !text.is_empty()).collect();
    let verb = if edge.is_link { "links to" } else { "calls" };
    format!("{} {verb} {}: {}", from.name, to.name, parts.join(", "))
}

fn describe(map: &ServiceMap) -> String {
    let (nodes, edges) = map.drawn();
    let failing: Vec<&str> = nodes
        .iter()
        .filter(|node| node.health.state() == HealthState::Fault)
        .map(|node| &*node.name)
        .take(10)
        .collect();
    let (services, kinds) = (counted(nodes.len(), "service"), counted(edges.len(), "kind"));
    let mut text = format!("{services} and {kinds} of calls.");
    if !failing.is_empty() {
        text.push_str(&format!(" Faults: {}.", failing.join(", ")));
    }
    let left_out = map.nodes.len() - nodes.len();
    if left_out > 0 {
        text.push_str(&format!(" {} not drawn.", further(left_out)));
    }
    text
}

/// A number of things, in words.
fn counted(number: usize, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}

fn further(left_out: usize) -> String {
    if left_out == 1 { "1 further service is".into() } else { format!("{left_out} further services are") }
}

/// At most so many characters; what is cut ends in three points.
pub(crate) fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(std::iter::once('\u{2026}')).collect()
}
