"""Asterisk: one of our own for development and tests, and the configuration any Asterisk needs for us."""
