"""A process of its own that attends to one call as far as two telephones and a third that rings. It can be killed.

Prints a line for each step; the ids are told to whoever comes after it.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from stayline.channels.phone.exchange import programs, prompts
from stayline.channels.phone.exchange.instance import Instance
from stayline.channels.phone.telephony import Arrived, LegUp
from tests.phone.real.listening import Listening


async def attend(data: Path) -> None:
    instance = Instance(data)
    settings = instance.settings
    assert settings is not None
    spoken = instance.prompts(prompts.synthetic(programs.obtain(_say), _say))
    async with Listening(settings, spoken) as ari:
        _say("listens")
        call = (await ari.told(Arrived, seconds=20)).leg
        await ari.answer(call)
        await ari.told(LegUp, leg=call)
        beas = await ari.ring_at("bea")
        await ari.told(LegUp, leg=beas, seconds=20)
        room = await ari.room_with(call, beas)
        toms = await ari.ring_at("tom")
        _say(f"rings {call} {beas} {toms} {room}")
        await asyncio.sleep(60)


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(attend(Path(sys.argv[1])))
