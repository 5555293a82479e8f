"""One folder per way to meet a customer, all of one shape."""
