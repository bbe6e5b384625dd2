//! The lines of calls.

use std::fmt::Write;

use super::layers::Layers;
use super::place::{Area, BETWEEN_LINES};
use crate::markup::Coordinate;

/// The line of a call.
pub(super) struct Line {
    /// The path's data.
    pub(super) path: String,
    /// The arrow's head: its tip, and whether it points to the right.
    pub(super) tip: (f64, f64),
    pub(super) points_right: bool,
    /// Where its words begin.
    pub(super) label: (f64, f64),
}

/// The lines of all calls.
pub(super) fn lines(layers: &Layers, areas: &[Area]) -> Vec<Line> {
    let (starts, ends) = (ports(layers, areas, true), ports(layers, areas, false));
    let ways = layers.ways.iter().enumerate();
    ways.map(|(index, way)| match way[..] {
        [only] => of_oneself(areas[only]),
        _ => line(way, areas, starts[index], ends[index], layers.is_back[index]),
    })
    .collect()
}

/// At which height each line leaves its first spot, or comes to its last: in the order of where they lead.
#[expect(clippy::cast_precision_loss, reason = "there are some thousand lines at most")]
fn ports(layers: &Layers, areas: &[Area], is_start: bool) -> Vec<f64> {
    let mut ports = vec![0.0; layers.ways.len()];
    let end = |way: &[usize]| if is_start { (way[0], way[1]) } else { (way[way.len() - 1], way[way.len() - 2]) };
    let ways = layers.ways.iter().enumerate().filter(|(_, way)| way.len() > 1);
    let mut lines: Vec<(usize, f64, usize)> = ways
        .map(|(index, way)| {
            let (spot, next) = end(way);
            (spot, areas[next].middle(), index)
        })
        .collect();
    lines.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2)));
    for group in lines.chunk_by(|a, b| a.0 == b.0) {
        let first = areas[group[0].0].middle() - (group.len() as f64 - 1.0) / 2.0 * BETWEEN_LINES;
        for (place, (_, _, index)) in group.iter().enumerate() {
            ports[*index] = first + place as f64 * BETWEEN_LINES;
        }
    }
    ports
}

fn line(way: &[usize], areas: &[Area], start: f64, end: f64, is_back: bool) -> Line {
    let (first, last) = (areas[way[0]], areas[way[way.len() - 1]]);
    let (from, to) = ((first.right(), start), (last.left, end));
    let head = |x: f64, right: bool| if right { x - HEAD } else { x + HEAD };
    let begin = if is_back { head(from.0, false) } else { from.0 };
    let mut path = String::new();
    move_to(&mut path, begin, from.1);
    let mut here = (begin, from.1);
    for spot in &way[1..way.len() - 1] {
        let through = areas[*spot];
        curve(&mut path, here, (through.left, through.middle()));
        let _ = write!(path, " L{} {}", Coordinate(through.right()), Coordinate(through.middle()));
        here = (through.right(), through.middle());
    }
    let stop = if is_back { to.0 } else { head(to.0, true) };
    curve(&mut path, here, (stop, to.1));
    let tip = if is_back { from } else { to };
    Line { path, tip, points_right: !is_back, label: (from.0 + LABEL_INSET, from.1 - 3.0) }
}

/// A loop above the box.
fn of_oneself(area: Area) -> Line {
    let (right, left) = (area.right() - 24.0, area.left + 24.0);
    let mut path = String::new();
    move_to(&mut path, right, area.top);
    let above = Coordinate(area.top - 18.0);
    let (right, tip) = (Coordinate(right), (left, area.top));
    let _ =
        write!(path, " C{right} {above} {} {above} {} {}", Coordinate(left), Coordinate(left), Coordinate(area.top));
    Line { path, tip, points_right: true, label: (left + 26.0, area.top - 15.0) }
}

fn move_to(path: &mut String, x: f64, y: f64) {
    let _ = write!(path, "M{} {}", Coordinate(x), Coordinate(y));
}

/// A curve that leaves and comes level.
fn curve(path: &mut String, (x0, y0): (f64, f64), (x1, y1): (f64, f64)) {
    let middle = Coordinate(f64::midpoint(x0, x1));
    let (y0, x1, y1) = (Coordinate(y0), Coordinate(x1), Coordinate(y1));
    let _ = write!(path, " C{middle} {y0} {middle} {y1} {x1} {y1}");
}

/// How long an arrow's head is.
pub(super) const HEAD: f64 = 7.0;
/// How far from its service the words of a call begin.
pub(super) const LABEL_INSET: f64 = 12.0;
