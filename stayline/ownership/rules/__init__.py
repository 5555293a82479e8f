"""The rule, one noun a module. `stayline.ownership.protocol` is the way in and the theory."""
