# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""A worker that knows the kinds of job made for the tests: `python -m tests.core.jobs.worker`."""

from importlib import import_module

import django
from django.core.management import call_command

if __name__ == "__main__":
    django.setup()
    import_module("tests.core.jobs.works")
    call_command("procrastinate", "worker")
