//! Actions on anomaly detectors.

use super::page::Page;
use super::{Answer, Call, answer, nothing};
use crate::engine::Engine;
use crate::wire::{
    DescribeAnomalyDetectors, DescribedAnomalyDetectors, OneAnomalyDetector, PutAnomalyDetector, WireAnomalyDetector,
};

pub(super) fn put_anomaly_detector(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let detector = call.read::<PutAnomalyDetector>()?.read(&engine.place.account)?;
    engine.put_anomaly_detector(call.now, detector)?;
    nothing()
}

pub(super) fn describe_anomaly_detectors(engine: &mut Engine, call: &Call<'_>) -> Answer {
    engine.advance(call.now);
    let request: DescribeAnomalyDetectors = call.read()?;
    let page = Page::of("DescribeAnomalyDetectors", &request, request.next_token.as_deref(), engine.now())?;
    let most = engine.limits.anomaly_detectors_per_page;
    let most = request.max_results.map_or(most, |asked| most.min(asked.0 as usize)).max(1);
    let filter = request.filter();
    let found = engine.detectors.select(&filter, page.after.as_deref());
    let found = found.map(|(key, detector)| (key.to_owned(), detector.clone()));
    let (found, next_token) = page.cut(found, most, |(key, _)| key.clone());
    let described = found.into_iter().map(|(_, detector)| WireAnomalyDetector::from(engine.described(detector)));
    answer(&DescribedAnomalyDetectors { anomaly_detectors: described.collect(), next_token })
}

pub(super) fn delete_anomaly_detector(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let source = call.read::<OneAnomalyDetector>()?.read(&engine.place.account)?;
    engine.delete_anomaly_detector(call.now, &source)?;
    nothing()
}
