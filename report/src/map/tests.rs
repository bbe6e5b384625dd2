use super::layers::layers;
use super::place::place;
use super::*;

fn map(nodes: usize, edges: &[(usize, usize)]) -> ServiceMap {
    let map = (0..nodes).fold(ServiceMap::new("t"), |map, node| map.with_node(MapNode::new(format!("n{node}"))));
    edges.iter().fold(map, |map, (from, to)| map.with_edge(MapEdge::new(*from, *to)))
}

#[test]
fn callers_stand_left_of_those_they_call_save_for_calls_that_lead_back() {
    let edges = [(0, 1), (1, 2), (2, 0), (0, 2), (3, 3)];
    let layers = layers(4, &edges);
    assert_eq!(layers.layer_of[..4], [0, 1, 2, 0]);
    assert_eq!(layers.is_back, [false, false, true, false, false]);
    assert_eq!(layers.ways[3].len(), 3, "a long call passes the layer between");
}

#[test]
fn nothing_stands_on_anything_else() {
    // A tree, a ring through it, and calls across: a hundred services.
    let mut edges: Vec<(usize, usize)> = (1..100).map(|node| ((node - 1) / 3, node)).collect();
    edges.extend((0..40).map(|n| (n * 7 % 100, n * 13 % 100)));
    let layers = layers(100, &edges);
    let (areas, (width, height)) = place(&layers, 100);
    for (one, a) in areas.iter().enumerate().take(100) {
        assert!(a.left >= 0.0 && a.right() <= width && a.top >= 0.0 && a.top + a.height <= height);
        for (other, b) in areas.iter().enumerate().take(100).filter(|(other, _)| *other != one) {
            let apart =
                a.right() <= b.left || b.right() <= a.left || a.top + a.height <= b.top || b.top + b.height <= a.top;
            assert!(apart, "{one} {other}");
        }
    }
}

#[test]
fn the_same_map_gives_the_same_bytes_and_odd_ones_are_drawn() {
    let odd = map(3, &[(0, 0), (0, 7), (1, 2), (2, 1), (1, 2)]);
    assert_eq!(odd.draw().to_svg(), map(3, &[(0, 0), (0, 7), (1, 2), (2, 1), (1, 2)]).draw().to_svg());
    assert!(ServiceMap::new("empty").draw().to_svg().contains("0 services"));
    assert!(map(401, &[]).draw().description().contains("1 further service is not drawn"));
    assert_eq!(map(1, &[]).with_node(MapNode::new("a\"b\\")).to_dot().matches("label=\"a\\\"b\\\\\"").count(), 1);
}
