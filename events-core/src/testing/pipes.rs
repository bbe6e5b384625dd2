//! What holds for a pipe, whatever its filter, its template and its record are.

use cupola_base::{Arn, Place, Timestamp};

use crate::Engine;
use crate::pipes::{
    CallSettings, CreatePipe, PipeName, PipeProblem, PipeRecord, PipeSource, PipeTemplate, PipesError,
    StartingPosition, StreamSettings,
};

/// The first line is a template, the second a record, the rest a filter: faults are pointed at, what is read is read again
/// from what is kept, and a record is judged and sent without a panic.
///
/// # Panics
/// When that does not hold.
pub fn pipe_law(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut parts = text.splitn(3, '\n');
    let (Some(template), Some(record), Some(filter)) = (parts.next(), parts.next(), parts.next()) else { return };
    let template = template_law(template);
    let Ok(record) = PipeRecord::parse(record) else { return };
    for source in SOURCES {
        let Some(mut engine) = engine(source, filter, template.clone()) else { continue };
        let name = name();
        let decision = engine.explain_pipe(Timestamp::EPOCH, &name, &record).expect("the pipe is there");
        assert!(!decision.to_string().is_empty());
        engine.pipe_records(Timestamp::EPOCH, source, vec![record.clone()]);
        let called = engine.drain().iter().any(|output| matches!(output, crate::Output::Delivery(_)));
        let is_sent = decision.input.is_some_and(|(input, _)| input.is_ok());
        assert!(!called || is_sent, "what is explained is what happens: {text:?} {source}");
    }
}

const SOURCES: [&str; 4] = [
    "arn:aws:sqs:us-east-1:111122223333:q",
    "arn:aws:kinesis:us-east-1:111122223333:stream/s",
    "arn:aws:dynamodb:us-east-1:111122223333:table/t/stream/2026",
    "arn:aws:kafka:us-east-1:111122223333:cluster/c/1",
];

fn template_law(text: &str) -> Option<PipeTemplate> {
    match PipeTemplate::parse(text) {
        Ok(template) => {
            let kept = serde_json::to_string(&template).expect("a text");
            assert_eq!(serde_json::from_str::<PipeTemplate>(&kept).expect("as written"), template);
            assert_eq!(template.as_str(), text);
            Some(template)
        }
        Err(error) => {
            let span = error.span();
            assert!(text.get(span.range()).is_some() && !error.to_string().is_empty(), "{text:?}: {span:?}");
            None
        }
    }
}

fn name() -> PipeName {
    PipeName::new("p").expect("a name")
}

/// An engine with a pipe that runs; none when the filter is refused.
fn engine(source: &str, filter: &str, template: Option<PipeTemplate>) -> Option<Engine> {
    let arn = |text: &str| Arn::parse(text).expect("an ARN");
    let mut engine = Engine::new(Place::parse("111122223333", "us-east-1").expect("a place"), 0);
    let mut source = PipeSource::new(source).expect("a source");
    if !source.kind.is_queue() {
        source.settings.stream = StreamSettings::from(StartingPosition::TrimHorizon);
    }
    source.settings.parameters.insert("TopicName".into(), cupola_base::json::Json::of("t"));
    if !filter.is_empty() {
        source.filters.push(filter.to_owned());
    }
    let (topic, role) = ("arn:aws:sns:us-east-1:111122223333:t", "arn:aws:iam::111122223333:role/r");
    let settings = CallSettings { template, ..CallSettings::default() };
    let create = CreatePipe::new(name(), source, arn(topic), arn(role)).with_target_settings(settings);
    match engine.create_pipe(Timestamp::EPOCH, create) {
        Ok(_) => {}
        Err(PipesError::Problem(PipeProblem::Filter(_) | PipeProblem::DataFilter { .. })) => return None,
        Err(error) => panic!("only a filter can be refused here: {error}"),
    }
    engine.advance(Timestamp::EPOCH);
    Some(engine)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        #[test]
        fn pipes_keep_their_promises(
            pieces in prop::collection::vec(select(&["<$.body.a>", "<$.data>", "<aws.pipes.event.json>", "<aws.x>", "<$", "{\"a\":", "}", "\"", "x"][..]), 0..6),
            record in select(&[r#"{"body":"{\"a\":1}"}"#, r#"{"data":"eyJhIjoxfQ=="}"#, r#"{"value":"/w==","topic":1}"#, r#"{"dynamodb":7}"#, "{}", "[]"][..]),
            filter in select(&["", r#"{"body":{"a":[1]}}"#, r#"{"data":["x"]}"#, r#"{"value":["x"],"topic":[1]}"#, r#"{"$or":[{"a":[1]},{"b":[1]}]}"#, "{"][..]),
        ) {
            pipe_law(format!("{}\n{record}\n{filter}", pieces.concat()).as_bytes());
        }

        #[test]
        fn noise_does_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            pipe_law(&bytes);
            pipe_law(&[b"<$.a>\n{}\n", &bytes[..]].concat());
        }
    }
}
