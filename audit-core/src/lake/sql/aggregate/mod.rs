//! Functions of groups of rows.
//!
//! Source: Trino documentation, "Aggregate functions".

mod state;

use super::kind::LakeType;
use super::value::Value;
use state::Spread;
pub(super) use state::State;

/// A function of a group.
#[derive(Debug)]
pub(super) struct Aggregate {
    pub(super) name: &'static str,
    /// What it takes, for people.
    pub(super) usage: &'static str,
    /// The types to which arguments are brought, and that of the result.
    pub(super) sign: fn(&[LakeType]) -> Sign,
    /// Whether rows are passed over where the first argument is null.
    pub(super) skips_nulls: bool,
    start: fn(&[LakeType]) -> State,
}

impl Aggregate {
    pub(super) fn start(&self, kinds: &[LakeType]) -> State {
        (self.start)(kinds)
    }
}

type Sign = Option<(Vec<LakeType>, LakeType)>;

const fn aggregate(
    name: &'static str,
    usage: &'static str,
    sign: fn(&[LakeType]) -> Sign,
    start: fn(&[LakeType]) -> State,
) -> Aggregate {
    Aggregate { name, usage, sign, skips_nulls: true, start }
}

impl Aggregate {
    const fn with_nulls(self) -> Self {
        Self { skips_nulls: false, ..self }
    }
}

static ALL: [Aggregate; 25] = [
    aggregate("count", "* or value", count_sign, |_| State::Count(0)),
    aggregate("count_if", "boolean", |given| truth_sign(given, LakeType::Bigint), |_| State::CountIf(0)),
    aggregate("sum", "number", sum_sign, |kinds| {
        if kinds.first() == Some(&LakeType::Bigint) { State::SumWhole(None) } else { State::SumReal(None) }
    }),
    aggregate("avg", "number", real_sign, |_| State::Average { count: 0, sum: 0.0 }),
    aggregate("min", "value", ordered_sign, |_| State::Extreme { largest: false, best: Value::Null }),
    aggregate("max", "value", ordered_sign, |_| State::Extreme { largest: true, best: Value::Null }),
    aggregate("min_by", "value, by", by_sign, |_| by(false)).with_nulls(),
    aggregate("max_by", "value, by", by_sign, |_| by(true)).with_nulls(),
    aggregate("arbitrary", "value", same_sign, |_| State::First(Value::Null)),
    aggregate("any_value", "value", same_sign, |_| State::First(Value::Null)),
    aggregate("bool_and", "boolean", |given| truth_sign(given, LakeType::Boolean), |_| State::All(None)),
    aggregate("every", "boolean", |given| truth_sign(given, LakeType::Boolean), |_| State::All(None)),
    aggregate("bool_or", "boolean", |given| truth_sign(given, LakeType::Boolean), |_| State::Any(None)),
    aggregate("array_agg", "value [ORDER BY ...]", array_sign, |_| State::List(Vec::new())).with_nulls(),
    aggregate("map_agg", "key, value", map_sign, |_| State::Map(Vec::new(), hashbrown::HashSet::new())),
    aggregate("histogram", "value", histogram_sign, |_| State::Histogram(Vec::new(), hashbrown::HashMap::new())),
    aggregate("approx_distinct", "value", count_one, |_| State::ApproxDistinct(Box::default())),
    aggregate("approx_percentile", "number, double between 0 and 1", percentile_sign, |kinds| State::Percentile {
        sketch: Box::default(),
        whole: kinds.first() == Some(&LakeType::Bigint),
        at: Value::Null,
    }),
    aggregate("stddev", "number", real_sign, |_| spread(Spread::DeviationOfSample)),
    aggregate("stddev_samp", "number", real_sign, |_| spread(Spread::DeviationOfSample)),
    aggregate("stddev_pop", "number", real_sign, |_| spread(Spread::DeviationOfAll)),
    aggregate("variance", "number", real_sign, |_| spread(Spread::VarianceOfSample)),
    aggregate("var_samp", "number", real_sign, |_| spread(Spread::VarianceOfSample)),
    aggregate("var_pop", "number", real_sign, |_| spread(Spread::VarianceOfAll)),
    aggregate("set_agg", "value", array_sign, |_| State::Histogram(Vec::new(), hashbrown::HashMap::new())).with_nulls(),
];

/// The aggregate of a name in any letter case.
pub(super) fn named(name: &str) -> Option<&'static Aggregate> {
    ALL.iter().find(|aggregate| aggregate.name.eq_ignore_ascii_case(name))
}

/// The names of all of them.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|aggregate| aggregate.name)
}

fn by(largest: bool) -> State {
    State::By { largest, best: Value::Null, value: Value::Null }
}

fn spread(kind: Spread) -> State {
    State::Spread { count: 0.0, mean: 0.0, squares: 0.0, kind }
}

fn count_sign(given: &[LakeType]) -> Sign {
    (given.len() <= 1).then(|| (given.to_vec(), LakeType::Bigint))
}

fn count_one(given: &[LakeType]) -> Sign {
    (given.len() == 1).then(|| (given.to_vec(), LakeType::Bigint))
}

fn truth_sign(given: &[LakeType], result: LakeType) -> Sign {
    let fits = matches!(given, [LakeType::Boolean | LakeType::Unknown]);
    fits.then(|| (vec![LakeType::Boolean], result))
}

fn sum_sign(given: &[LakeType]) -> Sign {
    match given {
        [LakeType::Bigint] => Some((given.to_vec(), LakeType::Bigint)),
        _ => real_sign(given),
    }
}

fn real_sign(given: &[LakeType]) -> Sign {
    let fits = matches!(given, [LakeType::Bigint | LakeType::Double | LakeType::Unknown]);
    fits.then(|| (vec![LakeType::Double], LakeType::Double))
}

fn same_sign(given: &[LakeType]) -> Sign {
    let [kind] = given else { return None };
    Some((given.to_vec(), kind.clone()))
}

fn ordered_sign(given: &[LakeType]) -> Sign {
    same_sign(given).filter(|(_, kind)| kind.is_ordered())
}

fn by_sign(given: &[LakeType]) -> Sign {
    let [value, by] = given else { return None };
    by.is_ordered().then(|| (given.to_vec(), value.clone()))
}

fn array_sign(given: &[LakeType]) -> Sign {
    let [kind] = given else { return None };
    Some((given.to_vec(), LakeType::array(kind.clone())))
}

fn map_sign(given: &[LakeType]) -> Sign {
    let [key, value] = given else { return None };
    Some((given.to_vec(), LakeType::map(key.clone(), value.clone())))
}

fn histogram_sign(given: &[LakeType]) -> Sign {
    let [kind] = given else { return None };
    Some((given.to_vec(), LakeType::map(kind.clone(), LakeType::Bigint)))
}

fn percentile_sign(given: &[LakeType]) -> Sign {
    let [kind, LakeType::Double | LakeType::Bigint] = given else { return None };
    kind.is_number().then(|| (vec![kind.clone(), LakeType::Double], kind.clone()))
}
