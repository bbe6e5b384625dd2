//! Where spots stand, in pixels.

use super::layers::{Layers, Spot};

/// Boxes of services.
pub(super) const WIDTH: f64 = 178.0;
const LEAST_HEIGHT: f64 = 56.0;
/// Room for the words of a call.
pub(super) const BETWEEN_LAYERS: f64 = 150.0;
const BETWEEN_ROWS: f64 = 26.0;
/// Room between the lines that leave a service.
pub(super) const BETWEEN_LINES: f64 = 15.0;
const MARGIN: f64 = 24.0;
const TOP: f64 = 56.0;

/// A box, or a point with some room around it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Area {
    pub(super) fn middle(&self) -> f64 {
        self.top + self.height / 2.0
    }

    pub(super) fn right(&self) -> f64 {
        self.left + self.width
    }
}

/// The areas of all spots, and the size of the picture.
pub(super) fn place(layers: &Layers, nodes: usize) -> (Vec<Area>, (f64, f64)) {
    let mut areas: Vec<Area> = (0..layers.layer_of.len()).map(|spot| area(layers, spot, spot < nodes)).collect();
    for layer in &layers.layers {
        stack(layer, &mut areas);
    }
    for round in 0..ROUNDS {
        let mut order: Vec<usize> = (0..layers.layers.len()).collect();
        if round % 2 == 1 {
            order.reverse();
        }
        for layer in order {
            pull(&layers.layers[layer], layers, &mut areas);
        }
    }
    let highest = areas.iter().map(|area| area.top).fold(f64::INFINITY, f64::min);
    areas.iter_mut().for_each(|area| area.top += TOP - highest);
    let right = areas.iter().map(Area::right).fold(320.0, f64::max);
    let bottom = areas.iter().map(|area| area.top + area.height).fold(TOP, f64::max);
    (areas, (right + MARGIN, bottom + MARGIN))
}

#[expect(clippy::cast_precision_loss, reason = "there are some thousand spots at most")]
fn area(layers: &Layers, spot: Spot, is_node: bool) -> Area {
    let left = MARGIN + layers.layer_of[spot] as f64 * (WIDTH + BETWEEN_LAYERS);
    if !is_node {
        return Area { left, top: 0.0, width: WIDTH, height: 2.0 };
    }
    let leaving = layers.ways.iter().filter(|way| way.len() > 1 && way.first() == Some(&spot)).count();
    let coming = layers.ways.iter().filter(|way| way.len() > 1 && way.last() == Some(&spot)).count();
    let lines = leaving.max(coming) as f64;
    Area { left, top: 0.0, width: WIDTH, height: LEAST_HEIGHT.max(lines * BETWEEN_LINES + 8.0) }
}

/// One below the other.
fn stack(layer: &[Spot], areas: &mut [Area]) {
    let mut top = 0.0;
    for spot in layer {
        areas[*spot].top = top;
        top += areas[*spot].height + BETWEEN_ROWS;
    }
}

/// Moves the spots of a layer towards those that they are joined with, as far as their order lets them.
fn pull(layer: &[Spot], layers: &Layers, areas: &mut [Area]) {
    let wanted: Vec<f64> = layer.iter().map(|spot| wish(*spot, layers, areas)).collect();
    let (mut down, mut up) = (wanted.clone(), wanted);
    for index in 1..layer.len() {
        down[index] = down[index].max(down[index - 1] + areas[layer[index - 1]].height + BETWEEN_ROWS);
    }
    for index in (1..layer.len()).rev() {
        up[index - 1] = up[index - 1].min(up[index] - areas[layer[index - 1]].height - BETWEEN_ROWS);
    }
    // Both keep the order and the room between; so does their mean.
    for (index, spot) in layer.iter().enumerate() {
        areas[*spot].top = f64::midpoint(down[index], up[index]);
    }
}

/// The top at which the middle would be that of those that it is joined with.
#[expect(clippy::cast_precision_loss, reason = "there are some thousand spots at most")]
fn wish(spot: Spot, layers: &Layers, areas: &[Area]) -> f64 {
    let pairs = layers.ways.iter().flat_map(|way| way.windows(2));
    let near = pairs.filter_map(|pair| match (pair[0] == spot, pair[1] == spot) {
        (true, _) => Some(pair[1]),
        (_, true) => Some(pair[0]),
        _ => None,
    });
    let middles: Vec<f64> = near.map(|other| areas[other].middle()).collect();
    if middles.is_empty() {
        return areas[spot].top;
    }
    middles.iter().sum::<f64>() / middles.len() as f64 - areas[spot].height / 2.0
}

const ROUNDS: usize = 10;
