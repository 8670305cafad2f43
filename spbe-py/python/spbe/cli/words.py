"""What the command says, in Indonesian and English, and how each language writes numbers.

Official terms (domain, aspek, indikator, predikat and all names) stay Indonesian where the instrument has no English.
"""

from __future__ import annotations

import errno
from math import floor, log10
from typing import TYPE_CHECKING, Any

from spbe import _numbers
from spbe.cli.help_words import HELP
from spbe.cli.plan_words import PLAN
from spbe.cli.simulation_words import SIMULATION

if TYPE_CHECKING:
    from spbe.types import Language

_WORDS: dict[str, tuple[str, str]] = {
    **HELP,
    **PLAN,
    **SIMULATION,
    # Problems.
    "problem.count": ("{count} masalah", "{count} problems"),
    "problem.count_one": ("1 masalah", "1 problem"),
    "problem.sheet": ("Pilih lembarnya dengan --sheet NAMA.", "Choose the sheet with --sheet NAME."),
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
    "problem.ending": (
        "{output}: namanya harus berakhiran {endings}",
        "{output}: its name has to end in {endings}",
    ),
    "problem.ending_or": (
        "{output}: akhiran nama ini tidak dikenali; pakai {endings}, atau sebutkan {option}",
        "{output}: this ending is not known; take {endings}, or give {option}",
    ),
    "problem.onto_itself": (
        "{output} juga dibaca; sebutkan berkas lain sebagai keluaran",
        "{output} is read as well; name another file for the output",
    ),
    "problem.option_unknown": ("opsi '{option}' tidak ada.", "No such option '{option}'."),
    "problem.option_meant": ("Maksud Anda {options}?", "Did you mean {options}?"),
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
    "problem.between": (
        "--between menyebut dua penilaian, misalnya mandiri,akhir; ditemukan {found}",
        "--between names two ratings, as in mandiri,akhir; found {found}",
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
    "click.number": ("ANGKA", "NUMBER"),
    "click.labels": ("LABEL,...", "LABEL,..."),
    "click.codes": ("KODE,...", "CODE,..."),
    "click.nodes": ("SIMPUL,...", "NODE,..."),
    "click.ratings": ("SATU,DUA", "ONE,TWO"),
    "click.commands": ("Perintah", "Commands"),
    "stdin": ("masukan standar", "standard input"),
    "progress.score": ("Membaca dan menghitung", "Reading and scoring"),
    "progress.convert": ("Mengubah", "Converting"),
    "progress.write": ("Menulis", "Writing"),
    "progress.report": ("Menyusun laporan", "Writing the report"),
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
    # peers
    "peers.who": ("Instansi yang dapat dipelajari", "Whom to learn from"),
    "peers.basis_printed": ("nilai terpublikasi setiap {tier}", "published values of each {tier}"),
    "peers.basis_answers": ("nilai eksak setiap {tier}", "exact values of each {tier}"),
    "peers.compared": (
        "Lebih baik: {better} dari {compared} yang dibandingkan ({how}).",
        "Better: {better} of {compared} compared ({how}).",
    ),
    "peers.within_all": ("semua jenis", "of any kind"),
    "peers.left_out": (
        "{count} instansi tidak dibandingkan karena sebagian nilainya tidak diketahui.",
        "{count} institutions are not compared: a part of their values is not known.",
    ),
    "peers.none": (
        "Tidak ada yang lebih baik dalam kumpulan ini untuk dipelajari.",
        "Nobody here is better in what is to be learned.",
    ),
    "peers.nearest": ("Terdekat yang lebih baik", "Nearest better ones"),
    "peers.distance": ("Jarak", "Distance"),
    "peers.gain": ("Lebih baik", "Better by"),
    "peers.loss": ("Kurang baik", "Worse by"),
    "peers.explain": (
        "Dalam poin indeks: yang dikerjakannya lebih baik dan kurang baik daripada {institution}; jarak adalah jumlah "
        "keduanya.",
        "In index points: what it does better and worse than {institution}; the distance is both added up.",
    ),
    "peers.lessons": ("Yang dapat dipelajari", "What to learn"),
    "peers.worth": ("Poin indeks", "Index points"),
    "peers.own": ("Sendiri", "Own"),
    "peers.theirs": ("Di sana", "There"),
    "peers.more": ("... dan {count} lagi", "... and {count} more"),
    "peers.visits": ("Rencana kunjungan", "Visits"),
    "peers.visit_one": ("Kunjungi {hosts}: {worth}", "Visit {hosts}: {worth}"),
    "peers.visit_many": ("Kunjungi {hosts}: bersama {worth}", "Visit {hosts}: together {worth}"),
    "peers.proven": (
        "Terbukti: di antara instansi terdekat, tidak ada pilihan lain sebanyak itu yang bernilai lebih.",
        "Proven: no other set of as many among the nearest is worth more.",
    ),
    "peers.not_proven": ("paling banyak {bound} dapat dicapai", "{bound} can be reached at most"),
    # agreement
    "agreement.title": ("Kesepakatan {first} dan {second}", "Agreement of {first} and {second}"),
    "agreement.of": (
        "{institutions} instansi, {pairs} pasangan jawaban",
        "{institutions} institutions, {pairs} pairs of answers",
    ),
    "agreement.ratings": (
        "Alfa mencakup semua penilaian: {ratings}.",
        "Alpha takes in all ratings: {ratings}.",
    ),
    "agreement.incomplete": (
        "{count} pasangan tidak lengkap dan tidak dihitung.",
        "{count} pairs lack an answer and are not counted.",
    ),
    "agreement.same": ("Sama", "Same"),
    "agreement.kappa": ("Kappa linear", "Linear kappa"),
    "agreement.kappa_quadratic": ("Kappa kuadratik", "Quadratic kappa"),
    "agreement.alpha": ("Alfa Krippendorff", "Krippendorff's alpha"),
    "agreement.interval": ("95 %: {lowest} sampai {highest}", "95 %: {lowest} to {highest}"),
    "agreement.strength_poor": ("tidak lebih baik daripada kebetulan", "no better than chance"),
    "agreement.strength_slight": ("sangat lemah", "slight"),
    "agreement.strength_fair": ("lemah", "fair"),
    "agreement.strength_moderate": ("sedang", "moderate"),
    "agreement.strength_substantial": ("kuat", "substantial"),
    "agreement.strength_almost_perfect": ("hampir sempurna", "almost perfect"),
    "agreement.direction": (
        "{first} lebih tinggi pada {higher}, lebih rendah pada {lower} dari {pairs} pasangan; rerata {shift} tingkat.",
        "{first} is higher in {higher} and lower in {lower} of {pairs} pairs; by {shift} levels on average.",
    ),
    "agreement.table": ("{first} (baris) terhadap {second} (kolom)", "{first} (rows) against {second} (columns)"),
    "agreement.items": (
        "Menurut indikator, yang paling tinggi dinilai {first} lebih dahulu",
        "By indicator, those that {first} rates highest first",
    ),
    "agreement.pairs": ("Pasangan", "Pairs"),
    "agreement.shift": ("Selisih", "Shift"),
    "agreement.worth": ("Poin", "Points"),
    "agreement.probability": ("Peluang", "Chance"),
    "agreement.legend": (
        "Selisih: rata-rata {first} dikurangi {second}, dalam tingkat. Poin: nilainya dalam indeks. Peluang: "
        "kemungkinan selisih searah sebanyak itu karena kebetulan (uji tanda, koreksi Holm). ▲▲ ▼▼: sistematis, "
        "peluang paling besar 5 %.",
        "Shift: the mean of {first} minus {second}, in levels. Points: what that is worth in the index. Chance: how "
        "likely shifts so one-sided are by chance (sign test, raised by Holm). ▲▲ ▼▼: systematic, a chance of 5 % at "
        "most.",
    ),
    "agreement.systematic": (
        "{first} terus-menerus lebih tinggi: {codes}.",
        "{first} is higher time and again: {codes}.",
    ),
    "agreement.systematic_low": (
        "{first} terus-menerus lebih rendah: {codes}.",
        "{first} is lower time and again: {codes}.",
    ),
    "agreement.not_systematic": (
        "Tidak ada indikator yang selisihnya pasti bukan kebetulan.",
        "No indicator has shifts that chance cannot explain.",
    ),
    # robustness
    "robust.title": ("Seberapa kokoh peringkat", "How firm ranks are"),
    "robust.weights_official": ("Bobot tetap seperti peraturan", "Weights are as the regulation has them"),
    "robust.weights_uniform": (
        "Setiap bobot {tier} naik atau turun sampai {reach}",
        "Each weight of a {tier} is up to {reach} higher or lower",
    ),
    "robust.weights_dirichlet": (
        "Bobot {tier} tersebar menurut Dirichlet dengan konsentrasi {sum}",
        "Weights of a {tier} have a Dirichlet distribution of concentration {sum}",
    ),
    "robust.levels": (
        "tingkat benar dengan peluang {chance}, selain itu meleset satu",
        "a level is right with a chance of {chance}, else one off",
    ),
    "robust.draws": ("{draws} undian, benih {seed}", "{draws} draws, seed {seed}"),
    "robust.printed": (
        "peringkat menurut jumlah nilai terpublikasi setiap {tier}, yang dapat berbeda dari peringkat menurut indeks",
        "ranked by the sum of the published values of each {tier}, which may differ from the rank by the index",
    ),
    "robust.left_out": (
        "{count} instansi tidak diperingkat: ada bagiannya yang tidak diketahui",
        "{count} institutions are not ranked: a part of theirs is not known",
    ),
    "robust.widths": (
        "Selang {coverage} mencakup rata-rata {mean} peringkat, paling banyak {most}.",
        "An interval of {coverage} takes in {mean} ranks on average, {most} at most.",
    ),
    "robust.sure": (
        "{count} dari {of} instansi memperoleh predikat yang sama dalam setiap undian.",
        "{count} of {of} institutions have the same predicate in every draw.",
    ),
    "robust.interval": ("{coverage}", "{coverage}"),
    "robust.possible": ("Mungkin", "Possible"),
    "robust.radius": ("Seri pada", "Level at"),
    "robust.above_next": ("> berikut", "> next"),
    "robust.share": ("Peluang", "Share"),
    "robust.legend": (
        "{coverage}: peringkat undian di tengah. Mungkin: batas eksak, berapa pun bobotnya dalam jangkauan. Seri pada: "
        "perubahan bobot terkecil sebelum seri dengan instansi lain, eksak. > berikut: bagian undian di atas instansi "
        "di bawahnya. Peluang: bagian undian dengan predikat itu.",
        "{coverage}: ranks of the draws in the middle. Possible: exact bounds, whatever the weights within reach. "
        "Level at: the least change of weights that brings it level with another one, exact. > next: the share of "
        "draws above the one below it. Share: the share of draws with that predicate.",
    ),
    "robust.legend_exact": (
        "Mungkin: batas eksak, berapa pun bobotnya dalam jangkauan. Seri pada: perubahan bobot terkecil sebelum seri "
        "dengan instansi lain, eksak.",
        "Possible: exact bounds, whatever the weights within reach. Level at: the least change of weights that brings "
        "it level with another one, exact.",
    ),
    "robust.against": ("{institution} di samping yang lain", "{institution} beside the others"),
    "robust.duels": (
        "Hampir selalu di atas {always}, hampir selalu di bawah {never}; belum tentu terhadap {open}{end}",
        "Almost always above {always}, almost always below {never}; open with {open}{end}",
    ),
    "robust.above": ("Di atasnya", "Above it"),
    "robust.tied": ("Seri", "Equal"),
    # sensitivity
    "sensitive.title": ("Ketidakpastian mana yang menentukan", "Which uncertainty matters"),
    "sensitive.runs": (
        "{runs} percobaan atas {count} instansi, benih {seed}",
        "{runs} runs of {count} institutions, seed {seed}",
    ),
    "sensitive.rank_shift": ("Pergeseran peringkat rata-rata", "Mean shift of ranks"),
    "sensitive.predicate_change": ("Instansi yang predikatnya berubah", "Institutions whose predicate changes"),
    "sensitive.index": ("Indeks", "Index"),
    "sensitive.rank": ("Peringkat", "Rank"),
    "sensitive.spread": (
        "Rata-rata {mean}, simpangan baku {deviation}.",
        "Mean {mean}, standard deviation {deviation}.",
    ),
    "sensitive.factor": ("Faktor", "Factor"),
    "sensitive.first": ("Sendiri", "Alone"),
    "sensitive.total": ("Seluruhnya", "In all"),
    "sensitive.weights": ("Bobot", "Weights"),
    "sensitive.weights_of": ("Bobot {node}", "Weights of {node}"),
    "sensitive.levels": ("Tingkat", "Levels"),
    "sensitive.publication": ("Aturan publikasi", "Rule of publication"),
    "sensitive.aggregation": ("Cara agregasi", "Way of aggregation"),
    "sensitive.together": (
        "{share} dari ragam timbul dari beberapa faktor bersama-sama; terbesar seluruhnya: {factor}.",
        "{share} of the variance comes from several factors together; the largest in all: {factor}.",
    ),
    "sensitive.alone": (
        "{share} dari ragam dijelaskan setiap faktor sendiri-sendiri; terbesar: {factor}.",
        "{share} of the variance is explained by each factor alone; the largest: {factor}.",
    ),
    "sensitive.legend": (
        "Sendiri: bagian ragam yang hilang bila faktor itu saja diketahui. Seluruhnya: bagian yang tersisa bila semua "
        "faktor lain diketahui. Indeks Sobol dengan selang 95 % dari percobaan yang diundi ulang.",
        "Alone: the share of the variance that goes when this factor alone is known. In all: the share that stays when "
        "all others are known. Sobol indices with intervals of 95 % from resampled runs.",
    ),
    # stats
    "stats.title": ("Sebaran nilai", "How values lie"),
    "stats.all": ("Semua", "All"),
    "stats.predicates": ("Predikat", "Predicates"),
    "stats.institutions": ("Instansi", "Institutions"),
    "stats.unknown": ("Tidak pasti", "Not determined"),
    "stats.lowest": ("Terendah", "Lowest"),
    "stats.lower_quartile": ("Kuartil 1", "Quartile 1"),
    "stats.median": ("Median", "Median"),
    "stats.upper_quartile": ("Kuartil 3", "Quartile 3"),
    "stats.highest": ("Tertinggi", "Highest"),
    "stats.mean": ("Rata-rata", "Mean"),
    "stats.deviation": ("Simpangan", "Deviation"),
    "stats.group": ("Kelompok", "Group"),
    "stats.node": ("Simpul", "Node"),
    "stats.structure": ("Apa yang menyusun indeks", "What makes up the index"),
    "stats.structure_of": (
        "{count} instansi{when}, setiap {tier}",
        "{count} institutions{when}, each {tier}",
    ),
    "stats.left_out": (
        "{count} instansi tanpa nilai lengkap tidak diikutkan.",
        "{count} institutions without all values are left out.",
    ),
    "stats.nominal": ("Bobot resmi", "Weight"),
    "stats.effective": ("Bobot nyata", "Effective"),
    "stats.with_index": ("r indeks", "r index"),
    "stats.item_rest": ("r lainnya", "r others"),
    "stats.effective_legend": (
        "Bobot nyata: bagian keragaman indeks yang berasal dari {tier} itu; jumlahnya 100 % seperti bobot resmi. ▲ "
        "lebih menentukan daripada bobotnya, ▼ kurang (seperlima atau lebih). r: korelasi Pearson dengan indeks, "
        "dan dengan jumlah yang lainnya.",
        "Effective: the share of the index's variance that comes from that {tier}; the shares add up to 100 % as "
        "weights do. ▲ counts for more than its weight, ▼ for less (by a fifth or more). r: the Pearson "
        "correlation with the index, and with the sum of the others.",
    ),
    "stats.few": (
        "Hanya {count} instansi untuk {parts} {tier}: angka-angka ini belum dapat dipercaya.",
        "Only {count} institutions for {parts} {tier} values: do not rely on these figures.",
    ),
    "stats.alpha": ("Alfa Cronbach {value}: {meaning}.", "Cronbach's alpha {value}: {meaning}."),
    "stats.alpha_high": (
        "bagian-bagian itu jelas mengukur satu hal",
        "the parts clearly measure one thing",
    ),
    "stats.alpha_good": ("bagian-bagian itu cukup searah", "the parts go together well enough"),
    "stats.alpha_low": (
        "bagian-bagian itu kurang searah; indeks mencampur beberapa hal",
        "the parts go together poorly; the index mixes several things",
    ),
    "stats.components": (
        "Komponen utama: yang pertama memuat {first} keragaman; {above} dari {count} memuat lebih daripada satu {tier} "
        "(Kaiser): {meaning}.",
        "Principal components: the first holds {first} of the variance; {above} of {count} hold more than one {tier} "
        "does (Kaiser): {meaning}.",
    ),
    "stats.one_thing": ("semuanya naik turun bersama", "all rise and fall together"),
    "stats.several_things": ("ada {above} pola yang berbeda", "there are {above} patterns"),
    "stats.component": ("Komponen {number} ({share}): {parts}", "Component {number} ({share}): {parts}"),
    "stats.no_structure": (
        "Belum ada instansi dengan nilai lengkap, sehingga susunan indeks tidak dapat dilihat.",
        "No institution has all values, so how the index comes about cannot be seen.",
    ),
    "label.province": ("Provinsi", "Province"),
    "label.type": ("Jenis", "Type"),
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
    "rank.none": ("Tidak ada yang memenuhi syarat.", "Nobody fits the conditions."),
    "rank.percentile": ("Persentil", "Percentile"),
    "rank.distance": ("Ke atasnya", "To the next"),
    "rank.if_changed": (
        "Bila hanya {who} berubah menjadi {value}: peringkat {after} dari {of}{group}, sekarang {before}.",
        "If only {who} changed to {value}: rank {after} of {of}{group}, now {before}.",
    ),
    "rank.printed": (
        "Nilai tercetak diperingkat sebagaimana tercetak.",
        "Printed values are ranked as printed.",
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


_EXCHANGED = str.maketrans(",.", ".,")
"""What separates thousands and decimals in English does the opposite in Indonesian."""


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
        return self.number(_numbers.published(value, decimals))

    def rounded(self, value: float | str, decimals: int = 2) -> str:
        """A worked-out number, exact as text or as the nearest float, with so many decimals."""
        return self.number(_numbers.rounded(value, decimals))

    def count(self, count: int) -> str:
        """A whole number with the language's thousands separator."""
        grouped = f"{count:,}"
        return grouped.replace(",", ".") if self.language == "id" else grouped

    def amount(self, value: float, digits: int = 10) -> str:
        """A number of whatever size: every digit before the decimal separator, and `digits` of meaning in all."""
        if value == int(value):
            return self.count(int(value))
        decimals = max(0, digits - 1 - floor(log10(abs(value))))
        text = f"{value:,.{decimals}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return text.translate(_EXCHANGED) if self.language == "id" else text

    def publication(self, publication: dict[str, Any]) -> str:
        """How an instrument publishes: decimals, rounding, and where the predicate is read."""
        return self(
            "show.published",
            decimals=publication["decimals"],
            rounding=self(f"rounding.{publication['rounding']}"),
            basis=self(f"basis.{publication['predicate_basis']}"),
        )

    def label(self, name: str) -> str:
        """The name of a label of institutions; its own where it is not a common one."""
        key = name if name in ("year", "stage", "institution", "instrument") else f"label.{name}"
        return self(key) if key in _WORDS else name

    def node(self, name: str) -> str:
        """The name of a node: of `aspect:7` the tier and the code."""
        tier, _, code = name.partition(":")
        return f"{self.tier(tier)} {code}" if code else self("index")

    def tier(self, code: str, document: dict[str, Any] | None = None) -> str:
        """The name of a tier."""
        for tier in (document or {}).get("tiers", []):
            if tier["code"] == code:
                return self.text(tier["name"])
        return self(f"tier.{code}") if f"tier.{code}" in _WORDS else code.capitalize()
