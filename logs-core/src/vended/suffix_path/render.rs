//! What a suffix path says of one record.

use cupola_base::{Place, Timestamp};

use super::{PathVariable, Piece, SuffixPath};

/// What the variables of a path are.
#[derive(Debug)]
pub(in crate::vended) struct Whereabouts<'a> {
    pub(in crate::vended) place: &'a Place,
    /// The last part of the resource's name.
    pub(in crate::vended) resource: &'a str,
}

impl Whereabouts<'_> {
    fn value(&self, variable: PathVariable, at: Timestamp) -> String {
        match variable {
            PathVariable::Year => at.format("%Y"),
            PathVariable::Month => at.format("%m"),
            PathVariable::Day => at.format("%d"),
            PathVariable::Hour => at.format("%H"),
            PathVariable::AccountId | PathVariable::Account => self.place.account.as_str().into(),
            PathVariable::Region => self.place.region.as_str().into(),
            PathVariable::DistributionId | PathVariable::Distribution => self.resource.into(),
        }
    }
}

impl SuffixPath {
    /// The folders of a record, with a slash between and none around. For Hive, a folder that is one variable is
    /// `name=value`.
    pub(in crate::vended) fn folders(&self, at: Timestamp, hive: bool, whereabouts: &Whereabouts<'_>) -> String {
        let folder = |segment: &Vec<Piece>| match &segment[..] {
            [Piece::Variable(variable)] if hive => {
                format!("{}={}", variable.hive_key(), whereabouts.value(*variable, at))
            }
            pieces => pieces.iter().map(|piece| piece.value(at, whereabouts)).collect(),
        };
        let folders: Vec<String> = self.segments.iter().map(folder).filter(|folder| !folder.is_empty()).collect();
        folders.join("/")
    }
}

impl Piece {
    fn value(&self, at: Timestamp, whereabouts: &Whereabouts<'_>) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Variable(variable) => whereabouts.value(*variable, at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folders(path: &str, hive: bool) -> String {
        let place = Place::parse("111122223333", "us-east-1").unwrap();
        let at = Timestamp::parse("2026-05-04T06:07:08Z").unwrap();
        SuffixPath::parse(path).unwrap().folders(at, hive, &Whereabouts { place: &place, resource: "E1" })
    }

    #[test]
    fn variables_are_those_of_the_record() {
        assert_eq!(folders("/x/{DistributionId}/{yyyy}/{MM}/{dd}/{HH}", false), "x/E1/2026/05/04/06");
        assert_eq!(
            folders("AWSLogs/{account-id}/{region}/dt={yyyy}{MM}{dd}/", false),
            "AWSLogs/111122223333/us-east-1/dt=20260504"
        );
        assert_eq!(folders("//", false), "");
    }

    #[test]
    fn for_hive_a_folder_that_is_a_variable_has_its_name() {
        let path = "{distributionid}/{yyyy}/{MM}/{dd}/{HH}";
        assert_eq!(folders(path, true), "distributionid=E1/year=2026/month=05/day=04/hour=06");
        assert_eq!(folders("x-{yyyy}/{account-id}", true), "x-2026/aws-account-id=111122223333");
    }
}
