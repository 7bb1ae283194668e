# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Where one embedded server keeps its things, and how it is set up. It touches no process and no data."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

ROLE = "incas"
DATABASE = "incas"
EXTENSIONS = ("btree_gist", "citext", "pg_trgm", "unaccent")

SOCKET = ".s.PGSQL.5432"
_LONGEST_SOCKET_PATH = 107  # bytes of sockaddr_un.sun_path, less its closing zero

_SMALL_MACHINE = {
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "64MB",
    "effective_cache_size": "512MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "max_wal_size": "512MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    # A failing statement's text and values may be personal data: they stay out of the log. The application tells its
    # errors itself.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] ",
}
_VOLATILE = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


@dataclass(frozen=True)
class Cluster:
    """One embedded server: its folder (absolute), and whether its data must outlive a power cut (tests say no)."""

    base: Path
    durable: bool = True

    @classmethod
    def under(cls, var: Path) -> "Cluster":
        """The one of `make run`, for whoever names the same folder in whatever way."""
        return cls((var / "postgres").resolve())

    @property
    def data(self) -> Path:
        """PostgreSQL's own folder. It exists only when complete."""
        return self.base / "data"

    @property
    def lock(self) -> Path:
        """Held by the process that started the server, beside the folder so that this can be deleted."""
        return self.base.with_name(f"{self.base.name}.lock")

    @property
    def name(self) -> str:
        """What its processes are called, so that those a killed owner left behind are recognised."""
        return f"incas-{hashlib.sha256(bytes(self.base)).hexdigest()[:12]}"

    @property
    def socket(self) -> Path:
        """The folder of its Unix socket: inside `base`, or under /tmp where that would be too long a path."""
        inside = self.base / "socket"
        if len(bytes(inside / SOCKET)) <= _LONGEST_SOCKET_PATH:
            return inside
        return Path("/tmp") / self.name  # noqa: S108 (made 0700 by its owner and refused when it is somebody else's)

    def options(self) -> list[str]:
        """Arguments of `postgres`."""
        settings = {
            **_SMALL_MACHINE,
            **({} if self.durable else _VOLATILE),
            "cluster_name": self.name,
            "unix_socket_directories": str(self.socket),
            "hba_file": str(self.base / "pg_hba.conf"),
            "ident_file": str(self.base / "pg_ident.conf"),
        }
        return ["-D", str(self.data), *(f"--{key}={value}" for key, value in settings.items())]
