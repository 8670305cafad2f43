"""What the command says, in Indonesian and English, and how each language writes numbers.

Official terms (domain, aspek, indikator, predikat and all names) stay Indonesian where the instrument has no English.
"""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spbe.types import Language

_WORDS: dict[str, tuple[str, str]] = {
    # Help.
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
        "Tulis ke berkas ini; bentuknya mengikuti akhiran nama bila --format tidak disebut.",
        "Write to this file; its ending decides the form unless --format is given.",
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
    # Problems.
    "problem.count": ("{count} masalah", "{count} problems"),
    "problem.count_one": ("1 masalah", "1 problem"),
    "problem.more": ("... dan {count} lagi", "... and {count} more"),
    "problem.not_found": ("{file}: berkas tidak ditemukan", "{file}: file not found"),
    "problem.unreadable": ("{file}: tidak dapat dibaca ({reason})", "{file}: cannot be read ({reason})"),
    "problem.is_folder": ("{file}: ini folder, bukan berkas", "{file}: this is a folder, not a file"),
    "problem.not_utf8": ("{file}: bukan teks UTF-8", "{file}: not UTF-8 text"),
    "problem.no_output": ("keluaran tidak dapat ditulis ({reason})", "the output cannot be written ({reason})"),
    "problem.unwritable": ("{file}: tidak dapat ditulis ({reason})", "{file}: cannot be written ({reason})"),
    "problem.form": (
        "nama {output} berarti {named}, tetapi diminta {form}",
        "the name {output} says {named}, but {form} is asked for",
    ),
    "problem.form_unknown": (
        "{output}: perintah ini tidak menulis {form}; pilihannya {forms}",
        "{output}: this command does not write {form}; it writes {forms}",
    ),
    "problem.too_many_rows": (
        "{file}: {count} baris tidak muat di satu lembar XLSX; tulis sebagai CSV",
        "{file}: {count} rows do not fit on a sheet of XLSX; write CSV",
    ),
    "problem.needs_output": (
        "XLSX tidak dicetak ke layar; sebutkan berkasnya dengan -o",
        "XLSX is not printed; name a file with -o",
    ),
    # Reasons of the system, as far as they are common; others stay English.
    "reason.EACCES": ("tidak diizinkan", "permission denied"),
    "reason.EEXIST": ("sudah ada", "it exists already"),
    "reason.EISDIR": ("ini folder", "it is a folder"),
    "reason.ENAMETOOLONG": ("nama terlalu panjang", "the name is too long"),
    "reason.ENOENT": ("folder tidak ditemukan", "no such folder"),
    "reason.ENOSPC": ("penyimpanan penuh", "no space left"),
    "reason.ENOTDIR": ("sebagian jalurnya bukan folder", "a part of its path is no folder"),
    "reason.EROFS": ("penyimpanan hanya dapat dibaca", "the storage is read-only"),
    "problem.extra": (
        'pustaka "{module}" belum terpasang; jalankan: pip install "spbe[{extra}]"',
        'the library "{module}" is not installed; run: pip install "spbe[{extra}]"',
    ),
    "problem.node": (
        "{instrument} tidak memiliki simpul `{node}`; contoh: 7, d4, a7",
        "{instrument} has no node `{node}`; examples: 7, d4, a7",
    ),
    "problem.internal": (
        "kesalahan di dalam spbe, bukan pada masukan Anda: {reason} (SPBE_TRACEBACK=1 menampilkan rinciannya)",
        "a fault in spbe, not in your input: {reason} (SPBE_TRACEBACK=1 shows the details)",
    ),
    "problem.usage": ("salah pemakaian", "wrong usage"),
    "problem.see_help": ("Lihat: {command} --help", "See: {command} --help"),
    "click.options": ("[OPSI]", "[OPTIONS]"),
    "click.subcommand": ("PERINTAH [ARGUMEN]...", "COMMAND [ARGS]..."),
    "click.year": ("TAHUN", "YEAR"),
    "click.name": ("NAMA", "NAME"),
    "click.commands": ("Perintah", "Commands"),
    "stdin": ("masukan standar", "standard input"),
    "progress.score": ("Membaca dan menghitung", "Reading and scoring"),
    "progress.convert": ("Mengubah", "Converting"),
    "progress.write": ("Menulis", "Writing"),
    "progress.audit": ("Membaca dan memeriksa", "Reading and auditing"),
    # Terms.
    "index": ("Indeks", "Index"),
    "predicate": ("Predikat", "Predicate"),
    "weight": ("Bobot", "Weight"),
    "value": ("Nilai", "Value"),
    "value_exact": ("Nilai eksak", "Exact value"),
    "exact": ("Eksak", "Exact"),
    "name": ("Nama", "Name"),
    "year": ("Tahun", "Year"),
    "years": ("Tahun pakai", "Years used"),
    "stage": ("Tahap", "Stage"),
    "institution": ("Instansi", "Institution"),
    "instrument": ("Instrumen", "Instrument"),
    "items": ("Butir dinilai", "Scored items"),
    "edition": ("Edisi", "Edition"),
    "checksum": ("Checksum", "Checksum"),
    "basis": ("Dasar hukum", "Legal basis"),
    "structure": ("Susunan", "Structure"),
    "tier.domain": ("Domain", "Domain"),
    "tier.aspect": ("Aspek", "Aspect"),
    "tier.indicator": ("Indikator", "Indicator"),
    "level": ("Tingkat", "Level"),
    "and": (" dan ", " and "),
    "or": (" atau ", " or "),
    "parts_total": ("{parts} bagian bobot", "{parts} weight parts"),
    # show
    "show.published": (
        "Dipublikasikan dengan {decimals} desimal, {rounding}; predikat dari indeks {basis}",
        "Published with {decimals} decimals, {rounding}; predicate from the {basis} index",
    ),
    "show.by_year": ("kecuali {years}", "except {years}"),
    "show.year_basis": ("{year}: indeks {basis}", "{year}: the {basis} index"),
    "rounding.half_up": ("dibulatkan, setengah ke atas", "rounded half up"),
    "rounding.half_even": ("dibulatkan, setengah ke genap", "rounded half to even"),
    "rounding.truncate": ("dipotong tanpa pembulatan", "truncated"),
    "basis.exact": ("eksak", "exact"),
    "basis.published": ("terpublikasi", "published"),
    "show.predicates": ("Predikat", "Predicates"),
    "show.hint": (
        "`spbe show {id} 7` menampilkan kriteria indikator 7; `spbe show {id} {tier}` satu {name}.",
        "`spbe show {id} 7` shows the criteria of indicator 7; `spbe show {id} {tier}` one {name}.",
    ),
    "show.evidence": ("Data dukung", "Evidence"),
    "show.scale": ("Skala", "Scale"),
    "show.agencies": ("Instansi pembina", "Supervising agencies"),
    "show.items": ("Butir yang dinilai", "Scored items"),
    "show.any_evidence": ("Data dukung semua tingkat", "Evidence for any level"),
    "show.notes": ("Catatan", "Notes"),
    "show.confidence": ("Keyakinan", "Confidence"),
    "show.requires": ("mensyaratkan tingkat {level}", "requires level {level}"),
    "show.contested": ("Fakta yang diperselisihkan", "Contested facts"),
    "show.follows": ("Yang diikuti", "Followed here"),
    "show.measurement": ("Pengukuran oleh {owner}: {name}", "Measured by {owner}: {name}"),
    "show.measurement_value": (
        "nilai terkonversi menjadi nilai indikator, linear dalam rentang",
        "its converted score is the indicator's value, linear inside a band",
    ),
    "show.measurement_evidence": ("menjadi salah satu data dukung", "it is one piece of evidence"),
    "show.band": ("Rentang nilai", "Band of scores"),
    "show.becomes": ("Nilai indikator", "Indicator value"),
    "show.in": ("Bagian dari", "Part of"),
    # score
    "score.basis_exact": ("predikat dari indeks eksak", "predicate from the exact index"),
    "score.basis_published": ("predikat dari indeks terpublikasi", "predicate from the published index"),
    "score.undetermined": ("predikat belum pasti: {names}", "predicate not determined: {names}"),
    "score.printed": (
        "dihitung dari nilai tercetak, bukan dari jawaban indikator",
        "computed from printed values, not from answers to indicators",
    ),
    "score.missing": ("Belum dijawab ({count}): {codes}", "Without an answer ({count}): {codes}"),
    "score.missing_minimum": ("dihitung sebagai tingkat terendah", "counted as the lowest level"),
    "score.missing_zero": ("dihitung 0", "counted as 0"),
    "score.missing_exclude": (
        "dikeluarkan, bobot lain diperbesar: bukan indeks resmi",
        "left out, the other weights scaled up: not the official index",
    ),
    "score.missing_interval": (
        "dihitung dari terendah sampai tertinggi yang masih mungkin",
        "counted from the lowest to the highest still possible",
    ),
    "score.missing_reject": ("", ""),
    "score.next": (
        "Menuju predikat berikutnya: {predicate}, mulai indeks eksak {index}",
        "To the next predicate: {predicate}, from the exact index {index}",
    ),
    "score.gap": (
        "Kurang {gap} poin indeks, yaitu {parts} bagian bobot (seluruh bobot {total} bagian; naik satu tingkat "
        "menambah bobot indikatornya).",
        "Short of it by {gap} index points, which is {parts} weight parts (all weights are {total} parts; one level "
        "up adds the indicator's weight).",
    ),
    "score.fewest": (
        "Paling sedikit {count} kenaikan tingkat, bila indikator berbobot terbesar didahulukan.",
        "At least {count} level steps, taking the heaviest indicators first.",
    ),
    "score.top": ("Predikat tertinggi sudah tercapai.", "The highest predicate is reached."),
    "score.strongest": ("Terkuat", "Strongest"),
    "score.weakest": ("Terlemah, bobot terbesar dahulu", "Weakest, heaviest first"),
    "score.none": ("Tidak ada penilaian dalam berkas.", "The file holds no assessments."),
    "score.count": ("{count} penilaian, {instrument}", "{count} assessments, {instrument}"),
    "score.many_missing": (
        "{rows} baris memuat indikator yang belum dijawab; {policy}.",
        "{rows} rows have indicators without an answer; {policy}.",
    ),
    "score.too_narrow": (
        "Layar kurang lebar untuk nilai setiap {tier}; lihat --format csv.",
        "The terminal is too narrow for the values of each {tier}; see --format csv.",
    ),
    # audit
    "audit.title": ("Audit hasil tercetak: {instrument}", "Audit of printed results: {instrument}"),
    "audit.rows": ("Hasil diperiksa", "Results examined"),
    "audit.consistent": ("Sesuai aturan", "Consistent"),
    "audit.only_under": ("Sesuai hanya dengan anggapan lain", "Consistent only under other assumptions"),
    "audit.impossible": ("Mustahil", "Impossible"),
    "audit.by_rule": ("Indeks tercetak mengikuti aturan pembulatan", "Printed indices that follow each rounding rule"),
    "audit.follow": ("Mengikuti", "Follow"),
    "audit.not_follow": ("Tidak", "Do not"),
    "audit.own": ("aturan instrumen", "the instrument's rule"),
    "audit.findings": ("Hasil yang tidak sepenuhnya sesuai", "Results that are not plainly consistent"),
    "audit.row": ("Baris", "Row"),
    "audit.under": ("sesuai hanya dengan: {sets}", "consistent only under: {sets}"),
    "audit.decide_rounding": (
        "Hasil yang menyingkirkan aturan pembulatan lain, per tahun",
        "Results that rule out other ways of rounding, by year",
    ),
    "audit.deciders": ("{year}, bukan {rule}:", "{year}, not {rule}:"),
    "audit.deciders_many": (
        'Nama yang menyingkirkan "{rule}": kolom rules_out dari --format csv.',
        'Names that rule out "{rule}": the column rules_out of --format csv.',
    ),
    "audit.decide_basis": ("Hasil yang menentukan dasar predikat", "Results that decide the predicate basis"),
    "audit.basis_decided": ("{year}: predikat dari indeks {basis}", "{year}: predicate from the {basis} index"),
    "audit.index_at": ("indeks {index}, eksak {exact}, {predicate}", "index {index}, exact {exact}, {predicate}"),
    "audit.all_good": ("Semua hasil sesuai aturan.", "All results are consistent."),
    "assume.half_up": ("dibulatkan, setengah ke atas (half up)", "rounded half up"),
    "assume.half_even": ("dibulatkan, setengah ke genap (half even)", "rounded half to even"),
    "assume.truncate": ("dipotong tanpa pembulatan", "truncated"),
    "assume.chained": ("dari nilai domain yang sudah dibulatkan (bertingkat)", "from rounded values (chained)"),
    "assume.unanswered_as_zero": ("indikator tak terjawab dihitung 0", "unanswered indicators counted as 0"),
    "assume.predicate_on_exact": ("predikat dari indeks eksak", "predicate read from the exact index"),
    "assume.predicate_on_published": ("predikat dari indeks terpublikasi", "predicate read from the published index"),
    # convert
    "convert.results": (
        "{file}: memuat hasil tercetak, bukan jawaban; hanya penilaian yang dapat diubah bentuknya",
        "{file}: holds printed results, not answers; only assessments can be converted",
    ),
    "convert.no_institution": ("instansi `{institution}` tidak ada", "there is no institution `{institution}`"),
    "convert.one_only": (
        "satu formulir memuat satu penilaian, ditemukan {count}; pilih dengan --institution dan --year",
        "a form holds one assessment, found {count}; choose one with --institution and --year",
    ),
    "convert.which": (
        "bentuk {output} tidak dikenali; beri akhiran .csv, .json atau .xlsx, atau sebutkan --to",
        "what is {output}? end its name in .csv, .json or .xlsx, or give --to",
    ),
    "convert.shape": (
        "{kind} tidak memuat susunan {shape}; pilihannya {shapes}",
        "{kind} holds no shape {shape}; it holds {shapes}",
    ),
    "convert.count": ("penilaian: {before} menjadi {after}", "assessments: {before} become {after}"),
    "convert.different": ("{who}: {field} {before} menjadi {after}", "{who}: {field} {before} becomes {after}"),
    "convert.lost": (
        "berkas tujuan tidak dapat memuatnya; tidak ada yang ditulis",
        "the new file cannot hold this; nothing was written",
    ),
    "convert.remarks": (
        "catatan: {count} sel data dukung, unit, dan catatan formulir tidak ikut",
        "note: {count} cells of evidence, units and notes of the form are left behind",
    ),
    "convert.instrument": (
        "catatan: {kind} tidak menyebut instrumennya; baca kembali dengan -i {instrument}",
        "note: {kind} does not name its instrument; read it again with -i {instrument}",
    ),
    # Workbooks of results.
    "sheet.assessments": ("Penilaian", "Assessments"),
    "sheet.index": ("Indeks", "Index"),
    "sheet.contributions": ("Kontribusi", "Contributions"),
    "sheet.about": ("Keterangan", "About"),
    "sheet.summary": ("Ringkasan", "Summary"),
    "sheet.results": ("Hasil", "Results"),
    "sheet.exact": ("{name} eksak", "{name} exact"),
    "sheet.possible": ("Predikat mungkin", "Predicates possible"),
    "sheet.lowest": ("Terendah", "Lowest"),
    "sheet.highest": ("Tertinggi", "Highest"),
    "sheet.basis": ("Dasar predikat", "Predicate basis"),
    "sheet.policy": ("Jawaban kosong", "Missing answers"),
    "sheet.missing": ("Belum dijawab", "Without an answer"),
    "sheet.official": ("Sesuai aturan resmi", "Follows the official rule"),
    "sheet.verdict": ("Kesimpulan", "Verdict"),
    "sheet.assumptions": ("Anggapan", "Assumptions"),
    "sheet.reasons": ("Alasan", "Reasons"),
    "sheet.rules_out": ("Menyingkirkan", "Rules out"),
    "sheet.yes": ("ya", "yes"),
    "sheet.no": ("tidak", "no"),
    "sheet.version": ("Dihitung oleh", "Computed by"),
    "sheet.options": ("Pilihan", "Options"),
    "sheet.rows": ("Banyak hasil", "Results"),
    "sheet.publication": ("Publikasi", "Publication"),
    "sheet.note": (
        "Nilai terpublikasi dibulatkan sekali di akhir; kolom eksak memuat desimal utuh atau pecahan. Lembar ini tidak "
        "memuat rumus.",
        "Published values are rounded once, at the end; exact columns hold the whole decimal or a fraction. There are "
        "no formulas here.",
    ),
    # form
    "form.title": ("Formulir Penilaian Mandiri", "Self-assessment form"),
    "form.properties": (
        "Dibuat oleh spbe. Nilai dihitung oleh `spbe score`, bukan oleh berkas ini.",
        "Made by spbe. Scores are computed by `spbe score`, not by this file.",
    ),
    "form.mark": (
        "Tanda berikut mengenalkan formulir kepada `spbe score`; jangan dihapus.",
        "The mark below tells `spbe score` which form this is; do not remove it.",
    ),
    "form.edition": ("Instrumen edisi {edition}; spbe {version}", "Instrument edition {edition}; spbe {version}"),
    "form.how": ("Cara mengisi", "How to fill it in"),
    "form.how_identity": (
        "Isi identitas di atas; nama instansi wajib.",
        "Fill in the identity above; the institution is required.",
    ),
    "form.how_level": (
        "Pada setiap lembar, baca kriteria setiap tingkat, lalu pilih tingkat {lowest} sampai {highest} "
        "dari daftar di sel kuning.",
        "On each sheet, read the criteria of each level and choose a level from {lowest} to {highest} in the "
        "yellow cell.",
    ),
    "form.how_value": (
        "Pada setiap lembar, baca kriteria setiap tingkat, lalu tulis nilai {lowest} sampai {highest} di "
        "sel kuning; desimal boleh.",
        "On each sheet, read the criteria of each level and write a value from {lowest} to {highest} in the yellow "
        "cell; decimals are allowed.",
    ),
    "form.how_blank": (
        "Indikator yang belum dinilai dibiarkan kosong; `spbe score` menyebutkan sel yang masih kosong.",
        "Leave what is not assessed yet blank; `spbe score` names the blank cells.",
    ),
    "form.how_free": (
        "Data dukung, unit penanggung jawab, dan catatan bebas diisi dan tidak memengaruhi nilai.",
        "Evidence, responsible unit and notes are free text and do not enter the score.",
    ),
    "form.how_score": (
        "Hitung nilainya: spbe score NAMA-BERKAS.xlsx",
        "Compute the score: spbe score FILE.xlsx",
    ),
    "form.progress": ("Kemajuan pengisian", "Progress"),
    "form.filled": ("Terisi", "Filled"),
    "form.of": ("Dari", "Of"),
    "form.total": ("Jumlah", "Total"),
    "form.page": ("Halaman &P dari &N", "Page &P of &N"),
    "form.item": ("Butir {number} dari {count}", "Item {number} of {count}"),
    "form.completed": ("selesai: {value}", "completed: {value}"),
    "form.error_title": ("Isian tidak sah", "Not allowed"),
    "form.error_year": ("Tahun terdiri atas empat angka, misalnya 2026.", "A year has four digits, such as 2026."),
    "form.error_other": ("Biasanya salah satu dari: {choices}.", "Usually one of: {choices}."),
    "form.error_level": (
        "Pilih tingkat dari {lowest} sampai {highest}, tanpa desimal.",
        "Choose a level from {lowest} to {highest}, without decimals.",
    ),
    "form.input_level": ("Pilih {lowest} sampai {highest}.", "Choose {lowest} to {highest}."),
    "form.error_value": ("Tulis nilai dari {lowest} sampai {highest}.", "Write a value from {lowest} to {highest}."),
    "form.input_value": (
        "Tulis {lowest} sampai {highest}; desimal boleh.",
        "Write {lowest} to {highest}; decimals are allowed.",
    ),
    "form.input_completed": ("Tingkat selesai: {values}", "Completed levels: {values}"),
    # rank, trend, compare
    "rank.rank": ("Peringkat", "Rank"),
    "rank.of": ("{count} diperingkat", "{count} ranked"),
    "rank.percentile": ("Persentil", "Percentile"),
    "rank.distance": ("Ke atasnya", "To the next"),
    "rank.printed": (
        "Nilai tercetak diperingkat sebagaimana tercetak, dua desimal.",
        "Printed values are ranked as printed, two decimals.",
    ),
    "rank.not_ranked": (
        "{count} tidak diperingkat, {reason}: {names}",
        "{count} not ranked, {reason}: {names}",
    ),
    "trend.means": ("Rata-rata indeks", "Mean index"),
    "trend.count": ("Instansi", "Institutions"),
    "trend.mean": ("Rata-rata biasa", "Plain mean"),
    "trend.printed": ("Tercetak dalam laporan", "Printed in reports"),
    "trend.all": ("Semua", "All"),
    "trend.why": (
        "Rata-rata kementerian bukan rata-rata biasa instansi yang didaftarnya, dan laporannya tidak menyebut caranya.",
        "The ministry's mean is not the plain mean of the institutions it lists, and its reports do not say how it is "
        "taken.",
    ),
    "trend.transitions": ("{first} ↓   {second} →", "{first} ↓   {second} →"),
    "trend.rule_changed": (
        "Instrumennya berganti di antara kedua tahun: perpindahan ini bukan perubahan instansi semata.",
        "The instrument changed between the two years: these are not changes of the institutions alone.",
    ),
    "trend.hint": (
        "{count} instansi memiliki lebih dari satu tahun; sebutkan satu untuk uraiannya.",
        "{count} institutions have more than one year; name one to see its changes taken apart.",
    ),
    "trend.gaps": ("Tanpa penilaian: {years}", "Without an assessment: {years}"),
    "compare.unknown": (
        "Indeks salah satu tidak diketahui sebagai satu angka, sehingga selisihnya tidak ada.",
        "The index of one of the two is not known as one number, so there is no difference.",
    ),
    "compare.rule_changed": (
        "Aturannya berganti: selisih indeks tidak diuraikan. Yang bertaut menurut isi disandingkan.",
        "The rule changed: the difference of the indices is not taken apart. What is linked by content stands side by "
        "side.",
    ),
    "compare.linked": ("Butir lama → baru", "Old item → new"),
    "compare.not_linked": (
        "Tidak dapat disandingkan: {only_before} butir lama, {only_after} butir baru.",
        "Cannot be compared: {only_before} old items, {only_after} new ones.",
    ),
    "compare.before": ("Dari", "From"),
    "compare.after": ("Ke", "To"),
    "compare.contribution": ("Sumbangan", "Adds"),
    "compare.remainder": ("Sisa pembulatan nilai tercetak", "Left by rounding of printed values"),
    "basis_answers": ("dari jawaban", "from answers"),
    "basis_printed": ("nilai tercetak", "printed"),
    "rows_more": ("... dan {count} baris lagi (lihat --format csv)", "... and {count} more rows (see --format csv)"),
}


class Words:
    """The wording of one language."""

    def __init__(self, language: Language) -> None:
        """The words of `id` or `en`."""
        self.language: Language = language

    def __call__(self, key: str, **fields: object) -> str:
        """A phrase with its fields filled in."""
        indonesian, english = _WORDS[key]
        return (indonesian if self.language == "id" else english).format(**fields)

    def reason(self, error: Exception) -> str:
        """Why the system refused."""
        key = f"reason.{errno.errorcode.get(error.errno or 0)}" if isinstance(error, OSError) else ""
        return self(key) if key in _WORDS else str(getattr(error, "strerror", None) or error)

    def text(self, text: dict[str, str] | None) -> str:
        """A text of an instrument; Indonesian where there is no English."""
        if text is None:
            return ""
        return text["id"] if self.language == "id" else text.get("en", text["id"])

    def number(self, exact: str) -> str:
        """A number as the language writes it: a decimal comma in Indonesian."""
        return exact.replace(".", ",") if self.language == "id" else exact

    def published(self, value: float, decimals: int = 2) -> str:
        """A published number with all its decimals."""
        return self.number(f"{value:.{decimals}f}")

    def count(self, count: int) -> str:
        """A whole number with the language's thousands separator."""
        grouped = f"{count:,}"
        return grouped.replace(",", ".") if self.language == "id" else grouped

    def tier(self, code: str, document: dict[str, Any] | None = None) -> str:
        """The name of a tier."""
        for tier in (document or {}).get("tiers", []):
            if tier["code"] == code:
                return self.text(tier["name"])
        return self(f"tier.{code}") if f"tier.{code}" in _WORDS else code.capitalize()
