"""What help says of every command and option, in Indonesian and English."""

from __future__ import annotations

HELP: dict[str, tuple[str, str]] = {
    "help.group": (
        "Hitung indeks SPBE dan Pemdi secara eksak, dan periksa hasil yang dipublikasikan.",
        "Exact SPBE and Pemdi scores, and audits of published results.",
    ),
    "help.instruments": ("Tampilkan daftar instrumen bawaan.", "List the built-in instruments."),
    "help.instruments_short": ("Daftar instrumen.", "List of instruments."),
    "help.show": (
        "Tampilkan bobot instrumen, atau kriteria satu simpul.\n\nINSTRUMENT: id atau berkas TOML/JSON. "
        "NODE: indikator (7, 35), domain (d4, domain:4), atau aspek (a7, aspect:7).",
        "Show an instrument's weights, or the criteria of one node.\n\nINSTRUMENT: an id, or a TOML or JSON file. "
        "NODE: an indicator (7, 35), a domain (d4, domain:4), or an aspect (a7, aspect:7).",
    ),
    "help.score": (
        "Hitung nilai setiap penilaian dalam FILE (CSV atau JSON; - untuk masukan standar).",
        "Score every assessment in FILE (CSV or JSON; - for standard input).",
    ),
    "help.audit": (
        "Periksa apakah hasil tercetak dalam FILE dapat dibenarkan oleh instrumennya (- untuk masukan standar).\n\n"
        "Keluar dengan kode 1 bila ada hasil yang mustahil.",
        "Tell whether the printed results in FILE can be right (- for standard input).\n\n"
        "Exits with 1 if some result is impossible.",
    ),
    "help.peers": (
        "Cari instansi yang dapat dipelajari INSTITUTION (studi tiru): sejenis, lebih baik, dan paling mirip; apa yang "
        "dipelajari dari masing-masing, berapa nilainya dalam poin indeks, dan kunjungan mana yang paling berguna "
        "bersama.\n\nINSTITUTION: nama, atau bagian nama yang hanya dimiliki satu instansi. Tahun terakhirnya yang "
        "dipakai bila --year tidak disebut.",
        "Find whom INSTITUTION can learn from: of the same type, better, and most like it; what to learn from each, "
        "what that is worth in index points, and which visits together are worth the most.\n\nINSTITUTION: a name, or "
        "a part of one that no other has. Its latest year is taken unless --year is given.",
    ),
    "help.peers_short": ("Kepada siapa belajar (studi tiru).", "Whom to learn from."),
    "help.peers_examples": (
        "spbe peers data/official-2023-2024.csv Mesuji\n"
        'spbe peers data/official-2023-2024.csv "Pesisir Barat" --within province\n'
        "spbe peers data/official-2023-2024.csv Mesuji --within all --focus d2 --reach 1",
        "spbe peers data/official-2023-2024.csv Mesuji\n"
        'spbe peers data/official-2023-2024.csv "Pesisir Barat" --within province\n'
        "spbe peers data/official-2023-2024.csv Mesuji --within all --focus d2 --reach 1",
    ),
    "help.peers_stage": ("Tahap penilaian, bila ada beberapa.", "Stage of the assessment, where there are several."),
    "help.peers_count": ("Banyak instansi yang ditampilkan.", "How many institutions are listed."),
    "help.peers_visits": ("Banyak kunjungan, paling banyak.", "How many visits there may be."),
    "help.peers_pool": (
        "Banyak instansi terdekat yang dipertimbangkan untuk dikunjungi.",
        "How many of the nearest are thought of as hosts.",
    ),
    "help.peers_reach": (
        "Kenaikan tingkat (atau nilai) paling besar dari satu kunjungan; tanpa batas bila tidak disebut.",
        "The most levels (or values) that one visit raises a part; no limit unless given.",
    ),
    "help.peers_within": (
        "Label yang harus sama, misalnya type,province; type bila tidak disebut, all untuk semua instansi.",
        "Labels to be shared, as in type,province; type unless given, all for any institution.",
    ),
    "help.peers_tier": (
        "Yang dibandingkan: domain, aspect, indicator; yang terhalus bila tidak disebut.",
        "What is compared: domain, aspect, indicator; the finest that is known unless given.",
    ),
    "help.peers_focus": (
        "Hanya belajar hal ini, misalnya d2 atau 12,13.",
        "Only these are to be learned, as in d2 or 12,13.",
    ),
    "help.agreement": (
        "Bandingkan dua penilaian atas instansi yang sama, indikator demi indikator: penilaian mandiri dengan hasil "
        "akhir, atau penilai dengan penilai. Persentase sama, kappa berbobot, alfa Krippendorff, dan indikator yang "
        "terus-menerus dinilai terlalu tinggi.\n\nPenilaian dibedakan menurut kolom stage (tahap), yang juga boleh "
        "memuat nama penilai.",
        "Compare two ratings of the same institutions, indicator by indicator: the self-assessment with the final "
        "result, or assessor with assessor. Percent agreement, weighted kappa, Krippendorff's alpha, and the "
        "indicators that are rated too high time and again.\n\nRatings are told apart by the column stage, which may "
        "also hold the name of an assessor.",
    ),
    "help.agreement_short": ("Kesepakatan dua penilaian.", "How far two ratings agree."),
    "help.agreement_examples": (
        "spbe agreement tests/vectors/agreement_2021.csv\n"
        "spbe agreement tests/vectors/agreement_2021.csv --between mandiri,akhir --format csv",
        "spbe agreement tests/vectors/agreement_2021.csv --lang en\n"
        "spbe agreement tests/vectors/agreement_2021.csv --between mandiri,akhir --format csv",
    ),
    "help.agreement_between": (
        "Dua penilaian yang dibandingkan, misalnya mandiri,akhir; yang pertama dan terakhir bila tidak disebut.",
        "The two ratings compared, as in mandiri,akhir; the first and the last unless given.",
    ),
    "help.agreement_key": (
        "Yang membedakan penilaian: stage atau year.",
        "What tells ratings apart: stage or year.",
    ),
    "help.of_instrument": (
        "Instrumen yang ditanyakan (id), bila berkas memuat beberapa.",
        "The instrument that is asked about (its id), where the files are of several.",
    ),
    "help.report": (
        "Susun laporan INSTITUTION sebagai satu halaman HTML, untuk dibaca, dicetak, dan dibawa ke rapat: indeks dan "
        "cara menghitungnya, peringkat, domain dan aspek, perubahan dari tahun ke tahun, jalan menuju predikat "
        "berikutnya, dan kepada siapa belajar.\n\nInstansi lain dalam FILE menjadi pembandingnya. Bagian tanpa data "
        "ditinggalkan. Halaman itu tidak memuat apa pun dari jaringan.",
        "Write the report of INSTITUTION as one page of HTML, to read, print and take to a meeting: the index and how "
        "it was computed, ranks, domains and aspects, changes over the years, the way to the next predicate, and whom "
        "to learn from.\n\nThe other institutions of FILE are what it is compared with. Parts without data are left "
        "out. The page loads nothing from a network.",
    ),
    "help.report_short": ("Laporan satu instansi (HTML).", "The report of one institution (HTML)."),
    "help.report_examples": (
        "spbe report data/official-2023-2024.csv Mesuji -o mesuji.html\n"
        'spbe report nilai.csv "Kota Contoh" --also nilai-2023.csv -o laporan.html\n'
        "spbe report nilai.csv Denpasar --stage akhir --missing interval -o laporan.html",
        "spbe report data/official-2023-2024.csv Mesuji --lang en -o mesuji.html\n"
        'spbe report levels.csv "Kota Contoh" --also levels-2023.csv -o report.html\n'
        "spbe report levels.csv Denpasar --stage akhir --missing interval -o report.html",
    ),
    "help.report_output": ("Halaman HTML yang ditulis.", "The HTML page to be written."),
    "help.report_year": (
        "Tahun laporan, yang terakhir bila tidak disebut; juga tahun bagi berkas tanpa tahun.",
        "Year of the report, the latest unless given; also the year of files that give none.",
    ),
    "help.robustness": (
        "Seberapa kokoh peringkat dan predikat bila bobot, atau tingkat, tidak pasti. Eksak: perubahan bobot terkecil "
        "sebelum dua instansi bertukar tempat atau predikat berubah, peringkat yang masih mungkin, siapa yang unggul "
        "berapa pun bobotnya. Dengan undian: selang peringkat, peluang setiap predikat, peluang di atas instansi "
        "lain.\n\nUndian bergantung pada benih saja: hasilnya sama di mesin mana pun.",
        "How firm ranks and predicates are when weights, or levels, are not certain. Exact: the least change of "
        "weights before two institutions change places or a predicate changes, the ranks still possible, who is better "
        "whatever the weights. By draws: intervals of ranks, the chance of each predicate, the chance of being above "
        "another one.\n\nDraws depend on the seed alone: the result is the same on every machine.",
    ),
    "help.robustness_short": ("Seberapa kokoh peringkat dan predikat.", "How firm ranks and predicates are."),
    "help.robustness_examples": (
        "spbe robustness data/official-2023-2024.csv\n"
        "spbe robustness data/official-2023-2024.csv --where province=Lampung --reach 0.1\n"
        "spbe robustness data/official-2023-2024.csv --against Mesuji --format csv",
        "spbe robustness data/official-2023-2024.csv --lang en\n"
        "spbe robustness data/official-2023-2024.csv --where province=Lampung --reach 0.1\n"
        "spbe robustness data/official-2023-2024.csv --against Mesuji --format csv",
    ),
    "help.robustness_where": (
        "Hanya instansi dengan label ini, misalnya province=Lampung.",
        "Only institutions with this label, as in province=Lampung.",
    ),
    "help.robustness_tier": (
        "Bobot yang tidak pasti: domain, aspect, indicator; yang terhalus bila tidak disebut.",
        "Whose weights are uncertain: domain, aspect, indicator; the finest that is known unless given.",
    ),
    "help.reach": (
        "Setiap bobot naik atau turun sampai bagian ini: 0.25 bila tidak disebut, 0 untuk bobot tetap.",
        "Each weight is up to this share higher or lower: 0.25 unless given, 0 to leave them.",
    ),
    "help.dirichlet": (
        "Bobot tersebar menurut Dirichlet; makin besar bilangannya, makin dekat dengan yang resmi.",
        "Weights have a Dirichlet distribution; the larger the number, the closer to the official ones.",
    ),
    "help.confidence": (
        "Peluang tingkat itu benar, misalnya 0.9, atau 12=0.7 untuk satu indikator; selain itu meleset satu.",
        "The chance that a level is right, as in 0.9, or 12=0.7 for one indicator; else it is one off.",
    ),
    "help.seed": ("Benih undian; setiap bilangan, juga 0.", "What draws begin with; any number, 0 too."),
    "help.draws": ("Banyak undian; 0 untuk yang eksak saja.", "How many draws; 0 for what is exact alone."),
    "help.coverage": (
        "Bagian undian yang dicakup selang peringkat.",
        "The share of the draws that an interval of ranks covers.",
    ),
    "help.against": (
        "Instansi yang dibandingkan dengan semua yang lain, undian demi undian.",
        "An institution that is compared with all others, draw by draw.",
    ),
    "help.sensitivity": (
        "Ketidakpastian mana yang menggeser peringkat: bobot, tingkat, aturan publikasi, atau cara agregasi (rata-rata "
        "aritmetika atau geometrik). Indeks Sobol orde pertama dan total, dengan selang.",
        "Which uncertainty moves the ranking: the weights, the levels, the rule of publication, or the way of "
        "aggregation (arithmetic or geometric mean). Sobol indices of first order and total, with intervals.",
    ),
    "help.sensitivity_short": ("Ketidakpastian mana yang menentukan.", "Which uncertainty matters."),
    "help.sensitivity_examples": (
        "spbe sensitivity data/official-2023-2024.csv\n"
        "spbe sensitivity data/official-2023-2024.csv --institution Mesuji --by domain",
        "spbe sensitivity data/official-2023-2024.csv --lang en\n"
        "spbe sensitivity data/official-2023-2024.csv --institution Mesuji --by domain",
    ),
    "help.sensitivity_institution": (
        "Instansi yang indeks dan peringkatnya dilihat.",
        "The institution whose index and rank are looked at.",
    ),
    "help.sensitivity_by": (
        "Setiap simpul tataran ini menjadi satu faktor, misalnya domain; semua bobot satu faktor bila tidak disebut.",
        "Each node of this tier is a factor, as in domain; all weights are one unless given.",
    ),
    "help.sensitivity_fix": ("Yang tidak dijadikan faktor.", "What is not to be a factor."),
    "help.sensitivity_result": (
        "Hasil yang dilihat; pergeseran peringkat bila tidak disebut.",
        "The result looked at; the shift of ranks unless given.",
    ),
    "help.sensitivity_samples": ("Banyak percobaan dasar.", "How many base runs."),
    "help.stats": (
        "Sebaran nilai satu kumpulan instansi: predikat, kuartil, dan kelompok; lalu bagaimana indeks tersusun: bobot "
        "nyata di samping bobot resmi, korelasi, alfa Cronbach, dan komponen utama.",
        "How the values of many institutions lie: predicates, quartiles, groups; then how the index comes about: "
        "effective weights beside the nominal ones, correlations, Cronbach's alpha, principal components.",
    ),
    "help.stats_short": ("Sebaran dan susunan nilai.", "How values lie and come about."),
    "help.stats_examples": (
        "spbe stats data/official-2023-2024.csv\n"
        "spbe stats data/official-2023-2024.csv --year 2024 --within type\n"
        "spbe stats data/official-2023-2024.csv --within province --node index,d4 -o statistik.csv",
        "spbe stats data/official-2023-2024.csv\n"
        "spbe stats data/official-2023-2024.csv --year 2024 --within type\n"
        "spbe stats data/official-2023-2024.csv --within province --node index,d4 -o statistics.csv",
    ),
    "help.stats_within": (
        "Label yang membentuk kelompok, misalnya province,type; tahun dan tahap selalu dipisah.",
        "Labels that make a group, as in province,type; years and stages are always kept apart.",
    ),
    "help.stats_node": (
        "Simpul yang digambarkan, misalnya index,d4; indeks dan tingkatan teratas bila tidak disebut.",
        "Nodes that are described, as in index,d4; the index and the top tier unless given.",
    ),
    "help.stats_tier": (
        "Bagian penyusun indeks: domain, aspect, indicator; yang terhalus bila tidak disebut.",
        "The parts that make up the index: domain, aspect, indicator; the finest that is known unless given.",
    ),
    "help.examples": ("Contoh:", "Examples:"),
    "help.group_examples": (
        "\b\nContoh:\n  spbe score nilai.csv\n  spbe show spbe-2020 7\n  spbe score --help",
        "\b\nExamples:\n  spbe score levels.csv\n  spbe show spbe-2020 7\n  spbe score --help",
    ),
    "help.instruments_examples": (
        "spbe instruments\nspbe instruments --format json",
        "spbe instruments\nspbe instruments --format json",
    ),
    "help.show_examples": (
        "spbe show pemdi-2026\nspbe show spbe-2020 7\nspbe show spbe-2020 a7 --format json\n"
        "spbe show instrumen-kami.toml",
        "spbe show pemdi-2026\nspbe show spbe-2020 7\nspbe show spbe-2020 a7 --format json\n"
        "spbe show our-instrument.toml",
    ),
    "help.score_examples": (
        "spbe score nilai.csv\nspbe score nilai.csv --year 2023 -o hasil.csv\n"
        "spbe score nilai.csv --missing interval\n"
        "spbe score - --format json < nilai.csv",
        "spbe score levels.csv\nspbe score levels.csv --year 2023 -o scores.csv\n"
        "spbe score levels.csv --missing interval\n"
        "spbe score - --format json < levels.csv",
    ),
    "help.audit_examples": (
        "spbe audit hasil-resmi.csv\nspbe audit hasil-resmi.csv --year 2024 -o audit.csv",
        "spbe audit official.csv\nspbe audit official.csv --year 2024 -o audit.csv",
    ),
    "help.form": (
        "Buat formulir penilaian mandiri sebagai lembar kerja XLSX: satu lembar setiap domain atau aspek, kriteria di "
        "samping pilihan. Isian dibaca kembali oleh `spbe score`.",
        "Make the form of a self-assessment as an XLSX workbook: a sheet for each domain or aspect, the criteria "
        "beside the choice. `spbe score` reads it back.",
    ),
    "help.form_short": ("Formulir penilaian mandiri (XLSX).", "A form for a self-assessment (XLSX)."),
    "help.form_examples": (
        "spbe form -i pemdi-2026 -o formulir.xlsx\nspbe score formulir.xlsx\n"
        "spbe score formulir.xlsx --missing interval",
        "spbe form -i pemdi-2026 -o form.xlsx --lang en\nspbe score form.xlsx\nspbe score form.xlsx --missing interval",
    ),
    "help.form_instrument": ("Instrumen: id atau berkas TOML/JSON.", "Instrument: an id, or a TOML or JSON file."),
    "help.form_output": ("Lembar kerja yang ditulis.", "The workbook to be written."),
    "help.sheet": (
        "Lembar XLSX yang dibaca, bila beberapa lembar memuat tabel.",
        "The sheet of an XLSX file that is read, where several hold a table.",
    ),
    "help.convert": (
        "Ubah penilaian dalam FILE menjadi berkas OUTPUT: CSV atau XLSX melebar (satu baris satu instansi) atau "
        "memanjang (satu baris satu jawaban), dokumen JSON, atau formulir XLSX.\n\nHasilnya dibaca kembali dan "
        "dibandingkan; bila ada yang hilang, tidak ada yang ditulis.",
        "Turn the assessments of FILE into the file OUTPUT: CSV or XLSX, wide (a row an institution) or long (a row an "
        "answer), our JSON document, or an XLSX form.\n\nThe result is read back and compared; if anything is lost, "
        "nothing is written.",
    ),
    "help.convert_short": ("Ubah penilaian ke bentuk berkas lain.", "Turn assessments into another kind of file."),
    "help.convert_examples": (
        "spbe convert nilai.xlsx nilai.json\nspbe convert nilai.csv panjang.csv --to long\n"
        'spbe convert nilai.csv formulir.xlsx --to form --institution "Kota Contoh" --year 2024',
        "spbe convert levels.xlsx levels.json\nspbe convert levels.csv long.csv --to long\n"
        'spbe convert levels.csv form.xlsx --to form --institution "Kota Contoh" --year 2024',
    ),
    "help.to": (
        "Susunan berkas yang ditulis; menurut akhiran namanya bila tidak disebut.",
        "Shape of the file that is written; by the ending of its name unless given.",
    ),
    "help.institution": ("Hanya instansi ini.", "Only this institution."),
    "help.completion": (
        "Cetak skrip pelengkap perintah untuk bash, zsh, atau fish.",
        "Print the script that completes commands in bash, zsh or fish.",
    ),
    "help.completion_short": ("Pelengkap perintah untuk shell.", "Completion of commands for a shell."),
    "help.completion_examples": (
        "spbe completion bash >> ~/.bashrc\nspbe completion zsh >> ~/.zshrc\n"
        "spbe completion fish > ~/.config/fish/completions/spbe.fish",
        "spbe completion bash >> ~/.bashrc\nspbe completion zsh >> ~/.zshrc\n"
        "spbe completion fish > ~/.config/fish/completions/spbe.fish",
    ),
    "help.show_short": ("Bobot instrumen, atau kriteria satu simpul.", "Weights of an instrument, or one node."),
    "help.score_short": ("Hitung nilai setiap penilaian dalam berkas.", "Score every assessment of a file."),
    "help.audit_short": ("Periksa hasil yang dipublikasikan.", "Audit published results."),
    "help.rank": (
        "Peringkat setiap instansi dalam FILE menurut indeks atau satu simpul, di antara semua atau dalam "
        "kelompok. Tahun, "
        "tahap, dan instrumen tidak dicampur kecuali diminta (--mix). Nilai tercetak dipakai sebagaimana adanya.",
        "The rank of every institution in FILE by the index or a node, among all or within groups. Years, stages and "
        "instruments are not mixed unless asked for (--mix). Printed values are taken for what they are.",
    ),
    "help.rank_short": ("Peringkat, di antara semua atau dalam kelompok.", "Ranks, among all or within groups."),
    "help.rank_examples": (
        "spbe rank hasil-resmi.csv --year 2024 --within province\n"
        "spbe rank hasil-resmi.csv --within type --where province=Lampung\n"
        "spbe rank hasil-resmi.csv --by d3 --top 10",
        "spbe rank official.csv --year 2024 --within province\n"
        "spbe rank official.csv --within type --where province=Lampung\n"
        "spbe rank official.csv --by d3 --top 10",
    ),
    "help.rank_by": (
        "Simpul yang diperingkat: index, d4, a7, atau indikator 12.",
        "The node to rank by: index, d4, a7, or indicator 12.",
    ),
    "help.rank_within": (
        "Dalam kelompok dengan label yang sama, misalnya province atau province,type; boleh berulang.",
        "Within groups that share these labels, such as province or province,type; may be repeated.",
    ),
    "help.rank_where": (
        "Hanya yang berlabel ini, misalnya province=Lampung; boleh berulang.",
        "Only those with this label, such as province=Lampung; may be repeated.",
    ),
    "help.rank_mix": ("Peringkat melintasi tahun, tahap, atau instrumen.", "Rank across years, stages or instruments."),
    "help.rank_ties": (
        "Nilai sama: 1 2 2 4 (competition), 1 2 2 3 (dense), 1 2,5 2,5 4 (fractional).",
        "Equal values: 1 2 2 4 (competition), 1 2 2 3 (dense), 1 2.5 2.5 4 (fractional).",
    ),
    "help.rank_top": ("Hanya N teratas setiap kelompok.", "Only the top N of each group."),
    "help.rank_bottom": ("Hanya N terbawah setiap kelompok.", "Only the bottom N of each group."),
    "help.rank_if": (
        "Peringkat bila hanya nilai instansi ini berubah, misalnya Mesuji=2,60; boleh berulang.",
        "The rank if only this institution's value changed, as in Mesuji=2.60; may be repeated.",
    ),
    "help.also": (
        "Berkas lain yang digabungkan; boleh berulang. Instansi ganda dan angka yang bertentangan disebut semua.",
        "A further file to take in; may be repeated. Every duplicate and every contradiction is told.",
    ),
    "help.trend": (
        "Perubahan dari tahun ke tahun dalam FILE: rata-rata, perpindahan predikat, dan untuk satu "
        "INSTITUTION sumbangan "
        "setiap simpul, yang berjumlah tepat. Antarinstrumen hanya yang dapat disandingkan yang disandingkan.",
        "Changes from year to year in FILE: means, predicates, and for one INSTITUTION what each node adds, which "
        "adds up "
        "exactly. Across instruments only what can be compared is compared.",
    ),
    "help.trend_short": ("Perubahan dari tahun ke tahun.", "Changes from year to year."),
    "help.trend_examples": (
        "spbe trend hasil-resmi.csv\nspbe trend nilai.csv 'Kota Bandar Lampung'\n"
        "spbe trend nilai-2023.csv --also nilai-2024.csv -o tren.csv",
        "spbe trend official.csv\nspbe trend levels.csv 'Kota Bandar Lampung'\n"
        "spbe trend levels-2023.csv --also levels-2024.csv -o trend.csv",
    ),
    "help.compare": (
        "Sandingkan dua penilaian dalam FILE, selisihnya diurai tepat per simpul. Instansi disebut dengan tahun "
        "dan tahap "
        "bila ada beberapa.",
        "Set two assessments of FILE side by side, their difference taken apart exactly by node. An institution "
        "is named "
        "with its year and stage where there are several.",
    ),
    "help.compare_short": ("Dua penilaian berdampingan.", "Two assessments side by side."),
    "help.compare_examples": (
        "spbe compare hasil-resmi.csv 'Kabupaten Mesuji' 'Provinsi Lampung' --year 2024\n"
        "spbe compare nilai.csv 'Kota Denpasar 2021 mandiri' 'Kota Denpasar 2021 akhir'",
        "spbe compare official.csv 'Kabupaten Mesuji' 'Provinsi Lampung' --year 2024\n"
        "spbe compare levels.csv 'Kota Denpasar 2021 mandiri' 'Kota Denpasar 2021 akhir'",
    ),
    "help.lang": ("Bahasa keluaran (SPBE_LANG).", "Language of the output (SPBE_LANG)."),
    "help.format": ("Bentuk keluaran.", "Form of the output."),
    "help.output": (
        "Tulis ke berkas ini; akhirannya menentukan bentuk (.csv, .json, .txt untuk tabel), yang lain dengan --format.",
        "Write to this file; its ending says the form (.csv, .json, .txt for a table), any other goes with --format.",
    ),
    "help.instrument": (
        "Instrumen: id atau berkas TOML/JSON; bila tidak disebut, dikenali dari berkas.",
        "Instrument: an id, or a TOML or JSON file; found from the file unless given.",
    ),
    "help.year": (
        "Tahun bagi berkas tanpa tahun; bila berkas memuat tahun, hanya tahun ini yang dibaca.",
        "Year of a file that gives none; of a file with years, only this one is read.",
    ),
    "help.missing": (
        "Perlakuan indikator yang belum dijawab; menurut instrumen bila tidak disebut.",
        "What happens to unanswered indicators; the instrument's own rule unless given.",
    ),
    "help.basis": (
        "Indeks yang menentukan predikat; menurut aturan tahunnya bila tidak disebut.",
        "Which index the predicate is read from; the rule of the year unless given.",
    ),
    "help.comma": ("Koma selalu berarti desimal (1,260 = 1.26).", "A comma always separates decimals (1,260 = 1.26)."),
    "help.version": ("Tampilkan versi.", "Show the version."),
    "help.help": ("Tampilkan bantuan ini.", "Show this help."),
}
