//! Names of indicators, aspects and domains in headings: alone, or behind the code.

use super::cells::TEXT_LIMIT;
use super::phrases::words;
use crate::instrument::Text;

/// How far into a heading its code may reach: `Tingkat Kematangan Indikator 35-1`.
const CODE_REACH: usize = 40;

/// Words that say that a column holds values; they describe any code.
const VALUE_WORDS: [&str; 9] =
    ["capaian", "indeks", "kematangan", "level", "nilai", "score", "skor", "tingkat", "value"];

/// A name as names are compared: its words in lower case, without the words for values before it.
pub(super) fn name(text: &str) -> String {
    // No name is as long; four bytes are the longest character.
    if text.len() > 4 * TEXT_LIMIT {
        return String::new();
    }
    let words = words(text);
    let name: Vec<&str> = words.iter().map(String::as_str).skip_while(|word| VALUE_WORDS.contains(word)).collect();
    name.join(" ")
}

/// The position that a heading such as `Indikator 1 - Arsitektur` or `1. Kebijakan Internal SPBE` names: its first part
/// is a code that `find` knows, and all words behind it are words of its names. What is described otherwise
/// (`Indikator 1: catatan`) is not its value, or not its code.
pub(super) fn position<'name>(
    heading: &str,
    find: impl Fn(&str) -> Option<usize>,
    names: impl Fn(usize) -> Option<[Option<&'name Text>; 2]>,
) -> Option<usize> {
    let heading = heading.trim();
    if heading.len() > 4 * TEXT_LIMIT {
        return None;
    }
    let ends = heading.char_indices().skip(1).take(CODE_REACH).filter(|(_, letter)| !letter.is_alphanumeric());
    let ends: Vec<usize> = ends.map(|(end, _)| end).collect();
    ends.into_iter().rev().find_map(|end| {
        let (code, description) = heading.split_at_checked(end)?;
        // A code without a digit would be a word like any other.
        if !code.contains(|letter: char| letter.is_ascii_digit()) {
            return None;
        }
        let words = words(description);
        if !words.iter().any(|word| word.starts_with(char::is_alphabetic)) {
            return None;
        }
        let position = find(code)?;
        let names = names(position)?;
        let texts = names.into_iter().flatten().flat_map(|name| std::iter::once(&name.id).chain(&name.en));
        let known: Vec<String> = texts.flat_map(|text| self::words(text)).collect();
        let fits = |word: &String| known.contains(word) || VALUE_WORDS.contains(&word.as_str());
        words.iter().all(fits).then_some(position)
    })
}
