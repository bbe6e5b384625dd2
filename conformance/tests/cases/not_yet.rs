//! The list of cases that the library does not come up to yet.

use std::collections::BTreeSet;
use std::path::Path;
use std::{fs, io};

use cupola_conformance::{Case, Origin, judge};
use libtest_mimic::{Failed, Trial};

/// Ids, one a line. Headings begin with `#` and say why.
#[derive(Clone)]
pub(crate) struct NotYet(BTreeSet<String>);

impl NotYet {
    pub(crate) fn read(file: &Path) -> io::Result<Self> {
        let text = fs::read_to_string(file)?;
        let ids = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        Ok(Self(ids.map(str::to_owned).collect()))
    }

    pub(crate) fn lists(&self, case: &Case) -> bool {
        self.0.contains(&case.id)
    }

    /// A listed case that passes, or that is none, has to leave the list.
    pub(crate) fn trial(self, cases: Vec<(Case, Origin)>) -> Trial {
        Trial::test("every case in not-yet.txt still fails", move || {
            let known: BTreeSet<&str> = cases.iter().map(|(case, _)| case.id.as_str()).collect();
            let gone =
                self.0.iter().filter(|id| !known.contains(id.as_str())).map(|id| format!("there is no case {id}"));
            let listed = cases.iter().filter(|(case, _)| self.lists(case));
            let passing = listed.filter(|(case, origin)| judge(case, origin).is_ok());
            let faults: Vec<String> = gone.chain(passing.map(|(case, _)| format!("{} passes", case.id))).collect();
            if faults.is_empty() { Ok(()) } else { Err(Failed::from(faults.join("\n"))) }
        })
    }
}
