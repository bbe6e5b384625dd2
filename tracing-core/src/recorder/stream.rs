//! Which documents are to be sent, and when.

use super::recording::{Node, Recording};
use crate::{IndependentSubsegment, Segment, SegmentId, Subsegment};

impl Recording {
    /// The most bytes of a document.
    const MOST_BYTES: usize = 65_536;

    /// Ends what is open in a segment that has ended, and gives the documents that are to be sent now: for when nobody is
    /// left to [end](Self::end) it. Each part ends with the segment; one that began later ends as it began.
    ///
    /// Nothing changes while the segment itself is open, or when nothing in it is.
    #[must_use]
    pub fn end_rest(&mut self) -> Vec<String> {
        let Some(end) = self.segment.body.end_time.filter(|_| self.open > 0) else { return Vec::new() };
        for Node { subsegment, .. } in self.nodes.values_mut() {
            let body = &mut subsegment.body;
            body.end_time = body.end_time.or_else(|| Some(body.start_time.max(end)));
        }
        self.open = 0;
        self.whole()
    }

    /// The segment with all that it holds. Where that is too long for a document, subsegments go alone.
    pub(super) fn whole(&mut self) -> Vec<String> {
        let roots = std::mem::take(&mut self.roots);
        self.segment.body.subsegments = roots.iter().filter_map(|id| self.take(*id)).collect();
        let text = self.segment.to_string();
        let parts = std::mem::take(&mut self.segment.body.subsegments);
        if text.len() <= Self::MOST_BYTES {
            return vec![text];
        }
        let mut documents = vec![self.segment.to_string()];
        parts.into_iter().for_each(|part| self.alone(self.root(), part, &mut documents));
        documents
    }

    /// The subtrees that are done, of parents that are not. They are held no longer.
    pub(super) fn done(&mut self) -> Vec<String> {
        let mut documents = Vec::new();
        let root = self.root();
        let roots = self.roots.clone();
        self.send_ready(root, &roots, &mut documents);
        documents
    }

    /// Sends the children that are ready, of a parent that is not; looks further into the others.
    fn send_ready(&mut self, parent: SegmentId, children: &[SegmentId], documents: &mut Vec<String>) {
        for child in children {
            if self.is_ready(*child) {
                self.children(parent).retain(|id| id != child);
                if let Some(subsegment) = self.take(*child) {
                    self.alone(parent, subsegment, documents);
                }
            } else if let Some(node) = self.nodes.get(child) {
                let inner = node.children.clone();
                self.send_ready(*child, &inner, documents);
            }
        }
    }

    /// Whether a subsegment and all that is in it have ended.
    fn is_ready(&self, id: SegmentId) -> bool {
        self.nodes.get(&id).is_none_or(|node| {
            !node.subsegment.body.is_in_progress() && node.children.iter().all(|child| self.is_ready(*child))
        })
    }

    /// Takes a subsegment out with all that is in it.
    fn take(&mut self, id: SegmentId) -> Option<Subsegment> {
        let node = self.nodes.remove(&id)?;
        let mut subsegment = node.subsegment;
        subsegment.body.subsegments = node.children.iter().filter_map(|child| self.take(*child)).collect();
        Some(subsegment)
    }

    /// A subsegment as a document of its own; its parts alone, too, where it is too long with them.
    fn alone(&self, parent_id: SegmentId, subsegment: Subsegment, documents: &mut Vec<String>) {
        let Segment { trace_id, .. } = self.segment;
        let mut alone = IndependentSubsegment { trace_id, parent_id, subsegment };
        let text = alone.to_string();
        if text.len() <= Self::MOST_BYTES {
            documents.push(text);
            return;
        }
        let parts = std::mem::take(&mut alone.subsegment.body.subsegments);
        documents.push(alone.to_string());
        parts.into_iter().for_each(|part| self.alone(alone.subsegment.body.id, part, documents));
    }
}
