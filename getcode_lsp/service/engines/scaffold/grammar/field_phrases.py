"""The words around the name of a field or of what it refers to."""

from __future__ import annotations

DETERMINERS = frozenset(
    """a an the its their his her my our your one some this these also just single own exactly each every to
    and simple corresponding respective""".split()
)
BELONGS = ("belongs to", "belong to", "belonging to", "belonged to", "is part of", "are part of", "is owned by",
            "are owned by", "owned by", "which belongs to", "that belongs to", "that belong to", "which belong to",
            "is child of", "is a child of", "refers to", "is tied to", "reference a", "reference an", "reference the", "references a", "references an", "refer to")  # fmt: skip
MANY = ("many", "multiple", "several", "one or more", "zero or more", "any number of", "a number of", "lots of",
         "a lot of", "one or multiple", "various", "numerous", "a collection of", "more than one", "0 or more", "1 or more",
         "one or many", "zero or many")  # fmt: skip
HAVE = ("has", "have", "having", "can have", "may have", "could have", "will have", "should have", "must have",
         "stores", "store", "records", "record", "holds", "hold", "keeps", "needs", "need", "carries",
         "contains", "contain", "can contain", "includes", "include", "can include", "owns", "can own")  # fmt: skip
BE = (
    "is",
    "are",
    "was",
    "were",
    "be",
    "being",
    "gets",
    "must be",
    "can be",
    "may be",
    "should be",
    "has been",
    "that is",
)
LINKS = ("to", "by", "with", "in", "from", "for", "on", "at", "under", "of", "into", "about")
SURE_LINKS = ("to a", "to an", "to one", "with a", "with an", "by a", "by an", "for a", "for an")
WHETHER = ("whether it is", "whether it's", "whether they are", "whether it has been", "whether it was",
            "whether the", "whether he is", "whether she is", "whether he", "whether she", "whether i", "whether we", "whether they",
            "if she", "if he", "if i", "if we", "if they", "whether it", "if it", "whether", "if it is", "if it's", "if they are",
            "flag for whether it is", "flag indicating whether it is", "flag indicating if it is",
            "flag for whether it's", "indicator whether it is", "indication whether it is",
            "flag that says whether it is", "flag saying whether it is", "flag telling whether it is",
            "flag whether it is", "boolean whether it is", "boolean indicating whether it is",
            "boolean for whether it is", "boolean telling whether it is", "flag if it is", "flag showing whether it is",
            "flag to indicate whether it is", "flag to mark it as", "flag marking it as")  # fmt: skip
STOPS = frozenset(
    """as which that who from between with must should can may could defaulting default defaults required optional
    unique either ranging being is are eg ie like such using mandatory nullable via if when called because
    e.g so limited written through but not varchar references where indicating showing telling saying""".split()
)
STOP_PHRASES = ("at least", "at most", "up to", "one of", "no more than", "no less than", "more than", "less than",
                 "greater than", "in the", "in a", "on a", "for the", "for a", "for each", "to be", "per default", "by default",
                 "set by", "given by", "non-negative", "and can", "measured in", "expressed in", "stored as",
                 "they belong", "it belongs", "he belongs", "she belongs", "exactly", "non-empty", "not null", "foreign key", "primary key")  # fmt: skip
