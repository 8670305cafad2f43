"""What click itself says, in Indonesian.

Click asks `gettext` for its texts, by the name `_` in its modules, and brings no Indonesian. There that name is bound
to the table below; a text that is not in it stays English. A test sees to it that no usage error of this command does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click.core
import click.exceptions
import click.formatting
import click.parser
import click.types

if TYPE_CHECKING:
    from spbe.types import Language

_INDONESIAN = {
    "Usage:": "Pemakaian:",
    "Options": "Opsi",
    "Commands": "Perintah",
    "Positional arguments": "Argumen",
    "required": "wajib",
    "default: {default}": "bawaan: {default}",
    "Invalid value: {message}": "nilai tidak sah: {message}",
    "Invalid value for {param_hint}: {message}": "nilai tidak sah untuk {param_hint}: {message}",
    "Missing argument": "kurang argumen",
    "Missing option": "kurang opsi",
    "Missing parameter": "kurang parameter",
    "Missing command.": "kurang perintah.",
    "Choose from:\n\t{choices}": "Pilihan: {choices}",
    "No such option {name!r}.": "opsi {name!r} tidak ada.",
    "No such command {name!r}.": "perintah {name!r} tidak ada.",
    "Did you mean {possibility}?": "Maksud Anda {possibility}?",
    "(Did you mean one of: {possibilities}?)": "(Maksud Anda salah satu dari: {possibilities}?)",
    "Option {name!r} does not take a value.": "opsi {name!r} tidak menerima nilai.",
    "Option {name!r} requires an argument.": "opsi {name!r} memerlukan nilai.",
    "Got unexpected extra argument ({args})": "argumen berlebih ({args})",
    "Got unexpected extra arguments ({args})": "argumen berlebih ({args})",
    "{value!r} is not one of {choices}.": "{value!r} bukan salah satu dari {choices}.",
    "{value!r} is not {choice}.": "{value!r} bukan {choice}.",
    "{value!r} is not a valid {number_type}.": "{value!r} bukan bilangan bulat.",
    "{value} is not in the range {range}.": "{value} di luar rentang {range}.",
}


OPTIONS = {
    "anggaran": "budget",
    "aturan": "rules",
    "bahasa": "lang",
    "bentuk": "format",
    "benih": "seed",
    "berkas": "output",
    "biaya": "costs",
    "dalam": "within",
    "instansi": "institution",
    "instrumen": "instrument",
    "kapasitas": "capacity",
    "keluaran": "output",
    "kosong": "missing",
    "kunci": "lock",
    "label": "where",
    "lembar": "sheet",
    "masukan": "also",
    "predikat": "predicate",
    "sampai": "until",
    "simpul": "node",
    "skenario": "scenarios",
    "tahap": "stage",
    "tahun": "year",
    "teratas": "top",
    "terbawah": "bottom",
    "tingkat": "set",
    "ubah": "set",
    "undian": "draws",
}
"""What is typed for the name of an option by those who think of it in Indonesian."""


def meant(option: str, known: list[str]) -> list[str]:
    """Which of the known options may have been meant: by its Indonesian name, or by one that is much alike."""
    from difflib import get_close_matches

    name = option.lstrip("-").lower()
    translated = f"--{OPTIONS.get(name, '')}"
    if translated in known:
        return [translated]
    # Without the dashes, which make every two options alike.
    return [f"--{near}" for near in get_close_matches(name, [own.removeprefix("--") for own in known])]


def speak(language: Language) -> None:
    """Makes click speak a language, for the rest of the process."""
    from gettext import gettext, ngettext

    def one(text: str) -> str:
        return _INDONESIAN.get(text, text)

    def several(singular: str, plural: str, count: int) -> str:
        return one(singular if count == 1 else plural)

    indonesian = language == "id"
    for module in (click.core, click.exceptions, click.formatting, click.parser, click.types):
        for name, own, original in (("_", one, gettext), ("ngettext", several, ngettext)):
            if hasattr(module, name):
                setattr(module, name, own if indonesian else original)
