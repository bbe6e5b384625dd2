//! Places on the grid.

/// Where a widget stands: columns and rows count from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct GridPlace {
    /// The first column: 0 to 23.
    pub column: u32,
    /// The first row: 0 to 9,999.
    pub row: u32,
    /// How many columns: 1 to 24.
    pub width: u32,
    /// How many rows: 1 to 1,000.
    pub height: u32,
}

/// Pixels of a column, of a row, and between two of them.
const CELL: f64 = 48.0;
const GAP: f64 = 8.0;
/// Pixels within a widget that are not its content's, at each side.
const PADDING: f64 = 12.0;
/// Pixels of a widget's title.
const TITLE: f64 = 28.0;

impl GridPlace {
    /// A place; what reaches beyond the grid is brought to its edge.
    #[must_use]
    pub fn new(column: u32, row: u32, width: u32, height: u32) -> Self {
        let column = column.min(23);
        Self { column, row: row.min(9_999), width: width.clamp(1, 24 - column), height: height.clamp(1, 1_000) }
    }

    /// The rules that put a widget there.
    pub(super) fn style(self) -> String {
        let Self { column, row, width, height } = self;
        format!("grid-column:{} / span {width};grid-row:{} / span {height}", column + 1, row + 1)
    }

    /// Pixels for the content of a widget, below its title if it has one.
    pub(super) fn room(self, has_title: bool) -> (f64, f64) {
        let pixels = |cells: u32| f64::from(cells) * (CELL + GAP) - GAP;
        let title = if has_title { TITLE } else { 0.0 };
        let room = |pixels: f64, least: f64| (pixels - 2.0 * PADDING).max(least);
        (room(pixels(self.width), 24.0), room(pixels(self.height) - title, 24.0))
    }
}
