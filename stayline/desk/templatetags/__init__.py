"""Template tags of the desk, used by the customer's page too."""
