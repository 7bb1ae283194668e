# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""`incas reset`: forget the data of the demo, after asking."""

import os
import shutil
import sys
from contextlib import ExitStack
from pathlib import Path

from incas.core.embedded import Cluster, InUse, owning
from incas.core.embedded.server import settle
from incas.core.processes import Held, held
from incas.core.running.places import var_folder

_KEPT = {"run.lock", "postgres.lock", "test"}


def reset(*, sure: bool) -> int:
    """Delete everything under `var` but the locks and the tests' own folder; gives the exit status.

    Refuses while something runs, and where DATABASE_URL names another server, whose data are not ours to delete.
    """
    var = var_folder()
    if os.environ.get("DATABASE_URL", "").strip():
        print("DATABASE_URL indica un'altra banca dati, che questo comando non tocca: toglierla e ripetere.")
        return 1
    cluster = Cluster.under(var)
    with ExitStack() as stack:
        try:
            stack.enter_context(held(var / "run.lock", "make reset"))
            stack.enter_context(owning(cluster, by="make reset"))
        except Held as error:
            print(f"InCaS plus è in funzione ({error}): fermarlo con Ctrl-C nella sua finestra e ripetere.")
            return 1
        except InUse as error:
            print(f"{error} Attendere che finisca e ripetere.")
            return 1
        if not sure and not _asked(var):
            print("Non è stato cancellato nulla.")
            return 1
        settle(cluster)
        for path in var.iterdir():
            if path.name not in _KEPT:
                _remove(path)
    print("Dati cancellati: «make run» ricomincia da capo.")
    return 0


def _asked(var: Path) -> bool:
    """Ask at the terminal; without one, or at Ctrl-C, the answer is no."""
    if not sys.stdin.isatty():
        print("Serve una conferma: ripetere in un terminale, oppure «make reset YES=1».")
        return False
    print(f"Si cancellano banca dati, file caricati, chiavi, posta di prova e registri in {var}.")
    try:
        return input("Confermare scrivendo «cancella»: ").strip().lower() == "cancella"
    except (EOFError, KeyboardInterrupt):
        print()
        return False


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()
