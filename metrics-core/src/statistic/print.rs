//! Statistics as the service spells them.

use std::fmt::{self, Display, Formatter};

use super::{Bounds, Percent, PercentBounds, Statistic, Trim, ValueBound, ValueBounds};

impl Display for Statistic {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Percentile(percent) => write!(f, "p{percent}"),
            Self::InterquartileMean => f.write_str("IQM"),
            Self::Trimmed(trim, Bounds::Lowest(percent)) => write!(f, "{}{percent}", trim.short()),
            Self::Trimmed(trim, Bounds::Percents(bounds)) => write!(f, "{}({bounds})", trim.name()),
            Self::Trimmed(trim, Bounds::Values(bounds)) => write!(f, "{}({bounds})", trim.name()),
            Self::PercentileRank(bounds) => write!(f, "PR({bounds})"),
            simple => f.write_str(simple.simple_name().unwrap_or_default()),
        }
    }
}

impl From<Statistic> for String {
    fn from(statistic: Statistic) -> Self {
        statistic.to_string()
    }
}

impl Trim {
    pub(super) const ALL: [Self; 4] = [Self::Mean, Self::Winsorized, Self::Count, Self::Sum];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Mean => "TM",
            Self::Winsorized => "WM",
            Self::Count => "TC",
            Self::Sum => "TS",
        }
    }

    pub(super) const fn short(self) -> &'static str {
        match self {
            Self::Mean => "tm",
            Self::Winsorized => "wm",
            Self::Count => "tc",
            Self::Sum => "ts",
        }
    }
}

impl Display for Percent {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (whole, decimals) = self.parts();
        let decimals = format!("{decimals:010}");
        match &decimals[..usize::from(self.decimals)] {
            "" => write!(f, "{whole}"),
            written => write!(f, "{whole}.{written}"),
        }
    }
}

impl Display for ValueBound {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.get() {
            plain if plain == 0.0 || (1e-5..1e16).contains(&plain) => write!(f, "{plain}"),
            far => write!(f, "{far:e}"),
        }
    }
}

impl Display for PercentBounds {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.above.iter().try_for_each(|above| write!(f, "{above}%"))?;
        f.write_str(":")?;
        self.up_to.iter().try_for_each(|most| write!(f, "{most}%"))
    }
}

impl Display for ValueBounds {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.above.iter().try_for_each(|above| write!(f, "{above}"))?;
        f.write_str(":")?;
        self.up_to.iter().try_for_each(|most| write!(f, "{most}"))
    }
}
