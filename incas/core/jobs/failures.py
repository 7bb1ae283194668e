# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What is logged of a failure: where it happened and its kind, never its message.

The message of an exception may carry a fiscal code, a row of a table, a piece of a file.
"""

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

logger = logging.getLogger(__name__)


def log_failure(what: str, error: BaseException) -> str:
    """Log a failure and give the code by which it is found."""
    reference = uuid4().hex[:8].upper()
    steps = traceback.extract_tb(error.__traceback__)
    where = " < ".join(f"{step.filename}:{step.lineno} {step.name}" for step in reversed(steps))
    logger.error("%s failed, reference %s: %s at %s", what, reference, type(error).__qualname__, where)
    return reference


@contextmanager
def reported(what: str) -> Iterator[None]:
    """Log the failure of a periodic task instead of raising it: the queue would log its message."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 (whatever it is, it is logged without its content)
        log_failure(what, error)
