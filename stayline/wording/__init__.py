"""Brush-offs: a text for a customer in, findings out. Pure: standard library only, the same text, the same findings.

Theory of operation. A text is cut into sentences (`sentences.py`); what it quotes is masked, and every
word is brought into one plain form: lower case, "don't" as "do not", a slip of the keyboard repaired
(`words.py`). A language file (`en.py`, `de.py`) then says in small patterns who does what to whom, in
families: what is found, what spares it, why it matters, and a better sentence (`grammar.py`). A family is
spared by what stands in the same sentence or beside it (`letter.py`): help that is offered, a moment that is named, a
question that is asked, somebody else's words. A pattern is tried only where the words stand that it cannot do
without; those are read off the pattern itself (`needs.py`). What the patterns say is weighed together with what was learnt from
labelled sentences (`experience.py`); at most one finding comes out for each sentence.

The check warns and nothing more. Positions count characters (code points) of the text as it came in. A text in two
languages that we know is read in each, sentence by sentence; one in a language we do not know is said to be unchecked.
Small words tell the language; where they are few, all the text's words must mostly be ones we have met in it.

Another language is another file of the same shape, named in `languages.py`, with labelled sentences to learn from.
"""

from stayline.wording.check import Reading, check, get_ready, read
from stayline.wording.finding import Finding, Kind

__all__ = ["Finding", "Kind", "Reading", "check", "get_ready", "read"]
