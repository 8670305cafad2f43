//! Headings of several words: results, predicates, years and totals as tables of regencies and ministries name them.
//!
//! The rules are exact: a phrase counts only if each of its words is known here. `Nilai Indeks SPBE 2024` is an index,
//! `Indeks Desa Membangun` is none.

use super::known::Known;

/// The words of a text in lower case; anything that is no letter or digit stands between them.
pub(super) fn words(text: &str) -> Vec<String> {
    text.split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// What is measured: such a word says that a value is one of the whole, and not of a part.
fn is_measured(word: &str) -> bool {
    matches!(word, "spbe" | "pemdi")
}

fn is_year_word(word: &str) -> bool {
    matches!(word, "tahun" | "thn" | "th" | "year" | "periode" | "period")
}

/// What may stand beside the word of a year: of what it is the year.
fn is_year_of(word: &str) -> bool {
    matches!(
        word,
        "assessment"
            | "asesmen"
            | "dan"
            | "data"
            | "evaluasi"
            | "evaluation"
            | "indeks"
            | "index"
            | "laporan"
            | "monev"
            | "monitoring"
            | "of"
            | "pelaksanaan"
            | "pemantauan"
            | "penilaian"
            | "pengukuran"
            | "pemdi"
            | "spbe"
    )
}

/// What a heading of several words means, and the year that stands in it, as in `Indeks SPBE 2024`.
pub(super) fn meaning(heading: &str) -> Option<(Known, Option<u16>)> {
    let words = words(heading);
    let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
    if words.iter().any(|word| is_year_word(word)) && words.iter().all(|word| is_year_word(word) || is_year_of(word)) {
        return Some((Known::Year, None));
    }
    let year = words.last().and_then(|word| year(word));
    if year.is_some() {
        words.pop();
        if words.last().is_some_and(|word| is_year_word(word)) {
            words.pop();
        }
    }
    let count = words.len();
    words.retain(|word| !is_measured(word));
    let measured = words.len() < count;
    let count = words.len();
    words.retain(|word| !matches!(*word, "akhir" | "final"));
    let last = words.len() < count;
    let known = match words.as_slice() {
        ["indeks" | "index"]
        | ["nilai" | "skor" | "hasil" | "capaian", "indeks"]
        | ["index", "value" | "score"]
        | ["indeks", "nilai"] => Known::Index,
        ["nilai" | "skor" | "score"] if measured || last || year.is_some() => Known::Index,
        ["hasil" | "capaian"] if measured => Known::Index,
        ["predikat" | "predicate"]
        | ["predikat", "indeks" | "nilai" | "penilaian" | "hasil" | "capaian" | "evaluasi"]
        | ["predikat", "nilai", "indeks"]
        | ["kategori", "predikat"]
        | ["index", "predicate"] => Known::Predicate,
        _ => return None,
    };
    Some((known, year))
}

/// The year that the heading of a result names.
pub(super) fn year_of_result(heading: &str) -> Option<u16> {
    let (known, year) = meaning(heading)?;
    year.filter(|_| matches!(known, Known::Index | Known::Predicate))
}

fn year(word: &str) -> Option<u16> {
    super::cells::year(word).ok()
}

/// Whether a heading may be one of predicates: `Kategori` is the kind of an institution or the predicate of its index,
/// as its cells say.
pub(super) fn may_be_predicate(heading: &str) -> bool {
    let words = words(heading);
    matches!(words.first().map(String::as_str), Some("kategori" | "klasifikasi" | "category"))
        && words.iter().skip(1).all(|word| matches!(word.as_str(), "spbe" | "pemdi" | "indeks" | "nilai" | "index"))
}

/// Whether a heading counts or groups rows with small numbers: they are no levels and no values.
pub(super) fn counts(heading: &str) -> bool {
    fn is_counter(word: &str) -> bool {
        matches!(
            word,
            "no" | "nomor"
                | "number"
                | "nr"
                | "urut"
                | "urutan"
                | "id"
                | "kode"
                | "code"
                | "rank"
                | "ranking"
                | "peringkat"
                | "rangking"
                | "jumlah"
                | "klaster"
                | "cluster"
                | "kelompok"
                | "group"
                | "kelas"
                | "class"
                | "tipe"
                | "type"
                | "jenis"
                | "wilayah"
                | "regional"
                | "zona"
                | "semester"
                | "triwulan"
                | "bulan"
                | "tahap"
        )
    }
    let words = words(heading);
    // `#` has no words.
    words.first().is_none_or(|word| is_counter(word))
}

/// What makes a row one of totals.
fn is_total_word(word: &str) -> bool {
    matches!(
        word,
        "average"
            | "deviasi"
            | "jumlah"
            | "maks"
            | "maksimal"
            | "maksimum"
            | "max"
            | "maximum"
            | "mean"
            | "median"
            | "min"
            | "minimal"
            | "minimum"
            | "modus"
            | "rataan"
            | "ratarata"
            | "rata2"
            | "rerata"
            | "simpangan"
            | "stdev"
            | "subtotal"
            | "sum"
            | "terendah"
            | "tertinggi"
            | "terkecil"
            | "total"
    )
}

/// What may stand beside it: of what it is the total.
fn is_total_of(word: &str) -> bool {
    matches!(
        word,
        "akhir"
            | "baku"
            | "daerah"
            | "dan"
            | "grand"
            | "indeks"
            | "index"
            | "instansi"
            | "kab"
            | "kabupaten"
            | "kementerian"
            | "keseluruhan"
            | "kota"
            | "lembaga"
            | "nasional"
            | "national"
            | "nilai"
            | "of"
            | "opd"
            | "pd"
            | "pemda"
            | "pemdi"
            | "pemerintah"
            | "provinsi"
            | "score"
            | "se"
            | "semua"
            | "skor"
            | "spbe"
            | "standar"
            | "sub"
            | "overall"
    )
}

/// Whether what stands for an institution is the name of a row of totals: `Jumlah`, `Rata-rata Nasional`.
///
/// Each word must be known here, so that `Total Bangun Persada` stays a name; but no name begins with `Rata-rata`.
pub(super) fn is_total(text: &str) -> bool {
    // The longest such phrase is shorter, and this is asked of every row.
    if text.len() > 120 {
        return false;
    }
    let mut words = words(text);
    let is_half = |word: &String| word == "rata";
    if let Some(first) = words.windows(2).position(|pair| pair.iter().all(is_half)) {
        // Rata-rata is one word.
        words.splice(first..first + 2, ["rerata".to_owned()]);
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let value = |word: &&&str| matches!(**word, "nilai" | "indeks" | "index" | "skor");
    let known = |word: &&str| is_total_word(word) || is_total_of(word) || year(word).is_some();
    match words.iter().find(|word| !value(word)) {
        Some(&("rerata" | "ratarata" | "rata2")) => true,
        Some(&("nasional" | "national")) => words.iter().all(known),
        _ => words.iter().any(|word| is_total_word(word)) && words.iter().all(known),
    }
}
