"""A company as large as wanted, by seed: its people, its customers, and years of problems.

Every problem is lived through the rule itself, in memory; what must be stored of it is told by its
timeline, as the audit has it, and is copied into the tables. Nothing is taken from elsewhere.
"""
