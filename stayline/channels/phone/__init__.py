"""The phone: nobody is ever left on the line."""
