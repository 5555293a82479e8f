"""Every address there is, with something real in each gap; and what all tables hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import connection

from stayline.channels.phone.models import Line
from stayline.desk.models import PendingSend, SavedReply
from stayline.people.models import Address
from stayline.problems.models import Attachment, Cause, Problem, Question, Word
from stayline.project.access import AccessPolicy, Who, policy_of
from stayline.project.checks import addresses

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def keep_file(word: Word, name: str, content: bytes, kind: str = "image/svg+xml") -> Attachment:
    """A file that came with a word."""
    file = Attachment(word=word, name=name, content_type=kind, size=len(content))
    file.sha256 = sha256(content).hexdigest()
    file.file.save("file", ContentFile(content), save=False)
    file.save()
    return file


@dataclass(frozen=True)
class Place:
    """One address, and who may open it."""

    path: str
    name: str
    policy: AccessPolicy
    view: Callable[..., Any]

    @property
    def is_ours(self) -> bool:
        return self.view.__module__.startswith("stayline.")

    @property
    def is_about_a_problem(self) -> bool:
        return self.path.startswith("/problems/")


@dataclass(frozen=True)
class Places:
    """The addresses around one problem."""

    problem: Problem
    word: int
    file: UUID
    door: int
    colleague: int
    team: int
    token: str

    def __iter__(self) -> Iterator[Place]:
        for pattern, view, name in addresses():
            policy = policy_of(view, name)
            assert policy is not None
            yield Place(self._filled(pattern), name or "", policy, view)

    def of(self, *who: Who) -> list[Place]:
        return [one for one in self if one.policy.who in who]

    def _filled(self, pattern: str) -> str:
        gaps = {
            "problem_id": self.problem.pk,
            "word_id": self.word,
            "key": self.file,
            "door_id": self.door,
            "colleague_id": self.colleague,
            "team_id": self.team,
            "number": Question.objects.filter(problem=self.problem).latest("number").number,
            "token": self.token,
            "kind": "reply",
            "size": 192,
            "draft_id": 1,
            "reply_id": SavedReply.objects.values_list("pk", flat=True).last() or 1,
            "cause_id": Cause.objects.values_list("pk", flat=True).last() or 1,
            "announcement_id": 1,
            "absence_id": 1,
            "language": "en",
            "name": "coming",
            "line_id": Line.objects.values_list("pk", flat=True).last() or 1,
            "address_id": Address.objects.values_list("pk", flat=True).last() or 1,
            "customer_id": self.problem.principal_id,
            "party_id": self.problem.principal_id,
            "pending_id": PendingSend.objects.values_list("pk", flat=True).last() or 1,
        }
        filled = re.sub(r"<(?:\w+:)?(\w+)>", lambda gap: str(gaps.get(gap[1], "x")), pattern)
        return re.sub(r"[\^$]|\\Z|\(\?P.*?\)", "", filled)


def everything(*, but: tuple[str, ...] = ()) -> str:
    """A digest of every row of every table, save those named."""
    tables = sorted(set(connection.introspection.table_names()) - set(but))
    rows = " UNION ALL ".join(
        f"SELECT '{table}', coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))), '')"  # noqa: S608
        f' FROM "{table}" t'
        for table in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(rows)
        found = sorted(cursor.fetchall())
    return sha256(repr(found).encode()).hexdigest()


@contextmanager
def writes(*, but: tuple[str, ...] = ()) -> Iterator[list[str]]:
    """Every statement that writes, save those on the tables named."""
    found: list[str] = []

    def watch(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        told = str(sql)
        if re.match(r"\s*(INSERT|UPDATE|DELETE|TRUNCATE|COPY)", told) and not any(
            f'"{table}"' in told for table in but
        ):
            found.append(told)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield found
