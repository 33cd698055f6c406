"""The phrases that say something about a field: optional, at least, one of."""

from __future__ import annotations

OPTIONAL = (
    "optional", "optionally", "nullable", "not required", "if any", "if known", "if available", "can be empty",
    "may be empty", "can be null", "may be null", "can be omitted", "may be omitted", "can be left out",
    "can be blank", "may be blank", "or null", "is optional", "are optional", "not mandatory", "or none", "| null",
    "or empty", "may be missing", "can be missing", "| undefined",
)  # fmt: skip
REQUIRED = ("required", "mandatory", "not null", "compulsory", "non-null", "not nullable", "obligatory",
             "must be given", "must be set", "must be present", "must be provided", "is required", "always")  # fmt: skip
FILLED = ("non-empty", "nonempty", "not empty", "not blank", "cannot be empty", "can't be empty", "must not be empty",
           "cannot be blank", "must not be blank", "not be empty", "not be blank", "can not be empty", "non-blank")  # fmt: skip
POSITIVE = ("positive", "strictly positive", "must be positive", "non-zero positive")
NOT_NEGATIVE = ("non-negative", "nonnegative", "not negative", "unsigned", "zero or more", "can't be negative",
                 "cannot be negative", "must not be negative", "not be negative")  # fmt: skip
AT_LEAST = ("at least", "minimum of", "minimum", "min", "no less than", "not less than", "greater than or equal to",
             "no fewer than", "starting at", "starting from", "> =", ">=", "no smaller than", "min length",
             "minimum length", "minimum length of", "min length of", "minlength", "min value", "minimum value")  # fmt: skip
AT_MOST = ("at most", "maximum of", "maximum", "max", "up to", "no more than", "not more than", "<=", "limited to",
            "less than or equal to", "not exceeding", "max length", "maximum length", "max length of", "maxlength",
            "no longer than", "not longer than", "maximum length of", "max value", "maximum value", "no larger than")  # fmt: skip
MORE_THAN = ("more than", "greater than", "above", "over", "larger than", "bigger than", ">", "longer than")
LESS_THAN = ("less than", "fewer than", "below", "under", "smaller than", "<", "shorter than")
DEFAULT = ("defaulting to", "defaults to", "default to", "default value of", "default value is", "default value",
            "default of", "default is", "default :", "default =", "default", "by default", "which defaults to",
            "that defaults to", "starts at", "which starts at", "starting value", "initial value", "initially", "starts as", "starting as", "=")  # fmt: skip
CHOICES = ("one of", "each one of", "one or more of", "zero or more of", "several of", "some of", "either", "can be", "could be", "may be", "must be one of", "should be one of", "enum of",
            "enum :", "enum", "with values", "with the values", "values :", "values", "which is one of", "any of",
            "which can be", "which is either", "that can be", "which may be", "options :", "choices :", "options",
            "choices", "possible values :", "possible values are", "possible values", "from the list", "must be",
            "should be", "which is", "that is", "must be either", "can be either", "among", "allowed values :",
            "can be one of", "may be one of", "being", "which must be", "which should be", "that may be", "which could be", "which is either", "that is either")  # fmt: skip
SEVERAL = ("each one of", "one or more of", "zero or more of", "several of", "some of", "any of")
SURE_CHOICES = (*SEVERAL, "one of", "either", "enum", "any of", "values", "options", "choices")
REFERENCES = ("references", "foreign key to", "fk to", "foreign key", "fk", "reference to", "ref to", "id of", "refers to",
               "referencing", "who is a", "who is an", "which is a reference to", "another", "link to", "linked to", "pointing to", "relation to", "references to")  # fmt: skip
LENGTHS = ("characters", "character", "chars", "char", "letters", "digits", "symbols", "long", "items", "entries",
            "words", "elements", "characters long", "chars long", "letters long", "digits long", "in length",
            "characters in length")  # fmt: skip
SKIPPED = frozenset(
    """a an the with of as is are be in that which and , . : type typed value stored must should can a-valid valid length
    number whole it to always only only for ; also from given format kept formatted between characters or""".split()
)
