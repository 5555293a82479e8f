"""Every language file has the same shape, and no pattern in it is dead."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from stayline.wording import Kind, check
from stayline.wording.experience import weights_of
from stayline.wording.grammar import Language, regex_of
from stayline.wording.languages import LANGUAGES
from stayline.wording.needs import choices, needed_words
from stayline.wording.sentences import Sentence, sentences
from tests.wording.examples import Examples

#: Of each pattern; more find nothing more.
EXAMPLES = 25
#: Before a comma, and where a pattern looks for somebody anywhere in its sentence.
SOMEBODY = "You violet Sie "
#: What a plain form has in place of something that is no word.
AS_WRITTEN = {
    "#phone": "0800 123 456",
    "#mail": "help@north.example",
    "#date": "12.5.2026",
    "#url": "www.north.example",
    "#quoted": '"so it was said"',
}
EACH = pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES.keys())


@EACH
def test_a_language_speaks_of_every_kind(language: Language) -> None:
    assert {family.kind for family in (*language.families, language.cold)} == set(Kind)


@EACH
def test_no_pattern_ends_where_nothing_can_match(language: Language) -> None:
    patterns = [one for family in language.families for one in family.patterns]
    dead = [one for pattern in patterns for one in choices(pattern) if re.search(r" $|~\d$", one)]
    assert dead == []


def _examples(source: str, language: Language) -> Iterator[Sentence]:
    """What a text with an example in it comes to, ever other ones."""
    examples = Examples(regex_of(source))
    for _ in range(EXAMPLES):
        said = examples.one()
        for kind, raw in AS_WRITTEN.items():
            said = said.replace(kind, raw)
        alone = said[:1].isalnum() and "(?=.*" not in source
        before = "" if alone else SOMEBODY
        yield from sentences(before + said, language)


@EACH
def test_every_pattern_is_found_in_a_text_made_for_it(language: Language) -> None:
    grammar = language.grammar
    silent = [
        source
        for place, source in enumerate(grammar.sources)
        if not any(
            grammar.first(1 << place & grammar.fitting(said.calls), f" {said.plain} ")
            for said in _examples(source, language)
        )
    ]
    assert silent == []


@EACH
def test_no_pattern_waits_for_a_word_it_could_do_without(language: Language) -> None:
    grammar = language.grammar
    passed_over = [
        (source, said.plain)
        for place, source in enumerate(grammar.sources)
        for said in _examples(source, language)
        if not 1 << place & grammar.fitting(said.calls)
        and grammar.first(1 << place, f" {said.plain} ")
    ]
    assert passed_over == []


@EACH
def test_every_language_has_learnt_weights(language: Language) -> None:
    assert len(weights_of(language.code)) > 1000


def test_a_pattern_needs_what_is_neither_optional_nor_one_of_several_unknowns() -> None:
    needed = needed_words(r"(please )?call ~3 (teams?|\w*desk|office) (now|\d+)", frozenset())
    assert needed == [{"call"}, {"team*", "*desk", "office"}, {"now", "0*"}]


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        (r"(re)?(assigned|opened) it", [{"*assigned", "*opened"}, {"it"}]),
        (r"googl(e|ing) it", [{"googl*"}, {"*e", "*ing"}, {"it"}]),
        (r"(please )?repl(y|ies)", [{"repl*"}, {"*y", "*ies"}]),
        (r"geduld(en|e|et)?", [{"geduld*"}]),
        (r"level (1|2)(st|nd)? now", [{"level"}, {"1*", "2*"}, {"now"}]),
        (r"at \d{1,2} ?(am|pm)", [{"at"}, {"0*"}, {"*am", "*pm"}]),
        (r"(call|ring)( us| them)? back", [{"call", "ring"}, {"back"}]),
    ],
)
def test_what_is_glued_to_other_letters_is_no_word_by_itself(
    pattern: str, needed: list[set[str]]
) -> None:
    assert needed_words(pattern, frozenset()) == needed


def test_a_question_needs_its_mark() -> None:
    assert needed_words(r"shall we .*\?", frozenset()) == [{"shall"}, {"we"}, {"?"}]


@EACH
def test_what_is_offered_instead_is_no_brush_off_itself(language: Language) -> None:
    for family in (*language.families, language.cold):
        better = family.better.format(moment="15:00", offer="9.90")
        assert check(better, language.code) == []


@EACH
def test_only_what_the_writer_alone_can_know_is_left_blank(language: Language) -> None:
    said = " ".join(family.better for family in (*language.families, language.cold))
    assert set(re.findall(r"\{(\w+)\}", said)) == {"moment", "offer"}
