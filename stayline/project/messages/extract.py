"""Every sentence of the source that people read: from Python by its syntax, from templates by Django.

Read here rather than by GNU gettext, so that a checkout needs nothing but Python, and so that the
pure rule needs no word of translation: what `Refused` and `require` are given is found as it stands.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

#: Which arguments of a call are: a context, the sentence, its plural.
_CALLS: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
    "Refused": (None, 0, None),
    "require": (None, 1, None),
    "say": (None, 0, None),  # what turns a pure sentence into the reader's language
}
#: These are always given a sentence, which must be found.
_REFUSING = {"Refused", "require"}

_LITERAL = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_IN_TEMPLATE = re.compile(rf"\b(n?p?gettext|_)\(((?:\s*{_LITERAL}\s*,?)+)", re.DOTALL)


@dataclass(frozen=True, order=True)
class Sentence:
    """One msgid, with its plural and context where it has them."""

    text: str
    context: str = ""
    plural: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.context, self.text


class NotFound(ValueError):
    """A call that shows people something, whose sentence cannot be read off the source."""


def of_file(path: Path) -> Iterator[Sentence]:
    """All sentences of one Python file or template. Raises `NotFound`."""
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        yield from of_python(source, path)
    else:
        yield from of_template(source, path)


def of_template(source: str, path: Path) -> Iterator[Sentence]:
    if "{%" not in source and "_(" not in source:
        return
    for call, arguments in _IN_TEMPLATE.findall(templatize(source, origin=str(path))):
        texts: list[str | None] = [ast.literal_eval(one) for one in re.findall(_LITERAL, arguments)]
        yield from _sentences(call, texts)


def of_python(source: str, path: Path) -> Iterator[Sentence]:
    if not any(f"{name}(" in source for name in _CALLS):
        return
    tree = ast.parse(source, str(path))
    names = dict(_constants(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (call := _called(node)) in _CALLS:
            yield from _of_call(call, node, names, path)


def _called(node: ast.Call) -> str:
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _of_call(call: str, node: ast.Call, names: dict[str, str], path: Path) -> Iterator[Sentence]:
    arguments = [list(_texts(one, names)) for one in node.args]
    at = _CALLS[call][1]
    if call in _REFUSING:
        if len(arguments) > at and not arguments[at] and not _passed_on(node.args[at]):
            raise NotFound(f"{path}:{node.lineno}: no sentence can be read off this refusal")
        for text in arguments[at] if len(arguments) > at else ():
            yield Sentence(text)
    else:
        yield from _sentences(call, [one[0] if one else None for one in arguments])


def _passed_on(node: ast.expr) -> bool:
    """A sentence found elsewhere: in the caller's call, or in a gettext call of its own."""
    return isinstance(node, ast.Name | ast.Call)


def _sentences(call: str, texts: list[str | None]) -> Iterator[Sentence]:
    context, text, plural = (
        texts[one] if one is not None and one < len(texts) else None for one in _CALLS[call]
    )
    if text:
        yield Sentence(text, context or "", plural or "")


def _texts(node: ast.expr, names: dict[str, str]) -> Iterator[str]:
    """What an argument may be: a literal, a name for one, or one of two."""
    match node:
        case ast.Constant(value=str() as text):
            yield text
        case ast.Name(id=name) if name in names:
            yield names[name]
        case ast.IfExp(body=one, orelse=other):
            yield from _texts(one, names)
            yield from _texts(other, names)
        case _:
            pass


def _constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The module's own names for a text."""
    for node in tree.body:
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str() as text))
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.Constant(value=str() as text))
            ):
                yield name, text
            case _:
                pass


def sources(folder: Path) -> Iterable[Path]:
    """The files below a folder that may hold sentences, in order."""
    every = (path for path in folder.rglob("*") if path.suffix in (".py", ".html", ".txt"))
    return sorted(
        path
        for path in every
        if (path.suffix == ".py" or "templates" in path.parts) and "migrations" not in path.parts
    )
