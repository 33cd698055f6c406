"""The English names of months and weekdays, in their order."""

MONTHS = "January February March April May June July August September October November December".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTH_OR_DAY = "|".join((*MONTHS, *DAYS))
"""Any of them, as alternatives of a regular expression."""
