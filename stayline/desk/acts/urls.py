"""The rarer acts upon a problem, below its address."""

from __future__ import annotations

from django.urls import path

from stayline.desk.acts import (
    aside,
    circle,
    joining,
    linking,
    parties,
    resting,
    splitting,
    standing_in,
)

urlpatterns = [
    path("aside/", aside.aside, name="aside"),
    path("aside/confirmation/", aside.confirmed, name="aside-confirmed"),
    path("aside/back/", aside.back, name="brought-back"),
    path("rest/", resting.rest, name="rest"),
    path("quiet/", resting.quiet, name="quiet"),
    path("final-no/", resting.final_no, name="final-no"),
    path("relief/", resting.relief, name="relief"),
    path("signature/", resting.signature, name="signature"),
    path("signature/withdrawn/", resting.signature_withdrawn, name="signature-withdrawn"),
    path("cover/", standing_in.cover, name="cover"),
    path("cover/end/", standing_in.cover_ended, name="cover-ended"),
    path("carrier/", standing_in.carrier, name="carrier"),
    path("twin/", joining.twin, name="twin"),
    path("parts/", splitting.parts, name="parts"),
    path("links/", linking.links, name="links"),
    path("links/removed/", linking.removed, name="link-removed"),
    path("circle/", circle.who_may_know, name="circle"),
    path("parties/", parties.parties, name="parties"),
    path("parties/gone/", parties.gone, name="party-gone"),
    path("parties/<int:party_id>/removed/", parties.removed, name="party-removed"),
    path("parties/<int:party_id>/part/", parties.role, name="party-role"),
]
