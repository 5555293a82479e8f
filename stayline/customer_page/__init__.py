"""The customer's own page: who is with me, and when do I hear next."""
