//! Reading statistics.

use std::str::FromStr;

use cupola_base::text::{Cursor, Span, nearest};

use super::bounds::MOST_DECIMALS;
use super::{Bounds, Percent, PercentBounds, Statistic, StatisticError, Trim, ValueBound, ValueBounds};

impl FromStr for Statistic {
    type Err = StatisticError;

    fn from_str(text: &str) -> Result<Self, StatisticError> {
        match Self::SIMPLE.into_iter().find(|simple| simple.simple_name() == Some(text)) {
            Some(simple) => Ok(simple),
            None if text == "IQM" => Ok(Self::InterquartileMean),
            None => Parser(Cursor::new(text)).statistic(),
        }
    }
}

impl TryFrom<String> for Statistic {
    type Error = StatisticError;

    fn try_from(text: String) -> Result<Self, StatisticError> {
        text.parse()
    }
}

struct Parser<'a>(Cursor<'a>);

/// One side of a range, as written.
#[derive(Clone, Copy)]
enum Side {
    Percent(Percent, Span),
    Value(ValueBound, Span),
}

impl Parser<'_> {
    fn statistic(mut self) -> Result<Statistic, StatisticError> {
        let word = self.0.take_while(|c| c.is_ascii_alphabetic());
        let range = self.0.peek() == Some('(');
        let trim = Trim::ALL.into_iter().find(|trim| if range { trim.name() == word } else { trim.short() == word });
        match (word, trim) {
            ("p", _) if !range => self.bare().map(Statistic::Percentile),
            ("PR", _) if range => self.rank(),
            (_, Some(trim)) if range => self.bounds(trim).map(|bounds| Statistic::Trimmed(trim, bounds)),
            (_, Some(trim)) => self.bare().map(|percent| Statistic::Trimmed(trim, Bounds::Lowest(percent))),
            _ => Err(self.unknown(word)),
        }
    }

    /// The number of `p99` and `tm99`: one or two digits with decimals, or 100.
    fn bare(mut self) -> Result<Percent, StatisticError> {
        let start = self.0.position();
        let percent = self.percent()?;
        self.end()?;
        let span = self.0.span_from(start);
        if percent.get() >= 100.0 && percent.decimals > 0 {
            return Err(self.error(span, "100 takes no decimals here", "p100, or 100.0% in parentheses"));
        }
        Ok(percent)
    }

    fn percent(&mut self) -> Result<Percent, StatisticError> {
        let start = self.0.position();
        let whole = self.0.take_while(|c| c.is_ascii_digit());
        let point = self.0.eat('.');
        let decimals = if point { self.0.take_while(|c| c.is_ascii_digit()) } else { "" };
        if whole.is_empty() || (point && decimals.is_empty()) {
            return Err(self.error(self.0.span_here(), "a digit is needed", "a percentage like 99 or 99.95"));
        }
        let span = self.0.span_from(start);
        if decimals.len() > usize::from(MOST_DECIMALS) {
            return Err(self.error(span, "a percentage has at most 10 decimals", "a percentage like 99 or 99.95"));
        }
        Percent::of(whole, decimals)
            .filter(|_| whole.len() <= 3)
            .ok_or_else(|| self.error(span, "a percentage is at most 100", "a percentage from 0 to 100"))
    }

    fn rank(self) -> Result<Statistic, StatisticError> {
        match self.range()? {
            (Some(Side::Percent(_, span)), _) | (_, Some(Side::Percent(_, span))) => {
                Err(StatisticError::new(self.0.source(), span, "PR takes values only", "accepted: PR(:300), PR(1:2)"))
            }
            (above, up_to) => Ok(Statistic::PercentileRank(values(above, up_to))),
        }
    }

    fn bounds(self, trim: Trim) -> Result<Bounds, StatisticError> {
        let (name, source) = (trim.name(), self.0.source());
        let (above, up_to) = self.range()?;
        match (above, up_to) {
            (Some(Side::Percent(..)), Some(Side::Value(_, span)))
            | (Some(Side::Value(..)), Some(Side::Percent(_, span))) => {
                let help = format!("accepted: {name}(10%:90%) by rank, {name}(0.5:2) by value; one side may be absent");
                Err(StatisticError::new(source, span, "both bounds are percentages, or none is", help))
            }
            (Some(Side::Percent(..)), _) | (_, Some(Side::Percent(..))) => Ok(Bounds::Percents(percents(above, up_to))),
            _ => Ok(Bounds::Values(values(above, up_to))),
        }
    }

    /// `(a:b)` to the end of the text; at least one side is there, and they are not backwards.
    fn range(&self) -> Result<(Option<Side>, Option<Side>), StatisticError> {
        let mut parser = Self(self.0);
        let start = parser.0.position();
        parser.0.eat('(');
        let above = parser.side(':')?;
        parser.expect(':')?;
        let up_to = parser.side(')')?;
        parser.expect(')')?;
        parser.end()?;
        let span = parser.0.span_from(start);
        let help = "accepted: (a:b), (a:), (:b)";
        match (above, up_to) {
            (None, None) => Err(parser.error(span, "at least one bound is needed", help)),
            (Some(above), Some(up_to)) if is_backwards(above, up_to) => {
                Err(parser.error(span, "the first bound is above the second", help))
            }
            sides => Ok(sides),
        }
    }

    fn side(&mut self, end: char) -> Result<Option<Side>, StatisticError> {
        if self.0.peek() == Some(end) {
            return Ok(None);
        }
        let start = self.0;
        let text = self.0.take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '+' | '-'));
        if self.0.eat('%') {
            let mut inner = Self(start);
            let percent = inner.percent()?;
            inner.expect('%')?;
            return Ok(Some(Side::Percent(percent, self.0.span_from(start.position()))));
        }
        let span = self.0.span_from(start.position());
        let value = is_number(text).then(|| text.parse().ok().and_then(ValueBound::new)).flatten();
        let help = "accepted: numbers from 0 on, as in 0.5 or 1e3, or percentages, as in 10%";
        let value = value.ok_or_else(|| self.error(span, "a bound is a number from 0 on, or a percentage", help))?;
        Ok(Some(Side::Value(value, span)))
    }

    fn expect(&mut self, wanted: char) -> Result<(), StatisticError> {
        if self.0.eat(wanted) {
            return Ok(());
        }
        Err(self.error(self.0.span_here(), format!("`{wanted}` is needed here"), "accepted: (a:b), (a:), (:b)"))
    }

    fn end(&self) -> Result<(), StatisticError> {
        let rest = Span::new(self.0.position(), self.0.source().len());
        if rest.is_empty() { Ok(()) } else { Err(self.error(rest, "the statistic ends before this", HELP)) }
    }

    fn unknown(&self, word: &str) -> StatisticError {
        let names = ["p", "tm", "wm", "tc", "ts", "TM", "WM", "TC", "TS", "PR", "IQM"];
        let names = Statistic::SIMPLE.iter().filter_map(|simple| simple.simple_name()).chain(names);
        let label = nearest(word, names.filter(|_| word.len() > 2)).map(|near| format!("did you mean `{near}`?"));
        let span = Span::new(0, self.0.source().len());
        self.error(span, "there is no such statistic", HELP).with_label(label)
    }

    fn error(&self, span: Span, message: impl Into<String>, help: impl Into<String>) -> StatisticError {
        StatisticError::new(self.0.source(), span, message, help)
    }
}

const HELP: &str = "accepted: SampleCount, Average, Sum, Minimum, Maximum, p99, tm99, wm99, tc99, ts99, TM(10%:90%), \
                    WM(a:b), TC(a:b), TS(a:b), PR(a:b), IQM";

/// Digits with at most one point and an exponent; what else the standard library reads as a number
/// (`inf`, signs) is none here.
fn is_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'+' | b'-'))
}

fn is_backwards(above: Side, up_to: Side) -> bool {
    match (above, up_to) {
        (Side::Percent(a, _), Side::Percent(b, _)) => a.units() > b.units(),
        (Side::Value(a, _), Side::Value(b, _)) => a > b,
        _ => false,
    }
}

fn percents(above: Option<Side>, up_to: Option<Side>) -> PercentBounds {
    let percent = |side| if let Side::Percent(percent, _) = side { Some(percent) } else { None };
    PercentBounds { above: above.and_then(percent), up_to: up_to.and_then(percent) }
}

fn values(above: Option<Side>, up_to: Option<Side>) -> ValueBounds {
    let value = |side| if let Side::Value(value, _) = side { Some(value) } else { None };
    ValueBounds { above: above.and_then(value), up_to: up_to.and_then(value) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_printed_as_it_was_written() {
        for text in [
            "SampleCount",
            "Average",
            "Sum",
            "Minimum",
            "Maximum",
            "IQM",
            "p0",
            "p100",
            "p99.95",
            "p0.0000000001",
            "p50.10",
            "tm90",
            "wm99.9",
            "tc0",
            "ts100",
            "TM(10%:90%)",
            "WM(:95%)",
            "TC(5%:)",
            "TS(80%:100.0%)",
            "TM(8:144)",
            "WM(0.005:)",
            "TC(:10)",
            "TS(1e-9:2e300)",
            "PR(:21)",
            "PR(8:144)",
            "PR(0:0)",
        ] {
            assert_eq!(text.parse::<Statistic>().map(String::from).as_deref(), Ok(text));
        }
    }

    #[test]
    fn what_is_no_statistic_says_where_and_why() {
        for (text, at, message) in [
            ("", 0..0, "there is no such statistic"),
            ("average", 0..7, "there is no such statistic"),
            ("P99", 0..3, "there is no such statistic"),
            ("TM90", 0..4, "there is no such statistic"),
            ("tm(10%:90%)", 0..11, "there is no such statistic"),
            ("p(1:2)", 0..6, "there is no such statistic"),
            ("PR90", 0..4, "there is no such statistic"),
            ("IQM(1:2)", 0..8, "there is no such statistic"),
            ("p", 1..1, "a digit is needed"),
            ("p-1", 1..2, "a digit is needed"),
            ("p99.", 4..4, "a digit is needed"),
            ("p101", 1..4, "a percentage is at most 100"),
            ("tm100.0000000001", 2..16, "a percentage is at most 100"),
            ("p100.0", 1..6, "100 takes no decimals here"),
            ("p99.12345678901", 1..15, "a percentage has at most 10 decimals"),
            ("p99x", 3..4, "the statistic ends before this"),
            ("p99 ", 3..4, "the statistic ends before this"),
            ("TM(:)", 2..5, "at least one bound is needed"),
            ("TM(1)", 4..5, "`:` is needed here"),
            ("TM(1:2", 6..6, "`)` is needed here"),
            ("TM(1:", 5..5, "a bound is a number from 0 on, or a percentage"),
            ("TM(1:2)x", 7..8, "the statistic ends before this"),
            ("TM(10%:90)", 7..9, "both bounds are percentages, or none is"),
            ("TM(1:90%)", 5..8, "both bounds are percentages, or none is"),
            ("TM(90%:10%)", 2..11, "the first bound is above the second"),
            ("TM(9:1)", 2..7, "the first bound is above the second"),
            ("TM(-1:2)", 3..5, "a bound is a number from 0 on, or a percentage"),
            ("TM(:inf)", 4..7, "a bound is a number from 0 on, or a percentage"),
            ("TM(:1e999)", 4..9, "a bound is a number from 0 on, or a percentage"),
            ("TM(:101%)", 4..7, "a percentage is at most 100"),
            ("PR(:90%)", 4..7, "PR takes values only"),
            ("TM(1 :2)", 4..5, "`:` is needed here"),
        ] {
            let error = text.parse::<Statistic>().unwrap_err();
            let diagnostic = error.diagnostic();
            assert_eq!((diagnostic.span().range(), diagnostic.message()), (at, message), "{text}");
        }
        assert_eq!("Averege".parse::<Statistic>().unwrap_err().diagnostic().label(), Some("did you mean `Average`?"));
    }
}
