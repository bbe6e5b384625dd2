//! Cycles, each with a way around.

/// A way from a node back to itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cycle {
    /// Its first nodes, at least one; as many as are worth telling.
    pub(super) shown: Vec<usize>,
    /// How many nodes it has.
    pub(super) len: usize,
}

const SHOWN: usize = 8;

/// How far the search is with a node.
#[derive(Clone, Copy, Debug)]
enum Mark {
    New,
    /// It is on the way, at this depth.
    Open(usize),
    Done,
}

/// A cycle for each step that leads back to a node on the way, at most so many; each group of nodes
/// that lead to each other has one at least. Each step is looked at once.
pub(super) fn cycles(children: &[Vec<usize>], most: usize) -> Vec<Cycle> {
    let mut search = Search { children, marks: vec![Mark::New; children.len()], way: Vec::new(), found: Vec::new() };
    for start in 0..children.len() {
        search.enter(start);
        while search.found.len() < most && search.step() {}
    }
    search.found
}

struct Search<'a> {
    children: &'a [Vec<usize>],
    marks: Vec<Mark>,
    /// Each node of the way with the child that is next.
    way: Vec<(usize, usize)>,
    found: Vec<Cycle>,
}

impl Search<'_> {
    /// Goes to a node where nobody has been.
    fn enter(&mut self, node: usize) {
        if let Mark::New = self.marks[node] {
            self.marks[node] = Mark::Open(self.way.len());
            self.way.push((node, 0));
        }
    }

    /// One step on, or back; `false` at the end of the way.
    fn step(&mut self) -> bool {
        let Some((node, next)) = self.way.last_mut() else { return false };
        match self.children[*node].get(*next) {
            Some(child) => {
                *next += 1;
                self.meet(*child);
            }
            None => {
                self.marks[*node] = Mark::Done;
                self.way.pop();
            }
        }
        true
    }

    fn meet(&mut self, child: usize) {
        match self.marks[child] {
            Mark::Open(depth) => {
                let around = &self.way[depth..];
                let shown = around.iter().take(SHOWN).map(|(node, _)| *node).collect();
                self.found.push(Cycle { shown, len: around.len() });
            }
            Mark::New => self.enter(child),
            Mark::Done => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use cupola_base::Rng;

    use super::*;

    #[test]
    fn cycles_are_told_with_a_way_around() {
        let ways = |children: &[Vec<usize>]| cycles(children, 9).into_iter().map(|c| c.shown).collect::<Vec<_>>();
        assert_eq!(ways(&[vec![0]]), [[0]]);
        assert_eq!(ways(&[vec![1], vec![2, 0], vec![1]]), [vec![1, 2], vec![0, 1]]);
        assert!(ways(&[vec![1, 2], vec![3], vec![3], vec![]]).is_empty());
        let ring: Vec<Vec<usize>> = (0..20_000).map(|node| vec![(node + 1) % 20_000]).collect();
        assert_eq!(cycles(&ring, 9), [Cycle { shown: (0..SHOWN).collect(), len: 20_000 }]);
    }

    /// There is a cycle exactly when peeling off nodes without children does not end with none.
    #[test]
    fn there_is_one_when_there_is_one() {
        let rng = Rng::new(5);
        let mut with = 0;
        for _ in 0..500 {
            let count = 1 + rng.below(8);
            let child = |_| usize::try_from(rng.below(count)).unwrap();
            let children: Vec<Vec<usize>> = (0..count).map(|_| (0..rng.below(3)).map(child).collect()).collect();
            let found = cycles(&children, 100);
            for cycle in &found {
                let next = cycle.shown.iter().skip(1).chain(&cycle.shown[..1]);
                assert!(
                    cycle.shown.iter().zip(next).all(|(node, next)| children[*node].contains(next)),
                    "{children:?}"
                );
            }
            assert_eq!(!found.is_empty(), !peels(&children), "{children:?}");
            with += usize::from(!found.is_empty());
        }
        assert!((50..450).contains(&with), "{with}");
    }

    fn peels(children: &[Vec<usize>]) -> bool {
        let mut left = vec![true; children.len()];
        for _ in 0..children.len() {
            let leaf =
                (0..children.len()).find(|node| left[*node] && children[*node].iter().all(|child| !left[*child]));
            let Some(leaf) = leaf else { return false };
            left[leaf] = false;
        }
        true
    }
}
