"""Long runs of the real process that look at what grows: `python -m tests.soak --help`."""
