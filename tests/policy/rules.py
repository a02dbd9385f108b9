# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The evaluation of IAM policies in Python, from the IAM user guide alone.

Rules: "IAM JSON policy elements: Condition operators", "Single-valued vs. multivalued context
keys", "Policy variables", "AWS JSON policy elements: Principal", "Policy evaluation logic".
What is not known is the third value, None; the decision is the one that all of its values give.
"""

import base64
import binascii
import datetime
import ipaddress
import re
from fractions import Fraction


def as_list(value):
    return value if isinstance(value, list) else [value]


def as_text(value):
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def kleene_and(values):
    values = list(values)
    return False if False in values else None if None in values else True


def kleene_or(values):
    values = list(values)
    return True if True in values else None if None in values else False


def kleene_not(value):
    return None if value is None else not value


class Absent(Exception):
    """A policy variable without a value."""


class Open(Exception):
    """A policy variable of which nothing is known."""


class Request:
    def __init__(self, request):
        self.action = request["action"]
        self.resource = request["resource"]
        self.principal = request.get("principal", {})
        self.context = {key.lower(): as_list(value) for key, value in request.get("context", {}).items()}
        self.unknown = {key.lower() for key in as_list(request.get("unknown", []))}

    def values(self, key):
        """The values of a key, none if it is absent; Open if it is not known."""
        if key.lower() in self.unknown:
            raise Open(key)
        return self.context.get(key.lower(), [])


# A pattern is a list of literal characters and of the wildcards ANY and ONE.
ANY, ONE = object(), object()


def pattern_of(text, request, variables):
    out = []
    at = 0
    while at < len(text):
        end = text.find("}", at) if variables and text.startswith("${", at) else -1
        if end >= 0:
            out.extend(variable(text[at + 2:end], request))
            at = end + 1
            continue
        out.append({"*": ANY, "?": ONE}.get(text[at], text[at]))
        at += 1
    return out


def variable(body, request):
    if body in ("*", "?", "$"):
        return body
    name, comma, default = body.partition(",")
    values = request.values(name.strip())
    default = default.strip()
    if len(values) == 1:
        return values[0]
    if comma and not values and len(default) >= 2 and default[0] == default[-1] == "'":
        return default[1:-1]
    raise Absent(name)


def matches(pattern, text, flags=0):
    source = "".join({ANY: ".*", ONE: "."}.get(c) or re.escape(c) for c in pattern)
    return re.fullmatch(source, text, re.DOTALL | flags) is not None


def literal(pattern):
    """Without wildcards: what stands there means itself."""
    return "".join({ANY: "*", ONE: "?"}.get(c, c) for c in pattern)


def arn_parts(pattern):
    parts = [[]]
    for character in pattern:
        if character == ":" and len(parts) < 6:
            parts.append([])
        else:
            parts[-1].append(character)
    return parts


def arn_matches(pattern, text):
    want, have = arn_parts(pattern), text.split(":", 5)
    return len(want) == len(have) == 6 and all(matches(w, h) for w, h in zip(want, have))


def number(text):
    if not re.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)", text):
        raise ValueError(text)
    return Fraction(text)


def instant(text):
    if text.isascii() and text.isdigit():
        return Fraction(text)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        text += "T00:00:00Z"
    when = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    if when.tzinfo is None:
        raise ValueError(text)
    return Fraction(when.timestamp())


def in_network(want, have):
    return ipaddress.ip_address(have) in ipaddress.ip_network(want, strict=False)


def same_bytes(want, have):
    return base64.b64decode(want, validate=True) == base64.b64decode(have, validate=True)


def ordered(read, compare):
    return lambda want, have: compare(read(have), read(literal(want)))


COMPARISONS = {
    "Equals": lambda a, b: a == b,
    "LessThan": lambda a, b: a < b,
    "LessThanEquals": lambda a, b: a <= b,
    "GreaterThan": lambda a, b: a > b,
    "GreaterThanEquals": lambda a, b: a >= b,
}
OPERATORS = {
    "StringEquals": lambda want, have: literal(want) == have,
    "StringEqualsIgnoreCase": lambda want, have: literal(want).casefold() == have.casefold(),
    "StringLike": matches,
    "Bool": lambda want, have: literal(want).lower() == have.lower(),
    "BinaryEquals": lambda want, have: same_bytes(literal(want), have),
    "IpAddress": lambda want, have: in_network(literal(want), have),
    "ArnEquals": arn_matches,
    "ArnLike": arn_matches,
    **{"Numeric" + name: ordered(number, compare) for name, compare in COMPARISONS.items()},
    **{"Date" + name: ordered(instant, compare) for name, compare in COMPARISONS.items()},
}
NEGATED = {
    "StringNotEquals": "StringEquals",
    "StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase",
    "StringNotLike": "StringLike",
    "NumericNotEquals": "NumericEquals",
    "DateNotEquals": "DateEquals",
    "NotIpAddress": "IpAddress",
    "ArnNotEquals": "ArnEquals",
    "ArnNotLike": "ArnLike",
}


def value_matches(operator, want, have, request, variables):
    try:
        textual = operator.startswith(("String", "Arn"))
        return OPERATORS[operator](pattern_of(as_text(want), request, variables and textual), have)
    except Open:
        return None
    except (Absent, ValueError, binascii.Error):
        return False


def condition_holds(name, key, wanted, request, variables):
    quantifier, _, operator = name.rpartition(":")
    if_exists = operator.endswith("IfExists")
    operator = operator.removesuffix("IfExists")
    negated = operator in NEGATED
    operator = NEGATED.get(operator, operator)
    try:
        have = request.values(key)
    except Open:
        return None
    if operator == "Null":
        return any(as_text(value).lower() == ("false" if have else "true") for value in as_list(wanted))
    if not have:
        return if_exists or quantifier == "ForAllValues" or (negated and quantifier == "")

    def one(value):
        found = kleene_or(value_matches(operator, want, value, request, variables) for want in as_list(wanted))
        return kleene_not(found) if negated else found

    every = quantifier == "ForAllValues" or (quantifier == "" and negated)
    return (kleene_and if every else kleene_or)(one(value) for value in have)


def aws_principal_matches(want, have):
    if want in ("*", have):
        return True
    have_parts = have.split(":", 5)
    if len(have_parts) != 6:
        return False
    if ":" not in want:
        return want == have_parts[4]
    want_parts = want.split(":", 5)
    if len(want_parts) != 6 or (want_parts[1], want_parts[4]) != (have_parts[1], have_parts[4]):
        return False
    if want_parts[2] == "iam" and want_parts[5] == "root":
        return True
    session = re.fullmatch(r"assumed-role/([^/]+)/.*", have_parts[5])
    role = re.fullmatch(r"role/(?:.*/)?([^/]+)", want_parts[5])
    return bool(session and role and want_parts[2] == "iam" and have_parts[2] == "sts" and session[1] == role[1])


def principal_matches(named, request):
    if named == "*":
        return True
    for kind, values in named.items():
        have = request.principal.get(kind)
        for value in as_list(values):
            if kind == "AWS" and (value == "*" or (have is not None and aws_principal_matches(value, have))):
                return True
            if kind == "Service" and have is not None and value in ("*", have):
                return True
    return False


def statement_applies(statement, request, variables):
    if "Principal" in statement:
        who = principal_matches(statement["Principal"], request)
    elif "NotPrincipal" in statement:
        who = not principal_matches(statement["NotPrincipal"], request)
    else:
        who = "Service" not in request.principal

    def action(patterns):
        return any(matches(pattern_of(p, request, False), request.action, re.IGNORECASE | re.ASCII) for p in as_list(patterns))

    def resource(patterns):
        found = []
        for text in as_list(patterns):
            try:
                found.append(matches(pattern_of(text, request, variables), request.resource))
            except Open:
                found.append(None)
            except Absent:
                found.append(False)
        return kleene_or(found)

    what = action(statement["Action"]) if "Action" in statement else not action(statement["NotAction"])
    where = resource(statement["Resource"]) if "Resource" in statement else kleene_not(resource(statement["NotResource"]))
    when = [condition_holds(operator, key, wanted, request, variables)
            for operator, keys in statement.get("Condition", {}).items() for key, wanted in keys.items()]
    return kleene_and([who, what, where, *when])


def decide(policy, request):
    """The decision and the statements that it comes from."""
    request = Request(request)
    variables = policy.get("Version") == "2012-10-17"
    applies = [(s["Effect"], statement_applies(s, request, variables)) for s in as_list(policy["Statement"])]

    def those(*wanted):
        return [index for index, one in enumerate(applies) if one in wanted]

    if those(("Deny", True)):
        return "explicitDeny", those(("Deny", True))
    allows = those(("Allow", True))
    if those(("Deny", None)):
        return "unknown", those(("Deny", None)) if allows else those(("Deny", None), ("Allow", None))
    if allows:
        return "allow", allows
    if those(("Allow", None)):
        return "unknown", those(("Allow", None))
    return "implicitDeny", []
