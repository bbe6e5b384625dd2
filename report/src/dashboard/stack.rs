//! Series on top of each other.

use std::collections::BTreeMap;
use std::fmt::Write;

use cupola_base::Timestamp;

use crate::markup::{Coordinate, Markup};
use crate::series::Series;
use crate::style::COLOURS;
use crate::time_scale::TimeScale;
use crate::value_scale::ValueScale;

/// The sums of each series and those before it, at every instant where one of them has a value; one without a value
/// there adds nothing.
pub(super) fn stacked(series: &[Series]) -> Vec<Vec<(Timestamp, f64)>> {
    let mut sums: BTreeMap<Timestamp, f64> = series.iter().flat_map(Series::points).map(|(at, _)| (at, 0.0)).collect();
    let mut layers = Vec::new();
    for one in series {
        one.points().for_each(|(at, value)| *sums.entry(at).or_default() += value);
        layers.push(sums.iter().map(|(at, sum)| (*at, *sum)).collect());
    }
    layers
}

/// Draws layers from the top one down, each to the ground: what is below covers the rest.
pub(super) fn draw(out: &mut Markup, layers: &[Vec<(Timestamp, f64)>], time: &TimeScale, values: &ValueScale) {
    let ground = values.y(values.clamped(0.0));
    for (index, layer) in layers.iter().enumerate().rev() {
        let shown = layer.iter().filter(|(at, _)| time.covers(*at));
        let dots: Vec<(f64, f64)> = shown.map(|(at, sum)| (time.x(*at), values.y(values.clamped(*sum)))).collect();
        let dots = thinned(dots, time.width);
        let (Some(first), Some(last)) = (dots.first(), dots.last()) else { continue };
        let mut path = format!("M{} {}", Coordinate(first.0), Coordinate(ground));
        for (x, y) in &dots {
            // Writing into a `String` cannot fail.
            let _ = write!(path, "L{} {}", Coordinate(*x), Coordinate(*y));
        }
        let _ = write!(path, "L{} {}Z", Coordinate(last.0), Coordinate(ground));
        out.element("path").class(format_args!("cu-area cu-d{}", index % COLOURS)).attr("d", path).empty();
    }
}

/// The highest dot of each column of one pixel where there are more than two to a pixel.
fn thinned(dots: Vec<(f64, f64)>, width: f64) -> Vec<(f64, f64)> {
    if f64::from(u32::try_from(dots.len()).unwrap_or(u32::MAX)) <= width * 2.0 {
        return dots;
    }
    let columns = dots.chunk_by(|a, b| a.0.floor().total_cmp(&b.0.floor()).is_eq());
    columns.filter_map(|column| column.iter().copied().min_by(|a, b| a.1.total_cmp(&b.1))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_add_up_and_gaps_add_nothing() {
        let at = Timestamp::from_secs;
        let series = [Series::new("a", [(at(1), 1.0), (at(2), 2.0)]), Series::new("b", [(at(2), 5.0), (at(3), 7.0)])];
        let sums: Vec<Vec<f64>> =
            stacked(&series).into_iter().map(|layer| layer.into_iter().map(|(_, sum)| sum).collect()).collect();
        assert_eq!(sums, [vec![1.0, 2.0, 0.0], vec![1.0, 7.0, 7.0]]);
    }
}
