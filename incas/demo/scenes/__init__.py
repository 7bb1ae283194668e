# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The scenes of the demo, each staged with the real operations: people first, then what they do, in this order.

A scene is a module with `stage(cast)`. It is called at every start, so it changes nothing the second time: it asks
first whether its first object is there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec

from django.db import connection, transaction
from django.utils import timezone

from incas.demo.cast import Cast
from incas.demo.scenes.people import gather

ORDER = ("staff", "programmes", "projects", "finance", "pilot")


def stage_all() -> Cast:
    """Gather the cast and stage every scene there is; each one whole or not at all. Gives the cast back."""
    cast = gather(at=timezone.now())
    for name in ORDER:
        module = f"{__name__}.{name}"
        if find_spec(module):
            with _whole_or_not_at_all():
                import_module(module).stage(cast)
    return cast


@contextmanager
def _whole_or_not_at_all() -> Iterator[None]:
    """Open one transaction without points to go back to: operations would ask for them, a third of all statements."""
    with transaction.atomic():
        connection.features.uses_savepoints = False
        try:
            yield
        finally:
            connection.features.uses_savepoints = True
