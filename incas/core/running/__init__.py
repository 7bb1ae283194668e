# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What `make run` does: database, tables, first data, static files, web server and worker, all stopped together.

Nothing here imports Django but `preparation`, which runs in a process of its own: the process that watches the others
stays small, with one thread.
"""
