//! Groups of nodes that reach each other.

/// The groups of nodes that reach each other, those below first; a node that reaches no other back is a group alone.
///
/// Tarjan's walk with a stack of its own, so that depth does not matter.
pub(super) fn groups<'a, Id: Index + 'a>(count: usize, children: impl Fn(usize) -> &'a [Id]) -> Vec<Vec<usize>> {
    let mut walk = Walk { marks: vec![Mark::default(); count], next: 1, open: Vec::new(), groups: Vec::new() };
    for start in 0..count {
        if walk.marks[start].number == 0 {
            walk.from(start, &children);
        }
    }
    walk.groups
}

/// What tells a node's place.
pub(super) trait Index: Copy {
    fn index(self) -> usize;
}

impl Index for super::graph::NodeId {
    fn index(self) -> usize {
        Self::index(self)
    }
}

#[derive(Clone, Copy, Default)]
struct Mark {
    /// In which order it was found, from 1; 0 when it was not yet.
    number: usize,
    /// The smallest number that it reaches among those that are open.
    lowest: usize,
    is_open: bool,
}

struct Walk {
    marks: Vec<Mark>,
    next: usize,
    open: Vec<usize>,
    groups: Vec<Vec<usize>>,
}

impl Walk {
    fn from<'a, Id: Index + 'a>(&mut self, start: usize, children: &impl Fn(usize) -> &'a [Id]) {
        let mut path = vec![(start, 0)];
        self.enter(start);
        while let Some((node, next)) = path.last_mut() {
            let node = *node;
            if let Some(child) = children(node).get(*next).map(|child| child.index()) {
                *next += 1;
                if self.marks[child].number == 0 {
                    self.enter(child);
                    path.push((child, 0));
                } else if self.marks[child].is_open {
                    self.lower(node, self.marks[child].number);
                }
                continue;
            }
            path.pop();
            if let Some((parent, _)) = path.last() {
                self.lower(*parent, self.marks[node].lowest);
            }
            self.close(node);
        }
    }

    fn enter(&mut self, node: usize) {
        self.marks[node] = Mark { number: self.next, lowest: self.next, is_open: true };
        self.next += 1;
        self.open.push(node);
    }

    fn lower(&mut self, node: usize, lowest: usize) {
        self.marks[node].lowest = self.marks[node].lowest.min(lowest);
    }

    /// Closes the group of which a node was found first.
    fn close(&mut self, node: usize) {
        if self.marks[node].lowest != self.marks[node].number {
            return;
        }
        let from = self.open.iter().rposition(|open| *open == node).unwrap_or_default();
        let group = self.open.split_off(from);
        for member in &group {
            self.marks[*member].is_open = false;
        }
        self.groups.push(group);
    }
}
