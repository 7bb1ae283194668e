# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Another process on the same rows and keys: `python -m tests.privacy.elsewhere WHAT BODY FOLDER_OF_KEYS`."""

import sys
import time
from collections.abc import Callable
from importlib import import_module

import django
from django.conf import settings


def say(what: object) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


def reseal(body_id: int) -> None:
    """Seal rows again two at a time, telling each batch, slowly."""
    resealing = import_module("incas.privacy.resealing")

    def tell(rows: int) -> None:
        if rows:
            say(rows)
        time.sleep(0.05)

    resealing.BATCH, resealing.SETTLED_AFTER = 2, 0.0
    resealing.finish_rotation(body_id, step=tell)


def finish(body_id: int) -> None:
    """Try for a while to finish a rotation, and tell whether it is."""
    resealing = import_module("incas.privacy.resealing")
    resealing.SETTLED_AFTER, resealing.GIVEN_UP_AFTER = 0.0, 0.5
    say(resealing.finish_rotation(body_id, step=id).is_finished)


def serve(body_id: int) -> None:
    """Answer what is asked, line by line: what the rows say, or the id of the key that seals."""
    seal = import_module("incas.privacy.sealing").seal
    notes = import_module("tests.privacy.notes").Note.objects.filter(body_id=body_id).order_by("pk")
    for line in sys.stdin:
        if line.strip() == "read":
            say([(note.surname, note.remark, note.answers) for note in notes.all()])
        else:
            say(seal("x", body_id=body_id, place="t.c", row="r")[1:5].hex())


WAYS: dict[str, Callable[[int], None]] = {"reseal": reseal, "finish": finish, "serve": serve}

if __name__ == "__main__":
    way, body, folder = sys.argv[1:]
    settings.INCAS_KEYS = folder
    django.setup()
    with import_module("tests.privacy.notes").installed():
        WAYS[way](int(body))
