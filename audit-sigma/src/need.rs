//! What a record must have for a rule to hold: texts by which rules are filed.

use crate::path::Paths;
use crate::value::Shape;

/// Texts of which a record must have one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Need {
    pub(crate) literals: Vec<Literal>,
    /// How often records have one of them, roughly: the lower, the better to file by.
    rank: usize,
}

/// A text in a field, or anywhere in the record. It is in lower case, and is looked for in values that are ASCII.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Literal {
    pub(crate) path: Option<usize>,
    pub(crate) shape: Shape,
    pub(crate) text: String,
}

impl Need {
    pub(crate) fn of(paths: &Paths, literal: Literal) -> Self {
        Self { rank: rank(paths, &literal), literals: vec![literal] }
    }

    /// One of these must be met; `None` where one of them needs nothing.
    pub(crate) fn any(needs: impl IntoIterator<Item = Option<Self>>) -> Option<Self> {
        let add = |mut sum: Self, mut need: Self| {
            sum.literals.append(&mut need.literals);
            Self { rank: sum.rank.max(need.rank), ..sum }
        };
        needs.into_iter().collect::<Option<Vec<_>>>()?.into_iter().reduce(add)
    }

    /// All of these must be met: the best one is enough to file by.
    pub(crate) fn best(needs: impl IntoIterator<Item = Option<Self>>) -> Option<Self> {
        needs.into_iter().flatten().min_by_key(|need| (need.rank, need.literals.len()))
    }
}

/// What is rare and cheap to look for comes first.
fn rank(paths: &Paths, literal: &Literal) -> usize {
    let place = literal.path.map_or(ANYWHERE, |path| place_rank(&paths.text(path), paths.depth(path)));
    let shape = match literal.shape {
        Shape::Exact => 0,
        Shape::Starts | Shape::Ends => 2,
        Shape::Contains => 6,
    };
    let is_short = literal.shape != Shape::Exact && literal.text.len() < 3;
    place + shape + if is_short { 10 } else { 0 }
}

const ANYWHERE: usize = 100;

fn place_rank(path: &str, depth: usize) -> usize {
    match path {
        "eventName" => 0,
        "eventSource" => 1,
        // Most records have the same.
        "eventType" | "eventVersion" | "eventCategory" | "awsRegion" | "readOnly" | "managementEvent"
        | "recipientAccountId" => 30,
        _ => 4 + 20 * (depth - 1),
    }
}
