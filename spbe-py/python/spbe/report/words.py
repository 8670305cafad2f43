"""What a report says, in Indonesian and English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spbe.cli.words import Words

if TYPE_CHECKING:
    from spbe.types import Language

_PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Laporan {institution}", "Report on {institution}"),
    "kicker": ("Laporan hasil penilaian", "Report of an assessment"),
    "stage": ("tahap {stage}", "stage {stage}"),
    "of_highest": ("dari {highest}", "of {highest}"),
    "or": (" atau ", " or "),
    # The head.
    "scale": (
        "Letak indeks {index} pada rentang predikat {lowest} sampai {highest}",
        "Where the index {index} lies between {lowest} and {highest} and in which predicate",
    ),
    "undetermined": ("belum pasti", "not determined"),
    "how": ("Cara menghitung", "How it was computed"),
    "how_exact": ("Indeks eksak", "Exact index"),
    "how_predicate": ("Predikat dibaca dari", "Predicate read from"),
    "how_exact_index": ("indeks eksak", "the exact index"),
    "how_published_index": ("indeks terpublikasi", "the published index"),
    "how_source": ("Bahan", "Taken from"),
    "source_answers": ("jawaban setiap indikator", "the answers to each indicator"),
    "source_printed": (
        "nilai tercetak saja, bukan jawaban indikator",
        "printed values only, not answers to indicators",
    ),
    "how_missing": ("Jawaban kosong", "Missing answers"),
    "policy_none": ("tidak ada yang kosong", "nothing is missing"),
    "policy_minimum": ("dihitung sebagai tingkat terendah", "counted as the lowest level"),
    "policy_zero": ("dihitung 0", "counted as 0"),
    "policy_exclude": (
        "dikeluarkan, bobot lain diperbesar: bukan indeks resmi",
        "left out, the other weights scaled up: not the official index",
    ),
    "policy_interval": (
        "dihitung dari terendah sampai tertinggi yang masih mungkin",
        "counted from the lowest to the highest still possible",
    ),
    # What the reader must know first.
    "notices": ("Perlu diketahui", "To be kept in mind"),
    "notice_missing_one": ("1 indikator belum dijawab: {codes}.", "1 indicator is without an answer: {codes}."),
    "notice_missing": (
        "{count} indikator belum dijawab: {codes}.",
        "{count} indicators are without an answer: {codes}.",
    ),
    "notice_unofficial": (
        "Ini bukan indeks resmi: ada yang dianggap atau dikeluarkan.",
        "This is not the official index: something was assumed or left out.",
    ),
    "notice_possible": ("Predikat yang masih mungkin: {names}.", "Predicates still possible: {names}."),
    "notice_unknown": (
        "Indeks tidak diketahui sebagai satu angka, sehingga tidak diperingkat{reason}.",
        "The index is not known as one number and so has no rank{reason}.",
    ),
    "notice_doubt": (
        "Nilai tercetak tidak saling sesuai: {reason}. Indeks dan predikat di sini sebagaimana tercetak.",
        "The printed values do not fit together: {reason}. Index and predicate stand here as printed.",
    ),
    "notice_printed": (
        "Bahannya nilai tercetak yang sudah dibulatkan; jawaban setiap indikator tidak diketahui.",
        "This rests on printed, rounded values; the answers to indicators are not known.",
    ),
    "notice_room": (
        "Jalan menuju predikat berikutnya karena itu hanya dapat disebut menurut {tier}.",
        "The way to the next predicate can therefore be told by {tier} only.",
    ),
    # Summary.
    "summary": ("Ringkasan", "Summary"),
    "sum_index": (
        "Indeks {index}, predikat {predicate}.",
        "Index {index}, predicate {predicate}.",
    ),
    "sum_place": (
        "Peringkat {rank} dari {of} instansi dalam data{where}.",
        "Rank {rank} of {of} institutions in the data{where}.",
    ),
    "sum_where": ("; {rank} dari {of} di {group}", "; {rank} of {of} in {group}"),
    "sum_up": ("Naik {change} poin dari {year}.", "Up {change} points from {year}."),
    "sum_down": ("Turun {change} poin dari {year}.", "Down {change} points from {year}."),
    "sum_same": ("Sama dengan {year}.", "The same as in {year}."),
    "sum_next": (
        "Kurang {gap} poin untuk predikat {predicate}.",
        "Short of the predicate {predicate} by {gap} points.",
    ),
    "sum_top": ("Predikat tertinggi sudah tercapai.", "The highest predicate is reached."),
    "sum_peers": ("Dapat belajar antara lain dari {names}.", "There is something to learn from {names}, among others."),
    # Ranks.
    "places": ("Peringkat", "Rank"),
    "places_caption": ("Peringkat menurut indeks", "Ranks by the index"),
    "among": ("Di antara", "Among"),
    "among_all": ("semua instansi dalam data", "all institutions in the data"),
    "rank": ("Peringkat", "Rank"),
    "rank_of": ("{rank} dari {of}", "{rank} of {of}"),
    "tied_note": (
        "{tied} instansi memiliki nilai yang sama dan berbagi peringkat.",
        "{tied} institutions have this value and share the rank.",
    ),
    "percentile": ("Persentil", "Percentile"),
    "ahead": ("Terdekat di atasnya", "Next above"),
    "ahead_by": ("{name}, selisih {distance}", "{name}, by {distance}"),
    "places_note": (
        "Persentil: dari seratus instansi, berapa yang di bawahnya; yang sama dihitung setengah.",
        "Percentile: of a hundred institutions, how many are below; equal ones count by half.",
    ),
    "promoted": (
        "Bila hanya indeks instansi ini berubah menjadi {threshold} (predikat {predicate}): peringkat {after} dari "
        "{of}, sekarang {before}.",
        "If only the index of this institution changed to {threshold} (predicate {predicate}): rank {after} of {of}, "
        "now {before}.",
    ),
    "figure_distribution": (
        "Indeks {count} instansi pada rentang predikat; garis tegak: {institution}.",
        "The indices of {count} institutions over the bands of the predicates; the upright line: {institution}.",
    ),
    # Nodes.
    "nodes_caption": (
        "Nilai setiap {tiers}; warna di belakang batang: rentang predikat",
        "The value of each {tiers}; the colours behind the bars are the bands of the predicates",
    ),
    "bar": ("Pada rentang predikat", "Against the predicates"),
    "node_rank": ("Peringkat", "Rank"),
    "range": ("{lowest}–{highest}", "{lowest}–{highest}"),
    "figure_radar": ("Profil {tier}, dari pusat (0) ke tepi ({highest}).", "Profile by {tier}, from 0 to {highest}."),
    # Trend.
    "track": ("Dari tahun ke tahun", "From year to year"),
    "track_caption": ("Indeks setiap tahun", "The index of each year"),
    "change": ("Perubahan", "Change"),
    "figure_trend": (
        "Indeks {institution} dari tahun ke tahun pada rentang predikat {instrument}.",
        "The index of {institution} from year to year over the bands of the predicates of {instrument}.",
    ),
    "changed": ("Yang berubah, {first} ke {second}", "What changed, {first} to {second}"),
    "changed_caption": (
        "Sumbangan setiap {tier} pada perubahan indeks, {first} ke {second}",
        "What each {tier} adds to the change of the index, {first} to {second}",
    ),
    "adds": ("Sumbangan", "Adds"),
    "before": ("Dari", "From"),
    "after": ("Ke", "To"),
    "parts_more": (
        "Ditampilkan {shown} sumbangan terbesar dari {count} yang berubah.",
        "Shown are the {shown} largest of {count} that changed.",
    ),
    "nothing_changed": ("Tidak ada yang berubah.", "Nothing changed."),
    "not_taken_apart": (
        "Perubahan ini tidak dapat diurai: sebagian nilai salah satu tahun tidak diketahui.",
        "This change cannot be taken apart: some values of one of the years are not known.",
    ),
    # The next predicate.
    "next": ("Menuju predikat {predicate}", "To the predicate {predicate}"),
    "room": ("Ruang untuk naik", "Room to rise"),
    "next_printed": (
        "Predikat {predicate} mulai indeks {threshold}.",
        "The predicate {predicate} begins at the index {threshold}.",
    ),
    "room_caption": (
        "Setiap {tier} menurut ruang yang tersisa pada indeks, terbesar lebih dahulu",
        "Each {tier} by what it could still add to the index, the most first",
    ),
    "now_adds": ("Kini menyumbang", "Adds now"),
    "could_add": ("Masih dapat ditambah", "Could still add"),
    "room_note": (
        "Dalam poin indeks. Masih dapat ditambah: yang diperoleh bila nilainya menjadi {highest}, yang lain tetap.",
        "In index points. Could still add: what it gains if its value becomes {highest} and the others stay.",
    ),
    "room_more": ("{count} lainnya tidak ditampilkan.", "{count} more are not shown."),
    # Peers.
    "peers": ("Belajar dari instansi lain", "Whom to learn from"),
    "peers_caption": ("Terdekat yang lebih baik", "The nearest better ones"),
    "lessons": ("Yang dapat dipelajari", "What to learn there"),
    "lesson": ("{part}: {own} → {theirs} ({worth})", "{part}: {own} → {theirs} ({worth})"),
    "lessons_more": ("dan {count} hal lain", "and {count} more"),
    "peers_note": (
        "Dalam kurung: poin indeks yang diperoleh bila menyamai instansi itu.",
        "In brackets: the index points gained by drawing level.",
    ),
    "visits_caption": ("Kunjungan yang bersama-sama paling bernilai", "Visits that together are worth most"),
    "visits": ("Kunjungan", "Visits"),
    "hosts": ("Ke", "To"),
    "worth": ("Poin indeks", "Index points"),
    # Foot.
    "about": ("Tentang laporan ini", "About this report"),
    "about_made": (
        "Disusun dengan spbe {version}. Instrumen {id}, edisi {edition}, sidik {checksum}.",
        "Made with spbe {version}. Instrument {id}, edition {edition}, checksum {checksum}.",
    ),
    "about_exact": (
        "Nilai dihitung sebagai pecahan eksak dan dibulatkan sekali di akhir.",
        "Values are computed as exact fractions and rounded once, at the end.",
    ),
    "about_own": (
        "Peringkat, kelompok, dan pembanding hanya mencakup instansi dalam data yang diberikan.",
        "Ranks, groups and peers cover the institutions of the given data only.",
    ),
}


class Phrases(Words):
    """The phrases of a report in one language; what it shares with the command it takes from there."""

    def __init__(self, language: Language) -> None:
        """The phrases of `id` or `en`."""
        if language not in ("id", "en"):
            raise ValueError(f'language: expected one of id, en, found "{language}"')
        super().__init__(language)

    def __call__(self, key: str, **fields: object) -> str:
        """A phrase with its fields filled in."""
        if key not in _PHRASES:
            return super().__call__(key, **fields)
        indonesian, english = _PHRASES[key]
        return (indonesian if self.language == "id" else english).format(**fields)

    def signed(self, exact: str) -> str:
        """A number with its sign, and a true minus."""
        if exact.startswith("-"):
            return self.number(f"−{exact[1:]}")
        return self.number(exact if exact == "0" else f"+{exact}")
