//! Draws one line of a chart.

use std::fmt::Write;

use crate::markup::{Coordinate, Markup};
use crate::series::{Dot, thin};
use crate::style::{COLOURS, DASHES};

/// Draws the line alone, without dots for its points.
pub(crate) fn draw_plain(out: &mut Markup, index: usize, dots: Vec<Dot>, width: f64) {
    let count = f64::from(u32::try_from(dots.len()).unwrap_or(u32::MAX));
    let path = path(&if count > width * DENSE { thin(dots) } else { dots });
    if !path.is_empty() {
        out.element("path").class(classes(index)).attr("d", path).empty();
    }
}

/// Draws the line of the series with this index.
pub(crate) fn draw(out: &mut Markup, index: usize, dots: Vec<Dot>, width: f64) {
    let count = f64::from(u32::try_from(dots.len()).unwrap_or(u32::MAX));
    let dots = if count > width * DENSE { thin(dots) } else { dots };
    let path = path(&dots);
    if !path.is_empty() {
        out.element("path").class(classes(index)).attr("d", path).empty();
    }
    let few = dots.len() <= FEW;
    for (dot, alone) in dots.iter().zip(lonely(&dots)).filter(|(_, alone)| few || *alone) {
        let circle = out.element("circle").class(format_args!("cu-d{}", index % COLOURS));
        circle.at("cx", dot.x).at("cy", dot.y).at("r", if alone { 2.5 } else { 2.0 }).open();
        out.element("title").text(format_args!("{}: {}", dot.at, dot.value));
        out.close();
    }
}

/// Colour and dashes of the series with this index.
pub(crate) fn classes(index: usize) -> String {
    let dash = (index / COLOURS) % DASHES;
    format!("cu-line cu-s{} cu-dash{dash}", index % COLOURS)
}

/// Points for each pixel's column beyond which they are thinned.
const DENSE: f64 = 2.0;
/// Up to so many points, each gets a dot that tells its value.
const FEW: usize = 90;

/// The joined runs of more than one dot.
fn path(dots: &[Dot]) -> String {
    let mut path = String::new();
    for run in dots.chunk_by(|_, next| next.joined).filter(|run| run.len() > 1) {
        for (i, dot) in run.iter().enumerate() {
            let command = if i == 0 { 'M' } else { 'L' };
            // Writing into a `String` cannot fail.
            let _ = write!(path, "{command}{} {}", Coordinate(dot.x), Coordinate(dot.y));
        }
    }
    path
}

/// Whether each dot is joined to none of its neighbours.
fn lonely(dots: &[Dot]) -> impl Iterator<Item = bool> {
    let next_joined = dots.iter().skip(1).map(|dot| dot.joined).chain([false]);
    dots.iter().zip(next_joined).map(|(dot, next)| !dot.joined && !next)
}
