"""The shell around the rule: what is stored, who may read it, and the journal that alone writes."""
