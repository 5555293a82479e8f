"""The desk's addresses: nouns."""

from __future__ import annotations

from django.urls import path

from stayline.desk import live, styleguide
from stayline.desk.views import (
    bring,
    company,
    demo,
    departures,
    doors,
    encounters,
    files,
    further,
    home,
    outbox,
    people,
    problems,
    writing,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("led/", home.led, name="led"),
    path("search/", home.search, name="search"),
    path("live/", live.live, name="live"),
    path("problems/<int:problem_id>/", problems.problem, name="problem"),
    path("problems/<int:problem_id>/ringing/", problems.ringing, name="ringing"),
    path("problems/<int:problem_id>/words/", problems.words, name="words"),
    path(
        "problems/<int:problem_id>/words/<int:word_id>/answer/",
        problems.marked_answer,
        name="marked-answer",
    ),
    path("problems/<int:problem_id>/notes/", problems.notes, name="notes"),
    path("problems/<int:problem_id>/drafts/<str:kind>/", writing.draft, name="draft"),
    path(
        "problems/<int:problem_id>/leaving/<int:pending_id>/back/",
        writing.taken_back,
        name="taken-back",
    ),
    path("problems/<int:problem_id>/leaving/<int:pending_id>/now/", writing.let_go, name="let-go"),
    path("problems/<int:problem_id>/bring/", bring.bring, name="bring"),
    path("problems/<int:problem_id>/help/join/", problems.help_joined, name="help-joined"),
    path("problems/<int:problem_id>/help/decline/", problems.help_declined, name="help-declined"),
    path("problems/<int:problem_id>/help/step-back/", problems.stepped_back, name="stepped-back"),
    path("problems/<int:problem_id>/offer/pick-up/", problems.picked_up, name="picked-up"),
    path(
        "problems/<int:problem_id>/offer/decline/", problems.offer_declined, name="offer-declined"
    ),
    path("problems/<int:problem_id>/offer/withdraw/", problems.withdrawn, name="offer-withdrawn"),
    path(
        "problems/<int:problem_id>/offer/question/", problems.offer_question, name="offer-question"
    ),
    path("problems/<int:problem_id>/aside/", problems.aside, name="aside"),
    path(
        "problems/<int:problem_id>/aside/confirmation/",
        problems.aside_confirmed,
        name="aside-confirmed",
    ),
    path("problems/<int:problem_id>/aside/back/", problems.brought_back, name="brought-back"),
    path("problems/<int:problem_id>/quiet/", problems.quiet, name="quiet"),
    path("problems/<int:problem_id>/final-no/", further.final_no, name="final-no"),
    path("problems/<int:problem_id>/relief/", further.relief, name="relief"),
    path("problems/<int:problem_id>/signature/", further.signature, name="signature"),
    path(
        "problems/<int:problem_id>/signature/withdrawn/",
        further.signature_withdrawn,
        name="signature-withdrawn",
    ),
    path("problems/<int:problem_id>/cover/", further.cover, name="cover"),
    path("problems/<int:problem_id>/cover/end/", further.cover_ended, name="cover-ended"),
    path("problems/<int:problem_id>/carrier/", further.carrier, name="carrier"),
    path("problems/<int:problem_id>/twin/", further.twin, name="twin"),
    path("problems/<int:problem_id>/parts/", further.split, name="parts"),
    path("problems/<int:problem_id>/parties/", further.parties, name="parties"),
    path("files/<uuid:key>/", files.file, name="file"),
    path("notices/seen/", home.notices_seen, name="notices-seen"),
    path("company/", company.facts, name="company"),
    path("encounters/new/", encounters.met, name="met"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("doors/", doors.doors, name="doors"),
    path("doors/new/", doors.new_door, name="new-door"),
    path("doors/<int:door_id>/", doors.door, name="door"),
    path("people/", people.people, name="people"),
    path("people/new/", people.new_colleague, name="new-colleague"),
    path("people/<int:colleague_id>/", people.colleague, name="colleague"),
    path("people/<int:colleague_id>/departure/", departures.departure, name="departure"),
    path("teams/", people.teams, name="teams"),
    path("teams/new/", people.team, name="new-team"),
    path("teams/<int:team_id>/", people.team, name="team"),
    path("demo/", demo.be_somebody, name="demo"),
    path("demo/clock/", demo.time_passed, name="demo-clock"),
    path("desk/styleguide/", styleguide.styleguide, name="styleguide"),
    path("desk/styleguide/<slug:name>/", styleguide.sample_page, name="sample-page"),
]
