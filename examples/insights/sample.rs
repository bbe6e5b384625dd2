//! Lines of our own, and what may be asked of them.

use std::error::Error;
use std::io::{self, Write};

use cupola::logs::insights::Query;

use crate::output;
use crate::source::Logs;

pub(crate) const LINES: &str = r#"{"time":"2026-05-04T06:00:01Z","route":"/docks","status":200,"ms":12}
{"time":"2026-05-04T06:00:40Z","route":"/docks","status":200,"ms":9}
{"time":"2026-05-04T06:02:03Z","route":"/cranes","status":500,"ms":410}
10.0.0.7 - - [04/May/2026:06:03:00 +0000] "GET /docks HTTP/1.1" 200 512
{"time":"2026-05-04T06:06:10Z","route":"/docks","status":404,"ms":3}
{"time":"2026-05-04T06:07:30Z","route":"/cranes","status":200,"ms":88}
"#;

/// What may be asked, and the answers.
const ASKED: [(&str, &str); 3] = [
    (
        "filter ispresent(status) | stats count(*) as n by status | sort n desc",
        "status  n\n------  -\n   200  3\n   404  1\n   500  1\n",
    ),
    (
        "filter ms > 0 | stats max(ms), count(*) by bin(5m)",
        "bin(5m)                  max(ms)  count(*)\n-----------------------  -------  --------\n2026-05-04 06:00:00.000      410         3\n2026-05-04 06:05:00.000       88         2\n",
    ),
    ("parse @message '\"GET * HTTP' as path | filter ispresent(path) | display path", "path\n------\n/docks\n"),
];

/// Asks some questions of the lines, checks the answers and prints them.
pub(crate) fn show() -> Result<(), Box<dyn Error>> {
    let mut out = io::stdout().lock();
    for (text, expected) in ASKED {
        let table = output::table(&super::ask(&Query::parse(text)?, &Logs::Text(LINES.into()))?);
        assert_eq!(table, expected, "{text}");
        writeln!(out, "> {text}\n\n{table}")?;
    }
    Ok(())
}
