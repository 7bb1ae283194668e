# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""`manage.py load_istat_csv FILE`: bring the territories up to date with ISTAT's own list."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from incas.organisations.istat import IstatFileWrong, read_istat
from incas.organisations.operations.territories import ListDoubtful, compared_with, update_from_istat


class Command(BaseCommand):
    """Tell what the list changes, then change it."""

    help = (
        "Aggiorna i territori con l'elenco dei Comuni pubblicato dall'ISTAT (CSV): aggiunge, rinomina, chiude con la "
        "data. Con --dry-run dice soltanto che cosa cambierebbe."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file, the day and the two cautions."""
        parser.add_argument("file", type=Path, help="l'elenco dell'ISTAT (UTF-8 o windows-1252, punto e virgola)")
        parser.add_argument(
            "--on", type=date.fromisoformat, default=None, metavar="AAAA-MM-GG", help="giorno da cui vale (oggi)"
        )
        parser.add_argument("--dry-run", action="store_true", help="non cambiare nulla, elencare le differenze")
        parser.add_argument("--reopen", action="store_true", help="accettare Comuni che risultano soppressi")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Compare, tell, and unless it is a dry run apply."""
        on: date = options["on"] or timezone.localdate()
        try:
            rows = read_istat(options["file"].read_bytes())
            if options["dry_run"]:
                changes = compared_with(rows, on=on)
            else:
                changes = update_from_istat(rows=rows, on=on, at=timezone.now(), may_reopen=options["reopen"])
        except (IstatFileWrong, ListDoubtful, OSError) as error:
            raise CommandError(str(error)) from error
        for line in changes.told():
            self.stdout.write(line)
        if not changes:
            self.stdout.write("Nessuna differenza.")
        elif options["dry_run"]:
            self.stdout.write("Nulla è stato cambiato: per applicare, ripetere senza --dry-run.")
