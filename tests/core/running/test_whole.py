# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""`incas run` as a stranger types it: a new folder, the real database, tables, web server and worker."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

from incas.core.embedded import Cluster
from incas.core.embedded.server import processes
from incas.core.processes import command_lines, wait_gone


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def shown_until(process: subprocess.Popen[str], mark: str) -> str:
    """What is on screen up to the line with the mark, or to the end."""
    assert process.stdout is not None
    shown = ""
    for line in process.stdout:
        shown += line
        if mark in line:
            break
    return shown


def of_this_run(var: Path, port: int) -> list[int]:
    """The server's processes and those whose environment names the folder."""
    ours = processes(Cluster.under(var))
    for pid, _ in command_lines():
        try:
            environment = Path(f"/proc/{pid}/environ").read_bytes()
        except OSError:
            continue
        if f"INCAS_VAR={var}\0".encode() in environment:
            ours.append(pid)
    return ours


def test_run_serves_a_new_folder_and_leaves_no_process(tmp_path: Path):
    port = free_port()
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    environment |= {"INCAS_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    command = [sys.executable, "-m", "incas", "run", "--port", str(port)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            shown = shown_until(process, "Per fermare")
            assert f"Indirizzo       http://127.0.0.1:{port}/\n" in shown
            assert f"Posta di prova  http://127.0.0.1:{port}/demo/posta/\n" in shown
            with urlopen(f"http://127.0.0.1:{port}/", timeout=30) as page:
                assert page.status == 200
            running = of_this_run(tmp_path, port)
            process.send_signal(signal.SIGINT)
            assert shown_until(process, "si è fermato").strip() == "InCaS plus si è fermato."
            assert process.wait(10) == 0
        finally:
            process.kill()
    assert len(running) > 10
    assert wait_gone(running, 1)
    assert of_this_run(tmp_path, port) == []
