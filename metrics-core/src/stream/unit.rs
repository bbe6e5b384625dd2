//! Units as OpenTelemetry writes them.

use cupola_base::Unit;

/// A unit in the spelling of OpenTelemetry.
///
/// ```
/// use cupola_metrics::{Unit, open_telemetry_unit};
/// assert_eq!(open_telemetry_unit(Unit::KilobytesPerSecond), "kBy/s");
/// assert_eq!(open_telemetry_unit(Unit::None), "1");
/// ```
///
/// # Source
/// CloudWatch User Guide, "Metric stream output in OpenTelemetry format".
#[must_use]
pub const fn open_telemetry_unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Seconds => "s",
        Unit::Microseconds => "us",
        Unit::Milliseconds => "ms",
        Unit::Bytes => "By",
        Unit::Kilobytes => "kBy",
        Unit::Megabytes => "MBy",
        Unit::Gigabytes => "GBy",
        Unit::Terabytes => "TBy",
        Unit::Bits => "bit",
        Unit::Kilobits => "kbit",
        Unit::Megabits => "MBit",
        Unit::Gigabits => "GBit",
        Unit::Terabits => "Tbit",
        Unit::Percent => "%",
        Unit::Count => "{Count}",
        Unit::BytesPerSecond => "By/s",
        Unit::KilobytesPerSecond => "kBy/s",
        Unit::MegabytesPerSecond => "MBy/s",
        Unit::GigabytesPerSecond => "GBy/s",
        Unit::TerabytesPerSecond => "TBy/s",
        Unit::BitsPerSecond => "bit/s",
        Unit::KilobitsPerSecond => "kbit/s",
        Unit::MegabitsPerSecond => "MBit/s",
        Unit::GigabitsPerSecond => "GBit/s",
        Unit::TerabitsPerSecond => "Tbit/s",
        Unit::CountPerSecond => "{Count}/s",
        Unit::None => "1",
    }
}
