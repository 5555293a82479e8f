"""Mutants: the rules with one small thing changed; do the examples notice?

Beside the planted breaks (breaks.py), which take a protection out whole, these change a comparison,
a word, a value that is carried, a sentence of a refusal. It prints what nobody noticed and fails;
`bin/test --thorough` runs it.
"""

from __future__ import annotations

import ast
import copy
import importlib
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.ownership import breaks
from tests.ownership.examples import noticed
from tests.ownership.test_planted_breaks import NEARBY

_OTHER: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
}


@dataclass(frozen=True)
class Mutant:
    """One small change, and where."""

    module: str
    function: str
    line: int
    what: str
    node: int

    def __str__(self) -> str:
        return f"{self.module.rpartition('.')[2]}.{self.function}:{self.line} {self.what}"


def mutants() -> Iterator[Mutant]:
    """Every small change there is, in the order of the source."""
    for module in breaks.modules():
        tree = breaks.tree_of(module.__name__)
        numbers = {id(node): number for number, node in enumerate(ast.walk(tree))}
        for name, function in breaks.functions(tree):
            for node, what in _changes(function):
                yield Mutant(module.__name__, name, node.lineno, what, numbers[id(node)])


def _changes(function: ast.FunctionDef) -> Iterator[tuple[Any, str]]:
    asserted = {id(one) for found in ast.walk(function) for one in _below_an_assertion(found)}
    for node in ast.walk(function):
        if id(node) in asserted or (node in function.body[:1] and _is_text(node)):
            continue
        if isinstance(node, ast.Compare) and type(node.ops[0]) in _OTHER:
            yield node, f"{ast.unparse(node)[:70]} the other way"
        elif isinstance(node, ast.BoolOp):
            yield node, f"{ast.unparse(node)[:70]} with and for or"
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield node, f"{ast.unparse(node)[:70]} without not"
        elif isinstance(node, ast.keyword) and node.arg is not None and _is_carried(node.value):
            yield node.value, f"{node.arg}={ast.unparse(node.value)[:50]} left empty"
        elif isinstance(node, ast.Call) and _refusal(node) is not None:
            yield _refusal(node), "another sentence in a refusal"


def _below_an_assertion(node: ast.AST) -> list[ast.AST]:
    """Assertions say what cannot be otherwise; to change one changes nothing anybody could see."""
    return list(ast.walk(node)) if isinstance(node, ast.Assert) else []


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_carried(value: ast.expr) -> bool:
    return not (isinstance(value, ast.Constant) and value.value is None)


def _refusal(call: ast.Call) -> ast.Constant | None:
    """The sentence in a `require(…)` or `Refused(…)`."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name not in ("require", "Refused"):
        return None
    texts = [one for one in call.args if isinstance(one, ast.Constant)]
    return texts[0] if texts and isinstance(texts[0].value, str) else None


class _Changed(ast.NodeTransformer):
    def __init__(self, target: ast.AST) -> None:
        self._target = target

    def visit(self, node: ast.AST) -> Any:
        return _change(node) if node is self._target else self.generic_visit(node)


def _change(node: ast.AST) -> ast.AST:
    if isinstance(node, ast.Compare):
        node.ops = [_OTHER[type(node.ops[0])](), *node.ops[1:]]
        return node
    if isinstance(node, ast.BoolOp):
        node.op = ast.And() if isinstance(node.op, ast.Or) else ast.Or()
        return node
    if isinstance(node, ast.UnaryOp):
        return node.operand
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return ast.copy_location(ast.Constant("Another sentence."), node)
    return ast.copy_location(ast.Constant(None), node)


@contextmanager
def planted(mutant: Mutant) -> Iterator[None]:
    """The rules with this change, until the `with` ends."""
    tree = copy.deepcopy(breaks.tree_of(mutant.module))
    target = list(ast.walk(tree))[mutant.node]
    changed = ast.fix_missing_locations(_Changed(target).visit(tree))
    function = breaks.function_of(mutant.module, mutant.function)
    whole = function.__code__
    function.__code__ = breaks.code_of(changed, mutant.module, mutant.function)
    try:
        yield
    finally:
        function.__code__ = whole


EQUIVALENT: dict[str, str] = {}
"""Changes that make no difference, and why."""


def main() -> None:
    counted, survivors = Counter[str](), []
    for mutant in mutants():
        module = mutant.module.rpartition(".")[2]
        with planted(mutant):
            seen = noticed(NEARBY.get(module, module)) is not None
        counted["noticed" if seen else "survived"] += 1
        if not seen and not any(part in str(mutant) for part in EQUIVALENT):
            survivors.append(str(mutant))
            print(f"nobody noticed: {mutant}", flush=True)  # noqa: T201 - a report
    print(f"{counted['noticed']} of {counted.total()} mutants were noticed")  # noqa: T201
    if survivors:
        sys.exit(1)


if __name__ == "__main__":
    importlib.import_module("tests.ownership.examples")
    main()
