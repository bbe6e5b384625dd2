//! The functions that expressions may call.

use serde::{Deserialize, Serialize};

/// What an argument has to be, as far as the text of a query shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Argument {
    Any,
    Number,
    Text,
    Period,
    Field,
    /// A number that is written out, from 0 to 100.
    Percent,
    /// A whole number above 0 that is written out.
    Count,
}

use Argument::{Any, Count, Field, Number, Percent, Period, Text};

macro_rules! functions {
    ($($variant:ident $name:literal $least:literal ..= $most:literal $arguments:expr;)*) => {
        /// A function.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        pub(crate) enum Function {
            $($variant,)*
        }

        impl Function {
            /// All of them, in the order of their names.
            pub(crate) const ALL: &[Self] = &[$(Self::$variant,)*];

            /// As it is written.
            pub(crate) const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// How many arguments it takes at least and at most.
            pub(crate) const fn arity(self) -> (usize, usize) {
                match self {
                    $(Self::$variant => ($least, $most),)*
                }
            }

            /// What its arguments have to be; the last stands for all further ones.
            pub(crate) const fn arguments(self) -> &'static [Argument] {
                match self {
                    $(Self::$variant => &$arguments,)*
                }
            }
        }
    };
}

functions! {
    Abs "abs" 1..=1 [Number];
    Avg "avg" 1..=1 [Number];
    Base64Decode "base64decode" 1..=1 [Text];
    Base64Encode "base64encode" 1..=1 [Text];
    Bin "bin" 1..=1 [Period];
    Case "case" 2..=21 [Any];
    Ceil "ceil" 1..=1 [Number];
    Coalesce "coalesce" 1..=1000 [Any];
    Concat "concat" 1..=1000 [Any];
    CountOf "count" 0..=1 [Any];
    CountDistinct "count_distinct" 1..=1 [Any];
    CountOverTime "countOverTime" 1..=1 [Any];
    DateCeil "dateceil" 2..=2 [Any, Period];
    DateFloor "datefloor" 2..=2 [Any, Period];
    DecToHex "decToHex" 1..=1 [Number];
    Earliest "earliest" 1..=1 [Any];
    EndsWith "endsWith" 2..=2 [Text, Text];
    Floor "floor" 1..=1 [Number];
    FormatDate "formatDate" 2..=3 [Any, Text, Text];
    FromMillis "fromMillis" 1..=1 [Number];
    Greatest "greatest" 1..=1000 [Number];
    Haversine "haversine" 4..=4 [Number];
    HexToAscii "hexToAscii" 1..=1 [Text];
    HexToDec "hexToDec" 1..=1 [Any];
    Histogram "histogram" 2..=2 [Number, Count];
    If "if" 3..=3 [Any];
    IpV4ToNumber "ipv4ToNumber" 1..=1 [Text];
    IsBlank "isblank" 1..=1 [Any];
    IsEmpty "isempty" 1..=1 [Any];
    IsIpInSubnet "isIpInSubnet" 2..=2 [Text, Text];
    IsIpV4InSubnet "isIpv4InSubnet" 2..=2 [Text, Text];
    IsIpV6InSubnet "isIpv6InSubnet" 2..=2 [Text, Text];
    IsNumeric "isNumeric" 1..=1 [Any];
    IsPresent "ispresent" 1..=1 [Any];
    IsPrivateIp "isPrivateIP" 1..=1 [Text];
    IsPublicIp "isPublicIP" 1..=1 [Text];
    IsReservedIp "isReservedIP" 1..=1 [Text];
    IsValidIp "isValidIp" 1..=1 [Text];
    IsValidIpV4 "isValidIpV4" 1..=1 [Text];
    IsValidIpV6 "isValidIpV6" 1..=1 [Text];
    JsonArrayContains "jsonArrayContains" 2..=2 [Any, Any];
    JsonArraySize "jsonArraySize" 1..=1 [Any];
    JsonParse "jsonParse" 1..=1 [Text];
    JsonStringify "jsonStringify" 1..=1 [Any];
    Latest "latest" 1..=1 [Any];
    Least "least" 1..=1000 [Number];
    Log "log" 1..=1 [Number];
    LTrim "ltrim" 1..=2 [Text, Text];
    Max "max" 1..=1 [Any];
    Md5 "md5" 1..=1 [Text];
    MessageSize "messageSize" 1..=1 [Any];
    Min "min" 1..=1 [Any];
    Now "now" 0..=0 [];
    ParseDate "parseDate" 2..=3 [Text, Text, Text];
    Pct "pct" 2..=2 [Number, Percent];
    QueryEndTime "queryEndTime" 0..=0 [];
    QueryStartTime "queryStartTime" 0..=0 [];
    QueryTimeRange "queryTimeRange" 0..=0 [];
    Rate "rate" 2..=2 [Number, Period];
    RegexReplace "regexReplace" 3..=3 [Text, Text, Text];
    Replace "replace" 3..=3 [Text, Text, Text];
    Round "round" 1..=2 [Number, Number];
    RTrim "rtrim" 1..=2 [Text, Text];
    Sha256 "sha256" 1..=1 [Text];
    SortsFirst "sortsFirst" 1..=1 [Any];
    SortsLast "sortsLast" 1..=1 [Any];
    Split "split" 2..=2 [Text, Text];
    Sqrt "sqrt" 1..=1 [Number];
    StartsWith "startsWith" 2..=2 [Text, Text];
    StdDev "stddev" 1..=1 [Number];
    StrContains "strcontains" 2..=3 [Text, Text, Any];
    StrFTime "strftime" 2..=3 [Any, Text, Text];
    StrLen "strlen" 1..=1 [Text];
    Substr "substr" 2..=3 [Text, Number, Number];
    Sum "sum" 1..=1 [Number];
    SumOverTime "sumOverTime" 1..=1 [Number];
    ToDouble "toDouble" 1..=1 [Any];
    ToInt "toInt" 1..=1 [Any];
    ToLong "toLong" 1..=1 [Any];
    ToLower "tolower" 1..=1 [Text];
    ToMillis "toMillis" 1..=1 [Any];
    ToNumber "toNumber" 1..=1 [Any];
    ToUpper "toupper" 1..=1 [Text];
    Trim "trim" 1..=2 [Text, Text];
    Unmask "unmask" 1..=1 [Field];
    UrlDecode "urldecode" 1..=1 [Text];
    UrlEncode "urlencode" 1..=1 [Text];
}

impl Function {
    /// The function of that name, in any letter case.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|function| function.name().eq_ignore_ascii_case(name))
    }

    /// Whether it sums up many rows, so that it stands in `stats` alone.
    pub(crate) const fn is_aggregate(self) -> bool {
        matches!(
            self,
            Self::Avg
                | Self::CountOf
                | Self::CountDistinct
                | Self::CountOverTime
                | Self::Earliest
                | Self::Histogram
                | Self::Latest
                | Self::Max
                | Self::Min
                | Self::Pct
                | Self::Rate
                | Self::SortsFirst
                | Self::SortsLast
                | Self::StdDev
                | Self::Sum
                | Self::SumOverTime
        )
    }

    /// What the argument at this place has to be.
    pub(crate) fn argument(self, index: usize) -> Argument {
        let arguments = self.arguments();
        arguments.get(index).or_else(|| arguments.last()).copied().unwrap_or(Any)
    }

    /// How many arguments it takes, in words.
    pub(crate) fn takes(self) -> String {
        match self.arity() {
            (0, 0) => "no argument".to_owned(),
            (1, 1) => "one argument".to_owned(),
            (least, most) if least == most => format!("{least} arguments"),
            (least, 1000) => format!("at least {least} arguments"),
            (least, most) => format!("{least} to {most} arguments"),
        }
    }
}

impl Argument {
    /// In words.
    pub(crate) const fn describe(self) -> &'static str {
        match self {
            Any => "a value",
            Number => "a number",
            Text => "a text",
            Period => "a period, as 5m",
            Field => "a field",
            Percent => "a number from 0 to 100",
            Count => "a whole number from 1 to 1000",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_apart_in_any_case() {
        for function in Function::ALL {
            assert_eq!(Function::from_name(&function.name().to_uppercase()), Some(*function));
            let (least, most) = function.arity();
            assert!(least <= most && function.arguments().len() <= most);
        }
    }
}
