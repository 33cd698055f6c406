"""The words that tell what kind a message is, and those before what is to be said in it."""

from __future__ import annotations

import re

KINDS = (
    ("password reset", r"password\s+reset|reset\s+(?:your|their|the)\s+password|forgot(?:ten)?\s+password", "Reset your password", "Reset password"),
    ("verification", r"verif\w+|confirm\s+(?:your|their)\s+e?-?mail|activation|one-time\s+code", "Confirm your e-mail address", "Confirm address"),
    ("payment reminder", r"(?:invoice|payment|overdue|bill)\w*\s+(?:\w+\s+)?remind\w*|remind\w*\s+(?:\w+\s+){0,5}(?:invoice|payment|bill)|overdue|unpaid|dunning", "Payment reminder", "Pay now"),
    ("order confirmation", r"order\s+confirm\w+|purchase\s+confirm\w+|confirm\w*\s+(?:\w+\s+){0,3}order|receipt", "Your order is confirmed", "View your order"),
    ("booking confirmation", r"(?:booking|reservation|appointment)\s+confirm\w+|confirm\w*\s+(?:\w+\s+){0,3}(?:booking|reservation|appointment)", "Your booking is confirmed", "View your booking"),
    ("shipping notice", r"shipp(?:ed|ing)\b|on\s+its\s+way|dispatch\w*|delivery\s+(?:notice|update|notification)", "Your order is on its way", "Track your order"),
    ("abandoned cart", r"abandoned\s+cart|left\s+in\s+(?:your|their|the)\s+cart", "You left something behind", "Back to your cart"),
    ("invitation", r"invit\w+|save\s+the\s+date", "You are invited", "Reply"),
    ("newsletter", r"newsletter|digest|round-?up", "News", "Read more"),
    ("welcome", r"welcom\w+|onboarding|new\s+(?:users?|customers?|members?|employee|hire)", "Welcome", "Get started"),
    ("job rejection", r"reject\w*|declin\w+\s+(?:\w+\s+){0,3}(?:application|candidate|applicant)", "Your application", ""),
    ("job offer", r"job\s+offer|offer\s+letter", "Your offer", ""),
    ("application", r"job\s+application|cover\s+letter|apply(?:ing)?\s+(?:for|to)|application\s+(?:for|to)", "Application", ""),
    ("recommendation", r"recommendation|reference\s+(?:letter|for)", "Recommendation", ""),
    ("cancellation", r"cancel\w*|terminat\w+", "Cancellation", ""),
    ("resignation", r"resign\w*", "Resignation", ""),
    ("complaint", r"complain\w*", "Complaint", ""),
    ("apology", r"apolog\w+|sorry", "We are sorry", ""),
    ("thank-you", r"thank\w*", "Thank you", ""),
    ("feedback request", r"feedback|review\s+request|survey|ask\w*\s+(?:\w+\s+){0,4}(?:review|rating)", "How did we do?", "Give feedback"),
    ("follow-up", r"follow(?:ing)?[\s-]?up|check(?:ing)?\s+in", "Following up", ""),
    ("sale", r"sale\b|discount|promo\w*|offer\b|black\s+friday|coupon|voucher", "An offer for you", "Shop now"),
    ("announcement", r"announc\w+|launch\w*|introduc\w+|new\s+(?:feature|product|version|release)|update\b|changes?\b|inform\w*", "News", "Read more"),
    ("reminder", r"remind\w*", "A reminder", ""),
    ("request", r"request\w*|ask(?:ing)?\b", "A request", ""),
)  # fmt: skip
"""Kinds of messages: name, the words for it, its subject, and what its button says."""

_CUES = (
    ("question", r"(?:ask(?:s|ing)?\s+(?:(?:them|him|her|customers|users|the\s+\w+|people|everyone|[A-ZÀ-Þ]\w+)\s+)?(?=(?:when|whether|if|how|why|where|what|who)\b))"),
    ("said", r"(?:tell(?:s|ing)?\s+(?:them|him|her|everyone|everybody|people|customers|the\s+\w+)(?=\s+(?:the|our|we|my|i|it|there|this|all|their|you|he|she|they)\b)|(?:e-?mail|message|letter|note|writ(?:e|ing))\s+to\s+(?:[\w'’.-]+\s+){1,6}?that(?=\s+(?:the|our|we|my|i|i['’]m|it|there|this|he|she|they|you|all)\b)|mention(?:s|ing)?\s+that|that\s+says|saying|say|says|tell(?:s|ing)?\s+(?:\w+\s+){0,3}?that|let(?:ting)?\s+(?:\w+\s+){1,3}?know(?:\s+that)?|inform(?:s|ing)?\s+(?:\w+\s+){0,3}?that|explain(?:s|ing)?(?:\s+that)?|announc(?:e|es|ing)(?:\s+that)?|stat(?:e|es|ing)\s+that|writ(?:e|ing)\s+that|add\s+that|remind(?:s|ing)?\s+(?:\w+\s+){0,3}?that)"),
    ("thanks", r"(?:thank(?:s|ing)?(?:[\s-]you)?\s+(?:(?:note|letter|e-?mail|message|card)\s+)?(?:to\s+(?:[\w'’-]+\.?\s+){1,3}?|(?:\w+\s+){0,2}?)for)"),
    ("asked", r"(?:ask(?:s|ing)?\s+(?:(?:my|our|the)\s+\w+\s+)?(?:(?:\w+\.?\s+){1,2}?)?for(?!\s+(?:feedback|reviews?|ratings?)\b))"),
    ("offer", r"(?:,|\band)\s+offer(?:s|ing)?(?:\s+(?:them|him|her))?(?=\s+(?:an?|to|\d|free|our|the)\b)"),
    ("regret", r"(?:,|\band)\s+apologi[sz](?:e|es|ing)(?=\s*(?:[,.;]|and\b|\Z))"),
    ("please", r"(?:ask(?:s|ing)?\s+(?:(?:them|him|her|customers|users|the\s+\w+|people|everyone|readers|you|[a-zà-þ]\w+)\s+)?to|request(?:s|ing)?\s+(?:them\s+)?to|encourag(?:e|es|ing)\s+(?:\w+\s+)?to|remind(?:s|ing)?\s+(?:them|him|her|customers|the\s+\w+|[a-zà-þ]\w+)\s+to)"),
    ("listed", r"(?:with(?=\s+(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten)\s+(?:\w+\s+)?(?:tips|reasons|benefits|facts|ideas|steps)\b)|mention(?:s|ing)?(?!\s+that\b)|includ(?:e|es|ing)|cover(?:s|ing)?|list(?:s|ing)?|highlight(?:s|ing)?|with\s+(?:the\s+)?(?:following\s+)?(?:points|topics|sections|news|items|details|information)\s*:?|points|topics|contents?|sections|news\s+items|agenda|(?:\w+\s+)?(?:tips|steps|reasons|things|facts|updates)\s*:|about|regarding)"),
    ("sorry", r"(?:apologi[sz](?:e|es|ing)\s+(?:to\s+(?:(?:our|all|my|the)\s+)?(?:[\w'’.-]+\s+){1,3}?)?for|apology\s+(?:to\s+(?:(?:our|all|my|the)\s+)?\w+\s+)?for|sorry\s+(?:for|that|about))"),
)  # fmt: skip
CUE = re.compile(
    "|".join(
        rf"(?P<{name}>{chr(92) + 'b' if words[3] not in ',' else ''}{words})(?:(?=\s|:)|(?<=\s){'|(?=[,.;]|' + chr(92) + 'Z)' if name == 'regret' else ''})"
        for name, words in _CUES
    ),
    re.IGNORECASE,
)
