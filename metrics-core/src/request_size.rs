//! How large a request is on the wire.

use std::io;

use cupola_base::wire::WireTime;
use cupola_base::{Datum, Dimension, Resolution, Sample, Unit};
use serde::{Serialize, Serializer};

/// Bytes of the `PutMetricData` request that brings these data, before it is compressed: its JSON without blanks, all
/// data in the namespace of the first.
///
/// It is what [`Engine::put_metric_data`](crate::Engine::put_metric_data) holds against
/// [`Limits::request_bytes`](crate::Limits::request_bytes). Whoever gathers data for a request closes it before this
/// passes the limit.
///
/// ```
/// use cupola_metrics::{Datum, Timestamp, request_bytes};
///
/// let now = Timestamp::parse("2026-05-04T08:00:00Z")?;
/// let data = [Datum::new("Bay", "Load", now, 7.5)];
/// let request = r#"{"Namespace":"Bay","MetricData":[{"MetricName":"Load","Timestamp":1777881600.0,"Value":7.5}]}"#;
/// assert_eq!(request_bytes(&data), request.len());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// CloudWatch API Reference, PutMetricData: requests of up to 1 MB.
#[must_use]
pub fn request_bytes(data: &[Datum]) -> usize {
    let namespace = data.first().map_or("", |datum| &datum.namespace);
    let request = Request { namespace, metric_data: data.iter().map(Entry::from).collect() };
    let mut counted = Counted(0);
    // A counter takes all that comes, and numbers and texts can be written.
    drop(serde_json::to_writer(&mut counted, &request));
    counted.0
}

/// Whether a request is surely no larger than this, by a look that writes nothing.
pub(crate) fn fits_easily(data: &[Datum], most: usize) -> bool {
    let bytes = data.iter().map(at_most).fold(0_usize, usize::saturating_add);
    bytes.saturating_add(AROUND) <= most
}

/// No datum takes more: of a text each letter may be written as six, a number has at most 24.
fn at_most(datum: &Datum) -> usize {
    let dimension = |dimension: &Dimension| 6 * (dimension.name.len() + dimension.value.len()) + AROUND;
    let numbers = match &datum.sample {
        Sample::Value(_) => 1,
        Sample::Values(values) => 2 * values.len(),
        Sample::Set(_) => 4,
    };
    let names = 6 * (datum.namespace.len() + datum.name.len());
    names + datum.dimensions.iter().map(dimension).sum::<usize>() + 25 * numbers + 4 * AROUND
}

/// Names of members, and the signs between them.
const AROUND: usize = 64;

struct Counted(usize);

impl io::Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self.0.saturating_add(bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Request<'a> {
    namespace: &'a str,
    metric_data: Vec<Entry<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Entry<'a> {
    metric_name: &'a str,
    #[serde(skip_serializing_if = "<[_]>::is_empty", serialize_with = "dimensions")]
    dimensions: &'a [Dimension],
    timestamp: WireTime,
    #[serde(flatten)]
    value: Form,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<Unit>,
    #[serde(skip_serializing_if = "Option::is_none")]
    storage_resolution: Option<u32>,
}

#[derive(Serialize)]
#[serde(untagged, rename_all_fields = "PascalCase")]
enum Form {
    One { value: f64 },
    Weighted { values: Vec<f64>, counts: Vec<f64> },
    Set { statistic_values: Set },
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Set {
    sample_count: f64,
    sum: f64,
    minimum: f64,
    maximum: f64,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Pair<'a> {
    name: &'a str,
    value: &'a str,
}

fn dimensions<S: Serializer>(all: &&[Dimension], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(all.iter().map(|dimension| Pair { name: &dimension.name, value: &dimension.value }))
}

impl<'a> From<&'a Datum> for Entry<'a> {
    fn from(datum: &'a Datum) -> Self {
        Self {
            metric_name: &datum.name,
            dimensions: &datum.dimensions,
            timestamp: datum.at.into(),
            value: Form::from(&datum.sample),
            unit: Some(datum.unit).filter(|unit| *unit != Unit::None),
            storage_resolution: (datum.resolution == Resolution::High).then(|| datum.resolution.seconds()),
        }
    }
}

impl From<&Sample> for Form {
    fn from(sample: &Sample) -> Self {
        match sample {
            Sample::Value(value) => Self::One { value: *value },
            Sample::Values(values) => {
                let (values, counts) = values.iter().copied().unzip();
                Self::Weighted { values, counts }
            }
            Sample::Set(set) => Self::Set {
                statistic_values: Set {
                    sample_count: set.sample_count,
                    sum: set.sum,
                    minimum: set.minimum,
                    maximum: set.maximum,
                },
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cupola_base::{StatisticSet, Timestamp};

    fn datum(sample: Sample) -> Datum {
        let now = Timestamp::parse("2026-05-04T08:00:00.5Z").unwrap();
        let datum = Datum::new("Bay \"7\"", "Load", now, 0.0).with_sample(sample);
        datum.with_dimension("Dock\n", "north").with_unit(Unit::CountPerSecond).with_resolution(Resolution::High)
    }

    #[test]
    fn every_form_has_the_bytes_of_its_json() {
        let around = |value: &str| {
            format!(
                r#"{{"Namespace":"Bay \"7\"","MetricData":[{{"MetricName":"Load","Dimensions":[{{"Name":"Dock\n","Value":"north"}}],"Timestamp":1777881600.5,{value},"Unit":"Count/Second","StorageResolution":1}}]}}"#
            )
        };
        let set = StatisticSet { sample_count: 2.0, sum: 3.0, minimum: -1e300, maximum: 0.1 };
        for (sample, value) in [
            (Sample::Value(1e21), r#""Value":1e+21"#),
            (Sample::Values(vec![(1.0, 2.0), (0.25, 1.0)]), r#""Values":[1.0,0.25],"Counts":[2.0,1.0]"#),
            (Sample::Set(set), r#""StatisticValues":{"SampleCount":2.0,"Sum":3.0,"Minimum":-1e+300,"Maximum":0.1}"#),
        ] {
            assert_eq!(request_bytes(&[datum(sample)]), around(value).len(), "{value}");
        }
        assert_eq!(request_bytes(&[]), r#"{"Namespace":"","MetricData":[]}"#.len());
    }

    #[test]
    fn what_fits_easily_fits() {
        let worst = f64::from_bits(0x8018_0000_0000_0003);
        let values = Sample::Values(vec![(worst, worst.abs()); 150]);
        for sample in [Sample::Value(worst), values, Sample::Values(vec![])] {
            let data = [datum(sample.clone()), datum(sample)];
            let bytes = request_bytes(&data);
            assert!(!fits_easily(&data, bytes - 1) && fits_easily(&data, 10 * bytes), "{bytes}");
        }
    }
}
