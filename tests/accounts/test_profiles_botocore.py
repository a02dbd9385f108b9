# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files of profiles, read by us and by botocore's configloader and credential chain."""

import json
import os
import random
import subprocess
import tempfile
import unittest
import unittest.mock

import botocore.configloader
import botocore.exceptions
import botocore.session

TOOL = os.path.join(os.environ["DOSSIER_BUILDDIR"], "tests", "accounts", "profile-tool")
FILES = 2000
ROLE_KEYS = {"role_arn": "RoleArn", "external_id": "ExternalId", "role_session_name": "RoleSessionName",
             "duration_seconds": "DurationSeconds", "mfa_serial": "SerialNumber"}

HEADERS = ["default", "profile default", "profile a", 'profile "a"', "profile 'two words'", 'profile "two words"',
           "profile b", "profile  b", 'profile "b', "profile b c", r"profile a\ b", r'profile "q\"q"', "profileb x",
           "sso-session s", "services v", "preview", "DEFAULT", "a", "two words", "  spaced  ", "x]y", "#no"]
KEYS = ["region", "output", "s3", "endpoint_url", "aws_account_id", "a b", "x", "y", "aws_session_token",
        "aws_security_token", "services", "with.dot", "schlüssel"]
ID, SECRET = "aws_access_key_id", "aws_secret_access_key"
OTHER_WAYS = ["role_arn = arn:aws:iam::1:role/r\nsource_profile = other", "web_identity_token_file = /nowhere",
              "sso_account_id = 111122223333", "sso_role_name = r", "credential_process = /bin/false",
              "sso_session = s", "sso_start_url = https://example.com"]
VALUES = ["eu-central-1", "a = b", "x # not a comment", "x ; nor this", "", "a:b", "=", '"quoted"', "%(x)s", "ü", "[x]"]


def generate(chance, credentials):
    """Text with all that the format has, and sometimes what it has not."""
    lines = []
    if chance.random() < 0.03:
        lines.append(chance.choice(["region = nowhere", "junk", "  indented", "# comment", ""]))
    headers = HEADERS[:] if not credentials else ["default", "a", "b", "two words", "q\"q", "profile a", "DEFAULT", "x"]
    chance.shuffle(headers)
    if chance.random() < 0.03:
        headers.insert(1, headers[0])
    for header in headers[:chance.randrange(2, 8)]:
        lines.append(chance.choice([""] * 30 + [" ", "\t"]) + f"[{header}]" + chance.choice(["", "", " ", " trailing", " # c"]))
        keys = chance.sample(KEYS, chance.randrange(0, 4))
        if chance.random() < 0.7:
            keys += [ID, SECRET][:chance.choice([1, 2, 2, 2])]
        if chance.random() < 0.01 and keys:
            keys.append(keys[0].upper())
        chance.shuffle(keys)
        for key in keys:
            indent = chance.choice(["", "", "", "  ", "\t"])
            equals = chance.choice(["=", " = ", ":", " : ", "= ", "\t=\t"])
            value = f"V{chance.randrange(1000)}" if key in (ID, SECRET) else chance.choice(VALUES)
            lines.append(indent + chance.choice([key, key, key, key.upper(), key.title()]) + equals + value)
            kind = chance.random()
            if kind < 0.1 and key not in (ID, SECRET):
                lines += [chance.choice(["    ", "\t\t\t", "   "]) + chance.choice(["k = v", "more", "k=v=w", "; c", "# c"])
                          for _ in range(chance.randrange(1, 4))]
            elif kind < 0.2:
                lines.append(chance.choice(["", "   ", "# comment", "; comment", "   # comment"]))
            elif kind < 0.205:
                lines.append(chance.choice(["no delimiter", "= no key", "[", "[]"]))
        if chance.random() < 0.06:
            lines.append(chance.choice(OTHER_WAYS))
    end = chance.choice(["\n", "\n", "\n", "\r\n", "\r"])
    return end.join("\n".join(lines).split("\n")) + chance.choice(["", end])


def peer_credentials(paths, profile):
    """What botocore's chain finds in the files, or None where it goes another way."""
    session = botocore.session.Session(profile=profile)
    try:
        found = session.get_credentials()
    except (botocore.exceptions.BotoCoreError, OSError):
        return None
    if found is None or found.method not in ("shared-credentials-file", "config-file"):
        return None
    return found.access_key, found.secret_key, found.token


class Profiles(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tool = subprocess.Popen([TOOL], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")
        cls.folder = tempfile.TemporaryDirectory()
        cls.paths = {name: os.path.join(cls.folder.name, name) for name in ("config", "credentials")}
        kept = {k: v for k, v in os.environ.items() if not k.startswith("AWS_")}
        cls.environment = unittest.mock.patch.dict(os.environ, {
            **kept, "AWS_CONFIG_FILE": cls.paths["config"], "AWS_SHARED_CREDENTIALS_FILE": cls.paths["credentials"],
            "AWS_EC2_METADATA_DISABLED": "true", "HOME": cls.folder.name}, clear=True)
        cls.environment.start()

    @classmethod
    def tearDownClass(cls):
        cls.environment.stop()
        cls.tool.communicate("", timeout=30)
        cls.folder.cleanup()
        assert cls.tool.returncode == 0, cls.tool.returncode

    def ask(self, config, credentials, profile, source=False):
        for name, text in (("config", config), ("credentials", credentials)):
            with open(self.paths[name], "w", encoding="utf-8", newline="") as file:
                file.write(text)
        self.tool.stdin.write(json.dumps({**self.paths, "profile": profile, "source": source}) + "\n")
        self.tool.stdin.flush()
        return json.loads(self.tool.stdout.readline())

    def peer(self):
        return [botocore.configloader.raw_config_parse(self.paths[name], parse_subsections=False)
                for name in ("config", "credentials")]

    def test_the_same_as_botocore(self):
        chance = random.Random(20260101)
        seen = {"refused file": 0, "keys": 0, "no keys": 0, "token": 0, "region": 0, "block": 0,
                "key of lines": 0}
        for number in range(FILES):
            config, credentials = generate(chance, False), generate(chance, True)
            profile = chance.choice(["default", "a", "b", "two words", 'q"q', "a b"])
            with self.subTest(number=number, config=config, credentials=credentials, profile=profile):
                ours = self.ask(config, credentials, profile)
                try:
                    raw = self.peer()
                except botocore.exceptions.ConfigParseError:
                    seen["refused file"] += 1
                    self.assertIn("error", ours)
                    continue
                self.assertEqual([ours.get("config"), ours.get("credentials")], raw, ours.get("error"))
                seen["block"] += any(v.startswith("\n") for file in raw for section in file.values()
                                     for v in section.values())

                expected = botocore.configloader.build_profile_map(raw[0])["profiles"]
                for name, values in raw[1].items():
                    expected.setdefault(name, {}).update(values)
                self.assertEqual(ours["profiles"], sorted(expected, key=lambda name: name.encode()))
                self.assertEqual(ours.get("region"), expected.get(profile, {}).get("region"))
                seen["region"] += "region" in ours

                try:
                    botocore.session.Session(profile=profile).full_config
                except botocore.exceptions.ConfigParseError:
                    # A block that no one asked for is not well formed; we read the rest.
                    continue
                found = peer_credentials(self.paths, profile)
                lines = found is not None and any(isinstance(v, dict) or "\n" in (v or "") for v in found)
                seen["key of lines"] += lines
                if found is None or lines:
                    seen["no keys"] += 1
                    self.assertNotIn("id", ours)
                    self.assertIn(profile, ours["refused"])
                else:
                    seen["keys"] += 1
                    seen["token"] += bool(found[2])
                    self.assertEqual((ours.get("id"), ours.get("secret"), ours.get("token", "")),
                                     (*found[:2], found[2] or ""), ours.get("refused"))
        self.assertGreater(min(seen.values()), 25, seen)

    def test_other_ways_name_their_key(self):
        for key in ("web_identity_token_file", "login_session", "credential_process",
                    "role_arn = arn:aws:iam::111122223333:role/r\ncredential_source = EcsContainer\ncredential_source"):
            key, text = key.rpartition("\n")[2], key
            with self.subTest(key=key):
                answer = self.ask(f"[profile p]\n{text} = Ec2InstanceMetadata\n".replace("credential_source = EcsContainer\n", ""), "[other]\n", "p")
                self.assertIn(key, answer["refused"])
                self.assertIn("export-credentials", answer["refused"])

    def test_a_role_wins_over_keys(self):
        answer = self.ask("[profile p]\nrole_arn = arn:aws:iam::111122223333:role/r\n",
                          f"[p]\n{ID} = AKIA\n{SECRET} = s3cr3t\n", "p")
        self.assertIn("role_arn", answer["refused"])
        self.assertNotIn("s3cr3t", json.dumps(answer["refused"]))

    def chain(self, config, credentials, profile):
        """The roles from a profile to the keys behind them, as ours tells them; None where it refuses."""
        roles, source = [], False
        while True:
            ours = self.ask(config, credentials, profile, source)
            if "chain" in ours or "refused" in ours:
                return None
            if "way" not in ours:
                return roles, ours["id"]
            way = ours["way"]
            roles.append({name: way[name] for name in ROLE_KEYS if name in way})
            if "source_profile" not in way:
                return roles, "AKIAENV"
            profile, source = way["source_profile"], True

    def peer_chain(self, profile):
        """The same of botocore, which resolves sources before it sends anything."""
        try:
            found = botocore.session.Session(profile=profile).get_credentials()
        except (botocore.exceptions.BotoCoreError, OSError):
            return None
        roles = []
        while found is not None and hasattr(found, "_refresh_using"):
            refresh = found._refresh_using
            fetcher = getattr(refresh, "_refresh", refresh).__self__  # one that asks for a code is wrapped
            if not hasattr(fetcher, "_source_credentials"):
                return None
            sent = dict(fetcher._assume_kwargs)
            roles.append({ours: sent[theirs] for ours, theirs in ROLE_KEYS.items()
                          if theirs in sent and not (ours == "role_session_name" and sent[theirs].startswith("botocore-session-"))})
            found = fetcher._source_credentials
        return (roles, found.access_key) if found is not None else None

    def test_the_same_roles_as_botocore(self):
        chance = random.Random(20260202)
        seen = {"refused": 0, "keys": 0, "one role": 0, "chain": 0}
        with unittest.mock.patch.dict(os.environ, AWS_ACCESS_KEY_ID="AKIAENV", AWS_SECRET_ACCESS_KEY="s"):
            for number in range(FILES // 4):
                names = ["a", "b", "c", "d"]
                lines, keys = [], []
                for name in names:
                    lines.append(f"[profile {name}]")
                    if chance.random() < 0.7:
                        lines.append(f"role_arn = arn:aws:iam::111122223333:role/{name}")
                        lines += [f"source_profile = {chance.choice([*names, 'nobody'])}"] * (chance.random() < 0.85)
                        lines += ["credential_source = Environment"] * (chance.random() < 0.15)
                        lines += [f"{key} = {value}" for key, value in (("external_id", "e:1"), ("role_session_name", "me"),
                                  ("duration_seconds", "900"), ("mfa_serial", "arn:aws:iam::111122223333:mfa/me"))
                                  if chance.random() < 0.3]
                    if chance.random() < 0.5:
                        target = chance.choice([lines, keys])
                        target += [f"[{name}]"] * (target is keys) + [f"{ID} = AKIA{name.upper()}", f"{SECRET} = s"]
                config, credentials = "\n".join(lines) + "\n", "\n".join(keys) + "\n"
                profile = chance.choice(names)
                with self.subTest(number=number, config=config, credentials=credentials, profile=profile):
                    ours = self.chain(config, credentials, profile)
                    theirs = self.peer_chain(profile)
                    self.assertEqual(ours, theirs)
                    seen["refused" if ours is None else ("keys", "one role")[len(ours[0])] if len(ours[0]) < 2 else "chain"] += 1
        self.assertGreater(min(seen.values()), 10, seen)

    def test_a_circle_is_named(self):
        config = "".join(f"[profile {a}]\nrole_arn = arn:aws:iam::111122223333:role/{a}\nsource_profile = {b}\n" for a, b in ("ab", "bc", "ca"))
        self.assertIn("“a” → “b” → “c” → “a”", self.ask(config, "", "a")["chain"])

    def test_identity_center(self):
        session = "[sso-session s]\nsso_start_url = https://d.awsapps.com/start\nsso_region = eu-central-1\n"
        mine = "sso_account_id = 111122223333\nsso_role_name = R\n"
        whole = {"sso_start_url": "https://d.awsapps.com/start", "sso_region": "eu-central-1", "sso_account_id": "111122223333",
                 "sso_role_name": "R"}
        legacy = "sso_start_url = https://d.awsapps.com/start\nsso_region = eu-central-1\n"
        for text in (f"{session}[profile p]\nsso_session = s\n{mine}", f"[profile p]\n{legacy}{mine}",
                     f"{session}[profile p]\nsso_session = s\n{legacy}{mine}"):
            self.assertEqual(self.ask(text, "", "p").get("way"), whole, text)
        for text, word in ((f"[profile p]\nsso_session = s\n{mine}", "sso-session s"), (f"[profile p]\n{mine}", "sso_start_url"),
                           (f"{session}[profile p]\nsso_session = s\nsso_role_name = R\n", "sso_account_id"),
                           (f"{session}[profile p]\nsso_session = s\nsso_region = us-east-1\n{mine}", "sso_region differs")):
            self.assertIn(word, self.ask(text, "", "p")["refused"])
            with self.assertRaises(botocore.exceptions.BotoCoreError):
                botocore.session.Session(profile="p").get_credentials()

    def test_a_bad_line_is_counted_and_not_shown(self):
        answer = self.ask(f"# one\n[default]\n\n{ID} = x\ns3cr3twithoutakey\n", "", "default")
        self.assertIn("line 5", answer["error"])
        self.assertNotIn("s3cr3t", answer["error"])
