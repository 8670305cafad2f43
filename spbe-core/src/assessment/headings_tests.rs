#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests stop at the first surprise")]

use super::table_tests::{assessments, builtin, levels, problems, read_any, read_as, results};
use super::{PublishedResult, ReadOptions, phrases, read};

fn printed(result: &PublishedResult) -> Vec<String> {
    let values = result.nodes.iter().take(4).chain([&result.index]);
    values.map(|value| value.map_or_else(|| "-".to_owned(), |value| value.to_string())).collect()
}

#[test]
fn the_index_and_the_predicate_have_many_names() {
    for (index, predicate) in [
        ("Indeks", "Predikat"),
        ("Indeks SPBE", "Predikat SPBE"),
        ("indeks_spbe", "predikat_spbe"),
        ("Nilai Indeks SPBE", "Predikat Indeks"),
        ("Nilai SPBE", "Kategori"),
        ("Indeks 2024", "Predikat 2024"),
        ("Indeks SPBE (2024)", "Kategori SPBE"),
        ("Nilai Akhir Tahun 2024", "Predikat Penilaian"),
        ("INDEKS SPBE*)", "Klasifikasi"),
        ("Skor", "Kategori Indeks"),
        ("Indeks Akhir SPBE", "Predikat Akhir"),
        ("SPBE Index", "SPBE Predicate"),
        ("Capaian SPBE", "Kategori Predikat"),
    ] {
        let text = format!(
            "Instansi;Tahun;Domain 1;Domain 2;Domain 3;Domain 4;{index};{predicate}\n\
             Kota A;2024;2,5;2,0;1,0;3,0;4,99;Memuaskan\n"
        );
        let list = results(read_any(&text));
        assert_eq!(printed(&list[0]), ["2.50", "2.00", "1.00", "3.00", "4.99"], "{index}");
        assert_eq!(list[0].predicate, Some(4), "{predicate}");
        assert!(list[0].subject.labels.is_empty(), "{index}, {predicate}");
    }
    for other in
        ["Indeks Desa Membangun", "Indeks Reformasi Birokrasi", "exact_index", "Nilai Domain 1", "Target", "IPM"]
    {
        assert_eq!(phrases::meaning(other), None, "{other}");
    }
    assert_eq!(
        problems(read_as("spbe-2020", "Instansi;Tahun;Indeks 2023;Indeks 2024\nKota A;2024;2,1;2,2\n"))[0],
        "row 1, column `Indeks 2024`: the column `Indeks 2024` repeats the column `Indeks 2023`"
    );
    let list = results(read_as("spbe-2020", "Instansi;Tahun;Periode;Indeks;Nilai Akhir\nA;2024;2021-2026;2,1;42\n"));
    assert_eq!((printed(&list[0])[4].as_str(), list[0].subject.labels.len()), ("2.10", 2));
    // The kind of an institution is no predicate.
    let list = results(read_as("spbe-2020", "Instansi;Kategori;Indeks\nKota A;Kota;2,1\n"));
    assert_eq!((list[0].predicate, list[0].subject.labels["type"].as_str()), (None, "Kota"));
    // Beside answers, what is printed is a label: the index is computed.
    let list = assessments(read_as("spbe-2020", "Instansi;Indeks SPBE;Predikat SPBE;1\nKota A;2,1;Cukup;3\n"));
    assert_eq!(list[0].subject().labels["Indeks SPBE"], "2,1");
}

#[test]
fn the_year_of_a_heading_is_that_of_its_rows() {
    let text = "Instansi;Indeks SPBE 2023\nKota A;2,1\n";
    let years = |text: &str, asked: Option<u16>| -> Vec<Option<u16>> {
        let list = results(read(text.as_bytes(), &[builtin("spbe-2020")], &ReadOptions::default().year(asked)));
        list.iter().map(|one| one.subject.year).collect()
    };
    assert_eq!(years(text, None), [Some(2023)]);
    assert_eq!(years(text, Some(2023)), [Some(2023)]);
    let other = read(text.as_bytes(), &[builtin("spbe-2020")], &ReadOptions::default().year(2024));
    assert_eq!(problems(other), ["no row is of the year 2024"]);
    assert_eq!(years("Instansi;Tahun;Indeks 2023\nKota A;2023;2,1\nKota B;;2,2\n", None), [Some(2023); 2]);
    let contradicting = "Instansi;Tahun;Indeks 2023\nKota A;2023;2,1\nKota B;2024;2,2\nKota C;2022;-\n";
    assert_eq!(
        problems(read_as("spbe-2020", contradicting)),
        ["row 3, column `Indeks 2023`: the heading is of 2023, the row of 2024; give each year its own row"]
    );
    // It tells the instruments apart as a column of years does.
    assert_eq!(read_any("Instansi;Indeks 2019\nKota A;2,1\n").unwrap().instrument, 0);
}

#[test]
fn the_column_of_years_has_many_names() {
    for name in [
        "Tahun",
        "Thn.",
        "Tahun Penilaian",
        "Tahun Evaluasi SPBE",
        "tahun_pemantauan_dan_evaluasi",
        "Periode",
        "Periode Penilaian",
        "Assessment Year",
    ] {
        let list = assessments(read_as("spbe-2020", &format!("Instansi;{name};1\nKota A;2023;3\nKota B;2024;3\n")));
        let years: Vec<Option<u16>> = list.iter().map(|one| one.subject().year).collect();
        assert_eq!(years, [Some(2023), Some(2024)], "{name}");
    }
    // Half years are no years.
    let list = assessments(read_as("spbe-2020", "Instansi;Periode;1\nKota A;Semester I;3\n"));
    assert_eq!((list[0].subject().year, list[0].subject().labels["Periode"].as_str()), (None, "Semester I"));
}

#[test]
fn years_under_an_unknown_heading_are_not_lost() {
    let text = "Instansi;Tahun Anggaran;1\nKota A;2023;3\n";
    let unread = "row 1, column `Tahun Anggaran`: the column holds years, but is not read as the year; call it `year` or \
                  `tahun`, or leave it out";
    assert_eq!(problems(read_as("spbe-2020", text)), [unread]);
    let asked = |year: u16| read(text.as_bytes(), &[builtin("spbe-2020")], &ReadOptions::default().year(year));
    assert_eq!(problems(asked(2022)), [unread], "no year is put over another");
    assert_eq!(assessments(asked(2023)).len(), 1);
    let long = "Instansi;Tahun Anggaran;Indikator;Level\nKota A;2023;1;3\n";
    assert_eq!(problems(read_as("spbe-2020", long)), [unread]);
    let results_text = "Instansi;Tahun Anggaran;Indeks\nKota A;2023;3,1\n";
    assert_eq!(problems(read_as("spbe-2020", results_text)), [unread]);
    // Where there is a year, another one is a label; so are numbers that are no years of our time.
    let list = assessments(read_as("spbe-2020", "Instansi;Tahun;Berdiri;1\nKota A;2023;2001;3\n"));
    assert_eq!(list[0].subject().labels["Berdiri"], "2001");
    assert_eq!(assessments(read_as("spbe-2020", "Instansi;Pegawai;1\nKota A;2450;3\n")).len(), 1);
}

#[test]
fn values_under_an_unknown_heading_are_not_lost() {
    let unread = |heading: &str| {
        format!(
            "row 1, column `{heading}`: the column holds numbers on the scale, but its heading is unknown; call it `index` \
             or `indeks`, or by its domain or aspect, such as `domain_1`, or leave it out"
        )
    };
    let domains = "Instansi;D1;D2;D3;D4";
    for (heading, values) in [("Kematangan", ["2,5", "3"]), ("Nilai SPBE Kota", ["3", "-"]), ("SPBE", ["4", "2"])] {
        let [first, second] = values;
        let text = format!("{domains};{heading}\nA;1;1;1;1;{first}\nB;1;1;1;1;{second}\n");
        assert_eq!(problems(read_as("spbe-2020", &text)), [unread(heading)]);
    }
    // Numbers that count, numbers off the scale, words, and whatever stands beside an index.
    for label in ["No;1", "Peringkat;2", "Penduduk;120", "Kematangan;tinggi"] {
        let (heading, value) = label.split_once(';').unwrap();
        let text = format!("{domains};{heading}\nA;1;1;1;1;{value}\n");
        assert_eq!(results(read_as("spbe-2020", &text))[0].subject.labels[heading], value);
    }
    let text = format!("{domains};Indeks;Target\nA;1;1;1;1;1;2,6\n");
    assert_eq!(results(read_as("spbe-2020", &text))[0].subject.labels["Target"], "2,6");
    assert_eq!(
        problems(read_as("spbe-2020", "Instansi;Indeks;Mutu\nA;3;Baik\nB;1;Kurang\n")),
        ["row 1, column `Mutu`: the column holds predicates, but its heading is unknown; call it `predicate` or \
          `predikat`, or leave it out"]
    );
    assert_eq!(results(read_as("spbe-2020", "Instansi;Indeks;Predikat;Mutu\nA;3;Baik;Baik\n")).len(), 1);
}

#[test]
fn codes_stand_behind_words_and_before_names() {
    let text = "Instansi;Ind 1;IND2;Ind. 3;Nilai Indikator 4;Indikator 5 - Layanan Pusat Data;6. Layanan Jaringan Intra;\
                Level Indikator 07;Tingkat Kematangan Indikator 8;Indikator 9: Audit TIK;\
                Tingkat Kematangan Kebijakan Internal Tim Koordinasi SPBE Instansi Pusat/Pemerintah Daerah\n\
                A;1;2;3;4;5;1;2;3;4;5\n";
    let list = assessments(read_as("spbe-2020", text));
    assert_eq!(levels(&list[0])[..11], ["1", "2", "3", "4", "5", "1", "2", "3", "4", "5", "-"]);
    assert!(list[0].subject().labels.is_empty());
    let list = assessments(read_as("spbe-2018", "Instansi;Indikator 35-1 Layanan Publik;I35-2\nA;0;1\n"));
    assert_eq!(levels(&list[0])[34..], ["0", "1", "-"]);
    // What is described otherwise is not the value of the indicator.
    let text = "Instansi;Indikator 1;Indikator 1 - Catatan;Indikator 1 Bukti\nA;3;ada;2 berkas\n";
    let list = assessments(read_as("spbe-2020", text));
    assert_eq!((levels(&list[0])[0].as_str(), list[0].subject().labels.len()), ("3", 2));
    assert_eq!(
        problems(read_as("spbe-2020", "Instansi;Indikator 2;Indikator 3 - Arsitektur\nA;3;3\n")),
        [
            "row 1, column `Indikator 3 - Arsitektur`: the column holds answers, but its heading is unknown; call it by the \
          code of its indicator, such as `1`, or leave it out"
        ]
    );
    assert_eq!(
        problems(read_as("spbe-2020", "Instansi;1;Ind 99\nA;3;3\n")),
        ["row 1, column `Ind 99`: the instrument `spbe-2020` has no indicator `Ind 99`"]
    );
    // Numbers that count or group stay labels, and so does everything beside all answers.
    let list = assessments(read_as("spbe-2020", "No;Instansi;Klaster;1\n1;A;2;3\n"));
    assert_eq!(list[0].subject().labels.len(), 2);
    let list = assessments(read_as("spbe-2020", ";Instansi;1\n1;A;3\n2;B;3\n"));
    assert_eq!(list[1].subject().labels["column 1"], "2");
    assert!(problems(read_as("spbe-2020", "Instansi;1;;2\nA;3;2;1\n"))[0].starts_with("row 1, column `column 3`"));
    let head: Vec<String> = (1..=47).map(|code| code.to_string()).collect();
    let all = format!("Instansi;Bintang;{}\nA;4;{}\n", head.join(";"), ["3"; 47].join(";"));
    assert_eq!(assessments(read_as("spbe-2020", &all))[0].subject().labels["Bintang"], "4");
}

#[test]
fn nodes_are_named_by_code_and_name() {
    let text = "Instansi;Nilai Domain 1;Domain 2 (Tata Kelola SPBE);Manajemen SPBE;Indeks Domain 4 - Layanan;Indeks\n\
                A;1;2;3;4;2,5\n";
    let list = results(read_as("spbe-2020", text));
    assert_eq!(printed(&list[0]), ["1.00", "2.00", "3.00", "4.00", "2.50"]);
}

#[test]
fn rows_of_totals_are_no_institutions() {
    let rows = "Kota A;2024;3\nTotal Bangun Persada;2024;3\nKota Rata;2024;3\n";
    assert_eq!(results(read_as("spbe-2020", &format!("Instansi;Tahun;Indeks\n{rows}"))).len(), 3);
    for total in [
        "Rata-rata",
        "RATA - RATA",
        "Jumlah",
        "Total:",
        "Rerata",
        "Nilai Rata-Rata",
        "Rata-rata Nasional",
        "Maksimum",
        "Rata-rata Kab. Bandung",
        "Indeks Nasional",
        "Jumlah Kabupaten/Kota",
        "Nilai Tertinggi",
        "Average",
        "Total 2024",
    ] {
        for row in [format!("{total};2024;3"), format!("{total};;3"), format!(";{total};"), format!("{total};;")] {
            let found = problems(read_as("spbe-2020", &format!("Instansi;Tahun;Indeks\nKota A;2024;3\n{row}\n")));
            assert_eq!(found, [format!("row 3: `{total}` is a total and no institution; leave the row out")]);
        }
    }
    // It is the number's column that a merged cell begins in.
    let text = "No;Instansi;1\n1;Kota A;3\nJumlah;;2,5\n";
    assert_eq!(
        problems(read_as("spbe-2020", text)),
        ["row 3: `Jumlah` is a total and no institution; leave the row out"]
    );
    // Rows of other years are passed over, whatever they are.
    let text = "Instansi;Tahun;Indeks\nKota A;2024;3\nRata-rata;2023;3\n";
    assert_eq!(results(read(text.as_bytes(), &[builtin("spbe-2020")], &ReadOptions::default().year(2024))).len(), 1);
}

#[test]
fn notes_below_the_table_are_no_institutions() {
    let text = "No;Instansi;Tahun;Indeks\n1;Kota A;2024;3\nSumber: laporan;;;\n;Kepala Dinas;;\n;Kota B;;3\n;;2024;3\n";
    assert_eq!(
        problems(read_as("spbe-2020", text)),
        [
            "row 3: the row holds no values; leave out notes and signatures below the table",
            "row 4: the row holds no values; leave out notes and signatures below the table",
            "row 5, column `Tahun`: expected a year such as 2024, found ``",
            "row 6, column `Instansi`: the institution is missing",
        ]
    );
}

#[test]
fn what_is_empty_or_computed_here_is_said_to_be() {
    for empty in ["", "\u{feff}", " \r\n\n"] {
        assert_eq!(problems(read_any(empty)), ["there is nothing in it"]);
    }
    let score = r#"{"institution": "Kota A", "index": 2.1, "index_exact": "2.095", "predicate": "Cukup"}"#;
    for text in [score.to_owned(), format!("[{score}, {score}]")] {
        let own = "these are scores, and not what they were computed from; give the file that was scored";
        assert_eq!(problems(read_any(&text)), [own]);
    }
}
