""" "I met a customer": what a colleague brings back from anywhere."""
