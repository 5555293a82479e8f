"""The example tests as plain functions, so that they can be run hundreds of times in seconds."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from functools import cache, partial
from types import ModuleType

import tests.ownership

Example = Callable[[], None]

_NOT_EXAMPLES = ("test_planted_breaks", "test_walk", "test_codec", "test_documents", "test_auditor")


def modules() -> Iterator[ModuleType]:
    package = tests.ownership
    for found in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
        name = found.name.rpartition(".")[2]
        if name.startswith("test_") and name not in _NOT_EXAMPLES:
            yield importlib.import_module(found.name)


@cache
def examples(first: str = "") -> tuple[Example, ...]:
    """Every example test; those of `tests/ownership/test_<first>.py` first."""
    found = list(modules())
    found.sort(key=lambda module: not module.__name__.endswith(f"test_{first}"))
    return tuple(example for module in found for example in _of(module))


def _of(module: ModuleType) -> Iterator[Example]:
    for name, test in vars(module).items():
        if name.startswith("test_") and callable(test):
            yield from _cases(test)


def _cases(test: Callable[..., None]) -> Iterator[Example]:
    """A test, once for each of its parameters."""
    for mark in getattr(test, "pytestmark", []):
        if mark.name == "parametrize":
            name, values = mark.args
            yield from (partial(test, **{name: value}) for value in values)
            return
    yield test


def noticed(first: str = "") -> str | None:
    """The first example that fails, or None when all of them pass."""
    for example in examples(first):
        try:
            example()
        except Exception:  # noqa: BLE001 - whatever it is, somebody noticed
            test = example.func if isinstance(example, partial) else example
            return str(test.__name__)
    return None
