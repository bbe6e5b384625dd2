//! What the store knows about a metric.

use cupola_base::Unit;

use crate::alarm::MetricSource;
use crate::engine::Engine;
use crate::metric::Metric;
use crate::period::Period;
use crate::store;
use crate::store::Grid;

/// The data of a metric in the last day.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    /// The units in which data came.
    pub(super) units: Vec<Unit>,
    /// Milliseconds between the two data that are nearest to each other; from three data on.
    pub(super) spacing: Option<i64>,
    /// Whether there are windows with data, none of which has the statistic.
    pub(super) lacks_statistic: bool,
}

/// Over which distances data are looked at: buckets of a minute for a day, finer ones for as long as
/// they are kept.
const DAY: u32 = 1440;
const FINE: Period = match Period::new(10) {
    Ok(period) => period,
    Err(_) => Period::MINUTE,
};
const THREE_HOURS: u32 = 1080;

impl Facts {
    /// `None` when there never were data.
    pub(super) fn of(engine: &mut Engine, source: &MetricSource) -> Option<Self> {
        let id = engine.store.find(&source.metric)?;
        engine.store.received(id)?;
        let (now, fine) = (engine.now(), source.period.is_high_resolution());
        let (period, len) = if fine { (FINE, THREE_HOURS) } else { (Period::MINUTE, DAY) };
        let grid = Grid::ending(now.floor_to(period.millis()).plus_millis(period.millis()), period, len);
        let units = engine.store.units(now, id, period, grid);
        let unit = source.unit.or_else(|| units.first().copied());
        let slots = unit.map(|unit| engine.store.read(now, id, unit, period, grid, &[source.statistic]));
        let slots = slots.unwrap_or_default();
        let starts: Vec<i64> = slots.iter().map(|slot| slot.at).collect();
        let with_data = |slot: &&store::Slot| slot.summary.count > 0.0;
        let lacks_statistic = slots.iter().filter(with_data).count() > 0
            && slots.iter().filter(with_data).all(|slot| slot.statistic(source.statistic).is_none());
        Some(Self { units, spacing: spacing(&starts), lacks_statistic })
    }
}

fn spacing(starts: &[i64]) -> Option<i64> {
    let nearest = starts.windows(2).map(|pair| pair[1] - pair[0]).min();
    nearest.filter(|_| starts.len() >= 3)
}

/// Other metrics of the same name that have data, at most so many.
pub(super) fn siblings(engine: &Engine, metric: &Metric, most: usize) -> Vec<Metric> {
    let all = engine.store.metrics_after(None).filter(|(other, id)| {
        other.namespace == metric.namespace && other.name == metric.name && engine.store.received(*id).is_some()
    });
    all.map(|(other, _)| other.clone()).take(most).collect()
}

/// Whether a metric ever had data.
pub(super) fn is_published(engine: &Engine, metric: &Metric) -> bool {
    engine.store.find(metric).is_some_and(|id| engine.store.received(id).is_some())
}
