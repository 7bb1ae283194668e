#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
# A consistent copy of rows and files, in this order: a file may have no row yet, a row never lacks its file.
# The keys (INCAS_KEYS) are left out on purpose: they are kept apart, by `manage.py export_keys` (docs/operations.md).
# The application's own role sees no case without a scope (row-level security): the copy is made by a role that may.
# Usage: backup.sh DESTINATION. Wants BACKUP_DATABASE_URL and INCAS_VAR in the environment.
set -euo pipefail
destination=${1:?usage: backup.sh DESTINATION}
day=$(date +%Y-%m-%dT%H%M%S)
mkdir -p "$destination"
umask 077
pg_dump --format=custom --no-owner --file "$destination/incas-$day.dump.part" "$BACKUP_DATABASE_URL"
mv "$destination/incas-$day.dump.part" "$destination/incas-$day.dump"
# Files are named by their fingerprint and never change: copying what is missing is a whole backup.
mkdir -p "$destination/files"
cp -R --update=none "$INCAS_VAR/files/." "$destination/files/" 2>/dev/null || cp -Rn "$INCAS_VAR/files/." "$destination/files/"
(cd "$destination" && sha256sum "incas-$day.dump" > "incas-$day.dump.sha256")
echo "$destination/incas-$day.dump"
