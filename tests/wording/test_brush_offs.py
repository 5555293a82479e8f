"""What sends a customer away is found, and what only looks like it is left alone."""

from __future__ import annotations

import pytest

from stayline.wording import Kind, check, read


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("That's not my responsibility, I'm afraid.", Kind.NOT_MINE),
        ("Dafür bin ich leider nicht zuständig.", Kind.NOT_MINE),
        ("Please call our hotline on 0800 123 456.", Kind.SENT_AWAY),
        ("Bitte wenden Sie sich an den Kundendienst.", Kind.SENT_AWAY),
        ("I have forwarded your request to the billing department.", Kind.PASSED_ON),
        ("Ich verbinde Sie.", Kind.PASSED_ON),
        ("Your ticket number is 482913.", Kind.INSIDE_WORDS),
        ("Ihre Ticketnummer lautet 482913.", Kind.INSIDE_WORDS),
        ("We will get back to you as soon as possible.", Kind.STALLING),
        ("Wir melden uns schnellstmöglich bei Ihnen.", Kind.STALLING),
        ("You should have read the instructions first.", Kind.BLAMING),
        ("Das ist ein klarer Bedienfehler.", Kind.BLAMING),
        ("It is our policy, I am afraid.", Kind.POLICY_WALL),
        ("Das lässt das System nicht zu.", Kind.POLICY_WALL),
        ("We consider this matter closed.", Kind.CLOSING),
        ("Ich schließe das Ticket jetzt.", Kind.CLOSING),
    ],
)
def test_each_way_of_sending_somebody_away_is_named(text: str, kind: Kind) -> None:
    assert [finding.kind for finding in check(text)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "> Please contact the billing department.",
        "You wrote \"your colleague said it's not my department\", and I'm sorry about that.",
        "Sie schrieben „dafür sind wir nicht zuständig, hieß es“, das tut mir leid.",
        "Niemand hätte Ihnen sagen dürfen, dass wir nicht zuständig sind.",
    ],
)
def test_the_words_of_others_are_left_alone(text: str) -> None:
    assert check(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "I can't refund the shipping, but I've taken 10 pounds off your next order.",
        "The rules don't let me waive the fee. What I can do is spread it over three months for you.",
        "Die volle Erstattung kann ich leider nicht zusagen. Die Hälfte bekommen Sie heute von mir.",
    ],
)
def test_an_honest_no_with_help_beside_it_is_left_alone(text: str) -> None:
    assert check(text) == []


def test_the_same_no_without_help_is_found() -> None:
    assert check("The rules don't let me waive the fee. Have a nice day.")


def test_a_polite_introduction_is_left_alone() -> None:
    assert not check("Tomas from technical support joins us; I stay until you agree.")
    assert not check("Ist es in Ordnung, wenn Ana aus der Buchhaltung ab hier übernimmt?")


def test_facts_are_left_alone() -> None:
    assert not check("Your invoice was forwarded to the printer yesterday.")
    assert not check("You can return it at our department store in Leeds.")
    assert not check("Your concert ticket is attached as a PDF.")


def test_what_the_customer_asked_for_is_left_alone() -> None:
    assert not check("You asked for our opening hours: Monday to Friday, 9 to 5.")
    assert not check("As you asked, the workshop's number is 01632 960123, they open at eight.")


def test_a_moment_and_a_person_make_a_promise_of_stalling() -> None:
    assert check("We'll get back to you.")
    assert not check("I'll get back to you by Friday at noon.")


def test_a_slip_of_the_keyboard_hides_nothing() -> None:
    assert check("this isnt my departement, sorry")
    assert check("Dafuer sind wir nicht zustaendig.")


def test_a_finding_marks_its_sentence_and_offers_a_better_one() -> None:
    text = "Hello Carol,\n\nthe part is here. Please contact the billing department. Best, Bea"
    (finding,) = check(text)
    assert text[finding.start : finding.end] == "Please contact the billing department."
    assert "{moment}" in finding.better
    assert finding.why


def test_a_language_nobody_wrote_down_is_not_checked() -> None:
    reading = read("Bonjour, je ne suis pas responsable de cela, veuillez appeler le service.")
    assert (reading.language, reading.checked, reading.findings) == ("fr", False, [])


@pytest.mark.parametrize(
    "text",
    [
        "Llame a nuestro servicio.",
        "Veuillez contacter le service client.",
        "Prosimy o kontakt z działem.",
        "Vaše žádost byla předána příslušnému oddělení.",
        "Lütfen bekleyin.",
        "Обратитесь в службу поддержки billing.",
        "请联系客服",
        "لقد تم تحويل طلبك",
    ],
)
def test_a_few_words_of_another_language_are_not_taken_for_ours(text: str) -> None:
    assert (read(text).checked, read(text).findings) == (False, [])


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Call us.", "en"),
        ("Noted.", "en"),
        ("Computer says no", "en"),
        ("Keine Ahnung.", "de"),
        ("Geht nicht.", "de"),
        ("Ticket geschlossen", "de"),
    ],
)
def test_a_few_words_of_ours_tell_their_language(text: str, language: str) -> None:
    assert read(text).language == language


def test_a_language_can_be_named() -> None:
    assert read("Bitte warten.", "de-AT").language == "de"
    assert not read("Bitte warten.", "nl").checked


def test_too_few_words_to_tell_a_language_are_checked_in_each() -> None:
    assert read("Ticket #88123").findings


def test_signs_alone_say_nothing() -> None:
    assert check("… !! Thank you. -- . ?", "en") == []


def test_nothing_is_found_in_nothing() -> None:
    assert read("") == ("", True, [])


def test_a_letter_in_two_languages_is_read_in_both() -> None:
    text = "Guten Tag, das habe ich für Sie erledigt. Please call our hotline for the rest."
    assert [text[one.start : one.end] for one in check(text)] == [
        "Please call our hotline for the rest."
    ]


def test_a_sentence_is_told_once_where_its_language_cannot_be_told() -> None:
    assert len(check("Ticket #88123")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "PLEASE CALL OUR HOTLINE FOR THAT.",
        "Please\u00a0call\u00a0our\u00a0hotline for that.",
        "Plea\u200bse call our hot\u00adline for that.",
        "<p>I am with you.</p><p>Please call our <b>hotline</b> for that.</p>",
        "Please call\nour hotline for that.",
        "That\u2019s not my department.",
    ],
)
def test_how_it_is_dressed_changes_nothing(text: str) -> None:
    (finding,) = check(text)
    assert finding.kind in (Kind.SENT_AWAY, Kind.NOT_MINE)
    assert text[finding.start : finding.end].strip("<p>/ ").lower().startswith(("ple", "that"))


def test_places_count_characters_also_behind_a_smile() -> None:
    text = "Thank you 😀! Please call our hotline for that."
    (finding,) = check(text)
    assert text[finding.start : finding.end] == "Please call our hotline for that."
