"""Search: everything said can be found, by who may see it; and nothing that is typed is an error."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from stayline.ownership.ids import ProblemId
from stayline.ownership.problem import Role
from stayline.people.demo import DemoCompany
from stayline.people.models import Address, Colleague, Customer, Door, Organisation
from stayline.people.queries import customer_for_address
from stayline.problems import by_colleagues, by_customers, intake
from stayline.problems import models as m
from stayline.problems.queries import visible_to
from stayline.problems.search import asked, find, folding
from stayline.problems.search.asking import FIELDS
from tests.problems.acts import offer
from tests.problems.conftest import AT, later

UTC_ZONE = ZoneInfo("UTC")


def found(colleague: Colleague, text: str) -> list[int]:
    return [hit.problem.pk for hit in find(colleague, text, AT, zone=UTC_ZONE).hits]


def remarks(colleague: Colleague, text: str) -> str:
    return " ".join(find(colleague, text, AT, zone=UTC_ZONE).remarks)


@pytest.fixture
def lisbon(owned: ProblemId, billing: Door, bea: Colleague) -> ProblemId:
    """A second problem of Bea's: João from Lisbon, about his Größe."""
    joao = customer_for_address("mail", "joao@lisboa.example", "João Conceição")
    joao.organisation = Organisation.objects.create(name="Águas Ltd")
    joao.save()
    problem = intake.encounter(bea, joao, later(hours=1), door=billing, subject="Die Größe")
    by_customers.hear(problem.problem.id, joao.pk, "Drei Rechnungen fehlen.", later(hours=1))
    return problem.problem.id


# -- where it stands ------------------------------------------------------------------------------


FOUND = [
    "invoice",
    "carol",
    "carol@example",
    "example.com",
    "help you",
    "hel",
    "Reyes",
    "CAROL INVOICE",
    '"help you"',
    "from:carol",
    "from:example.com",
    "subject:invoice",
    "said:help",
    "owner:bea",
    "owner:me",
    "with:me",
    "with:lindqvist",
    "is:open",
    "is:mine,resting",
    "door:billing",
    "before:2026-11-03",
    "after:2026-11-02",
    "opened:2026-11",
    "opened:2026-10..2026-11",
    "-from:acme",
    "-is:satisfied",
    "-boiler",
    "carol -boiler is:owned",
    "waits:us",
    "language:en",
    "opened:>=2026-11-02",
    "opened:today",
    "promise:..2026-11-30",
    "is:unanswered,owned",
    "invoices",
]


def test_it_is_found(owned: ProblemId, bea: Colleague) -> None:
    for text in FOUND:
        assert found(bea, text) == [owned], text


NOT_FOUND = [
    "",
    "  ",
    "boiler",
    "help nobody",
    "%",
    "_",
    "' & |:*",
    "!!",
    "-carol",
    '"you help"',
    "from:invoice",
    "subject:carol",
    "said:reyes",
    "owner:tom",
    "-owner:me",
    "is:satisfied",
    "is:late",
    "door:support",
    "before:2026-11-02",
    "after:2026-11-03",
    "opened:2026-10",
    "has:file",
    "has:twin",
    "promise:broken",
    "waits:customer",
    "language:de",
    "-is:open",
    "file:invoice",
    "heard:2025",
    "ca",
]


def test_it_is_not_found(owned: ProblemId, bea: Colleague) -> None:
    for text in NOT_FOUND:
        assert found(bea, text) == [], text


WITH_ACCENTS = [
    "João",
    "joao conceicao",
    "JOÃO",
    "groesse",
    "groes",
    "GRÖSSE",
    "große",
    "Rechnung",
    "aguas",
    "lisboa",
]


def test_accents_and_endings_stand_in_nobodys_way(lisbon: ProblemId, bea: Colleague) -> None:
    for text in WITH_ACCENTS:
        assert lisbon in found(bea, text), text


def test_the_latest_said_comes_first(owned: ProblemId, lisbon: ProblemId, bea: Colleague) -> None:
    assert found(bea, "is:open") == [lisbon, owned]
    by_colleagues.note(owned, bea.pk, "Carol called.", later(hours=2))
    assert found(bea, "is:open") == [owned, lisbon]


def test_a_subject_that_says_it_comes_before_words_that_do(
    owned: ProblemId, lisbon: ProblemId, bea: Colleague
) -> None:
    by_colleagues.note(lisbon, bea.pk, "Is it the invoice again?", later(hours=2))
    assert found(bea, "invoice") == [owned, lisbon]
    assert found(bea, "said:invoice") == [lisbon]


def test_what_should_not_be_there_is_looked_for_among_the_latest(
    owned: ProblemId, lisbon: ProblemId, bea: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No index knows what is not there: among very many it would read them all."""
    assert found(bea, "-zebra") == [lisbon, owned]
    assert remarks(bea, "-zebra") == ""
    monkeypatch.setattr("stayline.problems.search.finding.LATEST", 0)
    assert found(bea, "-zebra") == [lisbon]
    assert "latest" in remarks(bea, "-zebra")


def test_a_problem_comes_first_by_its_number(
    owned: ProblemId, lisbon: ProblemId, bea: Colleague, tom: Colleague
) -> None:
    by_colleagues.note(lisbon, bea.pk, f"As in {owned}.", later(hours=2))
    assert found(bea, f"#{owned}") == found(bea, f"{owned}") == [owned, lisbon]
    assert found(tom, f"{owned}") == []


def test_whoever_has_the_address_comes_before_who_mentions_it(
    owned: ProblemId, lisbon: ProblemId, bea: Colleague
) -> None:
    by_colleagues.note(lisbon, bea.pk, "carol@example.com knows him.", later(hours=2))
    assert found(bea, "Carol@example.com") == [owned, lisbon]


def test_a_brief_is_found_by_those_on_the_problem_alone(
    owned: ProblemId, bea: Colleague, tom: Colleague, mara: Colleague
) -> None:
    offer(owned, bea, tom)
    assert found(bea, "meter") == found(tom, "the met") == [owned]
    (hit,) = find(bea, "meter", AT, zone=UTC_ZONE).hits
    assert [one.kind for one in hit.passages] == ["brief"]
    assert owned in visible_to(mara).values_list("pk", flat=True)
    assert found(mara, "meter") == []


NUMBERS = ["+49 30 1234567", "030 1234567", "1234567", "030/123-4567", "34567"]


def test_a_number_is_found_however_it_is_written(
    owned: ProblemId, carol: Customer, bea: Colleague
) -> None:
    Address.objects.create(customer=carol, kind="phone", value="+49301234567")
    for typed in NUMBERS:
        assert found(bea, typed) == [owned], typed


def test_a_file_is_found_by_its_name(owned: ProblemId, carol: Customer, bea: Colleague) -> None:
    _, word = by_customers.hear(owned, carol.pk, "Here it is.", AT)
    m.Attachment.objects.create(
        word_id=word,
        name="Meter_E17.pdf",
        content_type="application/pdf",
        size=1,
        sha256="",
        file="x",
    )
    assert found(bea, "e17") == found(bea, "file:meter has:file") == [owned]
    assert found(bea, "subject:e17") == []


def test_who_is_bringing_help_is_found_with_it(
    owned: ProblemId, bea: Colleague, tom: Colleague
) -> None:
    by_colleagues.ask_to_help(owned, bea.pk, [tom.pk], "The meter", AT)
    by_colleagues.join(owned, tom.pk, AT)
    assert found(bea, "with:tom") == found(bea, "has:helper") == found(tom, "with:me") == [owned]
    offer(owned, bea, tom)
    assert found(bea, "has:offer") == [owned]


def test_a_promise_that_broke_is_found_for_good(owned: ProblemId, bea: Colleague) -> None:
    m.Promise.objects.filter(problem=owned).update(how="broken", settled_at=AT)
    assert found(bea, "promise:broken") == [owned]


# -- it is kept up to date ------------------------------------------------------------------------


def test_what_was_corrected_is_found_as_it_is_now(
    owned: ProblemId, carol: Customer, bea: Colleague
) -> None:
    carol.name = "Carol Winter"
    carol.organisation = Organisation.objects.create(name="Acme")
    carol.save()
    assert found(bea, "winter") == found(bea, "from:acme") == [owned]
    assert found(bea, "reyes") == []
    Organisation.objects.update(name="Zenith")
    assert (found(bea, "from:acme"), found(bea, "from:zenith")) == ([], [owned])
    m.Problem.objects.filter(pk=owned).update(subject="A bill")
    assert (found(bea, "bill"), found(bea, "subject:invoice")) == ([owned], [])


def test_what_was_erased_is_not_found(owned: ProblemId, bea: Colleague) -> None:
    m.Word.objects.filter(problem=owned).update(erased_at=AT)
    assert found(bea, "help") == []


def test_what_was_taken_away_is_not_found(
    owned: ProblemId, carol: Customer, bea: Colleague
) -> None:
    by_colleagues.add_party(
        owned, bea.pk, Customer.objects.create(name="Cy Adler"), Role.COPIED, AT
    )
    assert found(bea, "adler") == [owned]
    m.Party.objects.filter(customer__name="Cy Adler").delete()
    Address.objects.filter(customer=carol).delete()
    assert found(bea, "adler") == found(bea, "example.com") == []


def test_all_of_it_read_again_is_what_is_there(lisbon: ProblemId) -> None:
    """What the triggers keep bit by bit is what is read from the start."""
    kept = dict(m.Findable.objects.values_list("pk", "latest"))
    words = _lexemes()
    with connection.cursor() as cursor:
        cursor.execute("SELECT search_rebuild(array_agg(id)) FROM problems_problem")
    assert _lexemes() == words
    assert dict(m.Findable.objects.values_list("pk", "latest")) == kept
    assert len(kept) == 2


def _lexemes() -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT problem_id, lexeme, weights FROM problems_findable,"
            " unnest(said) AS one(lexeme, positions, weights) ORDER BY 1, 2"
        )
        return list(cursor.fetchall())


JOINED_BEYOND_THE_LARGEST = """
SELECT length(search_joined(one, other)) = length(one) FROM (
    SELECT to_tsvector('simple', string_agg(md5(n::text), ' ')) AS one,
           to_tsvector('simple', string_agg(md5((-n)::text), ' ')) AS other
    FROM generate_series(1, 20000) AS n) AS both_of_them
"""


def test_a_mail_of_any_length_is_kept_and_its_beginning_found(
    owned: ProblemId, carol: Customer, bea: Colleague
) -> None:
    """A search index has a largest size; a customer's mail is never refused for it."""
    many = " ".join(f"word{number:x}" for number in range(90_000))
    by_customers.hear(owned, carol.pk, many, AT)
    by_customers.hear(owned, carol.pk, "x" * 1_500_000, AT)
    assert found(bea, "word1f") == [owned]
    with connection.cursor() as cursor:
        cursor.execute(JOINED_BEYOND_THE_LARGEST)
        assert cursor.fetchone() == (True,)


FOLDED = [
    "Größe",
    "ŻÓŁW",
    "ﬁsh & chips",
    "naïve—café",
    "ПРИВЕТ Ёж",
    "Łódź/Đà-Nẵng",
    "İstanbul ıssız",
    "a_b'c’d",
]


def test_python_and_the_database_fold_alike(db: None) -> None:
    for text in FOLDED:
        with connection.cursor() as cursor:
            cursor.execute("SELECT search_plain(%s)", [text])
            (plain,) = cursor.fetchone() or ("",)
        assert plain.split() == folding.words(text), text


ODD = (
    "x",
    "²",
    "-1",
    "9" * 40,
    "'\"><",
    "..",
    "<",
    ">=..",
    "a,b,,c",
    "\u202e",
    "0000-00-00",
    "9999d",
    "(",
    "*",
)


# -- kindly ---------------------------------------------------------------------------------------


NOT_UNDERSTOOD = [
    ("onwer:bea", "Did you mean “owner:”?"),
    ("is:opne", "Did you mean “is:open”?"),
    ("is:elsewhere", "There is is:open"),
    ("before:yesteryear", "that is no day"),
    ("owner:zorro", "Nobody here is called “zorro”."),
    ("door:cellar", "No door is called “cellar”."),
    ("a " * 60, "That is a lot at once"),
]


def test_what_was_not_understood_is_said(owned: ProblemId, bea: Colleague) -> None:
    for text, said in NOT_UNDERSTOOD:
        assert said in remarks(bea, text)


HALF_TYPED = ["E17: it hums", "https://fernwood.example/a?b=c", "owner:", '"half a', "is:"]


def test_what_is_only_half_typed_is_nobodys_mistake(owned: ProblemId, bea: Colleague) -> None:
    for text in HALF_TYPED:
        assert remarks(bea, text) == "", text


def test_no_value_breaks_a_field(owned: ProblemId, bea: Colleague) -> None:
    for name in FIELDS:
        for odd in ODD:
            find(bea, f'{name}:{odd} -{name}:{odd} {name}:"{odd}" {odd}', AT)


def test_a_day_is_the_readers_day() -> None:
    night = datetime(2026, 11, 1, 23, 30, tzinfo=UTC)
    berlin = asked("opened:today", night, ZoneInfo("Europe/Berlin")).conditions[0].spans[0]
    assert berlin.start == datetime(2026, 11, 1, 23, tzinfo=UTC)
    assert berlin.end == datetime(2026, 11, 2, 23, tzinfo=UTC)


# -- what is shown --------------------------------------------------------------------------------


def test_what_was_found_is_marked_where_it_stands(owned: ProblemId, bea: Colleague) -> None:
    (hit,) = find(bea, "HÉLP", AT).hits
    (passage,) = hit.passages
    assert ("help", True) in passage.pieces
    assert "".join(text for text, _ in passage.pieces) == "I will help you, Carol."


def test_a_long_word_is_shown_around_the_hit(
    owned: ProblemId, carol: Customer, bea: Colleague
) -> None:
    by_customers.hear(owned, carol.pk, "before " * 50 + "the valve leaks " + "after " * 50, AT)
    (hit,) = find(bea, '"valve leaks"', AT).hits
    shown = "".join(text for text, _ in hit.passages[0].pieces)
    assert [text for text, is_hit in hit.passages[0].pieces if is_hit] == ["valve leaks"]
    assert shown.startswith("… before")
    assert shown.endswith("after …")
    assert len(shown) < 200


# -- only what one may see ------------------------------------------------------------------------


def test_nobody_finds_or_counts_what_they_may_not_see(
    fernwood: DemoCompany,
    owned: ProblemId,
    billing: Door,
    carol: Customer,
    tom: Colleague,
    mara: Colleague,
) -> None:
    assert find(tom, "carol", AT).total == 0
    assert find(mara, "carol", AT).total == 1
    m.Problem.objects.filter(pk=owned).update(need_to_know=[tom.pk])
    for text in ("carol", "invoice", "is:open", "from:carol", "-nothing", "owner:bea", "with:tom"):
        assert find(mara, text, AT).total == 0, text
    assert find(tom, "carol", AT).total == 1


def test_what_one_may_see_is_found_by_indexes_alone(
    fernwood: DemoCompany, owned: ProblemId, bea: Colleague, petra: Colleague
) -> None:
    """One way to see a problem that has no index, and each search reads all problems there are."""
    with connection.cursor() as cursor:
        for other_way in ("seqscan", "indexscan", "indexonlyscan"):
            cursor.execute(f"SET LOCAL enable_{other_way} = off")
    for reader in (bea, petra):
        plan = visible_to(reader, known=True).values("pk").explain()
        assert "BitmapOr" in plan, plan
        assert "by_those_in_the_circle" in plan
        assert "by_those_mentioned" in plan
