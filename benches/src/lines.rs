//! Log lines as three programs write them, made from a seed: a third each of a web server's access log, a
//! shop's JSON log and an sshd's log. And a hundred filters of which each matches one of a hundred lines.

use cupola_base::Rng;

use crate::documents::{hex, instant, pick, words};

/// Lines of all three kinds in turn, about 200 bytes each.
#[must_use]
pub fn mixed(count: usize) -> Vec<String> {
    let rng = Rng::new(21);
    let kinds = [access, shop, sshd];
    (0..count).map(|n| kinds[n % kinds.len()](&rng)).collect()
}

/// Lines of the access log alone.
#[must_use]
pub fn of_access(count: usize) -> Vec<String> {
    let rng = Rng::new(22);
    (0..count).map(|_| access(&rng)).collect()
}

/// Lines of the JSON log alone.
#[must_use]
pub fn of_shop(count: usize) -> Vec<String> {
    let rng = Rng::new(23);
    (0..count).map(|_| shop(&rng)).collect()
}

fn access(rng: &Rng) -> String {
    let method = pick(rng, &["GET", "GET", "GET", "POST", "HEAD"]);
    let agent = pick(
        rng,
        &[
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0 Safari/537.36",
            "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            "curl/8.5.0",
        ],
    );
    let path = format!("/{}/{}/{}.html", tag(rng), words(rng, 1), hex(rng, 6));
    format!(
        "10.{}.{}.{} - - [17/May/2026:10:{:02}:{:02} +0000] \"{method} {path} HTTP/1.1\" {} {} \"http://shop.example/{}\" \"{agent}\"",
        rng.below(THIRDS),
        rng.below(256),
        rng.below(256),
        rng.below(60),
        rng.below(60),
        status(rng),
        rng.below(33_000),
        words(rng, 1),
    )
}

/// Most answers are fine; each of eleven others comes three times in a hundred.
fn status(rng: &Rng) -> u64 {
    const OTHERS: [u64; 11] = [301, 304, 400, 401, 403, 404, 405, 500, 502, 503, 504];
    let choice = rng.below(THIRDS);
    usize::try_from(choice).ok().and_then(|choice| OTHERS.get(choice)).copied().unwrap_or(200)
}

fn shop(rng: &Rng) -> String {
    format!(
        r#"{{"ts":"{}","level":"{}","logger":"shop.checkout.http","msg":"request finished for {} {}","http":{{"method":"{}","status":{},"ms":{}.{}}},"trace_id":"{}","host":"web-{}.shop.example","user":"{}","tries":{},"cached":{}}}"#,
        instant(rng),
        pick(rng, &["INFO", "WARN", "ERROR", "DEBUG"]),
        words(rng, 2),
        tag(rng),
        pick(rng, &["GET", "POST", "PUT"]),
        status(rng),
        rng.below(330),
        rng.below(10),
        hex(rng, 32),
        rng.below(THIRDS),
        user(rng.below(THIRDS)),
        rng.below(4),
        rng.below(2) == 0,
    )
}

fn sshd(rng: &Rng) -> String {
    let (second, number) = (rng.below(60), 20_000 + rng.below(10_000));
    let what = match rng.below(4) {
        0 => format!(
            "Failed password for {} from 173.234.{}.{} port {} ssh2",
            tag(rng),
            rng.below(256),
            rng.below(256),
            rng.below(65_536)
        ),
        1 => format!("Invalid user {} from 173.234.{}.{}", tag(rng), rng.below(256), rng.below(256)),
        2 => format!(
            "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost={} user={}",
            words(rng, 1),
            tag(rng)
        ),
        _ => format!(
            "Received disconnect from 112.95.{}.{}: 11: Bye Bye {} [preauth]",
            rng.below(256),
            rng.below(256),
            tag(rng)
        ),
    };
    format!("Dec 10 06:{:02}:{second:02} LabSZ sshd[{number}]: {what}", rng.below(60))
}

/// So many values that each comes in three of a hundred lines of its kind, and so one of a hundred of all.
const THIRDS: u64 = 33;

fn user(number: u64) -> String {
    format!("{}-{}", ["keeper", "porter", "warden"][usize::try_from(number % 3).unwrap_or_default()], 400 + number)
}

/// One of a hundred names, of which the filters know fifty.
fn tag(rng: &Rng) -> String {
    tag_of(rng.below(100))
}

fn tag_of(number: u64) -> String {
    const HEADS: [&str; 10] = ["am", "bel", "cor", "dra", "es", "fal", "gor", "hel", "is", "jun"];
    const TAILS: [&str; 10] = ["andir", "brook", "castle", "downs", "elyn", "ford", "gate", "holm", "ina", "kirk"];
    let at = |number: u64| usize::try_from(number % 10).unwrap_or_default();
    format!("{}o{}", HEADS[at(number / 10)], TAILS[at(number)])
}

/// A hundred patterns by kind: 50 words and phrases, 30 for JSON, 15 space-delimited, 5 regular expressions.
#[must_use]
pub fn hundred_filters() -> [Vec<String>; 4] {
    let phrases = (0..50).map(|n| match n % 5 {
        0 => format!("\"{}\" -Nothing", tag_of(n)),
        _ => tag_of(n),
    });
    let json = (0..30).map(|n| match n % 3 {
        0 => format!("{{ $.user = \"{}\" && $.level = * }}", user(n)),
        1 => format!("{{ $.http.ms >= {} && $.http.ms < {} }}", n * 10, n * 10 + 10),
        _ => format!("{{ $.host = \"web-{n}.*\" && $.tries < 9 }}"),
    });
    let delimited = (0..15).map(|n| match n % 3 {
        0 => format!("[ip = 10.{n}.*, id, user, time, request, status, bytes, referrer, agent]"),
        1 => {
            format!("[ip, id, user, time, request, status, bytes > {} && bytes <= {}, ...]", n * 1000, n * 1000 + 1000)
        }
        _ => {
            let codes = [404, 500, 502, 503, 304];
            format!("[ip, id, user, time, request = *HTTP*, status = {}, bytes, referrer, agent]", codes[n / 3])
        }
    });
    let regexes = (0..5).map(|n| format!("%[/ ]{}[^a-z]%", tag_of(60 + n)));
    [phrases.collect(), json.collect(), delimited.collect(), regexes.collect()]
}
