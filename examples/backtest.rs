//! "Which threshold would have served us last year?"
//!
//! A year of a service's latency, minute by minute, goes through hundreds of settings of an alarm. Twelve real
//! incidents are known. Each setting is judged by how many of them it finds, how fast, and how often it rings for
//! nothing; the best is compared with the one in use.
//!
//! ```text
//! cargo run --release --example backtest -- backtest.html
//! ```

#![expect(clippy::print_stdout, reason = "an example tells what it sees")]

use std::error::Error;
use std::time::Duration;

use cupola::Timestamp;
use cupola::base::Rng;
use cupola::metrics::backtest::{Backtest, Grid, Outcome, Series, Setting, Transition};
use cupola::metrics::{Period, StateValue, Statistic, TreatMissingData};
use cupola_report::{LineChart, Page, Series as Line, State, StateRow, Table};
use indicatif::{ProgressBar, ProgressStyle};

const YEAR: u32 = 365 * 1440;
/// The alarm in use: the average of five minutes above 300 ms, twice in a row.
const IN_USE: fn() -> Setting = || Setting::above(300.0).statistic(Statistic::Average, five_minutes()).datapoints(2, 2);

fn main() -> Result<(), Box<dyn Error>> {
    let start = Timestamp::parse("2025-05-04T00:00:00Z")?;
    let incidents: Vec<Incident> = (0..12).map(|month| Incident::of(start, month)).collect();
    let backtest = Backtest::new(Series::new(start, 60, latency(&incidents, start))?);

    let grid = Grid::around(IN_USE())
        .periods([Period::MINUTE, five_minutes()])
        .thresholds([200.0, 250.0, 300.0, 350.0, 400.0])
        .m_of_n([(1, 1), (2, 2), (2, 3), (3, 3), (3, 5), (5, 5), (8, 10)])
        .treatments(TreatMissingData::ALL.iter().copied());
    let mut verdicts = judge(&backtest, &grid, &incidents)?;
    assert_eq!(verdicts.len(), 280);
    verdicts.sort_by_key(|verdict| (12 - verdict.found, verdict.for_nothing, verdict.delay));
    for verdict in verdicts.iter().take(5) {
        println!("{verdict}");
    }

    let best = verdicts.first().ok_or("there are settings")?;
    assert_eq!((best.found, best.for_nothing), (12, 0), "there is a setting that finds all and cries no wolf");
    let (used, better) = (backtest.run(&IN_USE())?, backtest.run(&best.setting)?);
    println!("in use: {}", Verdict::of(&used, &incidents));
    let html = page(&backtest, &used, &better, &verdicts)?;
    assert!(html.contains("<svg") && html.contains("Threshold Crossed"));
    if let Some(file) = std::env::args().nth(1) {
        std::fs::write(&file, html)?;
        println!("{file} shows it");
    }
    Ok(())
}

const fn five_minutes() -> Period {
    match Period::minutes(5) {
        Ok(period) => period,
        Err(_) => Period::MINUTE,
    }
}

/// Runs every setting, with a bar for whoever waits.
fn judge(backtest: &Backtest, grid: &Grid, incidents: &[Incident]) -> Result<Vec<Verdict>, Box<dyn Error>> {
    let runs = backtest.over(grid)?;
    let bar = ProgressBar::new(runs.len() as u64);
    bar.set_style(ProgressStyle::with_template("{wide_bar} {pos}/{len} settings {eta}")?);
    let verdicts = runs.map(|outcome| {
        bar.inc(1);
        Verdict::of(&outcome, incidents)
    });
    let verdicts = verdicts.collect();
    bar.finish_and_clear();
    Ok(verdicts)
}

/// Half an hour to two hours in which customers were harmed.
struct Incident {
    from: Timestamp,
    until: Timestamp,
}

impl Incident {
    fn of(start: Timestamp, month: i64) -> Self {
        let from = start.plus_secs(86_400 * (30 * month + 11) + 3600 * (7 + month) + 60 * 7 * month);
        Self { from, until: from.plus_secs(1800 + 450 * month) }
    }

    fn covers(&self, at: Timestamp) -> bool {
        (self.from..self.until).contains(&at)
    }
}

/// A day's rhythm, noise, short spikes, minutes without data, and the incidents.
fn latency(incidents: &[Incident], start: Timestamp) -> Vec<Option<f64>> {
    let rng = Rng::new(2025);
    let mut spike = 0;
    let minute = |minute: u32| {
        let at = start.plus_secs(60 * i64::from(minute));
        let rhythm = f64::from((minute % 1440).abs_diff(840)) / 840.0;
        let plain = 180.0 - 100.0 * rhythm + 40.0 * rng.unit();
        spike = if rng.below(2000) == 0 { 1 + rng.below(3) } else { spike.saturating_sub(1) };
        let slow = incidents.iter().any(|incident| incident.covers(at));
        let value = if slow { 420.0 + 200.0 * rng.unit() } else { plain + if spike > 0 { 600.0 } else { 0.0 } };
        // In an incident every third minute has no data: who measures is slow as well.
        (rng.below(if slow { 3 } else { 400 }) > 0).then_some(value)
    };
    (0..YEAR).map(minute).collect()
}

/// What a setting was worth.
struct Verdict {
    setting: Setting,
    found: usize,
    for_nothing: usize,
    /// Minutes from the beginning of an incident to the alarm, on average.
    delay: i64,
}

impl Verdict {
    fn of(outcome: &Outcome, incidents: &[Incident]) -> Self {
        let rings: Vec<Timestamp> = alarms(outcome).map(|transition| transition.at).collect();
        let first = |incident: &Incident| rings.iter().copied().find(|at| incident.covers(*at));
        let delays: Vec<i64> = incidents
            .iter()
            .filter_map(|incident| first(incident).map(|at| at.millis_since(incident.from) / 60_000))
            .collect();
        let wrong = rings.iter().filter(|at| !incidents.iter().any(|incident| incident.covers(**at)));
        Self {
            setting: outcome.setting,
            found: delays.len(),
            for_nothing: wrong.count(),
            delay: delays.iter().sum::<i64>() / i64::try_from(delays.len().max(1)).unwrap_or(1),
        }
    }

    fn cells(&self) -> [String; 4] {
        let number = |n: usize| n.to_string();
        [self.setting.to_string(), number(self.found), number(self.for_nothing), format!("{} min", self.delay)]
    }
}

impl std::fmt::Display for Verdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [setting, found, for_nothing, delay] = self.cells();
        write!(f, "{setting}: finds {found} of 12 after {delay}, rings {for_nothing} times for nothing")
    }
}

fn alarms(outcome: &Outcome) -> impl Iterator<Item = &Transition> {
    outcome.transitions.iter().filter(|transition| transition.to == StateValue::Alarm)
}

/// The verdicts, and the day on which the two settings first differ.
fn page(backtest: &Backtest, used: &Outcome, better: &Outcome, verdicts: &[Verdict]) -> Result<String, Box<dyn Error>> {
    let differences = used.differences(better);
    let told = differences.iter().find(|d| d.one == StateValue::Alarm || d.other == StateValue::Alarm);
    let at = told.ok_or("the two never differ")?.from;
    let day = (at.plus_secs(-4 * 3600), at.plus_secs(4 * 3600));
    let shown = backtest.series().points().filter(|(at, _)| (day.0..day.1).contains(at));
    let chart = LineChart::new("Latency")
        .with_unit("Milliseconds")
        .with_series(Line::new("latency", shown))
        .with_gap(Duration::from_secs(60))
        .with_threshold("in use", used.setting.threshold)
        .with_threshold("better", better.setting.threshold)
        .with_states(states("in use", used))
        .with_states(states("better", better))
        .with_range(day.0, day.1);
    let table = Table::new(["Setting", "Found of 12", "For nothing", "Delay"]).with_numbers_in(1).with_numbers_in(2);
    let table = verdicts.iter().take(20).fold(table, |table, verdict| table.with_row(verdict.cells()));
    let ring = alarms(better).next().ok_or("the better one rings")?;
    let reason = backtest.reason(&better.setting, ring)?.ok_or("it came to that state")?;
    let minutes = |state| better.time_in(state).as_secs() / 60;
    Ok(Page::new("A year of latency, 280 alarms")
        .paragraph(format!("In use: {}. Better: {}.", used.setting, better.setting))
        .figure_with_caption(chart.draw(), "The first time at which one of the two rings and the other does not.")
        .paragraph(format!("In the year they differ {} times.", differences.len()))
        .paragraph(format!("The better one was {} minutes in ALARM. Why it rang first:", minutes(StateValue::Alarm)))
        .preformatted(reason.to_string())
        .heading("The best settings")
        .table(table)
        .to_html())
}

fn states(name: &str, outcome: &Outcome) -> StateRow {
    let all = outcome.spans().filter_map(|(from, _, state)| Some((from, State::parse(state.as_str())?)));
    StateRow::new(name, all)
}
