"""The desk's views, one module per noun. A view translates, calls inwards once, and answers."""
