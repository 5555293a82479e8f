"""What people read, in their languages: sentences found in the source, catalogues, compiled ones.

`bin/messages` is the way in for whoever translates; docs/translating.md tells how.
"""
