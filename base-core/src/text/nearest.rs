//! Did you mean.

/// The candidate that is most like a misspelt word, if one is like it at all: at most one edit in
/// three characters (an edit adds, drops or changes one, or swaps two neighbours), at least one
/// edit allowed; letter case does not count. The first of equals.
///
/// Words of more than 64 characters are like nothing.
///
/// ```
/// use cupola_base::text::nearest;
///
/// assert_eq!(nearest("prefxi", ["suffix", "prefix"]), Some("prefix"));
/// assert_eq!(nearest("EXISTS", ["exists", "cidr"]), Some("exists"));
/// assert_eq!(nearest("colour", ["exists", "cidr"]), None);
/// ```
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = folded(word)?;
    let most = (word.len() / 3).max(1);
    candidates
        .into_iter()
        .filter_map(|candidate| Some((distance(&word, &folded(candidate)?), candidate)))
        .filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

fn folded(word: &str) -> Option<Vec<char>> {
    let chars: Vec<char> = word.chars().take(65).flat_map(char::to_lowercase).collect();
    (1..=64).contains(&chars.len()).then_some(chars)
}

/// Optimal string alignment distance, three rows at a time.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let changed = above[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut fewest = changed.min(above[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                fewest = fewest.min(before[j - 2] + 1);
            }
            row.push(fewest);
        }
        before = std::mem::replace(&mut above, row);
    }
    above[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted() {
        for (a, b, edits) in
            [("", "abc", 3), ("abc", "acb", 1), ("kitten", "sitting", 3), ("ca", "abc", 3), ("x", "x", 0)]
        {
            let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
            assert_eq!((distance(&a, &b), distance(&b, &a)), (edits, edits), "{a:?} {b:?}");
        }
    }

    #[test]
    fn short_words_allow_one_edit() {
        assert_eq!(nearest("av", ["avg", "sum"]), Some("avg"));
        assert_eq!(nearest("xy", ["avg", "sum"]), None);
        assert_eq!(nearest("", ["a"]), None);
        assert_eq!(nearest(&"a".repeat(65), ["a"]), None);
    }
}
