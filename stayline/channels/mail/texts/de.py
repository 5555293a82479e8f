"""Was Kundinnen und Kunden lesen, auf Deutsch."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from stayline.channels.mail.texts.letter import Button, Letter, Quiet, Words, place_of

_DAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
_MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
    "Oktober", "November", "Dezember",
)  # fmt: skip
_PLACES = {
    "Athens": "Athen", "Belgrade": "Belgrad", "Brussels": "Brüssel", "Bucharest": "Bukarest",
    "Copenhagen": "Kopenhagen", "Lisbon": "Lissabon", "Luxembourg": "Luxemburg", "Moscow": "Moskau",
    "Prague": "Prag", "Rome": "Rom", "Tokyo": "Tokio", "Vienna": "Wien", "Warsaw": "Warschau",
    "Zurich": "Zürich",
}  # fmt: skip


def moment(at: datetime, zone: str) -> str:
    there = at.astimezone(ZoneInfo(zone))
    month = _MONTHS[there.month - 1]
    return f"{_DAYS[there.weekday()]}, {there.day}. {month}, {there:%H:%M} Uhr ({clock_of(zone)})"


def clock_of(zone: str) -> str:
    place = place_of(zone)
    return f"Zeit in {_PLACES.get(place, place)}" if place else zone


def _hello(customer: str) -> str:
    return f"Guten Tag {customer}," if customer else "Guten Tag,"


def _see(page: str) -> tuple[Quiet, ...]:
    if not page:
        return ()
    return (Quiet("Wer für Sie da ist und wann Sie wieder von uns hören:", page),)


def acknowledgement(*, by: str, page: str, brand: str) -> Letter:
    return Letter(
        "Ihre Nachricht ist angekommen",
        (
            "Guten Tag,",
            f"danke, dass Sie uns schreiben. Ein Mensch antwortet Ihnen bis {by}.",
            "Wenn Sie etwas ergänzen möchten, antworten Sie einfach auf diese E-Mail.",
            f"Herzliche Grüße\n{brand}",
            *_see(page),
        ),
    )


def word(*, text: str, name: str, brand: str, by: str, page: str) -> Letter:
    again = (f"Bis {by} hören Sie wieder von mir.",) if by else ()
    signed = f"{name}\n{brand}" if brand else name
    return Letter("", (Words(text), *again, signed, *_see(page)))


def introduction(*, owner: str, receiver: str, customer: str, page: str) -> Letter:
    return Letter(
        f"{receiver} ist jetzt auch für Sie da",
        (
            _hello(customer),
            (
                f"{receiver} ist dazugekommen und hat alles bisher gelesen; Sie müssen nichts "
                f"zweimal erzählen. {owner} bleibt bei Ihnen: Wir sind jetzt beide für Sie da."
            ),
            f"{receiver} und {owner}",
            *_see(page),
        ),
    )


def takeover_question(*, owner: str, receiver: str, customer: str, words: str, page: str) -> Letter:
    return Letter(
        f"Ist es Ihnen recht, wenn {receiver} übernimmt?",
        (
            _hello(customer),
            *((Words(words),) if words else ()),
            (
                f"{receiver} kann Ihnen hier am besten helfen und weiß alles Nötige. Ist es Ihnen "
                f"recht, wenn {receiver} ab hier übernimmt? {owner} bleibt bei Ihnen, bis Sie "
                "zustimmen, und ein Nein ist genauso willkommen wie ein Ja."
            ),
            Button("Ja oder nein", page),
            "Sie können auch einfach mit Ja oder Nein auf diese E-Mail antworten.",
            owner,
        ),
    )


def _read_as(quoting: str, answer: str) -> tuple[str | Words, ...]:
    return (
        (f"diese Antwort von Ihnen haben wir als {answer} gelesen:", Words(quoting))
        if quoting
        else ()
    )


def takeover_receipt(*, former: str, owner: str, customer: str, quoting: str, page: str) -> Letter:
    return Letter(
        f"{owner} ist jetzt für Sie da",
        (
            _hello(customer),
            *_read_as(quoting, "Ja"),
            (
                f"{'Vielen' if quoting else 'vielen'} Dank. Mit Ihrem Ja ist ab jetzt {owner} für Sie "
                f"da; ohne es wäre {former} geblieben."
            ),
            f"War es nicht so gemeint? 14 Tage lang holt ein Klick {former} zurück.",
            Button(f"Ansehen oder {former} zurückholen", page),
            owner,
        ),
    )


def back_receipt(*, owner: str, customer: str, page: str) -> Letter:
    return Letter(
        f"{owner} ist wieder für Sie da",
        (
            _hello(customer),
            f"wie Sie es wünschen, ist {owner} wieder für Sie da.",
            owner,
            *_see(page),
        ),
    )


def stays_receipt(*, owner: str, customer: str, page: str) -> Letter:
    return Letter(
        f"{owner} bleibt bei Ihnen",
        (
            _hello(customer),
            f"danke, dass Sie es uns sagen. Nichts ändert sich: {owner} bleibt bei Ihnen.",
            owner,
            *_see(page),
        ),
    )


def solved_question(*, owner: str, customer: str, words: str, again: bool, page: str) -> Letter:
    asked = (
        "Darf ich noch einmal fragen: Ist es für Sie gelöst?" if again else "Ist es für Sie gelöst?"
    )
    return Letter(
        "Ist es für Sie gelöst?",
        (
            *((Words(words),) if words else (_hello(customer),)),
            f"{asked} Das können nur Sie sagen. Wenn noch etwas offen ist, bin ich weiter da.",
            Button("Ja, oder noch nicht", page),
            owner,
        ),
    )


def split_question(*, owner: str, customer: str, things: tuple[str, ...], page: str) -> Letter:
    return Letter(
        "Habe ich Sie richtig verstanden: Es geht um mehreres?",
        (
            _hello(customer),
            (
                "Sie haben von mehr als einer Sache geschrieben, und keine soll untergehen. Ich führe "
                "jede als eigenes Gespräch und bleibe für alle bei Ihnen:"
            ),
            "\n".join(f"• {one}" for one in things),
            Button("Das stimmt, oder nein: Es ist eines", page),
            owner,
        ),
    )


def contradiction(*, owner: str, customer: str, words: str, page: str) -> Letter:
    return Letter(
        "Gelöst oder noch nicht?",
        (
            *((Words(words),) if words else (_hello(customer),)),
            (
                "Was Sie geschrieben und was Sie gedrückt haben, passt nicht zusammen, und ich möchte es "
                "richtig verstehen: Ist es für Sie gelöst, oder noch nicht?"
            ),
            Button("Gelöst oder noch nicht", page),
            owner,
        ),
    )


def satisfied_receipt(*, owner: str, customer: str, quoting: str, page: str) -> Letter:
    return Letter(
        "Schön, dass es gelöst ist",
        (
            _hello(customer),
            *_read_as(quoting, "Ja"),
            (
                f"Sie haben gesagt, dass es gelöst ist. Das freut {owner}. Wenn es wiederkommt oder "
                "nicht so gemeint war, schreiben Sie uns oder nehmen Sie es innerhalb von 14 Tagen "
                f"zurück: {owner} ist sofort wieder für Sie da."
            ),
            Button("Ansehen oder zurücknehmen", page),
            owner,
        ),
    )


def promise_broken(*, giver: str, owner: str, customer: str, by: str, page: str) -> Letter:
    told = f" {owner} weiß davon, und die Führungskraft von {owner} auch." if owner else ""
    return Letter(
        "Wir haben unser Wort nicht gehalten",
        (
            _hello(customer),
            (
                f"inzwischen sollten Sie von {giver or 'uns'} gehört haben, und das haben Sie nicht. "
                f"Es tut uns leid.{told}"
            ),
            f"Sie hören von {owner or 'einem Menschen aus unserem Haus'} bis {by}.",
            *_see(page),
        ),
    )


def person_changed(*, former: str, owner: str, customer: str, by: str, page: str) -> Letter:
    return Letter(
        f"{owner} ist jetzt für Sie da",
        (
            _hello(customer),
            (
                f"{former} kann hier nicht mehr für Sie da sein. {owner} hat alles übernommen, auch "
                "was gesagt und versprochen wurde; Sie müssen nichts zweimal erzählen."
            ),
            f"{owner} schreibt Ihnen bis {by}.",
            *_see(page),
        ),
    )


def cover(*, owner: str, cover: str, customer: str, until: str, page: str) -> Letter:
    return Letter(
        f"{cover} vertritt {owner}",
        (
            _hello(customer),
            (
                f"{owner} ist bis {until} nicht da. So lange vertritt {cover}, kennt alles bisher und "
                f"schreibt Ihnen. {owner} bleibt Ihre Ansprechperson und ist danach wieder da."
            ),
            cover,
            *_see(page),
        ),
    )


def new_link(*, page: str, brand: str) -> Letter:
    return Letter(
        "Ihr neuer Link",
        (
            "Guten Tag,",
            (
                "hier ist der neue Link zu Ihrer Seite: wer für Sie da ist, wann Sie wieder von uns hören "
                "und alles, was wir einander geschrieben haben."
            ),
            Button("Zu Ihrer Seite", page),
            "Wenn Sie ihn nicht angefordert haben, hat sich nichts geändert, und Sie brauchen nichts zu tun.",
            f"Herzliche Grüße\n{brand}",
        ),
    )


def encounter(
    *, colleague: str, head: str, customer: str, said: str, link: str, to_head: bool
) -> Letter:
    last = Button("Am Arbeitsplatz öffnen", link) if to_head else Quiet("Wer für Sie da ist:", link)
    return Letter(
        f"{customer} und {head}",
        (
            f"Guten Tag {customer}, hallo {head},",
            f"{head}, {customer} hat mir Folgendes erzählt:",
            Words(said),
            (
                f"{head}, ich bitte dich, dich darum zu kümmern. {customer}, {head} ist gefragt, und "
                f"sobald {head} da ist, fragen wir Sie, ob Ihnen das recht ist. Bis Sie Ja sagen, bleibe "
                "ich selbst bei Ihnen; antworten Sie einfach auf diese E-Mail."
            ),
            colleague,
            last,
        ),
    )
