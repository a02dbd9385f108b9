# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Random policies and requests that have something to do with each other."""

SERVICE = "inspector2.amazonaws.com"
ACCOUNTS = ["111122223333", "444455556666", "777788889999"]
USER = "arn:aws:iam::111122223333:user/u"
SESSION = "arn:aws:sts::111122223333:assumed-role/r/s"
ROLES = [USER, "arn:aws:iam::111122223333:role/r", "arn:aws:iam::111122223333:role/path/r", SESSION,
         "arn:aws:iam::111122223333:root", "arn:aws:iam::444455556666:root", "111122223333", "444455556666", "*"]
ACTIONS = ["s3:PutObject", "s3:GetObject", "s3:PutObjectAcl", "s3:AbortMultipartUpload", "s3:DeleteObject"]
ACTION_PATTERNS = [*ACTIONS, "*", "s3:*", "S3:PUT*", "s3:?etObject", "s3:*Object", "s3:Put*l", "kms:*", "s3:putobject"]
RESOURCES = ["arn:aws:s3:::reports/in/a.csv", "arn:aws:s3:::reports/b.csv", "arn:aws:s3:::reports", "arn:aws:s3:::other/é.csv",
             "arn:aws:s3:::reports/u/*"]
RESOURCE_PATTERNS = ["*", "arn:aws:s3:::reports/*", "arn:aws:s3:::reports", "arn:aws:s3:::reports/??/*.csv", "arn:aws:s3:::*",
                     "arn:aws:s3:::Reports/*", "arn:aws:s3:::reports/in/a.csv", "arn:aws:s3:::other/?.csv", "arn:aws:s3:::*/*.csv",
                     "arn:aws:s3:::reports/${test:Folder}/*", "arn:aws:s3:::reports/${test:None, 'in'}/*", "arn:aws:s3:::reports/u/${*}"]

# Key, what a request may have, what a policy may ask, and the operators that fit.
TEXT = ["StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike", "StringNotLike"]
NUMBER = ["NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan",
          "NumericGreaterThanEquals"]
DATE = ["DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals"]
ARN = ["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"]
SOURCES = [f"arn:aws:inspector2:{region}:{account}:report/x1" for region in ("eu-west-1", "eu-west-2") for account in ACCOUNTS]
KEYS = {
    "aws:SourceAccount": (ACCOUNTS, [*ACCOUNTS, "1111*", "*", "????55556666", "${aws:SourceAccount}", "${test:None, '111122223333'}"], TEXT),
    "aws:SourceArn": (SOURCES, [*SOURCES, "arn:aws:inspector2:*:111122223333:report/*", "arn:aws:inspector2:eu-west-?:*:*",
                                "arn:*", "arn:aws:inspector2:eu-west-1:${aws:SourceAccount}:report/*"], ARN + TEXT[4:]),
    "aws:SourceIp": (["192.0.2.1", "192.0.2.129", "2001:db8::1"],
                     ["192.0.2.0/24", "192.0.2.128/25", "192.0.2.1", "2001:db8::/32", "2001:db8::/127", "10.0.0.0/8", "203.0.113.0/25"],
                     ["IpAddress", "NotIpAddress"]),
    "s3:TlsVersion": (["1.1", "1.2", "1.30"], ["1.2", 1.2, "1.3", "-1", "10"], NUMBER),
    "aws:CurrentTime": (["2026-05-01T00:00:00Z", "2026-05-01T12:30:00Z"], ["2026-05-01T00:00:00Z", "2026-05-02T00:00:00Z", "2025-12-31T23:59:59Z"], DATE),
    "aws:SecureTransport": (["true", "false"], ["true", "false", True, False], ["Bool"]),
    "test:Digest": (["aGVsbG8=", "d29ybGQ="], ["aGVsbG8=", "d29ybGQ="], ["BinaryEquals"]),
    "test:Folder": (["in", "u", "In"], ["in", "IN", "i?", "*", "${test:Folder}"], TEXT),
    "aws:TagKeys": (["a", "b", "c"], ["a", "b", "c", "?", "A"], TEXT),
    "s3:x-amz-acl": (["private", "public-read"], ["private", "public-*", "bucket-owner-full-control"], TEXT),
}
MANY = {"aws:TagKeys"}


class Maker:
    def __init__(self, rng, principals=True, unknown=True):
        self.rng = rng
        self.principals = principals
        self.unknown = unknown

    def chance(self, probability):
        return self.rng.random() < probability

    def some(self, values, most=3):
        """One value, alone or in a list, or some."""
        if self.chance(0.5):
            return self.rng.choice(values)
        return self.rng.sample(values, self.rng.randint(1, min(most, len(values))))

    def spelled(self, key):
        return self.rng.choice([key, key, key.lower(), key.upper()])

    def condition(self):
        out = {}
        for _ in range(self.rng.randint(1, 3)):
            key = self.rng.choice(list(KEYS))
            _, wanted, operators = KEYS[key]
            operator = self.rng.choice(operators)
            if self.chance(0.1):
                out.setdefault("Null", {})[key] = self.rng.choice(["true", "false", True, False])
                continue
            if key in MANY:
                operator = self.rng.choice(["ForAllValues:", "ForAnyValue:"]) + operator
            if self.chance(0.25):
                operator += "IfExists"
            keys = out.setdefault(operator, {})
            if key.lower() not in {name.lower() for name in keys}:
                keys[self.spelled(key)] = self.some(wanted)
        return out

    def principal(self):
        choice = self.rng.random()
        if choice < 0.3:
            return "*"
        if choice < 0.75:
            return {"Service": self.some([SERVICE, SERVICE, "cloudtrail.amazonaws.com"])}
        return {"AWS": self.some(ROLES)}

    def statement(self):
        statement = {"Effect": self.rng.choice(["Allow", "Allow", "Deny"])}
        if self.chance(0.08) and statement["Effect"] == "Deny":
            statement["NotPrincipal"] = self.principal()
        else:
            statement["Principal"] = self.principal()
        # Wide ones often, so that it is left to the conditions to decide.
        statement[self.rng.choice(["Action"] * 12 + ["NotAction"])] = "*" if self.chance(0.4) else self.some(ACTION_PATTERNS)
        statement[self.rng.choice(["Resource"] * 12 + ["NotResource"])] = "*" if self.chance(0.4) else self.some(RESOURCE_PATTERNS)
        if self.chance(0.65):
            statement["Condition"] = self.condition()
        members = list(statement.items())
        self.rng.shuffle(members)
        return dict(members)

    def policy(self):
        statements = [self.statement() for _ in range(self.rng.randint(1, 4))]
        for index, statement in enumerate(statements):
            if self.chance(0.5):
                statement["Sid"] = f"s{index}"
        policy = {"Version": "2012-10-17"} if self.chance(0.9) else {}
        policy["Statement"] = statements[0] if len(statements) == 1 and self.chance(0.5) else statements
        return policy

    def request(self):
        request = {"action": self.rng.choice(ACTIONS), "resource": self.rng.choice(RESOURCES)}
        request["principal"] = {"Service": SERVICE}
        if self.principals and self.chance(0.3):
            request["principal"] = {"AWS": self.rng.choice([USER, SESSION, "arn:aws:iam::444455556666:user/v"])}
        context, unknown = {}, []
        for key, (have, _, _) in KEYS.items():
            choice = self.rng.random()
            if choice < 0.6:
                count = self.rng.randint(1, 2) if key in MANY else 1
                context[self.spelled(key)] = self.rng.sample(have, count)
            elif choice < 0.75 and self.unknown:
                unknown.append(key)
        request["context"] = context
        if unknown:
            request["unknown"] = unknown
        return request
