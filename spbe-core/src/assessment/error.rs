//! What can be wrong with assessments and the files that hold them.

use thiserror::Error;

use crate::exact::NumberError;
use crate::instrument::Instrument;
use crate::issue::{Catalogued, Code, Language, Place, ValueKind, brief, shown};

/// A problem of an assessment or of a file of assessments.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum AssessmentError {
    /// The file is not readable as its format.
    #[error("not readable as {format}: {reason}{}", at_position(Language::English, *.position))]
    Syntax {
        /// `CSV` or `JSON`.
        format: &'static str,
        /// What the parser says, in its own language.
        reason: String,
        /// The line and the column of a document, from one.
        position: Option<(usize, usize)>,
    },
    /// The file is not UTF-8.
    #[error("the file is not UTF-8 text (first at byte {offset}); save it as \"CSV UTF-8\"")]
    Encoding {
        /// The first byte that is not UTF-8, from one.
        offset: usize,
    },
    /// No row looks like a heading.
    #[error(
        "no heading row found: expected a column `institution`, `instansi` or `nama_instansi`, and indicator codes \
         such as {}",
        joined(.examples, "or")
    )]
    HeadingNotFound {
        /// Codes of the instrument asked for.
        examples: Vec<String>,
    },
    /// A column that every file needs is not there.
    #[error("there is no column {}", shown(.column))]
    ColumnMissing {
        /// The column.
        column: String,
    },
    /// Two columns mean the same.
    #[error("the column {} repeats the column {}", shown(.column), shown(.first))]
    ColumnDuplicate {
        /// The second column.
        column: String,
        /// The first.
        first: String,
    },
    /// A code that the instrument does not have.
    #[error("the instrument `{instrument}` has no indicator {}", shown(.code))]
    CodeUnknown {
        /// The code.
        code: String,
        /// The id of the instrument.
        instrument: String,
    },
    /// The codes are those of another instrument.
    #[error("the codes in the file do not fit `{instrument}`; they fit `{fits}`")]
    InstrumentMismatch {
        /// The id of the instrument asked for.
        instrument: String,
        /// The id of the one that fits.
        fits: String,
    },
    /// The file does not say which instrument it belongs to, and more or less than one fits.
    #[error("cannot tell the instrument from the codes in the file; name one of: {known}")]
    InstrumentUndetermined {
        /// The ids there are.
        known: String,
    },
    /// The document was written for another edition of the instrument.
    #[error("the document was written for another edition of `{instrument}` (checksum {})", shown(.found))]
    ChecksumMismatch {
        /// The id of the instrument.
        instrument: String,
        /// The checksum in the document.
        found: String,
    },
    /// A row has no institution.
    #[error("the institution is missing")]
    InstitutionMissing,
    /// The same institution, year and stage twice.
    #[error("{} is there already for this year and stage ({})", shown(.institution), .first.describe(Language::English))]
    InstitutionDuplicate {
        /// The institution.
        institution: String,
        /// The row, or the entry of a document, where it was first.
        first: Box<Place>,
    },
    /// A year is not four digits.
    #[error("expected a year such as 2024, found {}", shown(.found))]
    YearInvalid {
        /// The year as written.
        found: String,
    },
    /// No row is of the year asked for.
    #[error("no row is of the year {year}")]
    YearNotFound {
        /// The year.
        year: u16,
    },
    /// An answer or printed value is not a number.
    #[error("{0}")]
    Number(NumberError),
    /// An answer has decimals where levels are whole.
    #[error("levels are whole numbers, found {found}")]
    LevelNotWhole {
        /// The answer.
        found: String,
    },
    /// An answer lies outside the instrument's range.
    #[error("{found} is outside {lowest} to {highest}")]
    LevelOutOfRange {
        /// The answer.
        found: String,
        /// The lowest answer.
        lowest: String,
        /// The highest answer.
        highest: String,
    },
    /// The same indicator twice for one subject.
    #[error("the indicator {} is answered already{}", shown(.code), at_row(*.first_row))]
    AnswerDuplicate {
        /// The code.
        code: String,
        /// The row where it was first.
        first_row: Option<u64>,
    },
    /// Answers by position are more or fewer than the items.
    #[error("expected {expected} answers, found {found}")]
    AnswerCount {
        /// How many were given.
        found: usize,
        /// How many items the instrument has.
        expected: usize,
    },
    /// A text holds a control character.
    #[error("{} holds a control character", shown(.text))]
    ControlCharacter {
        /// The text.
        text: String,
    },
    /// A text is longer than any real one.
    #[error("the text is {found} characters long; at most {limit} are read")]
    TextTooLong {
        /// How many characters there are.
        found: usize,
        /// How many are read.
        limit: usize,
    },
    /// A row has another number of cells than the heading.
    #[error("the row has {found} cells, the heading has {expected}")]
    RowLength {
        /// The cells of the row.
        found: usize,
        /// The cells of the heading.
        expected: usize,
    },
    /// More columns than any instrument needs.
    #[error("the file has {found} columns; at most {limit} are read")]
    TooManyColumns {
        /// How many there are.
        found: usize,
        /// How many are read.
        limit: usize,
    },
    /// A heading and nothing below it.
    #[error("there are no rows below the heading")]
    NoRows,
    /// A printed predicate that the instrument does not have.
    #[error("the instrument `{instrument}` has no predicate {}", shown(.predicate))]
    PredicateUnknown {
        /// The predicate as written.
        predicate: String,
        /// The id of the instrument.
        instrument: String,
    },
    /// What stands in a JSON document is of another kind.
    #[error("expected {}, found {}", .expected.words(Language::English), .found.words(Language::English))]
    Field {
        /// What should be there.
        expected: ValueKind,
        /// What is there.
        found: ValueKind,
    },
    /// An indicator that is scored as several items is answered as a whole.
    #[error("the indicator {} is scored as {items}; answer each of them", shown(.code))]
    CodeIsSplit {
        /// The code of the indicator.
        code: String,
        /// The codes of its items.
        items: String,
    },
    /// A node above the indicators that the instrument does not have.
    #[error("the instrument `{instrument}` has no node {}", shown(.code))]
    NodeUnknown {
        /// The node as written, such as `d5`.
        code: String,
        /// The id of the instrument.
        instrument: String,
    },
    /// The records of the file need more room than those of any real file.
    #[error("the file needs room for {found} answers (records times indicators); at most {limit} are read")]
    TooManyAnswers {
        /// The records of the file times the items (results: the nodes) of the instrument.
        found: usize,
        /// How many are read.
        limit: usize,
    },
    /// A field that every such object has is not there.
    #[error("the field {} is missing", shown(.field))]
    FieldMissing {
        /// The field.
        field: String,
    },
    /// A field that means nothing there.
    #[error("the field {} is unknown", shown(.field))]
    FieldUnknown {
        /// The field.
        field: String,
    },
    /// The same field twice in one object.
    #[error("the field {} is there twice", shown(.field))]
    FieldDuplicate {
        /// The field.
        field: String,
    },
    /// Two fields of which an object has one.
    #[error("the field {} cannot stand beside {}", shown(.field), shown(.other))]
    FieldConflict {
        /// The field.
        field: String,
        /// The one that is there as well.
        other: String,
    },
    /// The `schema` of a document is another one.
    #[error("expected the schema `{expected}`, found {}", shown(.found))]
    Schema {
        /// The schema that is read.
        expected: &'static str,
        /// The schema in the document.
        found: String,
    },
    /// JSON that is neither our document nor an answer of the official API.
    #[error("expected `assessments` or `levels` (our document), or `data` or `nilai` (the official API)")]
    DocumentUnknown,
    /// A list of results with nothing in it.
    #[error("the list of results is empty")]
    NoRecords,
    /// A quoted cell without an end.
    #[error("not readable as CSV: a quotation mark is opened and never closed")]
    QuoteOpen,
    /// A quoted cell with something behind its end.
    #[error("not readable as CSV: a quoted cell goes on after its closing quotation mark")]
    QuoteContinued,
    /// The document names another instrument than the one asked for.
    #[error("the document names the instrument {}, but `{asked}` was asked for", shown(.named))]
    DocumentInstrument {
        /// The id in the document.
        named: String,
        /// The id of the instrument asked for.
        asked: String,
    },
    /// The document names an instrument that is none of the candidates.
    #[error("the document names the instrument {}, which is none of: {known}", shown(.named))]
    InstrumentUnknown {
        /// The id in the document.
        named: String,
        /// The ids there are.
        known: String,
    },
    /// An assessment is to be written as one of another instrument.
    #[error("the assessment belongs to the instrument `{found}`, not to `{instrument}`")]
    WrongInstrument {
        /// The id of the assessment's instrument.
        found: String,
        /// The id of the instrument it was to be written for.
        instrument: String,
    },
    /// An assessment is to be written as one of another edition of its instrument.
    #[error("the assessment was checked against another edition of `{instrument}` (checksum {})", shown(.found))]
    WrongEdition {
        /// The id of the instrument.
        instrument: String,
        /// The checksum of the assessment's edition.
        found: String,
    },
    /// A file of printed results where answers are asked for.
    #[error("the file holds printed results, no answers")]
    NotAnswers,
    /// A column of a data frame is of a type that holds no such cells.
    #[error("a column of type {} cannot be read here; give whole numbers, decimals or text", shown(.found))]
    ColumnType {
        /// The type of the column.
        found: String,
    },
    /// A column of a data frame has the name of a column of the result.
    #[error("the column {} has the name of a column of the result; rename it or leave it out", shown(.column))]
    ColumnReserved {
        /// The column.
        column: String,
    },
    /// A floating-point number that no one has written as a decimal.
    #[error(
        "the floating-point number {found} has more than {limit} digits, so that it was computed and not written; \
             give it as a decimal or as text"
    )]
    FloatComputed {
        /// The shortest decimal text of the number.
        found: String,
        /// How many digits a number of its width holds exactly.
        limit: usize,
    },
    /// A column asked for that the result does not have.
    #[error("the result has no column {}; it can have {known}", shown(.column))]
    ResultColumnUnknown {
        /// The column asked for.
        column: String,
        /// The columns it can have.
        known: String,
    },
    /// A cell of a sheet holds a formula whose result was never stored.
    #[error("the formula {} has no stored result; open the file in a spreadsheet program and save it", shown(.formula))]
    FormulaWithoutValue {
        /// The formula, with its equals sign.
        formula: String,
    },
    /// Several sheets of a workbook hold a table.
    #[error("several sheets hold a table: {}; name the one to be read with `--sheet`", joined(.sheets, "and"))]
    SheetsSeveral {
        /// The names of the sheets.
        sheets: Vec<String>,
    },
    /// A row of totals among the institutions.
    #[error("{} is a total and no institution; leave the row out", shown(.text))]
    TotalRow {
        /// What stands for the institution.
        text: String,
    },
    /// A row that is about no institution and no year, and holds no values.
    #[error("the row holds no values; leave out notes and signatures below the table")]
    RowWithoutValues,
    /// The heading of a result names another year than the row is of.
    #[error("the heading is of {heading}, the row of {year}; give each year its own row")]
    YearContradicts {
        /// The year in the heading.
        heading: u16,
        /// The year of the row.
        year: u16,
    },
    /// A column of years in a table without a year.
    #[error("the column holds years, but is not read as the year; call it `year` or `tahun`, or leave it out")]
    YearsUnread,
    /// A column of numbers on the scale in a table of results without an index.
    #[error(
        "the column holds numbers on the scale, but its heading is unknown; call it `index` or `indeks`, or by its \
         domain or aspect, such as `{example}`, or leave it out"
    )]
    ValuesUnread {
        /// A node of the instrument, as a heading names it.
        example: String,
    },
    /// A column of answers under an unknown heading, where answers are wanting.
    #[error(
        "the column holds answers, but its heading is unknown; call it by the code of its indicator, such as \
         {}, or leave it out", shown(.example)
    )]
    AnswersUnread {
        /// A code of the instrument.
        example: String,
    },
    /// A column of predicates in a table of results without one.
    #[error(
        "the column holds predicates, but its heading is unknown; call it `predicate` or `predikat`, or leave it out"
    )]
    PredicatesUnread,
    /// A file, or a workbook, with nothing in it.
    #[error("there is nothing in it")]
    Empty,
    /// A text without cells: what is called a workbook or a table may be anything.
    #[error("this is no table: no row has more than one cell; give CSV, XLSX or JSON")]
    NoTable,
    /// Scores that were computed here, where answers or printed results are asked for.
    #[error("these are scores, and not what they were computed from; give the file that was scored")]
    OwnScores,
}

fn at_row(row: Option<u64>) -> String {
    row.map_or_else(String::new, |row| format!(" (row {row})"))
}

fn at_position(language: Language, position: Option<(usize, usize)>) -> String {
    let Some((line, column)) = position else { return String::new() };
    match language {
        Language::English => format!(" (line {line}, column {column})"),
        Language::Indonesian => format!(" (baris {line}, kolom {column})"),
    }
}

/// Codes as a list in a sentence.
fn joined(codes: &[String], or: &str) -> String {
    codes.iter().map(|code| shown(code)).collect::<Vec<_>>().join(&format!(" {or} "))
}

impl AssessmentError {
    pub(super) fn field_missing(field: &str) -> Self {
        Self::FieldMissing { field: field.to_owned() }
    }

    pub(super) fn field_duplicate(field: &str) -> Self {
        Self::FieldDuplicate { field: brief(field) }
    }

    pub(super) fn code_unknown(code: &str, instrument: &Instrument) -> Self {
        Self::CodeUnknown { code: code.to_owned(), instrument: instrument.id().to_owned() }
    }
}

impl Catalogued for AssessmentError {
    fn code(&self) -> Code {
        match self {
            Self::Syntax { .. } => Code::new(301, "assessment.syntax"),
            Self::Encoding { .. } => Code::new(302, "assessment.encoding"),
            Self::HeadingNotFound { .. } => Code::new(303, "assessment.heading_not_found"),
            Self::ColumnMissing { .. } => Code::new(304, "assessment.column_missing"),
            Self::ColumnDuplicate { .. } => Code::new(305, "assessment.column_duplicate"),
            Self::CodeUnknown { .. } => Code::new(306, "assessment.code_unknown"),
            Self::InstrumentMismatch { .. } => Code::new(307, "assessment.instrument_mismatch"),
            Self::InstrumentUndetermined { .. } => Code::new(308, "assessment.instrument_undetermined"),
            Self::ChecksumMismatch { .. } => Code::new(309, "assessment.checksum_mismatch"),
            Self::InstitutionMissing => Code::new(310, "assessment.institution_missing"),
            Self::InstitutionDuplicate { .. } => Code::new(311, "assessment.institution_duplicate"),
            Self::YearInvalid { .. } => Code::new(312, "assessment.year_invalid"),
            Self::YearNotFound { .. } => Code::new(313, "assessment.year_not_found"),
            Self::Number(_) => Code::new(314, "assessment.number"),
            Self::LevelNotWhole { .. } => Code::new(315, "assessment.level_not_whole"),
            Self::LevelOutOfRange { .. } => Code::new(316, "assessment.level_out_of_range"),
            Self::AnswerDuplicate { .. } => Code::new(317, "assessment.answer_duplicate"),
            Self::AnswerCount { .. } => Code::new(318, "assessment.answer_count"),
            Self::ControlCharacter { .. } => Code::new(319, "assessment.control_character"),
            Self::TextTooLong { .. } => Code::new(320, "assessment.text_too_long"),
            Self::RowLength { .. } => Code::new(321, "assessment.row_length"),
            Self::TooManyColumns { .. } => Code::new(322, "assessment.too_many_columns"),
            Self::NoRows => Code::new(323, "assessment.no_rows"),
            Self::PredicateUnknown { .. } => Code::new(324, "assessment.predicate_unknown"),
            Self::Field { .. } => Code::new(325, "assessment.field"),
            Self::CodeIsSplit { .. } => Code::new(326, "assessment.code_is_split"),
            Self::NodeUnknown { .. } => Code::new(327, "assessment.node_unknown"),
            Self::TooManyAnswers { .. } => Code::new(328, "assessment.too_many_answers"),
            Self::FieldMissing { .. } => Code::new(329, "assessment.field_missing"),
            Self::FieldUnknown { .. } => Code::new(330, "assessment.field_unknown"),
            Self::FieldDuplicate { .. } => Code::new(331, "assessment.field_duplicate"),
            Self::FieldConflict { .. } => Code::new(332, "assessment.field_conflict"),
            Self::Schema { .. } => Code::new(333, "assessment.schema"),
            Self::DocumentUnknown => Code::new(334, "assessment.document_unknown"),
            Self::NoRecords => Code::new(335, "assessment.no_records"),
            Self::QuoteOpen => Code::new(336, "assessment.quote_open"),
            Self::QuoteContinued => Code::new(337, "assessment.quote_continued"),
            Self::DocumentInstrument { .. } => Code::new(338, "assessment.document_instrument"),
            Self::InstrumentUnknown { .. } => Code::new(339, "assessment.instrument_unknown"),
            Self::WrongInstrument { .. } => Code::new(340, "assessment.wrong_instrument"),
            Self::WrongEdition { .. } => Code::new(341, "assessment.wrong_edition"),
            Self::NotAnswers => Code::new(346, "assessment.not_answers"),
            Self::ColumnType { .. } => Code::new(342, "assessment.column_type"),
            Self::ColumnReserved { .. } => Code::new(343, "assessment.column_reserved"),
            Self::FloatComputed { .. } => Code::new(344, "assessment.float_computed"),
            Self::ResultColumnUnknown { .. } => Code::new(345, "assessment.result_column_unknown"),
            Self::FormulaWithoutValue { .. } => Code::new(350, "assessment.formula_without_value"),
            Self::SheetsSeveral { .. } => Code::new(351, "assessment.sheets_several"),
            Self::TotalRow { .. } => Code::new(352, "assessment.total_row"),
            Self::RowWithoutValues => Code::new(353, "assessment.row_without_values"),
            Self::YearContradicts { .. } => Code::new(354, "assessment.year_contradicts"),
            Self::YearsUnread => Code::new(355, "assessment.years_unread"),
            Self::ValuesUnread { .. } => Code::new(356, "assessment.values_unread"),
            Self::AnswersUnread { .. } => Code::new(357, "assessment.answers_unread"),
            Self::PredicatesUnread => Code::new(358, "assessment.predicates_unread"),
            Self::Empty => Code::new(359, "assessment.empty"),
            Self::OwnScores => Code::new(360, "assessment.own_scores"),
            Self::NoTable => Code::new(361, "assessment.no_table"),
        }
    }

    fn message(&self, language: Language) -> String {
        if language == Language::English {
            return self.to_string();
        }
        match self {
            Self::Syntax { format, reason, position } => {
                format!("tidak terbaca sebagai {format}: {reason}{}", at_position(language, *position))
            }
            Self::Encoding { offset } => {
                format!("berkas bukan teks UTF-8 (pertama pada bita {offset}); simpan sebagai \"CSV UTF-8\"")
            }
            Self::HeadingNotFound { examples } => format!(
                "baris judul tidak ditemukan: seharusnya ada kolom `institution`, `instansi`, atau `nama_instansi`, \
                 dan kode indikator seperti {}",
                joined(examples, "atau")
            ),
            Self::ColumnMissing { column } => format!("kolom {} tidak ada", shown(column)),
            Self::ColumnDuplicate { column, first } => {
                format!("kolom {} mengulang kolom {}", shown(column), shown(first))
            }
            Self::CodeUnknown { code, instrument } => {
                format!("instrumen `{instrument}` tidak mempunyai indikator {}", shown(code))
            }
            Self::InstrumentMismatch { instrument, fits } => {
                format!("kode dalam berkas tidak cocok dengan `{instrument}`; cocok dengan `{fits}`")
            }
            Self::InstrumentUndetermined { known } => {
                format!("instrumen tidak dapat dikenali dari kode dalam berkas; sebutkan salah satu: {known}")
            }
            Self::ChecksumMismatch { instrument, found } => {
                format!("dokumen ditulis untuk edisi lain dari `{instrument}` (checksum {})", shown(found))
            }
            Self::InstitutionMissing => "nama instansi kosong".to_owned(),
            Self::InstitutionDuplicate { institution, first } => {
                format!("{} sudah ada untuk tahun dan tahap ini ({})", shown(institution), first.describe(language))
            }
            Self::YearInvalid { found } => format!("seharusnya tahun seperti 2024, ditemukan {}", shown(found)),
            Self::YearNotFound { year } => format!("tidak ada baris untuk tahun {year}"),
            Self::Number(error) => error.message(language),
            Self::LevelNotWhole { found } => format!("tingkat kematangan adalah bilangan bulat, ditemukan {found}"),
            Self::LevelOutOfRange { found, lowest, highest } => {
                format!("{found} di luar {lowest} sampai {highest}")
            }
            Self::AnswerDuplicate { code, first_row } => {
                let row = first_row.map_or_else(String::new, |row| format!(" (baris {row})"));
                format!("indikator {} sudah dijawab{row}", shown(code))
            }
            Self::AnswerCount { found, expected } => format!("seharusnya {expected} jawaban, ditemukan {found}"),
            Self::ControlCharacter { text } => format!("{} memuat karakter kendali", shown(text)),
            Self::TextTooLong { found, limit } => {
                format!("teks terdiri atas {found} karakter; paling banyak {limit} yang dibaca")
            }
            Self::RowLength { found, expected } => {
                format!("baris mempunyai {found} sel, baris judul {expected}")
            }
            Self::TooManyColumns { found, limit } => {
                format!("berkas mempunyai {found} kolom; paling banyak {limit} yang dibaca")
            }
            Self::NoRows => "tidak ada baris di bawah baris judul".to_owned(),
            Self::PredicateUnknown { predicate, instrument } => {
                format!("instrumen `{instrument}` tidak mempunyai predikat {}", shown(predicate))
            }
            Self::Field { expected, found } => {
                format!("seharusnya {}, ditemukan {}", expected.words(language), found.words(language))
            }
            Self::CodeIsSplit { code, items } => {
                format!("indikator {} dinilai sebagai {items}; jawab masing-masing", shown(code))
            }
            Self::NodeUnknown { code, instrument } => {
                format!("instrumen `{instrument}` tidak mempunyai simpul {}", shown(code))
            }
            Self::TooManyAnswers { found, limit } => format!(
                "berkas memerlukan tempat untuk {found} jawaban (rekaman kali indikator); paling banyak {limit} yang \
                 dibaca"
            ),
            Self::FieldMissing { field } => format!("isian {} tidak ada", shown(field)),
            Self::FieldUnknown { field } => format!("isian {} tidak dikenal", shown(field)),
            Self::FieldDuplicate { field } => format!("isian {} ada dua kali", shown(field)),
            Self::FieldConflict { field, other } => {
                format!("isian {} tidak boleh ada bersama {}", shown(field), shown(other))
            }
            Self::Schema { expected, found } => {
                format!("seharusnya skema `{expected}`, ditemukan {}", shown(found))
            }
            Self::DocumentUnknown => {
                "seharusnya ada `assessments` atau `levels` (dokumen kami), atau `data` atau `nilai` (API resmi)"
                    .to_owned()
            }
            Self::NoRecords => "daftar hasil kosong".to_owned(),
            Self::QuoteOpen => "tidak terbaca sebagai CSV: tanda petik dibuka dan tidak pernah ditutup".to_owned(),
            Self::QuoteContinued => {
                "tidak terbaca sebagai CSV: sel berpetik berlanjut sesudah tanda petik penutupnya".to_owned()
            }
            Self::DocumentInstrument { named, asked } => {
                format!("dokumen menyebut instrumen {}, tetapi yang diminta `{asked}`", shown(named))
            }
            Self::InstrumentUnknown { named, known } => {
                format!("dokumen menyebut instrumen {}, bukan salah satu dari: {known}", shown(named))
            }
            Self::WrongInstrument { found, instrument } => {
                format!("penilaian ini milik instrumen `{found}`, bukan `{instrument}`")
            }
            Self::WrongEdition { instrument, found } => {
                format!("penilaian ini diperiksa terhadap edisi lain dari `{instrument}` (checksum {})", shown(found))
            }
            Self::NotAnswers => "berkas berisi hasil tercetak, bukan jawaban".to_owned(),
            Self::ColumnType { found } => format!(
                "kolom bertipe {} tidak terbaca di sini; berikan bilangan bulat, desimal, atau teks",
                shown(found)
            ),
            Self::ColumnReserved { column } => {
                format!("kolom {} bernama sama dengan kolom hasil; ganti namanya atau tinggalkan", shown(column))
            }
            Self::FloatComputed { found, limit } => format!(
                "bilangan titik mengambang {found} lebih dari {limit} angka, jadi hasil hitungan dan bukan tulisan; \
                 berikan sebagai desimal atau teks"
            ),
            Self::ResultColumnUnknown { column, known } => {
                format!("hasil tidak mempunyai kolom {}; yang ada {known}", shown(column))
            }
            Self::FormulaWithoutValue { formula } => format!(
                "rumus {} belum mempunyai hasil tersimpan; buka berkas ini di program lembar kerja lalu simpan",
                shown(formula)
            ),
            Self::SheetsSeveral { sheets } => {
                format!(
                    "beberapa lembar memuat tabel: {}; sebutkan yang dibaca dengan `--sheet`",
                    joined(sheets, "dan")
                )
            }
            Self::TotalRow { text } => {
                format!("{} adalah rekapitulasi, bukan instansi; hapus baris ini", shown(text))
            }
            Self::RowWithoutValues => {
                "baris ini tidak memuat nilai; hapus catatan dan tanda tangan di bawah tabel".to_owned()
            }
            Self::YearContradicts { heading, year } => format!(
                "judul kolom untuk tahun {heading}, sedangkan barisnya untuk tahun {year}; beri setiap tahun barisnya \
                 sendiri"
            ),
            Self::YearsUnread => {
                "kolom ini berisi tahun, tetapi tidak dibaca sebagai tahun; beri judul `tahun` atau `year`, atau hapus \
                 kolomnya"
                    .to_owned()
            }
            Self::ValuesUnread { example } => format!(
                "kolom ini berisi bilangan dalam skala, tetapi judulnya tidak dikenal; beri judul `indeks` atau \
                 `index`, atau nama domain atau aspeknya seperti `{example}`, atau hapus kolomnya"
            ),
            Self::AnswersUnread { example } => format!(
                "kolom ini berisi jawaban, tetapi judulnya tidak dikenal; beri judul kode indikatornya seperti {}, atau \
                 hapus kolomnya",
                shown(example)
            ),
            Self::PredicatesUnread => {
                "kolom ini berisi predikat, tetapi judulnya tidak dikenal; beri judul `predikat` atau `predicate`, atau \
                 hapus kolomnya"
                    .to_owned()
            }
            Self::Empty => "isinya kosong".to_owned(),
            Self::NoTable => {
                "ini bukan tabel: tidak ada baris dengan lebih dari satu sel; berikan CSV, XLSX, atau JSON".to_owned()
            }
            Self::OwnScores => {
                "berkas ini berisi skor hasil hitungan, bukan jawabannya; berikan berkas yang dinilai".to_owned()
            }
        }
    }
}
