"""The product's stories, played from outside as its people would: by mail, in pages, by hand.

Nothing here knows the program it plays with but by its pages, its mails and its commands. A story
tells what it does as it goes, and ends with an error when the product does something else.
"""
