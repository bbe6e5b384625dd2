//! What must hold whatever the input. Each law panics where it is broken.

use serde::de::IgnoredAny;
use serde_json::Value;

use super::calendar::SlowCron;
use super::twins;
use crate::json::{Json, Keys, Kind, NotJson, Paths, Runner, ScanError, Scanner, Token};
use crate::schedule::{Cron, Dialect, Expression};
use crate::text::wildcard;
use crate::{Arn, Region, Timestamp, Unit};

/// `serde_json` opens this many containers at most.
const ORACLE_DEPTH: usize = 127;

/// The scanner accepts what `serde_json` accepts, and reads the same values out of it.
///
/// Not compared: documents with a number beyond the doubles, which `serde_json` cannot keep, are
/// laid against its reader that keeps nothing, unless an escape in them may be half a surrogate
/// pair, which that reader lets pass.
pub fn scanner_agrees_with_serde(bytes: &[u8]) {
    let ours = twins::tree(bytes, ORACLE_DEPTH);
    match serde_json::from_slice::<Value>(bytes) {
        Ok(theirs) => assert_eq!(ours, Ok(theirs), "{}", String::from_utf8_lossy(bytes)),
        Err(error) if error.to_string().starts_with("number out of range") => {
            let theirs = std::str::from_utf8(bytes).is_ok() && serde_json::from_slice::<IgnoredAny>(bytes).is_ok();
            let comparable = !bytes.windows(2).any(|pair| pair == br"\u") && depth(bytes) <= ORACLE_DEPTH;
            assert!(ours.is_ok() == theirs || !comparable, "{ours:?} {}", String::from_utf8_lossy(bytes));
        }
        Err(error) => assert!(ours.is_err(), "{error}: {}", String::from_utf8_lossy(bytes)),
    }
}

fn depth(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| matches!(byte, b'{' | b'[')).count()
}

/// An error or the end comes again at every later call, and its place is in the input.
pub fn scanner_ends_for_ever(bytes: &[u8]) {
    let mut scanner = Scanner::new(bytes);
    let end = loop {
        match scanner.next() {
            Ok(Some(_)) => {}
            Ok(None) => break Ok(None),
            Err(error) => break Err(error),
        }
    };
    assert!(end.is_ok() || end.is_err_and(|error| error.offset <= bytes.len()));
    for _ in 0..3 {
        assert_eq!(scanner.next(), end);
        assert_eq!(scanner.skip().err(), end.err());
        assert_eq!(scanner.leave().err(), end.err());
        assert_eq!(scanner.finish().err(), end.err());
    }
}

/// Skipping a value, at every place where one can stand, ends where walking it ends, with the same
/// verdict and the same tokens after it.
pub fn scanner_skips_what_it_walks(bytes: &[u8]) {
    let mut scanner = Scanner::new(bytes);
    for _ in 0..200 {
        let (mut skipping, mut walking) = (scanner.clone(), scanner.clone());
        let skipped = skipping.skip();
        assert_eq!(skipped, walk_one(&mut walking));
        if skipped.is_ok() {
            assert_eq!((skipping.offset(), skipping.depth()), (walking.offset(), walking.depth()));
            assert_eq!(skipping.next(), walking.next());
        }
        let (mut leaving, mut walking) = (scanner.clone(), scanner.clone());
        assert_eq!(leaving.leave(), walk_out(&mut walking));
        assert_eq!((leaving.offset(), leaving.depth()), (walking.offset(), walking.depth()));
        if !matches!(scanner.next(), Ok(Some(_))) {
            break;
        }
    }
    assert_eq!(Scanner::new(bytes).finish(), walk_out(&mut Scanner::new(bytes)));
}

fn walk_one<'a>(scanner: &mut Scanner<'a>) -> Result<&'a str, ScanError> {
    let mut ahead = scanner.clone();
    if matches!(ahead.next()?, None | Some(Token::ObjectEnd | Token::ArrayEnd)) {
        return Ok("");
    }
    if matches!(scanner.next()?, Some(Token::Key(_))) {
        scanner.next()?;
    }
    let start = scanner.span().start;
    if matches!(scanner.source().as_bytes()[start], b'{' | b'[') {
        walk_out(scanner)?;
    }
    Ok(&scanner.source()[start..scanner.offset()])
}

fn walk_out(scanner: &mut Scanner<'_>) -> Result<(), ScanError> {
    let depth = scanner.depth();
    while scanner.next()?.is_some() {
        if depth > 0 && scanner.depth() < depth {
            break;
        }
    }
    Ok(())
}

/// Members and items, at every place, are the tokens that stand there, with the same verdict.
pub fn scanner_members_are_its_tokens(bytes: &[u8]) {
    let mut scanner = Scanner::new(bytes);
    let mut last = None;
    for _ in 0..200 {
        let (mut whole, mut parts) = (scanner.clone(), scanner.clone());
        let read = whole.next_member();
        assert_eq!(read, member(&mut parts));
        if read.is_ok() {
            assert_eq!((whole.offset(), whole.span(), whole.depth()), (parts.offset(), parts.span(), parts.depth()));
        }
        let (mut item, mut token) = (scanner.clone(), scanner.clone());
        let may_come = scanner.depth() > 0 && !matches!(last, Some(Token::Key(_)));
        let read = item.next_item();
        assert_eq!(read, if may_come { self::item(&mut token) } else { Ok(None) });
        if read.is_ok() {
            assert_eq!((item.offset(), item.depth()), (token.offset(), token.depth()));
        }
        last = scanner.next().unwrap_or(None);
        if last.is_none() {
            break;
        }
    }
}

/// A runner reads what a scanner reads, member by member and item by item, with the same verdict.
pub fn runner_agrees_with_the_scanner(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let is_json = Scanner::of_text(text).finish().is_ok();
    assert_eq!(Runner::of_text(text).document().is_ok(), is_json, "{text}");
    let (mut scanner, mut runner) = (Scanner::of_text(text), Runner::of_text(text));
    let outcome = walk_beside(&mut scanner, &mut runner).and_then(|()| {
        let ends = scanner.finish().is_ok();
        assert_eq!(runner.finish().is_ok(), ends, "{text}");
        ends.then_some(()).ok_or(NotJson)
    });
    assert_eq!(outcome.is_ok(), is_json, "{text}");
}

/// A runner that looks for a few keys sees every member that has one of them, and ends with the same verdict.
pub fn runner_passes_other_keys_by(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    for wanted in ["", "a", "ue", "0", "dock"] {
        let (mut every, mut some) = (Runner::of_text(text), Runner::of_text(text));
        if (every.value(), some.value()) != (Ok(Kind::Object), Ok(Kind::Object)) {
            return;
        }
        let read = |runner: &mut Runner<'_>, next: &dyn Fn(&mut Runner<'_>) -> Result<Option<Kind>, NotJson>| {
            let mut spans = Vec::new();
            while let Some(kind) = next(runner)? {
                let span = runner.span();
                runner.pass(kind)?;
                spans.extend((runner.key() == wanted).then_some(span));
            }
            runner.finish().map(|()| spans)
        };
        let keys: Keys = [wanted].into_iter().collect();
        let expected = read(&mut every, &|runner| runner.next_member());
        assert_eq!(read(&mut some, &|runner| runner.next_member_among(keys)), expected, "{wanted} in {text}");
    }
}

/// What is learnt of lines leads through those that are documents, and is as strict with the others.
pub fn lines_are_learnt(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut paths = Paths::new(1000);
    for line in text.lines().take(20) {
        let is_learnt = paths.learn(line, |_, _| ());
        let end = path_is_the_scanners(&paths, line);
        assert!(!is_learnt || end == Some(line.trim_end().len()), "{line}");
    }
}

/// What paths lead through is one document, and the values behind their steps are its scalars; tells where it ends.
pub fn path_is_the_scanners<T>(paths: &Paths<T>, text: &str) -> Option<usize> {
    let (mut values, mut at) = (Vec::new(), 0);
    let end = paths.follow(text, |step| {
        assert_eq!(step.start, at, "{text}");
        at = step.value.map_or(at, |value| value.end);
        values.extend(step.value);
    })?;
    let mut scanner = Scanner::of_text(&text[..end]);
    let mut scalars = Vec::new();
    while let Some(token) = scanner.next().expect("what paths lead through is JSON") {
        if !matches!(token, Token::ObjectStart | Token::ObjectEnd | Token::ArrayStart | Token::ArrayEnd | Token::Key(_))
        {
            scalars.push(scanner.span());
        }
    }
    assert_eq!(values, scalars, "{text}");
    Some(end)
}

fn walk_beside(scanner: &mut Scanner<'_>, runner: &mut Runner<'_>) -> Result<(), NotJson> {
    let first = scanner.next().map(|token| token.and_then(kind)).map_err(|_| NotJson);
    let read = runner.value();
    assert_eq!(read, first.and_then(|kind| kind.ok_or(NotJson)));
    inside_beside(scanner, runner, read?)
}

fn inside_beside(scanner: &mut Scanner<'_>, runner: &mut Runner<'_>, opened: Kind) -> Result<(), NotJson> {
    loop {
        let (expected, read) = match opened {
            Kind::Object => (scanner.next_member(), runner.next_member()),
            Kind::Array => (scanner.next_item(), runner.next_item()),
            _ => return Ok(()),
        };
        assert_eq!(read, expected.map_err(|_| NotJson));
        let Some(kind) = read? else { return Ok(()) };
        assert_eq!((runner.span(), runner.text()), (scanner.span(), scanner.text()));
        if opened == Kind::Object {
            assert_eq!(runner.key(), scanner.key());
        }
        inside_beside(scanner, runner, kind)?;
    }
}

fn member(scanner: &mut Scanner<'_>) -> Result<Option<Kind>, ScanError> {
    match scanner.next_key()? {
        Some(_) => Ok(scanner.next()?.and_then(kind)),
        None => Ok(None),
    }
}

fn item(scanner: &mut Scanner<'_>) -> Result<Option<Kind>, ScanError> {
    let mut ahead = scanner.clone();
    if matches!(ahead.next(), Ok(Some(Token::Key(_) | Token::ObjectEnd))) || stands_in_object(scanner) {
        return Ok(None);
    }
    Ok(scanner.next()?.and_then(kind))
}

/// Whether a key could come next, even where none does.
fn stands_in_object(scanner: &Scanner<'_>) -> bool {
    let mut ahead = scanner.clone();
    let key = ahead.next_key();
    ahead.offset() != scanner.offset() || key.is_err()
}

fn kind(token: Token<'_>) -> Option<Kind> {
    Some(match token {
        Token::ObjectStart => Kind::Object,
        Token::ArrayStart => Kind::Array,
        Token::String(text) => Kind::String { escaped: text.is_escaped() },
        Token::Number(_) => Kind::Number,
        Token::Bool(bool) => Kind::Bool(bool),
        Token::Null => Kind::Null,
        Token::Key(_) | Token::ObjectEnd | Token::ArrayEnd => return None,
    })
}

/// The iterative wildcard decides as the table does, with and without letter case.
pub fn wildcard_agrees_with_its_table(pattern: &str, text: &str) {
    assert_eq!(wildcard::is_match(pattern, text), twins::wildcard(pattern, text, false), "{pattern:?} {text:?}");
    let ignoring = wildcard::is_match_ignore_case(pattern, text);
    assert_eq!(ignoring, twins::wildcard(pattern, text, true), "{pattern:?} {text:?}");
}

/// What is read as a resource name, a region, an instant, a unit or a JSON text is read from its
/// own print as the same.
pub fn words_survive_printing(text: &str) {
    survives(text, Arn::parse);
    survives(text, Region::new);
    survives(text, Timestamp::parse);
    survives(text, str::parse::<Unit>);
    survives(text, Json::parse);
}

fn survives<T: ToString + PartialEq + std::fmt::Debug, E: std::fmt::Debug>(
    text: &str,
    parse: impl Fn(&str) -> Result<T, E>,
) {
    if let Ok(word) = parse(text) {
        let printed = word.to_string();
        let again = parse(&printed).expect("what we print we can read");
        assert_eq!((&again, again.to_string()), (&word, printed));
    }
}

/// A schedule's text is read from its own print as the same or refused with a place in it; a cron expression
/// runs when its twin runs.
pub fn schedules_run_as_their_twin(text: &str) {
    for dialect in [Dialect::Rules, Dialect::Scheduler] {
        match Expression::parse(text, dialect) {
            Ok(schedule) => assert_eq!(Expression::parse(&schedule.to_string(), dialect).as_ref(), Ok(&schedule)),
            Err(error) => assert!(error.diagnostic().span().end <= text.len() && !error.to_string().is_empty()),
        }
    }
    if let Ok(cron) = Cron::parse(text) {
        let (t, twin) = (Timestamp::from_secs(1_772_000_000), SlowCron::new(text));
        let local = |at: Timestamp| at.to_utc().naive_utc();
        assert_eq!(cron.next_after(t).map(local), twin.next_after(local(t)), "{text} after {t}");
        assert_eq!(cron.prev_before(t).map(local), twin.prev_before(local(t)), "{text} before {t}");
        assert!(!cron.explain().is_empty());
    }
}
