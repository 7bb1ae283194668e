# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The `incas` command. A subcommand imports what it needs when it is called, so that the light ones start at once."""

import argparse
import os
import sys
from collections.abc import Iterable, Sequence
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
    _declare_kinship(commands)
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

    return _print_lines(inspect_paths(chosen.paths))


def _declare_kinship(commands: Commands) -> None:
    parser = commands.add_parser(
        "kinship",
        help="calcola parentela e affinità con il titolare, un oggetto JSON per persona",
        description="Legge una famiglia da un file JSON {holder, persons, parents, unions} e stampa, per ogni persona, "
        "un oggetto JSON con relazione, linea, grado ed esito (artt. 74-78 c.c.). Non usa il database. Stato di "
        "uscita: 0 se tutto è calcolato, 1 se la famiglia non si può leggere o si contraddice (il motivo è scritto "
        "sull'errore standard) o se chi legge i risultati si ferma prima, 2 se il comando è scritto male.",
    )
    parser.add_argument("path", metavar="FILE", help="file JSON, oppure - per leggere dallo standard input")
    parser.add_argument("--limit", type=int, default=2, metavar="GRADO", help="grado massimo ammesso (2)")
    parser.set_defaults(run=_kinship)


def _kinship(chosen: argparse.Namespace) -> int:
    """Print a line for each person; the status is 1, with the reason on standard error, when the family is refused."""
    from incas.cases.kinship.refusals import FamilyRefused  # noqa: PLC0415 - see the module
    from incas.cases.kinship.telling import tell_path  # noqa: PLC0415 - see the module

    try:
        lines = tell_path(chosen.path, limit=chosen.limit)
    except FamilyRefused as refusal:
        sys.stderr.buffer.write(f"incas kinship: {refusal.reason}\n".encode(errors="backslashreplace"))
        return 1
    return _print_lines(lines)


def _print_lines(lines: Iterable[bytes]) -> int:
    """Print lines as they come; the status is 1 when nobody reads them any more."""
    try:
        for line in lines:
            sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # Who reads has enough (`| head`): nothing more can be said, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
