# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Search that finds *Forlì* by *forli*: the lookup `plain` folds case and accents in the database.

`plain(text)` is an immutable function made by the first migration, so a trigram index on `plain(name)` serves
`name__plain__contains`.
"""

from django.db.models import CharField, Q, TextField, Transform, Value


@CharField.register_lookup
@TextField.register_lookup
class Plain(Transform):
    """Text without case and accents."""

    lookup_name = "plain"
    function = "plain"
    output_field = TextField()


def mentions(field: str, word: str) -> Q:
    """Tell which rows have this word, or part of a word, in a text field, whatever case and accents."""
    return Q(**{f"{field}__plain__contains": Plain(Value(word, output_field=TextField()))})
