"""The rule, tried out: every small story (walk), a whole company by seed (company, workload).

Pure but for the command line: no database, no clock, no network.
"""
