//! Actions on composite alarms, and the description of alarms of all kinds.

use std::iter::Peekable;

use cupola_base::ApiError;

use super::page::Page;
use super::{Answer, Call, answer, nothing};
use crate::alarm::{AlarmFilter, AlarmType};
use crate::code;
use crate::engine::{AnyAlarm, Engine};
use crate::wire::{BriefAlarm, DescribeAlarms, DescribedAlarms, PutCompositeAlarm, WireAlarm, WireComposite};

pub(super) fn put_composite_alarm(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let alarm = call.read::<PutCompositeAlarm>()?.read()?;
    engine.put_composite_alarm(call.now, alarm)?;
    nothing()
}

pub(super) fn describe_alarms(engine: &mut Engine, call: &Call<'_>) -> Answer {
    engine.advance(call.now);
    let request: DescribeAlarms = call.read()?;
    request.check_alone().map_err(alone)?;
    engine.check_names(request.alarm_names.as_ref().map_or(0, Vec::len))?;
    let page = Page::of("DescribeAlarms", &request, request.next_token.as_deref(), engine.now())?;
    let most = super::page_size(request.max_records, engine.limits.alarms_per_page);
    let after = page.after.as_deref();
    let position = |alarm: &AnyAlarm<'_>| alarm.name().to_owned();
    if let Some(name) = &request.children_of_alarm_name {
        let behind = engine.alarm_children(call.now, name).into_iter().filter(|alarm| is_behind(*alarm, after));
        let (alarms, next_token) = page.cut(behind, most, position);
        return children(alarms, next_token);
    }
    if let Some(name) = &request.parents_of_alarm_name {
        let parents = engine.alarm_parents(call.now, name).into_iter().map(AnyAlarm::Composite);
        let (alarms, next_token) = page.cut(parents.filter(|alarm| is_behind(*alarm, after)), most, position);
        return parents_of(alarms, next_token);
    }
    let filter = request.filter();
    let alarms = Merged::of(engine, &filter, after, |kind| request.wants(kind));
    let (alarms, next_token) = page.cut(alarms, most, position);
    whole(alarms, next_token)
}

fn is_behind(alarm: AnyAlarm<'_>, after: Option<&str>) -> bool {
    after.is_none_or(|after| alarm.name() > after)
}

fn alone(member: &str) -> ApiError {
    let text = format!("{member} is not accepted beside other parameters than MaxRecords and NextToken.");
    ApiError::caller(code::VALIDATION, text)
}

fn whole(alarms: Vec<AnyAlarm<'_>>, next_token: Option<String>) -> Answer {
    let (mut composite_alarms, mut metric_alarms) = (Vec::new(), Vec::new());
    for alarm in alarms {
        match alarm {
            AnyAlarm::Metric(alarm) => metric_alarms.push(WireAlarm::from(alarm)),
            AnyAlarm::Composite(alarm) => composite_alarms.push(WireComposite::from(alarm)),
        }
    }
    answer(&DescribedAlarms { composite_alarms, metric_alarms, next_token })
}

fn children(alarms: Vec<AnyAlarm<'_>>, next_token: Option<String>) -> Answer {
    let (mut composite_alarms, mut metric_alarms) = (Vec::new(), Vec::new());
    for alarm in alarms {
        match alarm {
            AnyAlarm::Metric(alarm) => metric_alarms.push(BriefAlarm::child(alarm)),
            AnyAlarm::Composite(alarm) => composite_alarms.push(BriefAlarm::composite_child(alarm)),
        }
    }
    answer(&DescribedAlarms { composite_alarms, metric_alarms, next_token })
}

fn parents_of(alarms: Vec<AnyAlarm<'_>>, next_token: Option<String>) -> Answer {
    let composites = alarms.into_iter().filter_map(|alarm| match alarm {
        AnyAlarm::Composite(alarm) => Some(BriefAlarm::parent(alarm)),
        AnyAlarm::Metric(_) => None,
    });
    let metric_alarms: Vec<BriefAlarm<'_>> = Vec::new();
    answer(&DescribedAlarms { composite_alarms: composites.collect(), metric_alarms, next_token })
}

/// Alarms of both kinds, by name.
struct Merged<'a> {
    metric: Peekable<Box<dyn Iterator<Item = AnyAlarm<'a>> + 'a>>,
    composite: Peekable<Box<dyn Iterator<Item = AnyAlarm<'a>> + 'a>>,
}

impl<'a> Merged<'a> {
    fn of(
        engine: &'a Engine,
        filter: &'a AlarmFilter,
        after: Option<&'a str>,
        wants: impl Fn(AlarmType) -> bool,
    ) -> Self {
        let (metric, composite) = (wants(AlarmType::Metric), wants(AlarmType::Composite));
        let metric = engine.alarms_after(filter, after).filter(move |_| metric).map(AnyAlarm::Metric);
        let composite = engine.composites.select(filter, after).filter(move |_| composite).map(AnyAlarm::Composite);
        let (metric, composite): (Box<dyn Iterator<Item = _>>, Box<dyn Iterator<Item = _>>) =
            (Box::new(metric), Box::new(composite));
        Self { metric: metric.peekable(), composite: composite.peekable() }
    }
}

impl<'a> Iterator for Merged<'a> {
    type Item = AnyAlarm<'a>;

    fn next(&mut self) -> Option<AnyAlarm<'a>> {
        match (self.metric.peek(), self.composite.peek()) {
            (Some(metric), Some(composite)) if composite.name() < metric.name() => self.composite.next(),
            (Some(_), _) => self.metric.next(),
            (None, _) => self.composite.next(),
        }
    }
}
