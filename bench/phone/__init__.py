"""How many calls are held at once, each with a warm handoff, beside an Asterisk that only bridges.

Telephones of our own (`phones`) call, answer, speak and listen, all in one process. The calls meet
a real Asterisk of the product's own recipe, first with nothing but a bridge for each (`bare`), then
with Stayline's telephone process. What happened, and what was done about it, is told by Asterisk
itself to a listener of the bench's (`watching`), by its own clock: nothing in the product is
changed, or knows that it is measured.
"""
