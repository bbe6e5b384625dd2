//! An sshd log made up from a seed: people at work, and now and then somebody who guesses.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io;

use cupola::Timestamp;
use cupola::base::Rng;

/// Raw lines of a made-up log, in order of time, without end.
///
/// Sessions come at random moments. In each hour and a half there are twelve minutes in which somebody
/// tries passwords. All addresses are from the ranges that are set aside for documentation.
pub(crate) struct Generator {
    rng: Rng,
    /// When the next session begins, in milliseconds since the start.
    next_session: f64,
    /// Milliseconds between two sessions in quiet times, on average.
    pause: f64,
    start: Timestamp,
    sessions: u64,
    waiting: BinaryHeap<Reverse<(i64, u64, String)>>,
    sequence: u64,
    stamp: Stamp,
}

/// The time of the first line, behind its year.
pub(crate) const START: &str = "-12-10T06:00:00Z";

impl Generator {
    /// A log of about `lines` lines: a thousand in an hour, for four hours to a week.
    pub(crate) fn new(seed: u64, start: Timestamp, lines: u64) -> Self {
        let hours = (lines / 1_000).clamp(4, 168);
        Self {
            rng: Rng::for_part(seed, "generated log"),
            next_session: 0.0,
            pause: quiet_pause(lines, hours),
            start,
            sessions: 0,
            waiting: BinaryHeap::new(),
            sequence: 0,
            stamp: Stamp::default(),
        }
    }

    fn begin_session(&mut self) {
        let at = whole(self.next_session);
        let attacked = is_attacked(self.next_session);
        let pause = if attacked { self.pause / ATTACK } else { self.pause };
        self.next_session += 2.0 * pause * self.rng.unit();
        self.sessions += 1;
        let session = Session::draw(&self.rng, self.sessions, attacked);
        for (after, text) in session.lines(&self.rng) {
            self.sequence += 1;
            self.waiting.push(Reverse((at + after, self.sequence, text)));
        }
    }
}

impl Iterator for Generator {
    type Item = io::Result<String>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.waiting.peek().is_none_or(|Reverse((at, ..))| *at >= whole(self.next_session)) {
            self.begin_session();
        }
        let Reverse((at, _, text)) = self.waiting.pop()?;
        Some(Ok(format!("{} gate {text}", self.stamp.of(self.start.plus_millis(at)))))
    }
}

const MINUTE: f64 = 60_000.0;
const CYCLE: f64 = 90.0 * MINUTE;
const ATTACK_BEGINS: f64 = 40.0 * MINUTE;
const ATTACK_ENDS: f64 = 52.0 * MINUTE;
/// How many times more sessions there are under attack.
const ATTACK: f64 = 15.0;
/// Lines of a session, on average.
const LINES: f64 = 4.3;

fn is_attacked(millis: f64) -> bool {
    (ATTACK_BEGINS..ATTACK_ENDS).contains(&(millis % CYCLE))
}

#[expect(clippy::cast_precision_loss, reason = "numbers of lines and hours are small")]
fn quiet_pause(lines: u64, hours: u64) -> f64 {
    let attacked = (ATTACK_ENDS - ATTACK_BEGINS) / CYCLE;
    let weight = 1.0 - attacked + attacked * ATTACK;
    hours as f64 * 60.0 * MINUTE * weight * LINES / lines.max(1) as f64
}

#[expect(clippy::cast_possible_truncation, reason = "whole milliseconds of some weeks")]
const fn whole(millis: f64) -> i64 {
    millis as i64
}

/// One client's visit.
struct Session {
    pid: u64,
    address: String,
    port: u64,
    user: &'static str,
    kind: Kind,
}

enum Kind {
    /// Comes in with a key and leaves after this many minutes.
    AtWork { minutes: u64 },
    /// Mistypes once, then comes in.
    Clumsy,
    /// Tries so many passwords for a user that there is.
    Guessing { tries: u64 },
    /// Tries so many passwords for a user that there is not.
    GuessingNames { tries: u64 },
    /// Looks whether somebody is at home.
    Scan,
}

impl Session {
    fn draw(rng: &Rng, number: u64, attacked: bool) -> Self {
        let kind = if attacked { guesser(rng) } else { anybody(rng) };
        let (range, users) = match kind {
            Kind::AtWork { .. } | Kind::Clumsy => ("192.0.2", &PEOPLE[..]),
            Kind::Guessing { .. } => (if attacked { "203.0.113" } else { "198.51.100" }, &["root"][..]),
            Kind::GuessingNames { .. } | Kind::Scan => ("198.51.100", &NAMES[..]),
        };
        Self {
            pid: 1_000 + number % 31_000,
            address: format!("{range}.{}", 1 + rng.below(if attacked { 3 } else { 254 })),
            port: 32_768 + rng.below(28_000),
            user: pick(rng, users),
            kind,
        }
    }

    /// The lines, each with milliseconds since the session's beginning.
    fn lines(&self, rng: &Rng) -> Vec<(i64, String)> {
        match self.kind {
            Kind::AtWork { minutes } => self.at_work(minutes),
            Kind::Clumsy => [self.tries(rng, 1, ""), self.accepted(4_500, "password")].concat(),
            Kind::Guessing { tries } => self.guessing(rng, tries, ""),
            Kind::GuessingNames { tries } => {
                let refused = self.line(0, format_args!("Invalid user {} from {}", self.user, self.address));
                [vec![refused], self.guessing(rng, tries, "invalid user ")].concat()
            }
            Kind::Scan => {
                vec![self.line(0, format_args!("Did not receive identification string from {}", self.address))]
            }
        }
    }

    fn at_work(&self, minutes: u64) -> Vec<(i64, String)> {
        let leaves = 60_000 * i64::try_from(minutes).unwrap_or(1);
        let mut lines = self.accepted(0, "publickey");
        lines.push(
            self.line(leaves, format_args!("Received disconnect from {}: 11: disconnected by user", self.address)),
        );
        lines.push(self.line(leaves, format_args!("pam_unix(sshd:session): session closed for user {}", self.user)));
        lines
    }

    fn accepted(&self, at: i64, how: &str) -> Vec<(i64, String)> {
        let Self { user, address, port, .. } = self;
        vec![
            self.line(at, format_args!("Accepted {how} for {user} from {address} port {port} ssh2")),
            self.line(at, format_args!("pam_unix(sshd:session): session opened for user {user} by (uid=0)")),
        ]
    }

    fn guessing(&self, rng: &Rng, tries: u64, unknown: &str) -> Vec<(i64, String)> {
        let mut lines = self.tries(rng, tries, unknown);
        let end = lines.last().map_or(0, |(at, _)| at + 400);
        lines.push(self.line(end, format_args!("Received disconnect from {}: 11: Bye Bye [preauth]", self.address)));
        lines
    }

    fn tries(&self, rng: &Rng, tries: u64, unknown: &str) -> Vec<(i64, String)> {
        let Self { user, address, port, .. } = self;
        let pam = format!("logname= uid=0 euid=0 tty=ssh ruser= rhost={address}  user={user}");
        let mut lines = vec![self.line(0, format_args!("pam_unix(sshd:auth): authentication failure; {pam}"))];
        let mut at = 0;
        for _ in 0..tries {
            at += 1_200 + i64::try_from(rng.below(1_500)).unwrap_or(0);
            let text = format_args!("Failed password for {unknown}{user} from {address} port {port} ssh2");
            lines.push(self.line(at, text));
        }
        lines
    }

    fn line(&self, at: i64, text: std::fmt::Arguments<'_>) -> (i64, String) {
        (at, format!("sshd[{}]: {text}", self.pid))
    }
}

fn anybody(rng: &Rng) -> Kind {
    match rng.below(100) {
        0..60 => Kind::AtWork { minutes: 1 + rng.below(50) },
        60..70 => Kind::Clumsy,
        70..80 => Kind::Guessing { tries: 1 },
        80..90 => Kind::GuessingNames { tries: 1 },
        _ => Kind::Scan,
    }
}

fn guesser(rng: &Rng) -> Kind {
    match rng.below(100) {
        0..70 => Kind::Guessing { tries: 1 + rng.below(4) },
        70..95 => Kind::GuessingNames { tries: 1 + rng.below(2) },
        _ => anybody(rng),
    }
}

fn pick(rng: &Rng, from: &[&'static str]) -> &'static str {
    let index = usize::try_from(rng.below(from.len() as u64)).unwrap_or(0);
    from[index]
}

const PEOPLE: [&str; 6] = ["ana", "deploy", "ivo", "backup", "mina", "git"];
const NAMES: [&str; 9] = ["admin", "test", "oracle", "postgres", "ubuntu", "user", "guest", "ftp", "pi"];

/// Writes times as syslog does; a day's text is written once.
#[derive(Default)]
struct Stamp {
    day: (Option<Timestamp>, String),
}

impl Stamp {
    fn of(&mut self, at: Timestamp) -> String {
        let midnight = at.floor_to(86_400_000);
        if self.day.0 != Some(midnight) {
            self.day = (Some(midnight), at.format("%b %e"));
        }
        let seconds = at.millis_since(midnight) / 1_000;
        format!("{} {:02}:{:02}:{:02}", self.day.1, seconds / 3_600, seconds / 60 % 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(seed: u64, lines: u64) -> Vec<String> {
        let start = Timestamp::parse(&format!("2024{START}")).unwrap();
        Generator::new(seed, start, lines).take(usize::try_from(lines).unwrap()).map(Result::unwrap).collect()
    }

    #[test]
    fn the_same_seed_makes_the_same_log() {
        assert_eq!(log(7, 500), log(7, 500));
        assert_ne!(log(7, 500), log(8, 500));
    }

    #[test]
    fn a_log_lasts_about_as_long_as_said() {
        for (lines, hours) in [(6_000, 6), (60_000, 60)] {
            let log = log(1, lines);
            let mut lines = crate::line::Lines::new(log.into_iter().map(Ok), 2024);
            let all: Vec<_> = lines.by_ref().map(Result::unwrap).collect();
            let took = all[all.len() - 1].at.millis_since(all[0].at) / 60_000;
            assert!((hours * 50..hours * 75).contains(&took), "{took} minutes for {hours} hours");
            assert_eq!(lines.tally, crate::line::Tally::default(), "in order, each with its time");
        }
    }

    #[test]
    fn attacks_stand_out() {
        let log = log(0, 6_000);
        let failed = |minute: &str| {
            log.iter().filter(|line| line.starts_with(minute) && line.contains("Failed password")).count()
        };
        assert!(failed("Dec 10 06:45") > 8, "{}", failed("Dec 10 06:45"));
        assert!(failed("Dec 10 07:05") < 8, "{}", failed("Dec 10 07:05"));
    }
}
