"""Notices: what reaches people who do not look at the desk.

The desk itself shows everything. Beside it each person chooses, kind by kind, what comes by mail
(collected for some minutes, and kept quiet outside their hours) and what a browser of theirs is told
at once. An alarm waits for no hours: a customer hears nobody.

`gathering` writes down what there is to tell, in the transaction that caused it; `telling` asks
again before anything leaves whether its reader may still see it and whether it still matters;
`mails` and `push` take it there.
"""
