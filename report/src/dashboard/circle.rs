//! Points on circles, the same on every machine: no sine of a library.

/// A point on the circle around a centre, a share of a turn clockwise from the top.
pub(super) fn point((x, y): (f64, f64), radius: f64, turn: f64) -> (f64, f64) {
    let (sine, cosine) = sine_and_cosine(turn);
    (x + radius * sine, y - radius * cosine)
}

/// Of a share of a turn: the eighths that it holds are turned exactly, the rest by series.
fn sine_and_cosine(turn: f64) -> (f64, f64) {
    let turn = turn - turn.floor();
    let quarter = (turn * 4.0).round();
    let rest = (turn - quarter / 4.0) * std::f64::consts::TAU;
    let (sine, cosine) = series(rest);
    match quarter {
        q if q < 0.5 => (sine, cosine),
        q if q < 1.5 => (cosine, -sine),
        q if q < 2.5 => (-sine, -cosine),
        q if q < 3.5 => (-cosine, sine),
        _ => (sine, cosine),
    }
}

/// Up to an eighth of a turn to either side, to the twelfth power.
fn series(angle: f64) -> (f64, f64) {
    let square = angle * angle;
    let (mut sine, mut cosine, mut term) = (0.0, 0.0, 1.0);
    let mut power = 0.0;
    while power < 13.0 {
        cosine += term;
        term *= angle / (power + 1.0);
        sine += term;
        term *= -angle / (power + 2.0);
        power += 2.0;
    }
    debug_assert!(square < 1.0, "the angle is small");
    (sine, cosine)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_those_of_the_circle() {
        for step in 0..400 {
            let turn = f64::from(step) / 100.0 - 1.0;
            let (x, y) = point((0.0, 0.0), 1.0, turn);
            let angle = turn * std::f64::consts::TAU;
            assert!((x - angle.sin()).abs() < 1e-9 && (y + angle.cos()).abs() < 1e-9, "{turn}: {x} {y}");
        }
    }
}
