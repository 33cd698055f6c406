"""From ordinary English to a `Spec`: layout, tokens, clauses, fields, resolution, in this order."""
