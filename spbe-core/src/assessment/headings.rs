//! What a heading means: the names of columns, the look of codes, the form of a table.

use super::cells::TEXT_LIMIT;
use super::codes::Codes;

/// A column that means the same in every file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Known {
    Institution,
    Year,
    Stage,
    Index,
    Predicate,
    Indicator,
    Level,
}

/// How a table is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// One row an institution, one column an indicator.
    Wide,
    /// One row an answer.
    Long,
    /// One row an institution, printed values of domains and aspects.
    Results,
}

/// A heading or code as it is compared: lower case, one `_` for any run of spaces, `_` and `-`, no leading zeros.
pub(super) fn key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    let mut in_number = false;
    while let Some(character) = characters.next() {
        if character.is_whitespace() || matches!(character, '_' | '-') {
            if !key.is_empty() && !key.ends_with('_') {
                key.push('_');
            }
        } else if character == '0' && !in_number && characters.peek().is_some_and(char::is_ascii_digit) {
            // A leading zero: the next digit begins the number anew.
            continue;
        } else {
            key.extend(character.to_lowercase());
        }
        in_number = character.is_ascii_digit();
    }
    if key.ends_with('_') {
        key.pop();
    }
    key
}

pub(super) fn known(key: &str) -> Option<Known> {
    Some(match key {
        "institution" | "instansi" | "nama_instansi" => Known::Institution,
        "year" | "tahun" => Known::Year,
        "stage" | "tahap" | "tahapan" | "penilaian" => Known::Stage,
        "index" | "indeks" | "nilai_indeks" => Known::Index,
        "predicate" | "predikat" => Known::Predicate,
        "indicator" | "indikator" | "kode_indikator" | "kode" => Known::Indicator,
        "level" | "nilai" | "tingkat" | "tingkat_kematangan" | "value" | "capaian" => Known::Level,
        _ => return None,
    })
}

/// The name of a label that has many spellings; other labels keep their own heading.
pub(super) fn label_name(key: &str) -> Option<&'static str> {
    Some(match key {
        "type" | "tipe" | "jenis" | "kategori" => "type",
        "province" | "provinsi" | "daerah" => "province",
        _ => return None,
    })
}

/// What may stand before the code of an indicator.
pub(super) const CODE_PREFIXES: [&str; 3] = ["indikator", "indicator", "i"];

/// Whether a heading's key looks like the code of some indicator: `1`, `i7`, `35_1`, `indikator_48`, `1.1`.
pub(super) fn looks_like_code(key: &str) -> bool {
    let bare = CODE_PREFIXES.iter().find_map(|prefix| key.strip_prefix(prefix));
    let digits = bare.unwrap_or(key).trim_start_matches('_');
    let year = || matches!(digits.split(['_', '.']).next().unwrap_or(digits).parse(), Ok(1900_u16..=2999));
    digits.starts_with(|first: char| first.is_ascii_digit())
        && digits.ends_with(|last: char| last.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'_' | b'.'))
        // A column called 2023 is one of a year's results, not of an indicator.
        && (bare.is_some() || !year())
}

/// Whether a heading's key looks like a domain or an aspect: `d1`, `a8`, `domain_5`.
pub(super) fn looks_like_node(key: &str) -> bool {
    let bare = ["domain", "aspek", "aspect", "d", "a"].iter().find_map(|prefix| key.strip_prefix(prefix));
    bare.map(|rest| rest.trim_start_matches('_'))
        .is_some_and(|digits| matches!(digits.len(), 1..=3) && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a heading stands for an indicator, of a candidate or by its look.
pub(super) fn is_code(heading: &str, candidates: &[Codes<'_>]) -> bool {
    let key = key(heading);
    known(&key).is_none() && (looks_like_code(&key) || candidates.iter().any(|codes| codes.has_indicator(heading)))
}

/// Whether a heading stands for a node above the indicators, of a candidate or by its look.
pub(super) fn is_node(heading: &str, candidates: &[Codes<'_>]) -> bool {
    let key = key(heading);
    known(&key).is_none() && (looks_like_node(&key) || candidates.iter().any(|codes| codes.node(heading).is_some()))
}

/// The form of the table with this heading row; `None` if the row is no heading.
pub(super) fn form<'cell>(heading: impl IntoIterator<Item = &'cell str>, candidates: &[Codes<'_>]) -> Option<Form> {
    let (mut names, mut indicators, mut nodes) = (Vec::new(), false, false);
    for cell in heading {
        // Four bytes are the longest character.
        if cell.len() > 4 * TEXT_LIMIT {
            continue;
        }
        match known(&key(cell)) {
            Some(name) => names.push(name),
            None => {
                indicators = indicators || is_code(cell, candidates);
                nodes = nodes || is_node(cell, candidates);
            }
        }
    }
    let has = |name| names.contains(&name);
    if !has(Known::Institution) {
        None
    } else if indicators {
        Some(Form::Wide)
    } else if nodes {
        Some(Form::Results)
    } else if has(Known::Indicator) && has(Known::Level) {
        Some(Form::Long)
    } else if has(Known::Index) {
        Some(Form::Results)
    } else {
        None
    }
}
