# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""`incas`, the project's own command line. What a command needs is imported by that command alone."""

import argparse
import os
import sys

from incas.core.running.places import settings_named


def main() -> int:
    """Run the command named on the command line; gives the exit status."""
    words = sys.argv[1:]
    if words[:1] == ["manage"]:  # its words are Django's
        from incas.core.running.managing import manage  # noqa: PLC0415 (see the module's docstring)

        return manage(words[1:])
    given = _parser().parse_args(words)
    settings_named()
    try:
        if given.command == "run":
            from incas.core.running.starting import run  # noqa: PLC0415

            return run(port=given.port, with_parent=given.with_parent)
        from incas.core.running.resetting import reset  # noqa: PLC0415

        return reset(sure=given.yes)
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="incas", description="InCaS plus: avvio, dati di prova, comandi di servizio.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMANDO")
    run = commands.add_parser("run", help="avvia tutto e resta in funzione (make run)")
    run.add_argument("--port", default=os.environ.get("PORT", "8000"), help="porta del sito, altrimenti PORT o 8000")
    run.add_argument(
        "--with-parent", action="store_true", help="si ferma anche quando finisce il programma che l'ha avviato"
    )
    reset = commands.add_parser("reset", help="cancella i dati della dimostrazione (make reset)")
    reset.add_argument("--yes", action="store_true", help="senza chiedere conferma")
    commands.add_parser("manage", help="un comando di Django, con la banca dati avviata", add_help=False)
    return parser


if __name__ == "__main__":
    sys.exit(main())
