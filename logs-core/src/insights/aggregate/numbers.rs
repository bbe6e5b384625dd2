//! Very many numbers.

use serde::{Deserialize, Serialize};

/// Numbers in the order in which they came, in pieces: none is moved when more come, but for the first few.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Vec<f64>", into = "Vec<f64>")]
pub(in crate::insights) struct Numbers {
    full: Vec<Vec<f64>>,
    open: Vec<f64>,
}

/// How many are one piece.
const PIECE: usize = 2048;

impl Numbers {
    pub(super) const fn len(&self) -> usize {
        self.full.len() * PIECE + self.open.len()
    }

    #[inline]
    pub(super) fn push(&mut self, number: f64) {
        if self.open.len() == PIECE {
            self.close();
        }
        self.open.push(number);
    }

    #[cold]
    fn close(&mut self) {
        self.full.push(std::mem::replace(&mut self.open, Vec::with_capacity(PIECE)));
    }

    pub(super) fn extend(&mut self, others: &Self) {
        others.pieces().flatten().for_each(|number| self.push(*number));
    }

    pub(super) fn pieces(&self) -> impl Iterator<Item = &[f64]> {
        self.full.iter().chain([&self.open]).map(Vec::as_slice)
    }
}

impl From<Vec<f64>> for Numbers {
    fn from(all: Vec<f64>) -> Self {
        let mut numbers = Self::default();
        all.into_iter().for_each(|number| numbers.push(number));
        numbers
    }
}

impl From<Numbers> for Vec<f64> {
    fn from(numbers: Numbers) -> Self {
        match numbers.full.is_empty() {
            true => numbers.open,
            false => numbers.pieces().collect::<Vec<_>>().concat(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_as_they_came() {
        for count in [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE] {
            let all: Vec<f64> = (0..count).map(|number| number as f64).collect();
            let mut numbers = Numbers::from(all.clone());
            assert_eq!(numbers.len(), count);
            assert_eq!(Vec::from(numbers.clone()), all);
            let text = serde_json::to_string(&numbers).unwrap();
            assert_eq!(serde_json::from_str::<Vec<f64>>(&text).unwrap(), all);
            numbers.extend(&Numbers::from(all.clone()));
            assert_eq!(Vec::from(numbers), [all.clone(), all].concat());
        }
    }
}
