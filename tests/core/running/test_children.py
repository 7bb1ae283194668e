# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The supervisor, with small programs in place of the real ones, in a process of its own so that it can be killed."""

import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from incas.core.processes import command_lines, wait_gone

SCRIPT = """
import signal, sys
from pathlib import Path
from typing import Protocol
from incas.core.running.children import Program, StartFailed, StopAsked, Supervisor

folder, mark = Path(sys.argv[1]), sys.argv[2]

def python(name, code, **more):
    command = [sys.executable, "-u", "-c", "import signal, subprocess, sys, time\\n" + code, mark]
    return Program(name=name, command=lambda: command, folder=folder, **more)

def say(line):
    print(line, flush=True)

try:
    with Supervisor(folder / "log", say) as supervisor:
        exec(sys.argv[3])
except StopAsked:
    say("stopped")
except StartFailed as failure:
    say(f"failed: {failure}")
"""
LASTS = 'supervisor.start(python("a", "print(1); time.sleep(600)"))\n'
UP = 'supervisor.up = True\nsay("up")\nsupervisor.until(lambda: False)\n'


class Runner(Protocol):
    """Starts the lines under a supervisor."""

    def __call__(self, lines: str, stdin: int = subprocess.DEVNULL) -> subprocess.Popen[str]:
        """Give the supervisor's process; `stdin` is its terminal, if any."""


@pytest.fixture
def mark(tmp_path: Path) -> str:
    """A word on the command line of everything a test starts."""
    return f"mark-{os.getpid()}-{tmp_path.name}"


@pytest.fixture
def run(tmp_path: Path, mark: str) -> Iterator[Runner]:
    """Run lines under a supervisor in another process; whatever is left at the end fails the test."""
    started: list[subprocess.Popen[str]] = []

    def start(lines: str, stdin: int = subprocess.DEVNULL) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", SCRIPT, str(tmp_path), mark, lines]
        started.append(subprocess.Popen(command, stdin=stdin, stdout=subprocess.PIPE, text=True))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()
    left = marked(mark)
    assert wait_gone(left, 5), f"left behind: {left}"


def marked(mark: str) -> list[int]:
    return [pid for pid, line in command_lines() if mark in line and pid != os.getpid()]


def line_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().rstrip("\n")


def ticks(process: subprocess.Popen[str]) -> int:
    """Hundredths of a second of processor the process has used."""
    return sum(map(int, Path(f"/proc/{process.pid}/stat").read_text(encoding="utf-8").split()[13:15]))


def logged(path: Path, text: str) -> bool:
    """Whether the text appears in the log within five seconds."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        if path.exists() and text in path.read_text(encoding="utf-8"):
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stop_leaves_no_process(run: Runner, mark: str, signum: signal.Signals):
    process = run(LASTS + UP)
    assert line_of(process) == "up"
    assert len(marked(mark)) == 2
    process.send_signal(signum)
    assert line_of(process) == "stopped"
    assert process.wait(5) == 0
    assert marked(mark) == []


def test_kill_of_the_supervisor_leaves_no_process(run: Runner, mark: str, tmp_path: Path):
    process = run(LASTS + UP)
    assert logged(tmp_path / "log" / "a.log", "1")  # it has nothing more to say: no broken pipe will end it
    children = [pid for pid in marked(mark) if pid != process.pid]
    process.kill()
    assert wait_gone(children, 5)


def test_closed_terminal_stops_all_even_without_its_signal(run: Runner, mark: str, tmp_path: Path):
    ours, theirs = pty.openpty()
    try:
        process = run(LASTS + UP, stdin=theirs)  # not the first program in it: the system sends it no signal
        os.write(ours, b"typed\n")
        assert line_of(process) == "up"
        assert logged(tmp_path / "log" / "a.log", "1")
        time.sleep(0.2)
        assert process.poll() is None
    finally:
        os.close(theirs)
        os.close(ours)
    assert line_of(process) == "stopped"
    assert process.wait(5) == 0
    assert marked(mark) == []


def test_program_that_others_need_is_stopped_after_them(run: Runner, tmp_path: Path):
    noted = "lambda *_: (open('order', 'a').write(NAME), sys.exit())"
    stops = f"signal.signal(signal.SIGTERM, {noted})\nprint(1)\ntime.sleep(600)"
    process = run(
        f'code = """{stops}"""\n'
        'supervisor.start(python("base", "NAME = \'base \'\\n" + code, leaves_last=True))\n'
        'supervisor.start(python("site", "NAME = \'site \'\\ntime.sleep(0.2)\\n" + code))\n' + UP
    )
    assert line_of(process) == "up"
    assert logged(tmp_path / "log" / "base.log", "1")
    assert logged(tmp_path / "log" / "site.log", "1")
    process.send_signal(signal.SIGINT)
    assert line_of(process) == "stopped"
    assert (tmp_path / "order").read_text(encoding="utf-8") == "site base "


def test_program_that_ignores_the_request_is_killed_after_its_patience(run: Runner, tmp_path: Path):
    deaf = "signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf'); time.sleep(600)"
    process = run(f'supervisor.start(python("a", "{deaf}", patience=0.3))\n' + UP)
    assert logged(tmp_path / "log" / "a.log", "deaf")
    process.send_signal(signal.SIGINT)
    assert process.wait(5) == 0


def test_second_request_stops_at_once(run: Runner, tmp_path: Path):
    deaf = "signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf'); time.sleep(600)"
    process = run(f'supervisor.start(python("a", "{deaf}", patience=60))\n' + UP)
    assert logged(tmp_path / "log" / "a.log", "deaf")
    process.send_signal(signal.SIGINT)
    time.sleep(0.2)
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    assert process.wait(5) == 0


def test_program_that_ends_is_told_and_started_again(run: Runner, tmp_path: Path):
    process = run('supervisor.start(python("a", "print(time.monotonic_ns()); time.sleep(0.3)"))\n' + UP)
    assert line_of(process) == "up"
    assert line_of(process) == f"«a» si è fermato: riparte fra 1 s. Dettagli in {tmp_path}/log/a.log"
    assert line_of(process) == f"«a» si è fermato: riparte fra 2 s. Dettagli in {tmp_path}/log/a.log"
    assert len((tmp_path / "log" / "a.log").read_text(encoding="utf-8").splitlines()) == 2


def test_program_that_ends_before_all_is_up_is_a_failure_told_with_its_last_line(run: Runner, tmp_path: Path):
    process = run(LASTS + 'supervisor.start(python("b", "sys.exit(\'no table\')"))\nsupervisor.until(lambda: False)')
    assert line_of(process) == "failed: «b» non parte: no table"
    assert line_of(process) == f"Dettagli in {tmp_path}/log/b.log"
    assert process.wait(5) == 0


def test_what_a_program_leaves_in_its_group_goes_with_it(run: Runner, mark: str):
    child = "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)', sys.argv[1]])"
    process = run(f'status = supervisor.finish(python("a", "{child}", tells=True))\nsay(status)\n' + UP)
    assert line_of(process) == "0"
    assert wait_gone([pid for pid in marked(mark) if pid != process.pid], 5)
    assert process.poll() is None


def test_program_that_tells_speaks_on_screen_and_its_errors_go_to_the_log(run: Runner, tmp_path: Path):
    code = "print('a step'); print('a detail', file=sys.stderr); sys.exit(3)"
    process = run(f'say(supervisor.finish(python("a", "{code}", tells=True)))')
    assert (line_of(process), line_of(process)) == ("a step", "3")
    assert sorted((tmp_path / "log" / "a.log").read_text(encoding="utf-8").splitlines()) == ["a detail", "a step"]


def test_waiting_costs_no_processor(run: Runner):
    process = run(LASTS + UP)
    assert line_of(process) == "up"
    before = ticks(process)
    time.sleep(0.5)
    assert ticks(process) - before < 5  # of 50: what is left of its start; a busy loop takes them all
