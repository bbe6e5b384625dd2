//! How published samplers differ from the rules.

use serde::{Deserialize, Serialize};

use crate::{CaseRule, MissingField, RuleSupport, SampledCount};

/// A published sampler.
///
/// ```
/// use cupola_traces::{Compat, MissingField};
///
/// assert_eq!(Compat::Python.quirks().missing_field, MissingField::ImplicitMatch);
/// assert!(Compat::Node.quirks().keeps_quota_on_zero && !Compat::Go.quirks().keeps_quota_on_zero);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Compat {
    /// The X-Ray SDK for Python.
    Python,
    /// The X-Ray SDK for Go.
    Go,
    /// The X-Ray SDK for Java.
    Java,
    /// The X-Ray SDK for Node.js.
    Node,
    /// The X-Ray samplers of OpenTelemetry for Java and .NET.
    Otel,
}

/// What a sampler does otherwise than the rules that [`CentralSampler`](crate::CentralSampler) and
/// [`LocalSampler`](crate::LocalSampler) keep. The default does nothing otherwise.
///
/// # Source
/// The sources of the SDKs and of the samplers of OpenTelemetry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "written with a struct update, which needs an open struct")]
#[expect(clippy::struct_excessive_bools, reason = "each is a quirk of its own")]
pub struct Quirks {
    /// What a pattern makes of what a request does not tell.
    pub missing_field: MissingField,
    /// Which letter case counts.
    pub case_rule: CaseRule,
    /// Which central rules are heeded.
    pub rule_support: RuleSupport,
    /// Whether the borrowed are counted among the sampled.
    pub sampled_count: SampledCount,
    /// When a reservoir's second begins.
    pub window: LocalWindow,
    /// Whether a reservoir begins anew at any change of the second, a step back too: then a thread that was slow lets
    /// the second be taken again.
    pub resets_on_any_change: bool,
    /// Whether a central rate also hits a random number that is equal to it.
    pub rate_is_inclusive: bool,
    /// Whether a quota of 0 leaves the former quota in place.
    pub keeps_quota_on_zero: bool,
    /// Whether nothing is borrowed once a target came: past its quota's end only the rate is left.
    pub borrows_before_targets_only: bool,
    /// Whether a quota no longer holds in the second of its end.
    pub quota_end_is_exclusive: bool,
    /// Whether a target without a rate is thrown away.
    pub target_needs_rate: bool,
    /// Whether a local rule matches every request without a host, whatever its method and path.
    pub hostless_match_any: bool,
    /// Whether rules of one priority stay in the order in which the service gave them, instead of their names'.
    pub ties_stay: bool,
}

/// When the second of a reservoir begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum LocalWindow {
    /// With the clock's second.
    #[default]
    Floor,
    /// Half a second before it: time is rounded.
    Round,
    /// With the first request since the last ended; from 10 a second on, in tenths, of which each opens a tenth early.
    Tenths,
}

impl Compat {
    /// Those that are modelled.
    pub const ALL: &[Self] = &[Self::Python, Self::Go, Self::Java, Self::Node, Self::Otel];

    /// What the sampler does otherwise.
    #[must_use]
    pub const fn quirks(self) -> Quirks {
        let sdk = Quirks {
            missing_field: MissingField::ImplicitMatch,
            case_rule: CaseRule::Ignore,
            rule_support: RuleSupport::SdkCompat,
            sampled_count: SampledCount::Exclusive,
            window: LocalWindow::Floor,
            resets_on_any_change: true,
            rate_is_inclusive: false,
            keeps_quota_on_zero: false,
            borrows_before_targets_only: false,
            quota_end_is_exclusive: false,
            target_needs_rate: false,
            hostless_match_any: false,
            ties_stay: false,
        };
        match self {
            Self::Python => Quirks { rate_is_inclusive: true, ..sdk },
            Self::Go => Quirks { target_needs_rate: true, ..sdk },
            Self::Java => Quirks { missing_field: MissingField::EmptyString, window: LocalWindow::Tenths, ..sdk },
            Self::Node => {
                Quirks { window: LocalWindow::Round, keeps_quota_on_zero: true, hostless_match_any: true, ..sdk }
            }
            Self::Otel => Quirks {
                missing_field: MissingField::StarOnly,
                case_rule: CaseRule::OtelCompat,
                rule_support: RuleSupport::Full,
                sampled_count: SampledCount::Inclusive,
                borrows_before_targets_only: true,
                quota_end_is_exclusive: true,
                ties_stay: true,
                ..sdk
            },
        }
    }
}
