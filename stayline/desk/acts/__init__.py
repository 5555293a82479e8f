"""The rarer acts upon a problem, one module each: join, split, link, their side, cover, rest.

All have one shape (`page.py`): a sentence that says what happens to the customer, a form that is
filled in with the likely answer, what the customer will read word for word, and the reason beside
the button where the rule would refuse. A page without scripts; a sheet over the problem with them.
"""
