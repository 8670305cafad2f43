"""What `spbe plan` says, in Indonesian and English."""

from __future__ import annotations

PLAN: dict[str, tuple[str, str]] = {
    "help.plan": (
        "Cari cara termurah mencapai target: indikator mana yang dinaikkan, dari tingkat berapa ke berapa, "
        "dalam urutan "
        "apa. Hasilnya eksak dan terbukti termurah, atau menyebut jarak yang tersisa.\n\nTanpa target dan anggaran, "
        "tujuannya predikat berikutnya; tanpa biaya, setiap kenaikan tingkat bernilai 1.\n\nINSTITUTION: nama, atau "
        "bagian nama yang hanya dimiliki satu instansi.",
        "Find the cheapest way to a target: which indicators to raise, from which level to which, in which order. The "
        "result is exact and proven to be the cheapest, or says how far it may be from that.\n\nWithout a target and a "
        "budget it goes for the next predicate; without costs each level costs 1.\n\nINSTITUTION: a name, or a part of "
        "one that no other has.",
    ),
    "help.plan_short": ("Cara termurah mencapai target.", "The cheapest way to a target."),
    "help.plan_examples": (
        "spbe plan data/bandar-lampung-2021-2023.csv Bandar --target 2.6\n"
        "spbe plan data/bandar-lampung-2021-2023.csv Bandar --costs biaya.csv --budget 40 --lock 29,30,31\n"
        "spbe plan data/bandar-lampung-2021-2023.csv Bandar --predicate Baik --periods 2024=8,2025=8\n"
        "spbe plan data/bandar-lampung-2021-2023.csv Bandar --frontier",
        "spbe plan data/bandar-lampung-2021-2023.csv Bandar --target 2.6\n"
        "spbe plan data/bandar-lampung-2021-2023.csv Bandar --costs costs.csv --budget 40 --lock 29,30,31\n"
        "spbe plan data/bandar-lampung-2021-2023.csv Bandar --predicate Baik --periods 2024=8,2025=8\n"
        "spbe plan data/bandar-lampung-2021-2023.csv Bandar --frontier",
    ),
    "help.plan_stage": ("Tahap penilaian, bila ada beberapa.", "Stage of the assessment, where there are several."),
    "help.plan_target": (
        "Indeks yang dicapai; eksak atau terpublikasi menurut aturan tahunnya. Boleh juga predikat.",
        "The index to reach; exact or published, by the rule of its year. A predicate will do as well.",
    ),
    "help.plan_predicate": ("Predikat yang dicapai, misalnya Baik.", "The predicate to reach, such as Baik."),
    "help.plan_node": (
        "Nilai atau predikat simpul, misalnya d2=2.6,a7=Baik; bersama target lainnya.",
        "Value or predicate of a node, as in d2=2.6,a7=Baik; together with the other targets.",
    ),
    "help.plan_budget": (
        "Biaya paling banyak. Tanpa target indeks: indeks tertinggi yang terbeli.",
        "The most that may be spent. Without a target for the index: the highest index that it buys.",
    ),
    "help.plan_costs": (
        "Berkas biaya (CSV atau JSON): indikator, tingkat, biaya, durasi, unit. Tingkat kosong berlaku bagi semua "
        "tingkat, indikator * bagi yang lain.",
        "File of costs (CSV or JSON): indicator, level, cost, duration, unit. An empty level stands for "
        "every level, the "
        "indicator * for all others.",
    ),
    "help.plan_rules": (
        "Berkas prasyarat (CSV atau JSON): indikator, tingkat, perlu, perlu_tingkat.",
        "File of prerequisites (CSV or JSON): indicator, level, needs, needs_level.",
    ),
    "help.plan_lock": (
        "Indikator yang tidak diubah, misalnya 29,30.",
        "Indicators that stay as they are, as in 29,30.",
    ),
    "help.plan_cap": ("Tingkat tertinggi, misalnya 12=3.", "Highest levels, as in 12=3."),
    "help.plan_floor": ("Tingkat yang harus dicapai, misalnya 12=3.", "Levels to be reached, as in 12=3."),
    "help.plan_capacity": (
        "Kapasitas unit (jumlah durasi langkahnya), misalnya Diskominfo=6; per tahap bila ada tahap.",
        "Capacity of units (the durations of their steps together), as in Diskominfo=6; in each period, if "
        "there are any.",
    ),
    "help.plan_periods": (
        "Tahap dengan anggarannya, misalnya 2027=10,2028=12; atau berkas dengan period, budget, target. Sisa anggaran "
        "tidak dibawa ke tahap berikutnya.",
        "Periods with their budgets, as in 2027=10,2028=12; or a file with period, budget, target. What is left of a "
        "budget is not carried on.",
    ),
    "help.plan_pace": (
        "Kenaikan tingkat paling banyak setiap indikator dalam satu tahap.",
        "The most levels that one indicator rises in a period.",
    ),
    "help.plan_changes": ("Banyak indikator yang boleh berubah.", "How many indicators may change."),
    "help.plan_plans": ("Banyak rencana, terbaik lebih dahulu.", "How many plans, the best first."),
    "help.plan_differ": (
        "Pada berapa indikator setiap rencana harus berbeda dari yang lebih baik.",
        "In how many indicators each plan must differ from every better one.",
    ),
    "help.plan_grid": (
        "Langkah pada nilai desimal: levels (tingkat selesai), evidence (setiap data dukung), atau jarak seperti 0.25.",
        "Steps of decimal values: levels (completed levels), evidence (each piece of it), or a distance such as 0.25.",
    ),
    "help.plan_nodes": (
        "Batas pencarian; bila tercapai, rencana menyebut jarak yang tersisa.",
        "Limit of the search; where it is reached, the plan says how far it may be from the best.",
    ),
    "help.plan_frontier": (
        "Biaya termurah untuk setiap indeks, bukan satu rencana.",
        "The least cost of every index, instead of one plan.",
    ),
    "click.pairs": ("NAMA=ANGKA,...", "NAME=NUMBER,..."),
    "plan.title": ("Rencana aksi", "Plan"),
    "plan.frontier": ("Biaya setiap indeks", "The cost of every index"),
    "plan.goal_cost": ("termurah untuk {targets}", "the cheapest way to {targets}"),
    "plan.goal_index": ("indeks tertinggi dengan anggaran {budget}", "the highest index for a budget of {budget}"),
    "plan.goal_both": (" dan {targets}", " and {targets}"),
    "plan.by": (" pada {period}", " by {period}"),
    "plan.basis_exact": ("Target dibaca pada nilai eksak.", "Targets are read on exact values."),
    "plan.basis_published": (
        "Target dibaca pada nilai terpublikasi: {needed} sudah cukup.",
        "Targets are read on published values: {needed} is enough.",
    ),
    "plan.enough": ("{node} {value}", "{node} {value}"),
    "plan.enough_above": ("{node} di atas {value}", "{node} above {value}"),
    "plan.grid": ("Langkah nilai: {grid}.", "Steps of values: {grid}."),
    "plan.grid_levels": ("tingkat selesai", "completed levels"),
    "plan.grid_evidence": ("setiap data dukung", "each piece of evidence"),
    "plan.nothing": ("Tidak ada yang perlu dikerjakan: target sudah tercapai.", "Nothing to do: the target is met."),
    "plan.sum": (
        "{changed} indikator berubah, {levels} kenaikan, biaya {cost}",
        "{changed} indicators change, {levels} levels up, cost {cost}",
    ),
    "plan.step": ("Indikator", "Indicator"),
    "plan.way": ("Dari → ke", "From → to"),
    "plan.cost": ("Biaya", "Cost"),
    "plan.gain": ("Poin", "Points"),
    "plan.worth": ("Poin/biaya", "Points/cost"),
    "plan.worth_of": ("Poin per\n{cost}", "Points per\n{cost}"),
    "plan.running": ("Indeks", "Index"),
    "plan.unit": ("Unit", "Unit"),
    "plan.reached": ("{predicate} tercapai", "{predicate} is reached"),
    "plan.period": ("{period}: biaya {cost}", "{period}: cost {cost}"),
    "plan.proven": (
        "Terbukti: tidak ada rencana lain yang lebih murah. Nilainya dihitung ulang oleh penilai biasa.",
        "Proven: no other plan is cheaper. Its score was computed again by the ordinary scorer.",
    ),
    "plan.proven_index": (
        "Terbukti: anggaran ini tidak membeli indeks yang lebih tinggi. Nilainya dihitung ulang oleh penilai biasa.",
        "Proven: this budget buys no higher index. Its score was computed again by the ordinary scorer.",
    ),
    "plan.gap": (
        "Pencarian dihentikan: tidak ada rencana yang lebih murah daripada {bound}, tetapi yang termurah mungkin belum "
        "ditemukan.",
        "The search was stopped: no plan costs less than {bound}, but the cheapest may not have been found.",
    ),
    "plan.gap_index": (
        "Pencarian dihentikan: indeks di atas {bound} tidak mungkin, tetapi yang tertinggi mungkin belum ditemukan.",
        "The search was stopped: an index above {bound} is not possible, but the highest may not have been found.",
    ),
    "plan.todo": ("Yang dikerjakan", "What to do"),
    "plan.todo_level": ("tingkat {level}", "level {level}"),
    "plan.evidence": ("Data dukung: {evidence}", "Evidence: {evidence}"),
    "plan.units": ("Menurut unit", "By unit"),
    "plan.unit_line": (
        "{unit}: {levels} kenaikan, biaya {cost}, durasi {duration}",
        "{unit}: {levels} levels, cost {cost}, duration {duration}",
    ),
    "plan.no_unit": ("tanpa unit", "no unit"),
    "plan.others": ("Rencana lain", "Other plans"),
    "plan.other": (
        "Biaya {cost}, indeks {index} {predicate}: {steps}",
        "Cost {cost}, index {index} {predicate}: {steps}",
    ),
    "plan.predicates": ("Biaya termurah setiap predikat", "Least cost of each predicate"),
    "plan.points": (
        "{count} titik; ditampilkan setiap sepersepuluh indeks",
        "{count} points; each tenth of the index is shown",
    ),
    "plan.frontier_proven": (
        "Setiap titik terbukti: tidak ada rencana dengan biaya itu yang mencapai lebih.",
        "Every point is proven: no plan of that cost reaches more.",
    ),
    "plan.frontier_cut": (
        "Pencarian dihentikan: titik di atas yang terakhir belum diketahui.",
        "The search was stopped: points above the last one are not known.",
    ),
}
