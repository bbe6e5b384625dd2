//! Charts and pages as self-contained SVG and HTML, from plain data.
//!
//! A metric, its threshold and its alarm's states as one picture; a page around it that can be
//! mailed, archived and opened anywhere.
//!
//! ```
//! use cupola_report::{LineChart, Page, Series, State, StateRow, Table, Timestamp};
//!
//! let t0 = Timestamp::parse("2026-05-04T06:00:00Z")?;
//! let failed = (0..60).map(|i| (t0.plus_secs(60 * i), if (20..30).contains(&i) { 14.0 } else { 2.0 }));
//! let states = [(t0, State::Ok), (t0.plus_secs(22 * 60), State::Alarm), (t0.plus_secs(33 * 60), State::Ok)];
//! let chart = LineChart::new("Failed logins")
//!     .with_unit("count per minute")
//!     .with_series(Series::new("failed", failed))
//!     .with_threshold("alarm at 10", 10.0)
//!     .with_states(StateRow::new("guessing", states));
//! let html = Page::new("Last night")
//!     .paragraph("Somebody guessed passwords.")
//!     .figure(chart.draw())
//!     .table(Table::new(["Alarm", "Rang"]).with_row(["guessing", "06:22"]))
//!     .to_html();
//! assert!(html.contains("ALARM from 2026-05-04T06:22:00Z to 2026-05-04T06:33:00Z"));
//! assert!(!html.contains("<script"));
//! # Ok::<(), cupola_base::TimestampError>(())
//! ```
//!
//! # Where to start
//!
//! - [`LineChart`]: values over time, thresholds, alarm states below.
//! - [`StateBand`]: states of many alarms alone, on the same time axis.
//! - [`Page`] with [`Table`]: an HTML page around them.
//! - [`ServiceMap`]: who calls whom, as a picture or for Graphviz; [`Waterfall`]: one trace as bars over time.
//! - [`Overview`]: all of these on one page about a place and a time, with a [`Bill`] by one's own [`Prices`].
//! - [`Dashboard`] with [`Widget`]s on a grid: time, numbers, gauges, bars, pies, tables, alarms, texts.
//!
//! # What every output keeps to
//!
//! - Self-contained: no script, no font, no image file, no link but those that a text widget writes and
//!   those within the page. Light and dark by
//!   `prefers-color-scheme`. Nothing is told by colour alone: states carry their names, lines their
//!   legend, points their values; pictures have a title and a description.
//! - Well-formed XML, all texts escaped; characters that XML cannot hold become U+FFFD.
//! - The same input gives the same bytes on every machine: no clock, no random ids, no logarithm.
//! - Bounded: a drawing of a million points is as large as one of some thousands.
//!
//! # Why the SVG is written by hand
//!
//! What is needed is lines, rectangles and texts. A plotting library would bring a font or a guess
//! of one, inline colours instead of classes (so no dark scheme), no titles and descriptions, and
//! a dependency many times the size of this crate, which depends on the words of `cupola-base` alone.
//!
//! # What is not here
//!
//! Heat maps, axes in local time, logarithmic axes.

mod dashboard;
mod drawing;
mod frame;
mod line;
mod line_chart;
mod map;
mod markup;
mod number;
mod overview;
mod page;
mod series;
mod state;
mod state_band;
mod style;
mod table;
mod time_scale;
mod value_scale;
mod waterfall;

pub use cupola_base::{Timestamp, TimestampError};
pub use dashboard::{
    AlarmEntry, AlarmList, BarChart, ChartAxis, Dashboard, Gauge, Gauges, GridPlace, LegendPlace, NumberEntry, Numbers,
    PieChart, TimeChart, Widget,
};
pub use drawing::Drawing;
pub use line_chart::LineChart;
pub use map::{Health, HealthState, MapEdge, MapNode, ServiceMap};
pub use overview::{AlarmStory, Bill, CallCount, DeliveryCount, LogPattern, Overview, Prices, Usage};
pub use page::Page;
pub use series::Series;
pub use state::{State, StateRow};
pub use state_band::StateBand;
pub use table::Table;
pub use waterfall::{Waterfall, WaterfallBar};

/// The README's example is run as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
