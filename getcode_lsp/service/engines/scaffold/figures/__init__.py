"""Charts, tables, pictures and animations out of the numbers and things that a prompt names."""
