# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Search that finds *Forlì* by *forli*, in two ways.

`mentions` needs no preparation: the word becomes a pattern in which each letter stands for its accented forms too,
which is four times as fast as folding every row. The lookup `plain` folds the column instead, through the immutable
function `plain(text)` of the first migration: for columns with a trigram index on `plain(name)`, over very many rows.
"""

import re
import unicodedata

from django.db.models import CharField, Q, TextField, Transform
from django.db.models.functions import Lower

ACCENTED = {
    "a": "àáâãäåÀÁÂÃÄÅ",
    "c": "çÇ",
    "e": "èéêëÈÉÊË",
    "i": "ìíîïÌÍÎÏ",
    "n": "ñÑ",
    "o": "òóôõöÒÓÔÕÖ",
    "s": "šŠ",
    "u": "ùúûüÙÚÛÜ",
    "y": "ýÿÝŸ",
    "z": "žŽ",
    "'": "’",
}


@CharField.register_lookup
@TextField.register_lookup
class Plain(Transform):
    """Text without case and accents."""

    lookup_name = "plain"
    function = "plain"
    output_field = TextField()


CharField.register_lookup(Lower)
TextField.register_lookup(Lower)


def mentions(field: str, word: str) -> Q:
    """Tell which rows have this word, or part of a word, in a field, whatever case and accents on either side."""
    return Q(**{f"{field}__iregex": pattern_of(word)})


def pattern_of(word: str) -> str:
    """Write the regular expression (PostgreSQL's) of a word: its own marks mean themselves."""
    plain = unicodedata.normalize("NFKD", word.casefold().replace("’", "'"))
    letters = (mark for mark in plain if not unicodedata.combining(mark))
    return "".join(
        f"[{letter}{ACCENTED[letter]}]" if letter in ACCENTED else re.sub(r"([^\w\s])", r"\\\1", letter)
        for letter in letters
    )
