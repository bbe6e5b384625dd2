//! Verbs on metric streams.

use cupola_base::{Tags, Timestamp};

use super::{MetricStream, MetricStreamConfiguration, MetricStreamName, MetricStreamState};
use super::{PutMetricStreamError, UnknownMetricStream};
use crate::engine::Engine;

impl Engine {
    /// Creates a metric stream, which runs at once, or replaces the configuration of the one of
    /// this name, which keeps its state; tags count only for a new one. Answers its ARN.
    ///
    /// ```
    /// use cupola_metrics::{
    ///     Datum, Engine, MetricStreamConfiguration, Output, OutputFormat, Place, Timestamp,
    /// };
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let t0 = Timestamp::parse("2026-05-04T08:00:10Z")?;
    /// let firehose = "arn:aws:firehose:us-east-1:111122223333:deliverystream/lake";
    /// let role = "arn:aws:iam::111122223333:role/stream";
    /// let stream = MetricStreamConfiguration::new("all", firehose, role, OutputFormat::Json)?;
    /// engine.put_metric_stream(t0, stream, Vec::new())?;
    /// engine.put(t0, Datum::new("Orders", "Placed", t0, 4.0))?;
    ///
    /// engine.advance(t0.plus_secs(60));
    /// let Some(Output::StreamRecord(record)) = engine.drain().pop() else { panic!("a minute has closed") };
    /// assert_eq!((record.draft.at.to_string().as_str(), record.updates), ("2026-05-04T08:01:00Z", 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`PutMetricStreamError`] with what is not acceptable.
    ///
    /// # Source
    /// CloudWatch API Reference, PutMetricStream.
    #[doc(alias = "PutMetricStream")]
    pub fn put_metric_stream(
        &mut self,
        now: Timestamp,
        configuration: MetricStreamConfiguration,
        tags: Vec<(String, String)>,
    ) -> Result<&MetricStream, PutMetricStreamError> {
        self.advance(now);
        configuration.check()?;
        let name = configuration.name.clone();
        let now = self.now;
        match self.streams.all.get_mut(&name) {
            Some(stream) => (stream.configuration, stream.updated) = (configuration, now),
            None => self.create_stream(configuration, tags)?,
        }
        Ok(&self.streams.all[&name])
    }

    fn create_stream(
        &mut self,
        configuration: MetricStreamConfiguration,
        given: Vec<(String, String)>,
    ) -> Result<(), PutMetricStreamError> {
        if self.streams.all.len() >= self.limits.metric_streams {
            return Err(PutMetricStreamError::TooManyStreams(self.limits.metric_streams));
        }
        let mut tags = Tags::default();
        tags.set(given)?;
        let name = configuration.name.clone();
        let arn = self.place.arn("cloudwatch", format_args!("metric-stream/{name}")).to_string();
        let (state, now) = (MetricStreamState::Running, self.now);
        let stream = MetricStream { arn, configuration, state, created: now, updated: now, tags };
        self.streams.all.insert(name, stream);
        Ok(())
    }

    /// A metric stream.
    ///
    /// # Errors
    /// [`UnknownMetricStream`] when there is none of this name.
    ///
    /// # Source
    /// CloudWatch API Reference, GetMetricStream.
    #[doc(alias = "GetMetricStream")]
    pub fn metric_stream(&mut self, now: Timestamp, name: &str) -> Result<&MetricStream, UnknownMetricStream> {
        self.advance(now);
        self.streams.get(name).ok_or_else(|| UnknownMetricStream(name.into()))
    }

    /// All metric streams, by name.
    ///
    /// # Source
    /// CloudWatch API Reference, ListMetricStreams.
    pub fn list_metric_streams(&mut self, now: Timestamp) -> impl Iterator<Item = &MetricStream> {
        self.advance(now);
        self.streams.after(None)
    }

    /// Deletes a metric stream; a name that does not exist does not matter. What has not gone out
    /// never does.
    ///
    /// # Source
    /// CloudWatch API Reference, DeleteMetricStream.
    pub fn delete_metric_stream(&mut self, now: Timestamp, name: &str) {
        self.advance(now);
        if let Ok(name) = MetricStreamName::new(name) {
            self.streams.all.remove(&name);
            self.streams.settle();
        }
    }

    /// Lets streams run; names that do not exist do not matter.
    ///
    /// # Source
    /// CloudWatch API Reference, StartMetricStreams.
    pub fn start_metric_streams<S: AsRef<str>>(&mut self, now: Timestamp, names: &[S]) {
        self.switch_streams(now, names, MetricStreamState::Running);
    }

    /// Stops streams; names that do not exist do not matter.
    ///
    /// # Source
    /// CloudWatch API Reference, StopMetricStreams.
    pub fn stop_metric_streams<S: AsRef<str>>(&mut self, now: Timestamp, names: &[S]) {
        self.switch_streams(now, names, MetricStreamState::Stopped);
    }

    fn switch_streams<S: AsRef<str>>(&mut self, now: Timestamp, names: &[S], state: MetricStreamState) {
        self.advance(now);
        let now = self.now;
        for name in names.iter().filter_map(|name| MetricStreamName::new(name.as_ref()).ok()) {
            let stream = self.streams.all.get_mut(&name).filter(|stream| stream.state != state);
            if let Some(stream) = stream {
                (stream.state, stream.updated) = (state, now);
            }
        }
        self.streams.settle();
    }
}
