//! What a heading means by itself: the names of columns, the look of codes.

use super::cells::TEXT_LIMIT;
pub(crate) use super::known::Known;
use super::phrases;

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

/// The column that a heading's key names in every file.
pub(super) fn known(key: &str) -> Option<Known> {
    Some(match key {
        "institution" | "instansi" | "nama_instansi" => Known::Institution,
        "year" | "tahun" | "thn" => Known::Year,
        "stage" | "tahap" | "tahapan" | "penilaian" => Known::Stage,
        "index" | "indeks" | "nilai_indeks" => Known::Index,
        "predicate" | "predikat" => Known::Predicate,
        "indicator" | "indikator" | "kode_indikator" | "kode" => Known::Indicator,
        "level" | "nilai" | "tingkat" | "tingkat_kematangan" | "level_kematangan" | "nilai_indikator"
        | "skor_indikator" | "value" | "capaian" | "skor" | "score" => Known::Level,
        _ => return None,
    })
}

/// What a column of institutions is called where none is called `institution`, the surest first.
const INSTITUTION_NAMES: [&str; 16] = [
    "nama_instansi_pemerintah",
    "instansi_pemerintah",
    "nama_instansi/pemda",
    "instansi/pemda",
    "nama_pemda",
    "pemda",
    "pemerintah_daerah",
    "nama_k/l/pd",
    "k/l/pd",
    "k/l/d",
    "nama_kabupaten/kota",
    "kabupaten/kota",
    "nama_kab/kota",
    "kab/kota",
    "kab./kota",
    BARE_NAME,
];

/// A name of whatever the table is about: institutions, or indicators.
pub(super) const BARE_NAME: &str = "nama";

/// Whether a heading's key is a weaker name of a column.
type IsWeaker = fn(&str) -> bool;

/// Names that give way to a surer one in the same table: beside a level a score is what the level is worth, beside a year
/// a period may be of several, beside an index a value may be of anything.
const WEAKER: [(Known, IsWeaker); 3] = [
    (Known::Level, |key| matches!(key, "skor" | "score")),
    (Known::Year, |key| key.starts_with("period")),
    (Known::Index, |key| !key.contains("inde")),
];

/// What each cell of a heading row is known as, all of them seen together.
pub(crate) fn meanings<'cell>(heading: impl IntoIterator<Item = &'cell str>) -> Vec<Option<Known>> {
    // Four bytes are the longest character.
    let cells = heading.into_iter().map(|cell| if cell.len() > 4 * TEXT_LIMIT { "" } else { cell });
    let (keys, mut meanings): (Vec<String>, Vec<Option<Known>>) = cells
        .map(|cell| {
            let key = key(cell).replace("_/_", "/");
            let meaning = known(&key).or_else(|| phrases::meaning(cell).map(|(known, _)| known));
            (key, meaning)
        })
        .unzip();
    for (known, weak) in WEAKER {
        let named = keys.iter().zip(&mut meanings).filter(|(_, meaning)| **meaning == Some(known));
        let (weaker, surer): (Vec<_>, Vec<_>) = named.partition(|(key, _)| weak(key));
        if !surer.is_empty() {
            weaker.into_iter().for_each(|(_, meaning)| *meaning = None);
        }
    }
    if !meanings.contains(&Some(Known::Institution)) {
        let other = INSTITUTION_NAMES.iter().find_map(|name| keys.iter().position(|key| key == name));
        if let Some(meaning) = other.and_then(|position| meanings.get_mut(position)) {
            *meaning = Some(Known::Institution);
        }
    }
    meanings
}

/// Whether a heading's key names the value of a result as well as the level of an answer.
pub(super) fn may_be_index(key: &str) -> bool {
    matches!(key, "nilai" | "value" | "skor" | "score")
}

/// Whether a heading's key names the code of an institution as well as that of an indicator.
pub(super) fn may_be_institution_code(key: &str) -> bool {
    key == "kode"
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
const CODE_PREFIXES: [&str; 4] = ["indikator", "indicator", "ind", "i"];

/// What may stand before that, or before a node: `Nilai Indikator 1`, `Skor Domain 2`.
const VALUE_PREFIXES: [&str; 8] =
    ["tingkat_kematangan_", "nilai_", "skor_", "score_", "level_", "tingkat_", "capaian_", "indeks_"];

/// A key without the word for values before it.
pub(super) fn without_value(key: &str) -> &str {
    VALUE_PREFIXES.iter().find_map(|prefix| key.strip_prefix(prefix)).unwrap_or(key)
}

/// The codes that a heading's key may stand for: what follows `i`, `ind.`, `indikator`, `nilai_indikator`.
pub(super) fn bare_codes(key: &str) -> impl Iterator<Item = &str> {
    let key = without_value(key);
    CODE_PREFIXES.iter().filter_map(move |prefix| {
        let rest = key.strip_prefix(prefix)?;
        let code = rest.trim_start_matches(['_', '.']);
        // `ind` begins other words as well.
        let apart = code.len() < rest.len() || code.starts_with(|first: char| first.is_ascii_digit());
        (apart || *prefix != "ind").then_some(code)
    })
}

/// Whether a heading's key looks like the code of some indicator: `1`, `i7`, `35_1`, `indikator_48`, `1.1`.
pub(super) fn looks_like_code(key: &str) -> bool {
    let is_code = |text: &str| {
        text.starts_with(|first: char| first.is_ascii_digit())
            && text.ends_with(|last: char| last.is_ascii_digit())
            && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'_' | b'.'))
    };
    // A column called 2023 is one of a year's results, not of an indicator.
    let year = || matches!(key.split(['_', '.']).next().unwrap_or(key).parse(), Ok(1900_u16..=2999));
    bare_codes(key).any(is_code) || (is_code(key) && !year())
}

/// Whether a heading's key looks like a domain or an aspect: `d1`, `a8`, `domain_5`.
pub(super) fn looks_like_node(key: &str) -> bool {
    let key = without_value(key);
    let bare = ["domain", "aspek", "aspect", "d", "a"].iter().find_map(|prefix| key.strip_prefix(prefix));
    bare.map(|rest| rest.trim_start_matches('_'))
        .is_some_and(|digits| matches!(digits.len(), 1..=3) && digits.bytes().all(|byte| byte.is_ascii_digit()))
}
