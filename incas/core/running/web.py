# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Gunicorn's settings for `make run`: `gunicorn --config python:incas.core.running.web config.wsgi`.

Two processes with four threads each: one long page (a PDF, a big upload) never stops the others. No access log: who
looks at what stays out of the logs.
"""

import signal
from typing import Any

from incas.core.processes import die_with_parent

wsgi_app = "config.wsgi:application"
workers = 2
worker_class = "gthread"
threads = 4
preload_app = True  # read once, then shared: half the time to start, and half the memory
timeout = 120
graceful_timeout = 5
control_socket_disable = True
proc_name = "incas-web"


def post_fork(server: Any, worker: Any) -> None:
    """A worker ends with its master, even one that is killed."""
    del server
    die_with_parent(signal.SIGKILL, worker.ppid)
