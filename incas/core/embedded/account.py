# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Under which system account PostgreSQL runs. It refuses to be root, so root lends it an unprivileged one."""

import os
import pwd
import shutil
from dataclasses import dataclass
from pathlib import Path

from incas.core.embedded.cluster import Cluster
from incas.core.embedded.failures import DatabaseUnusable

_LENT = "nobody"


@dataclass(frozen=True)
class Account:
    """A system account: its numbers, and the words that start a program as it."""

    uid: int
    gid: int
    prefix: tuple[str, ...] = ()

    def own(self, path: Path) -> None:
        """Make the path belong to the account, where we are root and it is not."""
        if self.prefix:
            os.chown(path, self.uid, self.gid)


def account_of(cluster: Cluster, programs: Path) -> Account:
    """Ourselves; for root, whoever owns the data already, otherwise `nobody`. Raises DatabaseUnusable."""
    me = os.geteuid()
    owner = cluster.data.stat().st_uid if cluster.data.exists() else None
    if me != 0:
        if owner not in {None, me}:
            raise DatabaseUnusable(
                f"I dati in {cluster.data} appartengono a un altro utente del sistema: avviare con quell'utente "
                "(root, se così era stato fatto), oppure usare un'altra copia del progetto."
            )
        return Account(me, os.getegid())
    entry = pwd.getpwnam(_LENT)
    uid, gid = (owner, cluster.data.stat().st_gid) if owner else (entry.pw_uid, entry.pw_gid)
    return Account(uid, gid, _lend(uid, gid, reach_everything=not _reachable(cluster.base, programs)))


def _lend(uid: int, gid: int, *, reach_everything: bool) -> tuple[str, ...]:
    """Start a program as another account, that never regains privileges and dies with us.

    A checkout under a private folder such as /root cannot be entered by that account: then the one capability that
    passes over file permissions goes with it (it needs `no_setuid_fixup` because PostgreSQL asks access(2), which looks
    at the real account). setpriv is part of util-linux, essential on Debian.
    """
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise DatabaseUnusable(
            "Per avviare la banca dati come root serve il comando setpriv (apt-get install util-linux): installarlo, "
            "oppure avviare con un utente ordinario."
        )
    kept = "-all,+dac_override" if reach_everything else "-all"
    words = [setpriv, f"--reuid={uid}", f"--regid={gid}", "--clear-groups", f"--inh-caps={kept}", "--no-new-privs"]
    if reach_everything:
        words += [f"--ambient-caps={kept}", f"--bounding-set={kept}", "--securebits=+no_setuid_fixup"]
    return (*words, "--pdeathsig=INT", "--")


def _reachable(*paths: Path) -> bool:
    """True when any account may enter each folder on the way."""
    folders = {folder for path in paths for folder in [path.resolve(), *path.resolve().parents]}
    return all(folder.stat().st_mode & 0o001 for folder in folders if folder.exists())
