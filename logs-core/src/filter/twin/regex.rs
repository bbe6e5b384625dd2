//! Regular expressions by following every possibility at once.

use std::collections::BTreeSet;

use crate::filter::regex::{Branches, Piece};

/// Whether any alternative is found anywhere in the text.
pub(in crate::filter) fn is_match(branches: &Branches, text: &str) -> bool {
    let text: Vec<char> = text.chars().collect();
    branches.iter().any(|branch| {
        let anywhere = (0..=text.len()).collect();
        !branch.iter().fold(anywhere, |places, piece| after(piece, &places, &text)).is_empty()
    })
}

/// The places at which one can stand after a piece, having stood at one of these before.
fn after(piece: &Piece, places: &BTreeSet<usize>, text: &[char]) -> BTreeSet<usize> {
    match piece {
        Piece::Start => places.iter().copied().filter(|place| *place == 0).collect(),
        Piece::End => places.iter().copied().filter(|place| *place == text.len()).collect(),
        Piece::Repeat { set, least, most } => {
            let (least, most) = (*least as usize, most.map(|most| most as usize));
            let fits = |from: usize| text[from..].iter().take_while(|c| set.contains(**c)).count();
            let reach = |from: usize| from + least..=from + fits(from).min(most.unwrap_or(usize::MAX));
            places.iter().flat_map(|from| reach(*from)).collect()
        }
    }
}
