"""From a `Spec` to the text of one file that runs."""
