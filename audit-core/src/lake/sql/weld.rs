//! What a query's words are, before they are parsed: ids of event data stores and types of casts are made one word
//! each, which the parser of general SQL does not know.

use cupola_base::text::Span;
use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, TokenWithSpan, Tokenizer, Whitespace, Word};

use super::dialect::Lake;
use super::error::{Checked, LakeQueryErrorKind, Refusal};
use super::places::Places;

/// More operators, joins and set operations than this are refused, so that no parse goes too deep.
pub(super) const MOST_OPERATORS: usize = 1000;

/// Parentheses, brackets and `CASE` within one another, at most.
const MOST_OPEN: usize = 20;
/// Signs before a value, such as `NOT` and `-`, at most, and lambdas within lambdas.
const MOST_BEFORE: usize = 20;

/// The words of a query.
pub(super) fn words(text: &str, places: &Places<'_>) -> Checked<Vec<TokenWithSpan>> {
    let tokens = Tokenizer::new(&Lake, text).tokenize_with_location().map_err(|error| {
        let at = places.offset(error.location);
        Refusal::new(LakeQueryErrorKind::Syntax, Span::new(at, at + 1), error.message)
    })?;
    let tokens = casts(ids(tokens, places), places);
    count(&tokens, places)?;
    depth(&tokens, places)?;
    Ok(tokens)
}

/// Runs such as `0a1b2c3d-0000-4000-8000-00000000000a` become one name.
fn ids(tokens: Vec<TokenWithSpan>, places: &Places<'_>) -> Vec<TokenWithSpan> {
    let mut welded: Vec<TokenWithSpan> = Vec::with_capacity(tokens.len());
    let (mut at, mut end, mut names_table) = (0, 0, false);
    while let Some(token) = tokens.get(at) {
        if at >= end {
            end = at + tokens[at..].iter().take_while(|token| is_part_of_id(token)).count();
        }
        let run = end - at;
        let can_be_id = run > 1 && (run <= ID_LETTERS || names_table);
        let text = if can_be_id { &places.text()[places.span_of(&tokens[at..end]).range()] } else { "" };
        if is_id(text) || (names_table && text.contains('-')) {
            welded.push(name(&tokens[at..at + run], text));
            at += run;
        } else {
            welded.push(token.clone());
            at += 1;
        }
        if !matches!(token.token, Token::Whitespace(_)) {
            names_table = is_word(token, Keyword::FROM) || is_word(token, Keyword::JOIN);
        }
    }
    welded
}

/// Letters of an id, which has no more words than that.
const ID_LETTERS: usize = 36;

fn is_part_of_id(token: &TokenWithSpan) -> bool {
    match &token.token {
        Token::Word(word) => word.quote_style.is_none(),
        Token::Number(..) | Token::Minus => true,
        _ => false,
    }
}

/// Groups of 8, 4, 4, 4 and 12 hexadecimal digits.
fn is_id(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

/// `CAST(x AS type)`: the type becomes one name.
fn casts(tokens: Vec<TokenWithSpan>, places: &Places<'_>) -> Vec<TokenWithSpan> {
    let mut welded: Vec<TokenWithSpan> = Vec::with_capacity(tokens.len());
    let mut open: Vec<bool> = Vec::new();
    let (mut at, mut cast) = (0, false);
    while let Some(token) = tokens.get(at) {
        welded.push(token.clone());
        at += 1;
        match token.token {
            Token::Whitespace(_) => continue,
            Token::LParen => open.push(cast),
            Token::RParen => drop(open.pop()),
            _ if is_word(token, Keyword::AS) && open.last() == Some(&true) => {
                let blank = tokens[at..].iter().take_while(|token| matches!(token.token, Token::Whitespace(_))).count();
                at += blank;
                let length = type_length(&tokens[at..]);
                if length > 0 {
                    let parts = &tokens[at..at + length];
                    welded.push(name(parts, places.text()[places.span_of(parts).range()].trim_end()));
                }
                at += length;
            }
            _ => {}
        }
        cast = is_word(token, Keyword::CAST) || is_word(token, Keyword::TRY_CAST);
    }
    welded
}

/// How many words stand before the parenthesis that closes a cast.
fn type_length(tokens: &[TokenWithSpan]) -> usize {
    let mut depth = 0_usize;
    let ends = tokens.iter().position(|token| {
        match token.token {
            Token::LParen => depth += 1,
            Token::RParen if depth == 0 => return true,
            Token::RParen => depth -= 1,
            _ => {}
        }
        false
    });
    ends.unwrap_or_default()
}

fn name(parts: &[TokenWithSpan], text: &str) -> TokenWithSpan {
    let word = Word { value: text.to_owned(), quote_style: Some('"'), keyword: Keyword::NoKeyword };
    let span = parts.iter().fold(parts[0].span, |span, part| span.union(&part.span));
    TokenWithSpan { token: Token::Word(word), span }
}

fn is_word(token: &TokenWithSpan, keyword: Keyword) -> bool {
    matches!(&token.token, Token::Word(word) if word.keyword == keyword)
}

fn count(tokens: &[TokenWithSpan], places: &Places<'_>) -> Checked<()> {
    let mut operators = tokens.iter().filter(|token| deepens(&token.token));
    match operators.nth(MOST_OPERATORS) {
        None => Ok(()),
        Some(token) => Err(Refusal::new(
            LakeQueryErrorKind::Size,
            places.span(token.span),
            format!("there are more than {MOST_OPERATORS} operators"),
        )),
    }
}

/// Refuses what a parser would go too deep for: its own bound counts levels, not what they take of the stack.
fn depth(tokens: &[TokenWithSpan], places: &Places<'_>) -> Checked<()> {
    let (mut open, mut before) = (0_usize, 0_usize);
    for token in tokens {
        match &token.token {
            Token::Whitespace(_) => continue,
            Token::LParen | Token::LBracket => (open, before) = (open + 1, 0),
            Token::RParen | Token::RBracket => (open, before) = (open.saturating_sub(1), 0),
            Token::Word(word) if word.keyword == Keyword::CASE => (open, before) = (open + 1, 0),
            Token::Word(word) if word.keyword == Keyword::END => (open, before) = (open.saturating_sub(1), 0),
            Token::Word(word) if matches!(word.keyword, Keyword::NOT | Keyword::INTERVAL) => before += 1,
            Token::Minus | Token::Plus | Token::Tilde | Token::ExclamationMark | Token::Arrow => before += 1,
            // A lambda's parameter stands before its arrow.
            Token::Word(word) if word.keyword == Keyword::NoKeyword && before > 0 => {}
            _ => before = 0,
        }
        if open > MOST_OPEN || before > MOST_BEFORE {
            let message = "the query is nested too deep";
            return Err(Refusal::new(LakeQueryErrorKind::Size, places.span(token.span), message));
        }
    }
    Ok(())
}

/// Whether what stands before becomes a part of what comes, for some parser.
fn deepens(token: &Token) -> bool {
    match token {
        Token::Word(word) => matches!(
            word.keyword,
            Keyword::AND
                | Keyword::OR
                | Keyword::NOT
                | Keyword::IN
                | Keyword::IS
                | Keyword::LIKE
                | Keyword::BETWEEN
                | Keyword::AT
                | Keyword::COLLATE
                | Keyword::ESCAPE
                | Keyword::UNION
                | Keyword::EXCEPT
                | Keyword::INTERSECT
                | Keyword::MINUS
                | Keyword::JOIN
                | Keyword::REGEXP
                | Keyword::RLIKE
                | Keyword::ILIKE
                | Keyword::SIMILAR
                | Keyword::DIV
                | Keyword::XOR
                | Keyword::OVERLAPS
                | Keyword::NOTNULL
                | Keyword::MEMBER
        ),
        Token::Whitespace(Whitespace::Space | Whitespace::Newline | Whitespace::Tab) => false,
        Token::Whitespace(_)
        | Token::Number(..)
        | Token::SingleQuotedString(_)
        | Token::Comma
        | Token::Period
        | Token::LParen
        | Token::RParen
        | Token::RBracket
        | Token::Placeholder(_)
        | Token::SemiColon => false,
        _ => true,
    }
}
