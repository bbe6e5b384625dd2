//! Whether the parts of a metric filter go together.

use super::{MetricFilter, MetricFilterError};
use crate::filter::PatternForm;
use crate::limits::Limits;

impl MetricFilter {
    /// Checks what no part can check alone, save whether the pattern gives the fields.
    pub(crate) fn check(&self, limits: &Limits) -> Result<(), MetricFilterError> {
        self.check_values()?;
        self.check_dimensions(limits)
    }

    fn check_values(&self) -> Result<(), MetricFilterError> {
        if self.value.number().into_iter().chain(self.default_value).any(|value| !value.is_finite()) {
            return Err(MetricFilterError::NotFinite);
        }
        match self.default_value {
            Some(_) if !self.dimensions.is_empty() || !self.system_dimensions.is_empty() => {
                Err(MetricFilterError::DimensionsAndDefault)
            }
            _ => Ok(()),
        }
    }

    fn check_dimensions(&self, limits: &Limits) -> Result<(), MetricFilterError> {
        let (given, most) = (self.dimensions.len() + self.system_dimensions.len(), limits.dimensions_per_filter);
        if !self.dimensions.is_empty() && self.pattern().form() == PatternForm::Unstructured {
            return Err(MetricFilterError::DimensionsNeedFields(self.pattern().as_str().into()));
        }
        if given > most {
            return Err(MetricFilterError::TooManyDimensions { given, most });
        }
        match self.dimensions.iter().find(|(name, _)| !is_dimension_name(name)) {
            Some((name, _)) => Err(MetricFilterError::DimensionName(name.as_ref().into())),
            None => Ok(()),
        }
    }
}

pub(super) fn check_namespace(text: &str) -> Result<(), MetricFilterError> {
    let ok = text.chars().count() <= LONGEST && !text.contains(['*', '$']);
    if ok { Ok(()) } else { Err(MetricFilterError::Namespace(text.into())) }
}

pub(super) fn check_metric_name(text: &str) -> Result<(), MetricFilterError> {
    let ok = text.chars().count() <= LONGEST && !text.contains([':', '*', '$']);
    if ok { Ok(()) } else { Err(MetricFilterError::Metric(text.into())) }
}

fn is_dimension_name(text: &str) -> bool {
    (1..=LONGEST).contains(&text.chars().count()) && !text.contains([':', '*', '$'])
}

/// Most characters of names in the metrics area.
const LONGEST: usize = 255;
