//! What pipes told about records, for reading.

use std::collections::VecDeque;

use cupola::Place;
use cupola::events::pipes::{PipeNews, PipeNotice, RecordName};
use serde::{Deserialize, Serialize};

use crate::ledger::Where;

/// The newest notices, bounded in number and in bytes.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Notices {
    kept: VecDeque<(Place, PipeNotice)>,
    bytes: usize,
}

impl Notices {
    pub(crate) const fn new() -> Self {
        Self { kept: VecDeque::new(), bytes: 0 }
    }

    pub(crate) fn add(&mut self, place: Place, notice: PipeNotice) {
        self.bytes += weight(&notice);
        self.kept.push_back((place, notice));
    }

    /// The oldest make room.
    pub(crate) fn fit(&mut self, most: usize) {
        while self.kept.len() > most || self.bytes > MOST_BYTES {
            let Some((_, notice)) = self.kept.pop_front() else { break };
            self.bytes -= weight(&notice);
        }
    }

    /// The newest first.
    pub(crate) fn newest(&self) -> impl Iterator<Item = &PipeNotice> {
        self.kept.iter().rev().map(|(_, notice)| notice)
    }

    pub(crate) fn shown(&self) -> Vec<ShownNotice<'_>> {
        self.kept.iter().map(|(place, notice)| ShownNotice::of(place, notice)).collect()
    }
}

const MOST_BYTES: usize = 16 << 20;

/// About so many bytes are kept for a notice.
fn weight(notice: &PipeNotice) -> usize {
    let of_name = |name: &RecordName| name.id.len() + name.receipt_handle.as_ref().map_or(0, String::len) + 64;
    let why = if let PipeNews::Returned { why, .. } = &notice.news { why.len() } else { 0 };
    notice.news.records().iter().map(of_name).sum::<usize>() + notice.source.len() + why + 256
}

/// A notice as the control path shows it.
#[derive(Debug, Serialize)]
pub(crate) struct ShownNotice<'a> {
    at: String,
    #[serde(flatten)]
    place: Where,
    pipe: &'a str,
    source: &'a str,
    news: &'a PipeNews,
}

impl<'a> ShownNotice<'a> {
    fn of(place: &Place, PipeNotice { at, pipe, source, news, .. }: &'a PipeNotice) -> Self {
        Self { at: at.to_string(), place: place.into(), pipe: pipe.as_str(), source, news }
    }
}
