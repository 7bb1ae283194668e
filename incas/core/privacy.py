# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Privacy by declaration: every field of every model says what it holds, or the module does not import.

Classes of data: *open* (no person is told by it), *identifying* (Regulation (EU) 2016/679 art. 4.1), *special* (arts 9
and 10). The one declaration drives masking, export, erasure and anonymisation.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.db import models

ModelT = TypeVar("ModelT", bound=type[models.Model])


class Retention(models.TextChoices):
    """How long a row is kept; the days of each are configuration of the body, not of the code."""

    REFERENCE = "reference", "finché serve alla consultazione"
    ACCOUNT = "account", "finché dura il rapporto con l'ente, poi secondo il piano di conservazione"
    PROJECT = "project", "quanto la documentazione del finanziamento"
    CASE = "case", "quanto la presa in carico, poi resa anonima"
    TRAIL = "trail", "quanto la traccia delle operazioni"
    TRANSIENT = "transient", "fino a 30 giorni"


@dataclass(frozen=True, slots=True)
class Classification:
    """The class of each field of one model and how long its rows are kept."""

    open: frozenset[str]
    identifying: frozenset[str]
    special: frozenset[str]
    retention: Retention


CLASSIFIED: dict[type[models.Model], Classification] = {}


def classified(
    *,
    retention: Retention,
    open: str = "",  # noqa: A002 (the word of the declaration)
    identifying: str = "",
    special: str = "",
) -> Callable[[ModelT], ModelT]:
    """Declare the class of every field of a model, as names separated by spaces.

    Raises ImproperlyConfigured at import when a field is left out, named twice, or does not exist. `id` is always open.
    """

    def declare(model: ModelT) -> ModelT:
        said = [*open.split(), *identifying.split(), *special.split(), "id"]
        fields = {field.name for field in (*model._meta.local_fields, *model._meta.local_many_to_many)} | {"id"}
        if len(said) != len(set(said)) or set(said) != fields:
            wrong = sorted(set(said) ^ fields)
            message = f"{model.__name__}: fields unclassified, unknown or classified twice: {wrong or said}"
            raise ImproperlyConfigured(message)
        CLASSIFIED[model] = Classification(
            frozenset([*open.split(), "id"]), frozenset(identifying.split()), frozenset(special.split()), retention
        )
        return model

    return declare
