# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The `incas` command. A subcommand imports what it needs when it is called, so that the light ones start at once."""

import argparse
import os
import sys
from collections.abc import Sequence
from typing import TypeAlias

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a subcommand and give its exit status."""
    parser = argparse.ArgumentParser(prog="incas", description="Comandi della piattaforma InCaS plus.")
    commands = parser.add_subparsers(required=True, metavar="COMANDO")
    _declare_run(commands)
    _declare_reset(commands)
    _declare_manage(commands)
    _declare_inspect_invoices(commands)
    chosen = parser.parse_args(arguments)
    status: int = chosen.run(chosen)
    return status


def _declare_run(commands: Commands) -> None:
    parser = commands.add_parser("run", help="avvia tutto e resta in funzione (make run)")
    parser.add_argument("--port", default=os.environ.get("PORT", "8000"), help="porta del sito: PORT, altrimenti 8000")
    parser.add_argument("--with-parent", action="store_true", help="si ferma anche quando finisce chi l'ha avviato")
    parser.set_defaults(run=_run)


def _run(chosen: argparse.Namespace) -> int:
    from incas.core.running.starting import run  # noqa: PLC0415 - see the module

    return run(port=chosen.port, with_parent=chosen.with_parent)


def _declare_reset(commands: Commands) -> None:
    parser = commands.add_parser("reset", help="cancella i dati della dimostrazione (make reset)")
    parser.add_argument("--yes", action="store_true", help="senza chiedere conferma")
    parser.set_defaults(run=_reset)


def _reset(chosen: argparse.Namespace) -> int:
    from incas.core.running.resetting import reset  # noqa: PLC0415 - see the module

    return reset(sure=chosen.yes)


def _declare_manage(commands: Commands) -> None:
    # Its words are Django's, options too: none is read here.
    parser = commands.add_parser(
        "manage", help="un comando di Django, con la banca dati avviata", add_help=False, prefix_chars="\0"
    )
    parser.add_argument("words", nargs=argparse.REMAINDER)
    parser.set_defaults(run=_manage)


def _manage(chosen: argparse.Namespace) -> int:
    from incas.core.running.managing import manage  # noqa: PLC0415 - see the module

    return manage(chosen.words)


def _declare_inspect_invoices(commands: Commands) -> None:
    parser = commands.add_parser(
        "inspect-invoices",
        help="legge fatture elettroniche e ne stampa il contenuto, un oggetto JSON per file",
        description="Legge fatture elettroniche (XML, P7M, ZIP, cartelle) e stampa un oggetto JSON per file e per "
        "riga. Non usa il database.",
    )
    parser.add_argument("paths", nargs="+", metavar="PATH", help="file, archivio ZIP o cartella")
    parser.set_defaults(run=_inspect_invoices)


def _inspect_invoices(chosen: argparse.Namespace) -> int:
    """Print a line for each file; the status is 0 when every file got its answer, whichever it was."""
    from incas.finance.fatturapa.inspecting import inspect_paths  # noqa: PLC0415 - see the module

    try:
        for line in inspect_paths(chosen.paths):
            sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # Who reads has enough (`| head`): nothing more can be said, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
