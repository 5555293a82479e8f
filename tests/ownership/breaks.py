"""Planted breaks: the rule with one protection taken out, to see whether anybody notices.

Every statement that refuses, returns early, or does what the protocol demands is a protection; so is
each half of a condition made of several. `breaks()` finds them all in the source of the rules, and
`planted(break)` puts one in: the function runs without it until the `with` ends.
"""

from __future__ import annotations

import ast
import copy
import importlib
import inspect
import pkgutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from types import CodeType, FunctionType, ModuleType
from typing import Any

import stayline.ownership.rules
from stayline.ownership import decision
from stayline.simulation.walk import walk

GUARD, DEED, HALF = "guard", "deed", "half"


@dataclass(frozen=True)
class Break:
    """One protection: where it stands, and which node of its module's tree it is."""

    module: str
    function: str
    line: int
    kind: str
    text: str
    node: int
    part: int = 0

    def __str__(self) -> str:
        name = self.module.rpartition(".")[2]
        return f"{name}.{self.function}:{self.line} without {self.kind} {self.text}"


def modules() -> Iterator[ModuleType]:
    yield decision
    package = stayline.ownership.rules
    for found in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
        yield importlib.import_module(found.name)


@cache
def tree_of(module: str) -> ast.Module:
    return ast.parse(inspect.getsource(importlib.import_module(module)))


def breaks() -> Iterator[Break]:
    """Every protection in the rules, in the order of the source."""
    for module in modules():
        tree = tree_of(module.__name__)
        numbers = {id(node): number for number, node in enumerate(ast.walk(tree))}
        for name, function in functions(tree):
            for node, kind, part in _protections(function):
                text = ast.unparse(node).split("\n")[0][:90]
                yield Break(module.__name__, name, node.lineno, kind, text, numbers[id(node)], part)


def functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        if isinstance(node, ast.ClassDef):
            for method in node.body:
                if isinstance(method, ast.FunctionDef):
                    yield f"{node.name}.{method.name}", method


def _protections(function: ast.FunctionDef) -> Iterator[tuple[Any, str, int]]:
    for node in ast.walk(function):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            yield node, GUARD if _refuses(node.value) else DEED, 0
            for condition in _conditions(node.value):
                yield from _halves(condition)
        elif isinstance(node, ast.Raise):
            yield node, GUARD, 0
        elif isinstance(node, ast.If):
            if _only_leaves(node.body):
                yield node, GUARD, 0
            yield from _halves(node.test)
        elif isinstance(node, ast.comprehension):
            for place, _ in enumerate(node.ifs):
                yield _placed(node), HALF, place
        elif isinstance(node, ast.Return) and isinstance(node.value, ast.BoolOp):
            yield from _halves(node.value)
        elif isinstance(node, ast.IfExp):
            yield from _halves(node.test)


def _refuses(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return "require" in name or name in ("admit", "check")


def _conditions(call: ast.Call) -> list[ast.expr]:
    return call.args[:1] if _refuses(call) else []


def _only_leaves(body: list[ast.stmt]) -> bool:
    return len(body) == 1 and isinstance(body[0], ast.Return | ast.Continue)


def _halves(condition: ast.expr) -> Iterator[tuple[ast.BoolOp, str, int]]:
    for node in ast.walk(condition):
        if isinstance(node, ast.BoolOp):
            for place in range(len(node.values)):
                yield node, HALF, place


def _placed(node: ast.comprehension) -> ast.comprehension:
    node.lineno = node.target.lineno  # type: ignore[attr-defined]
    return node


# -- planting ------------------------------------------------------------------------------------


@contextmanager
def planted(one: Break) -> Iterator[None]:
    """The rule without this protection, until the `with` ends."""
    tree = copy.deepcopy(tree_of(one.module))
    target = list(ast.walk(tree))[one.node]
    without = ast.fix_missing_locations(_Without(target, one.part).visit(tree))
    function = function_of(one.module, one.function)
    whole = function.__code__
    function.__code__ = code_of(without, one.module, one.function)
    try:
        yield
    finally:
        function.__code__ = whole


def function_of(module: str, name: str) -> FunctionType:
    """The function, or method, of this name."""
    found: Any = importlib.import_module(module)
    for part in name.split("."):
        found = getattr(found, part)
    assert isinstance(found, FunctionType)
    return found


def code_of(tree: ast.Module, module: str, name: str) -> CodeType:
    """What the function of this name does in a changed source of its module."""
    space = {"__name__": module, "__package__": importlib.import_module(module).__package__}
    exec(compile(tree, f"<{module}>", "exec"), space)  # noqa: S102 - our own source, changed
    found: Any = space[name.split(".")[0]]
    for part in name.split(".")[1:]:
        found = getattr(found, part)
    code = found.__code__
    assert isinstance(code, CodeType)
    return code


class _Without(ast.NodeTransformer):
    """Takes one node out, or one part of it."""

    def __init__(self, target: ast.AST, part: int) -> None:
        self._target = target
        self._part = part

    def visit(self, node: ast.AST) -> Any:
        if node is not self._target:
            return self.generic_visit(node)
        if isinstance(node, ast.BoolOp):
            left = [one for place, one in enumerate(node.values) if place != self._part]
            return left[0] if len(left) == 1 else ast.BoolOp(op=node.op, values=left)
        if isinstance(node, ast.comprehension):
            node.ifs = [one for place, one in enumerate(node.ifs) if place != self._part]
            return node
        if isinstance(node, ast.If) and node.orelse:
            return node.orelse
        return ast.copy_location(ast.Pass(), node)


def is_seen_on_the_walk(states_max: int) -> bool:
    """Whether the walk and its auditor alone notice what is planted now."""
    found = walk(states_max=states_max, until_broken=True)
    return any(area.broken for area in found)


def main() -> None:
    """`python -m tests.ownership.breaks [STATES]`: which guards the walk alone does not miss."""
    states_max = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    unseen = []
    guards = [one for one in breaks() if one.kind == GUARD]
    for one in guards:
        with planted(one):
            if not is_seen_on_the_walk(states_max):
                unseen.append(one)
                print(f"only the examples notice: {one}", flush=True)  # noqa: T201 - a report
    print(f"{len(guards) - len(unseen)} of {len(guards)} guards are missed on the walk")  # noqa: T201


if __name__ == "__main__":
    main()
