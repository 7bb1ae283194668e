# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The `incas` command. Each subcommand imports what it needs when it is called, so that the light ones start at once."""

import argparse
import os
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a subcommand and give its exit status."""
    parser = argparse.ArgumentParser(prog="incas", description="Comandi della piattaforma InCaS plus.")
    commands = parser.add_subparsers(required=True, metavar="COMANDO")
    _declare_inspect_invoices(commands)
    chosen = parser.parse_args(arguments)
    status: int = chosen.run(chosen)
    return status


def _declare_inspect_invoices(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "inspect-invoices",
        help="legge fatture elettroniche e ne stampa il contenuto, un oggetto JSON per file",
        description="Legge fatture elettroniche (XML, P7M, ZIP, cartelle) e stampa un oggetto JSON per file e per riga. "
        "Non usa il database.",
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
