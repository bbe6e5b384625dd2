//! Units.

use cupola_base::Unit as Ours;
use metrics::Unit as Theirs;

/// The service's unit; binary multiples are those that the service calls kilo, mega and so on.
pub(super) const fn unit(unit: Theirs) -> Ours {
    match unit {
        Theirs::Count => Ours::Count,
        Theirs::Percent => Ours::Percent,
        Theirs::Seconds => Ours::Seconds,
        Theirs::Milliseconds => Ours::Milliseconds,
        Theirs::Microseconds => Ours::Microseconds,
        Theirs::Nanoseconds => Ours::None,
        Theirs::Bytes => Ours::Bytes,
        Theirs::Kibibytes => Ours::Kilobytes,
        Theirs::Mebibytes => Ours::Megabytes,
        Theirs::Gibibytes => Ours::Gigabytes,
        Theirs::Tebibytes => Ours::Terabytes,
        Theirs::BitsPerSecond => Ours::BitsPerSecond,
        Theirs::KilobitsPerSecond => Ours::KilobitsPerSecond,
        Theirs::MegabitsPerSecond => Ours::MegabitsPerSecond,
        Theirs::GigabitsPerSecond => Ours::GigabitsPerSecond,
        Theirs::TerabitsPerSecond => Ours::TerabitsPerSecond,
        Theirs::CountPerSecond => Ours::CountPerSecond,
    }
}
