# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Every operation names its actor and its clock, leaves an entry in the trail, and knows no request."""

import ast
from pathlib import Path

import pytest

from tests.architecture.layers import ROOT

RECORDS = {"record", "record_many"}


def operation_files() -> list[Path]:
    files = [*ROOT.glob("incas/*/operations.py"), *ROOT.glob("incas/*/operations/**/*.py")]
    return sorted(file for file in files if "audit" not in file.relative_to(ROOT).parts)


def functions_of(file: Path) -> list[ast.FunctionDef]:
    return [node for node in ast.parse(file.read_text()).body if isinstance(node, ast.FunctionDef)]


def calls_in(function: ast.FunctionDef) -> set[str]:
    names = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            target = node.func
            names.add(target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", ""))
    return names


def arguments_of(function: ast.FunctionDef) -> set[str]:
    return {argument.arg for argument in (*function.args.args, *function.args.kwonlyargs)}


OPERATIONS = [
    pytest.param(file, function, id=f"{file.relative_to(ROOT / 'incas')}:{function.name}")
    for file in operation_files()
    for function in functions_of(file)
    if not function.name.startswith("_") and "by" in arguments_of(function)
]
ALL_FUNCTIONS = {function.name: function for file in operation_files() for function in functions_of(file)}


def leaves_a_trail(name: str, seen: frozenset[str] = frozenset()) -> bool:
    """Tell whether a function records, itself or through the functions of operations that it calls."""
    calls = calls_in(ALL_FUNCTIONS[name])
    if calls & RECORDS:
        return True
    return any(leaves_a_trail(call, seen | {name}) for call in calls & ALL_FUNCTIONS.keys() - seen - {name})


def test_there_are_operations_to_look_at():
    assert len(OPERATIONS) > 20


@pytest.mark.parametrize(("file", "function"), OPERATIONS)
def test_operation_leaves_an_entry_in_the_trail(file, function):
    assert leaves_a_trail(function.name)


@pytest.mark.parametrize(("file", "function"), OPERATIONS)
def test_operation_is_given_its_clock(file, function):
    assert "at" in arguments_of(function)


@pytest.mark.parametrize(("file", "function"), OPERATIONS)
def test_operation_takes_keywords_alone(file, function):
    assert function.args.args == []


@pytest.mark.parametrize("file", operation_files(), ids=lambda file: str(file.relative_to(ROOT)))
def test_operations_know_no_request(file):
    words = {node.id for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Name)}
    assert not words & {"request", "HttpRequest", "HttpResponse"}
