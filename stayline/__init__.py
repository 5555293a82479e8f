"""Stayline: every customer's problem has one person who stays until the customer is satisfied."""

__version__ = "0.1.0"
