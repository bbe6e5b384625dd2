//! The values of a series: blocks of 64 slots with a bit for each that is there.

/// Values by slot. Absent ones are zeros whose bit is not set, so that most operations need not
/// look at bits; blocks without a value are not there, so that a column costs what its points do.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Column {
    blocks: Vec<Block>,
}

const WIDTH: usize = 64;

/// 64 slots.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Block {
    index: u64,
    present: u64,
    values: [f64; WIDTH],
}

static NOTHING: Block = Block { index: 0, present: 0, values: [0.0; WIDTH] };

impl Block {
    /// The values where bits are set and they are finite; no zero is negative.
    fn new(index: u64, mut present: u64, mut values: [f64; WIDTH]) -> Self {
        for (bit, value) in values.iter_mut().enumerate() {
            let is_there = present >> bit & 1 == 1 && value.is_finite();
            present &= !(u64::from(!is_there) << bit);
            *value = if is_there { *value + 0.0 } else { 0.0 };
        }
        Self { index, present, values }
    }

    fn map(&self, f: impl Fn(f64) -> f64) -> Self {
        Self::new(self.index, self.present, self.values.map(f))
    }

    fn zip(&self, other: &Self, index: u64, f: impl Fn(f64, f64) -> f64) -> Self {
        let mut values = [0.0; WIDTH];
        for ((value, a), b) in values.iter_mut().zip(&self.values).zip(&other.values) {
            *value = f(*a, *b);
        }
        Self::new(index, self.present | other.present, values)
    }

    /// The value of a slot of the block.
    pub(super) fn value(&self, bit: usize) -> Option<f64> {
        (self.present >> bit & 1 == 1).then(|| self.values[bit])
    }
}

impl Column {
    /// The finite ones of some points, by slot; of several in one slot the last.
    pub(super) fn collect(points: impl IntoIterator<Item = (u64, f64)>) -> Self {
        let mut blocks: Vec<Block> = Vec::new();
        for (slot, value) in points.into_iter().filter(|(_, value)| value.is_finite()) {
            let (index, bit) = place(slot);
            if blocks.last().is_none_or(|last| last.index != index) {
                blocks.push(Block { index, ..NOTHING.clone() });
            }
            if let Some(block) = blocks.last_mut() {
                block.present |= 1 << bit;
                block.values[bit] = value + 0.0;
            }
        }
        Self { blocks }
    }

    /// What is there, by slot.
    pub(super) fn points(&self) -> impl DoubleEndedIterator<Item = (u64, f64)> + Clone {
        self.blocks.iter().flat_map(|block| {
            let slots = block.index * WIDTH as u64..;
            let points = (0..WIDTH).map(|bit| block.value(bit)).enumerate();
            points.filter_map(move |(bit, value)| Some((slots.start + bit as u64, value?)))
        })
    }

    /// The value of a slot.
    pub(super) fn value(&self, slot: u64) -> Option<f64> {
        let (index, bit) = place(slot);
        let found = self.blocks.binary_search_by_key(&index, |block| block.index).ok()?;
        self.blocks[found].value(bit)
    }

    /// How many points there are.
    pub(super) fn count(&self) -> u64 {
        self.blocks.iter().map(|block| u64::from(block.present.count_ones())).sum()
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// How many slots are in memory.
    pub(super) const fn cost(&self) -> u64 {
        (self.blocks.len() * WIDTH) as u64
    }

    /// Each value by itself; what is not finite is dropped.
    pub(super) fn map(&self, f: impl Fn(f64) -> f64) -> Self {
        Self::of(self.blocks.iter().map(|block| block.map(&f)))
    }

    /// The values of both wherever one is; a missing one counts as zero.
    pub(super) fn union(&self, other: &Self, f: impl Fn(f64, f64) -> f64) -> Self {
        let are_alike = self.blocks.len() == other.blocks.len()
            && self.blocks.iter().zip(&other.blocks).all(|(a, b)| a.index == b.index);
        if are_alike {
            return Self::of(self.blocks.iter().zip(&other.blocks).map(|(a, b)| a.zip(b, a.index, &f)));
        }
        let both = [self, other];
        Self::across(&both, |index, blocks| blocks[0].zip(blocks[1], index, &f))
    }

    /// One block of the result from the blocks of all columns, wherever one has a block.
    pub(super) fn across(columns: &[&Self], mut f: impl FnMut(u64, &[&Block]) -> Block) -> Self {
        let mut rests: Vec<&[Block]> = columns.iter().map(|column| column.blocks.as_slice()).collect();
        let mut blocks = Vec::new();
        let mut row = Vec::with_capacity(columns.len());
        while let Some(index) = rests.iter().filter_map(|rest| Some(rest.first()?.index)).min() {
            row.clear();
            row.extend(rests.iter_mut().map(|rest| match rest.split_first() {
                Some((first, after)) if first.index == index => {
                    *rest = after;
                    first
                }
                _ => &NOTHING,
            }));
            blocks.push(f(index, &row));
        }
        Self::of(blocks)
    }

    /// For each slot where a column has a value: what becomes of the values that are there.
    pub(super) fn fold(columns: &[&Self], mut f: impl FnMut(&[f64]) -> Option<f64>) -> Self {
        let mut there = Vec::with_capacity(columns.len());
        Self::across(columns, |index, blocks| {
            let present = blocks.iter().fold(0, |present, block| present | block.present);
            let mut values = [f64::NAN; WIDTH];
            for (bit, value) in values.iter_mut().enumerate().filter(|(bit, _)| present >> bit & 1 == 1) {
                there.clear();
                there.extend(blocks.iter().filter_map(|block| block.value(bit)));
                *value = f(&there).unwrap_or(f64::NAN);
            }
            Block::new(index, present, values)
        })
    }

    /// The sum of all, wherever one has a value, divided by `divisor`.
    pub(super) fn sum(columns: &[&Self], divisor: f64) -> Self {
        Self::across(columns, |index, blocks| {
            let (mut values, mut present) = ([0.0; WIDTH], 0);
            for block in blocks {
                present |= block.present;
                values.iter_mut().zip(&block.values).for_each(|(sum, value)| *sum += value);
            }
            Block::new(index, present, values.map(|sum| sum / divisor))
        })
    }

    fn of(blocks: impl IntoIterator<Item = Block>) -> Self {
        Self { blocks: blocks.into_iter().filter(|block| block.present != 0).collect() }
    }
}

fn place(slot: u64) -> (u64, usize) {
    let width = WIDTH as u64;
    (slot / width, usize::try_from(slot % width).expect("less than 64"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(points: &[(u64, f64)]) -> Column {
        Column::collect(points.iter().copied())
    }

    fn points(column: &Column) -> Vec<(u64, f64)> {
        column.points().collect()
    }

    #[test]
    fn far_slots_cost_no_more_than_near_ones() {
        let far = column(&[(3, 1.0), (1 << 60, 2.0)]);
        assert_eq!((points(&far), far.cost()), (vec![(3, 1.0), (1 << 60, 2.0)], 128));
        assert_eq!((far.value(1 << 60), far.value(4), far.count()), (Some(2.0), None, 2));
    }

    #[test]
    fn a_missing_side_is_zero_and_what_is_not_finite_is_dropped() {
        let (a, b) = (column(&[(1, 8.0), (130, 2.0)]), column(&[(1, 4.0), (2, 3.0), (70, 1.0)]));
        assert_eq!(points(&a.union(&b, |a, b| a - b)), [(1, 4.0), (2, -3.0), (70, -1.0), (130, 2.0)]);
        assert_eq!(points(&a.union(&b, |a, b| a / b)), [(1, 2.0), (2, 0.0), (70, 0.0)]);
        assert!(column(&[(1, f64::NAN)]).is_empty() && a.map(|_| f64::INFINITY).is_empty());
    }

    #[test]
    fn no_zero_is_negative() {
        let zero = column(&[(0, -0.0)]).map(|value| -value);
        assert!(zero.value(0).is_some_and(|value| value.is_sign_positive()));
    }
}
