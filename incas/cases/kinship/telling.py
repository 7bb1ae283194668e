# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The kinship of a file told one person a line, as JSON, without a database.

The keys of a line: `id`, `relation` (Italian), `kind` (`kinship`, `affinity`, `spouse`, `none`), `line`
(`direct_ascending`, `direct_descending`, `collateral`, or null), `degree` (null where there is none), `outcome`
(`within`, `beyond`, `none`, `spouse`, `to_verify`), `path` and `reason` (Italian; the reason may be null), `also`
(paths of other bonds, for a spouse or to verify). Lines follow the order of the file. The holder has a line too:
relation `titolare`, kind and outcome `none`.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from incas.cases.kinship.computing import kinship_of
from incas.cases.kinship.outcomes import Kinship
from incas.cases.kinship.reading import MAX_BYTES, read_family
from incas.cases.kinship.refusals import FamilyRefused, PersonId

STANDARD_INPUT = "-"


def tell_path(path: str, *, limit: int) -> Iterator[bytes]:
    """Give one line of JSON, in UTF-8 with its end, for each person. Raises FamilyRefused before the first line."""
    family, holder = read_family(_content(path))
    answers = kinship_of(family, holder, limit)
    return (_line(person, answer) for person, answer in answers.items())


def _content(path: str) -> bytes:
    if path == STANDARD_INPUT:
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        with Path(path).open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise FamilyRefused("Il file non esiste: controllare il percorso.") from None
    except IsADirectoryError:
        raise FamilyRefused("È una cartella: indicare un file.") from None
    except PermissionError:
        raise FamilyRefused("Il file non si può leggere: mancano i permessi.") from None
    except (OSError, ValueError):
        raise FamilyRefused("Il file non si può leggere: controllare il percorso e il disco.") from None


def _line(person: PersonId, answer: Kinship) -> bytes:
    told = {
        "id": person,
        "relation": answer.relation,
        "kind": answer.kind,
        "line": answer.line,
        "degree": answer.degree,
        "outcome": answer.outcome,
        "path": answer.path,
        "reason": answer.reason,
        "also": answer.also,
    }
    return json.dumps(told, ensure_ascii=False).encode() + b"\n"
