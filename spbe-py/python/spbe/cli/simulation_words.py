"""What `spbe whatif` and `spbe forecast` say, in Indonesian and English."""

from __future__ import annotations

SIMULATION: dict[str, tuple[str, str]] = {
    "help.whatif": (
        "Andaikan tingkat lain: indeks, predikat, simpul, dan peringkat INSTITUTION sesudah perubahan, dan sumbangan "
        "setiap perubahan, yang jumlahnya tepat sama dengan perubahan indeks. Beberapa skenario berdampingan. Tanpa "
        "perubahan: nilai satu kenaikan tingkat setiap indikator.\n\nINSTITUTION: nama, atau bagian nama yang hanya "
        "dimiliki satu instansi. Berkas perubahan: CSV atau JSON dengan kolom indikator, menjadi, dan bila perlu "
        "skenario, unit, tanggal.",
        "What if levels were different: index, predicate, nodes and rank of INSTITUTION after changes, and what each "
        "change adds; together they are the change of the index, exactly. Several scenarios stand side by side. "
        "Without changes: what one level more of each indicator is worth.\n\nINSTITUTION: a name, or a part of one "
        "that no other has. A file of changes: CSV or JSON with the columns indicator, to, and as wanted scenario, "
        "unit, date.",
    ),
    "help.whatif_short": ("Andaikan tingkat lain: berapa indeksnya?", "What the index is with other levels."),
    "help.whatif_examples": (
        "spbe whatif data/bandar-lampung-2021-2023.csv Bandar --set 12=3,29=2\n"
        "spbe whatif data/bandar-lampung-2021-2023.csv Bandar --changes perubahan.csv --until 2026-06\n"
        "spbe whatif data/bandar-lampung-2021-2023.csv Bandar",
        "spbe whatif data/bandar-lampung-2021-2023.csv Bandar --set 12=3,29=2\n"
        "spbe whatif data/bandar-lampung-2021-2023.csv Bandar --changes changes.csv --until 2026-06\n"
        "spbe whatif data/bandar-lampung-2021-2023.csv Bandar",
    ),
    "help.whatif_stage": ("Tahap penilaian, bila ada beberapa.", "Stage of the assessment, where there are several."),
    "help.whatif_set": ("Tingkat baru, misalnya 12=3,29=2.", "New levels, as in 12=3,29=2."),
    "help.whatif_changes": (
        "Berkas perubahan: indikator, menjadi, skenario, unit, tanggal.",
        "A file of changes: indicator, to, scenario, unit, date.",
    ),
    "help.whatif_units": ("Hanya perubahan milik unit ini.", "Only the changes of these units."),
    "help.whatif_until": (
        "Hanya perubahan yang selesai sampai tanggal ini: 2026, 2026-07, 2026-07-31.",
        "Only changes that are done by this date: 2026, 2026-07, 2026-07-31.",
    ),
    "help.whatif_within": (
        "Peringkat juga di antara yang sama labelnya, misalnya type,province.",
        "Ranks also among those that share these labels, as in type,province.",
    ),
    "help.forecast": (
        "Hitung peluang setiap predikat INSTITUTION bila tingkatnya belum pasti: sebaran eksak indeks, tanpa undian; "
        "indikator mana yang menentukan; dan peluang mencapai target, sekarang dan dengan rencana.\n\nKeyakinan "
        "(--confidence) adalah peluang tingkat yang diklaim bertahan; --beliefs memberi peluang setiap tingkat atau "
        "keyakinan setiap indikator; --learn belajar dari penilaian instansi lain pada dua tahap.\n\nINSTITUTION: "
        "nama, atau bagian nama yang hanya dimiliki satu instansi.",
        "How likely each predicate of INSTITUTION is when levels are not certain yet: the exact distribution of the "
        "index, nothing is drawn; which indicators decide; and the chance to reach a target, now and with a plan.\n\nA "
        "confidence (--confidence) is the chance that the level claimed holds; --beliefs gives a chance for each "
        "level, or a confidence for each indicator; --learn learns from the ratings of other institutions at two "
        "stages.\n\nINSTITUTION: a name, or a part of one that no other has.",
    ),
    "help.forecast_short": ("Peluang setiap predikat.", "How likely each predicate is."),
    "help.forecast_examples": (
        "spbe forecast data/bandar-lampung-2021-2023.csv Bandar --confidence 0.8\n"
        "spbe forecast data/bandar-lampung-2021-2023.csv Bandar --confidence 0.8 --downward 0.7 --target 2.2\n"
        'spbe forecast tests/vectors/agreement_2021.csv "Kota Denpasar" --stage mandiri --learn mandiri,akhir '
        "--missing interval",
        "spbe forecast data/bandar-lampung-2021-2023.csv Bandar --confidence 0.8\n"
        "spbe forecast data/bandar-lampung-2021-2023.csv Bandar --confidence 0.8 --downward 0.7 --target 2.2\n"
        'spbe forecast tests/vectors/agreement_2021.csv "Kota Denpasar" --stage mandiri --learn mandiri,akhir '
        "--missing interval",
    ),
    "help.forecast_stage": ("Tahap penilaian, bila ada beberapa.", "Stage of the assessment, where there are several."),
    "help.forecast_beliefs": (
        "Berkas: indikator, tingkat, peluang; atau indikator, keyakinan; bila perlu skenario.",
        "A file: indicator, level, probability; or indicator, confidence; as wanted scenario.",
    ),
    "help.forecast_confidence": (
        "Peluang setiap tingkat lainnya bertahan, misalnya 0.8 atau 80%.",
        "The chance that every other level holds, as in 0.8 or 80%.",
    ),
    "help.forecast_downward": (
        "Bagian keraguan yang jatuh ke bawah; 0.5 bila tidak disebut.",
        "The share of doubt that lies below; 0.5 unless given.",
    ),
    "help.forecast_learn": (
        "Belajar dari instansi lain: dua tahap, misalnya mandiri,akhir.",
        "Learn from other institutions: two stages, as in mandiri,akhir.",
    ),
    "help.forecast_smoothing": (
        "Banyaknya pasangan tambahan yang tersebar rata atas semua tingkat; bawaannya 1.",
        "How many pairs are added, spread evenly over the levels; 1 unless given.",
    ),
    "help.forecast_shrinkage": (
        "Dengan berapa pasangan sendiri sebuah indikator setara dengan semuanya; bawaannya 10.",
        "How many pairs of an indicator's own weigh as much as all; 10 unless given.",
    ),
    "help.forecast_scenarios": (
        "Peluang setiap skenario, misalnya ketat=0.3,biasa=0.7.",
        "The chance of each scenario, as in strict=0.3,usual=0.7.",
    ),
    "help.forecast_common": (
        "Peluang sebuah indikator mengikuti suasana seluruh penilaian; 0 berarti saling bebas.",
        "The chance that an indicator follows the mood of the whole assessment; 0 means independent.",
    ),
    "help.forecast_target": (
        "Predikat atau indeks yang dituju; predikat berikutnya bila tidak disebut.",
        "The predicate or index to reach; the next predicate unless given.",
    ),
    "help.forecast_quantiles": ("Kuantil, misalnya 0.1,0.5,0.9.", "Quantiles, as in 0.1,0.5,0.9."),
    "click.pairs": ("KODE=NILAI,...", "CODE=VALUE,..."),
    "problem.together": ("{first} tidak dapat bersama {second}", "{first} cannot stand beside {second}"),
    "problem.only_with": ("{option} hanya bersama {other}", "{option} goes with {other} only"),
    "problem.pair_expected": (
        "seharusnya seperti {example}, ditemukan {found}",
        "expected as in {example}, found {found}",
    ),
    # whatif
    "whatif.who": ("Andaikan tingkat lain", "What if"),
    "whatif.now": ("Sekarang", "Now"),
    "whatif.changed": ("Sesudah", "After"),
    "whatif.scenario": ("Skenario", "Scenario"),
    "whatif.change": ("Perubahan", "Change"),
    "whatif.to_next": ("Ke predikat berikutnya", "To the next predicate"),
    "whatif.rank": ("Peringkat", "Rank"),
    "whatif.rank_of": ("{rank} dari {of}", "{rank} of {of}"),
    "whatif.indicator": ("Indikator", "Indicator"),
    "whatif.level": ("Tingkat", "Level"),
    "whatif.gain": ("Poin indeks", "Index points"),
    "whatif.unit": ("Unit", "Unit"),
    "whatif.date": ("Tanggal", "Date"),
    "whatif.changes": ("Perubahan dan sumbangannya", "Changes and what they add"),
    "whatif.sum": ("Jumlah", "Sum"),
    "whatif.later": (
        "{count} perubahan sesudah tanggal itu tidak dihitung",
        "{count} changes after that date are left out",
    ),
    "whatif.units": ("Menurut unit", "By unit"),
    "whatif.count": ("Banyak", "Changes"),
    "whatif.course": ("Perjalanan indeks", "The course of the index"),
    "whatif.undated": ("tanpa tanggal", "no date"),
    "whatif.nodes": ("Simpul", "Nodes"),
    "whatif.steps": ("Nilai satu kenaikan tingkat", "What one level more is worth"),
    "whatif.share": ("Bagian jalan ke {predicate}", "Share of the way to {predicate}"),
    "whatif.alone": ("Sendiri cukup", "Alone"),
    "whatif.alone_levels": ("{count} tingkat", "{count} levels"),
    "whatif.never": ("tidak", "no"),
    "whatif.more": ("... dan {count} indikator lagi", "... and {count} more indicators"),
    "whatif.none": ("Semua indikator sudah di tingkat tertinggi.", "All indicators are at their highest level."),
    # forecast
    "forecast.who": ("Peluang predikat", "How likely each predicate is"),
    "forecast.claimed": ("Bila semua tingkat bertahan", "If every level holds"),
    "forecast.expected": ("Diharapkan", "Expected"),
    "forecast.deviation": ("simpangan baku {deviation}", "standard deviation {deviation}"),
    "forecast.between": ("{chance} antara {low} dan {high}", "{chance} between {low} and {high}"),
    "forecast.uncertain": ("{count} indikator belum pasti", "{count} uncertain indicators"),
    "forecast.predicates": ("Peluang setiap predikat", "The chance of each predicate"),
    "forecast.plan": ("Rencana", "Plan"),
    "forecast.reach": ("Peluang mencapai {target}", "The chance to reach {target}"),
    "forecast.distribution": ("Sebaran indeks terpublikasi", "The published index"),
    "forecast.drivers": ("Yang menentukan", "What decides"),
    "forecast.share": ("Ragam", "Variance"),
    "forecast.swing": ("Selisih", "Swing"),
    "forecast.if_level": ("Peluang target bila tingkatnya pasti", "Chance of the target if its level were certain"),
    "forecast.drivers_explain": (
        "Ragam: bagian indikator dalam ketidakpastian indeks. Selisih: peluang target pada tingkat terbaiknya "
        "dikurangi pada tingkat terburuknya.",
        "Variance: the indicator's share of the uncertainty of the index. Swing: the chance of the target at its best "
        "level less that at its worst.",
    ),
    "forecast.learnt": (
        "Dipelajari dari {institutions} instansi, {pairs} pasangan {first} → {second}",
        "Learnt from {institutions} institutions, {pairs} pairs {first} → {second}",
    ),
    "forecast.from": ("Dari tingkat", "From level"),
    "forecast.pairs": ("Pasangan", "Pairs"),
    "forecast.few": ("sedikit", "few"),
    "forecast.learnt_explain": (
        "Ditambah {smoothing} pasangan yang tersebar rata; pasangan sebuah indikator sendiri setara dengan semuanya "
        "bila mencapai {shrinkage}.",
        "With {smoothing} pairs more, spread evenly; an indicator's own pairs weigh as much as all once they are "
        "{shrinkage}.",
    ),
    "forecast.learnt_few": (
        "Datanya sedikit: {levels} bermula dari kurang dari 30 pasangan. Baca peluang ini sebagai perkiraan kasar.",
        "There are few data: {levels} rest on fewer than 30 pairs. Read these chances as rough.",
    ),
    "forecast.level": ("tingkat {level}", "level {level}"),
    "forecast.independent": (
        "Indikator dianggap saling bebas. Bila semua cenderung naik atau turun bersama, sebarannya lebih lebar: lihat "
        "--common dan --scenarios.",
        "Indicators are taken as independent. If all tend to rise or fall together, the spread is wider: see --common "
        "and --scenarios.",
    ),
    "forecast.mixed": ("Skenario: {scenarios}", "Scenarios: {scenarios}"),
    "forecast.common": (
        "Dengan peluang {chance} sebuah indikator mengikuti suasana seluruh penilaian.",
        "With a chance of {chance} an indicator follows the mood of the whole assessment.",
    ),
    "forecast.certain": (
        "Tidak ada yang belum pasti: berikan --confidence, --beliefs, atau --learn.",
        "Nothing is uncertain: give --confidence, --beliefs or --learn.",
    ),
}
