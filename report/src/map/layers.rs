//! Which service stands in which column, and in which order.

use std::collections::BTreeSet;

/// A place in a layer: a service, or a point through which a long call passes.
pub(super) type Spot = usize;

/// Layers from left to right.
pub(super) struct Layers {
    /// The spots of each layer from top to bottom; the first spots are the services.
    pub(super) layers: Vec<Vec<Spot>>,
    /// The layer of each spot.
    pub(super) layer_of: Vec<usize>,
    /// For each call, the spots from left to right; one or none for calls of oneself.
    pub(super) ways: Vec<Vec<Spot>>,
    /// Whether each call leads from right to left.
    pub(super) is_back: Vec<bool>,
}

/// Finds layers for `nodes` services and calls between them.
pub(super) fn layers(nodes: usize, edges: &[(usize, usize)]) -> Layers {
    let is_back = back(nodes, edges);
    let forward: Vec<(usize, usize)> =
        edges.iter().zip(&is_back).map(|((from, to), back)| if *back { (*to, *from) } else { (*from, *to) }).collect();
    let mut layer_of = ranks(nodes, &forward);
    let ways = forward.iter().map(|edge| way(*edge, &mut layer_of)).collect::<Vec<_>>();
    let count = layer_of.iter().max().map_or(0, |most| most + 1);
    let mut layers = vec![Vec::new(); count];
    for (spot, layer) in layer_of.iter().enumerate() {
        layers[*layer].push(spot);
    }
    order(&mut layers, &ways, layer_of.len());
    Layers { layers, layer_of, ways, is_back }
}

/// Calls that lead back to a service from which the caller can be reached.
fn back(nodes: usize, edges: &[(usize, usize)]) -> Vec<bool> {
    let mut out: Vec<Vec<usize>> = vec![Vec::new(); nodes];
    let mut called = vec![false; nodes];
    for (index, (from, to)) in edges.iter().enumerate().filter(|(_, (from, to))| from != to) {
        out[*from].push(index);
        called[*to] = true;
    }
    let mut back = vec![false; edges.len()];
    let (mut seen, mut on_path) = (vec![false; nodes], vec![false; nodes]);
    let starts = (0..nodes).filter(|node| !called[*node]).chain(0..nodes);
    for start in starts.collect::<Vec<_>>() {
        let mut path = vec![(start, 0)];
        while let Some((node, next)) = path.pop() {
            if next == 0 && std::mem::replace(&mut seen[node], true) {
                continue;
            }
            on_path[node] = true;
            let Some(edge) = out[node].get(next).copied() else {
                on_path[node] = false;
                continue;
            };
            path.push((node, next + 1));
            let to = edges[edge].1;
            back[edge] = on_path[to];
            if !seen[to] {
                path.push((to, 0));
            }
        }
    }
    back
}

/// The longest way to each service, in calls.
fn ranks(nodes: usize, edges: &[(usize, usize)]) -> Vec<usize> {
    let mut ranks = vec![0; nodes];
    let mut left = vec![0; nodes];
    edges.iter().filter(|(from, to)| from != to).for_each(|(_, to)| left[*to] += 1);
    let mut open: BTreeSet<usize> = (0..nodes).filter(|node| left[*node] == 0).collect();
    while let Some(node) = open.pop_first() {
        for (_, to) in edges.iter().filter(|(from, to)| *from == node && from != to) {
            ranks[*to] = ranks[*to].max(ranks[node] + 1);
            left[*to] -= 1;
            if left[*to] == 0 {
                open.insert(*to);
            }
        }
    }
    ranks
}

/// The spots that a call passes, with a new one in each layer between.
fn way((from, to): (usize, usize), layer_of: &mut Vec<usize>) -> Vec<Spot> {
    if from == to {
        return vec![from];
    }
    let mut way = vec![from];
    for layer in layer_of[from] + 1..layer_of[to] {
        way.push(layer_of.len());
        layer_of.push(layer);
    }
    way.push(to);
    way
}

/// Puts spots near those that they are joined with: sweeps over the layers, there and back.
fn order(layers: &mut [Vec<Spot>], ways: &[Vec<Spot>], spots: usize) {
    let mut near: [Vec<Vec<Spot>>; 2] = [vec![Vec::new(); spots], vec![Vec::new(); spots]];
    for pair in ways.iter().flat_map(|way| way.windows(2)) {
        near[0][pair[1]].push(pair[0]);
        near[1][pair[0]].push(pair[1]);
    }
    let mut place = vec![0.0; spots];
    settle(layers, &mut place);
    for sweep in 0..SWEEPS {
        let side = sweep % 2;
        let mut order: Vec<usize> = (0..layers.len()).collect();
        if side == 1 {
            order.reverse();
        }
        for layer in order {
            let middle = |spot: &Spot| {
                let near = &near[side][*spot];
                #[expect(clippy::cast_precision_loss, reason = "there are some thousand spots at most")]
                let count = near.len().max(1) as f64;
                if near.is_empty() { place[*spot] } else { near.iter().map(|other| place[*other]).sum::<f64>() / count }
            };
            let mut keyed: Vec<(f64, Spot)> = layers[layer].iter().map(|spot| (middle(spot), *spot)).collect();
            keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
            layers[layer] = keyed.into_iter().map(|(_, spot)| spot).collect();
            settle(std::slice::from_ref(&layers[layer]), &mut place);
        }
    }
}

/// Where each spot stands in its layer, from 0 to 1.
#[expect(clippy::cast_precision_loss, reason = "there are some thousand spots at most")]
fn settle(layers: &[Vec<Spot>], place: &mut [f64]) {
    for layer in layers {
        for (index, spot) in layer.iter().enumerate() {
            place[*spot] = (index as f64 + 0.5) / layer.len() as f64;
        }
    }
}

const SWEEPS: usize = 12;
