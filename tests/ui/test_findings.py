# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Findings: what is listed is what the service has, filters do what they say, details leave nothing out, and each
state of the list says which it is."""

import json
import os
import re
import subprocess
import sys
import unittest

sys.path[:0] = [os.path.dirname(__file__), os.path.join(os.path.dirname(__file__), '../support')]
from fake_inspector import FakeInspector, ok, refusal  # noqa: E402
from window import WindowCase, is_showing, text_of, walk  # noqa: E402


class FindingsTest(WindowCase):
    def cli(self, *words):
        """What dossier-cli says of the same world."""
        env = dict(os.environ, HOME=self.home, XDG_CONFIG_HOME=f'{self.home}/config',
                   XDG_DATA_HOME=f'{self.home}/data', XDG_STATE_HOME=f'{self.home}/state')
        result = subprocess.run([os.environ['DOSSIER_CLI'], '--demo', '--json', *words], env=env,
                                capture_output=True, text=True, timeout=120)
        self.assertEqual(result.returncode, 0, result.stderr)
        return json.loads(result.stdout)

    def expected(self, **wanted):
        findings = self.cli('findings', 'list')['findings']
        return [finding for finding in findings
                if all(finding[name] in values for name, values in wanted.items())]

    def complete(self, count):
        return self.find(f'{count:,} · complete · just now')

    def rows(self):
        return [node for node in walk(self.frame)
                if node.get_role_name() == 'table row' and is_showing(node) and ': ' in text_of(node)]

    def test_list_and_severities(self):
        self.start('--demo')
        expected = self.expected()
        self.complete(len(expected))
        for severity in ('Critical', 'High', 'Medium', 'Low'):
            count = sum(finding['severity'] == severity.upper() for finding in expected)
            self.find(f'{severity} {count:,}', 'toggle button')
        self.assertTrue(text_of(self.rows()[0]).startswith('Critical: '))
        self.quit()

    def test_filter_by_severity(self):
        self.start('--demo')
        self.complete(len(self.expected()))
        critical = self.expected(severity=['CRITICAL'])
        both = self.expected(severity=['CRITICAL', 'LOW'])
        self.press(f'Critical {len(critical):,}', 'toggle button')
        self.complete(len(critical))
        self.find('Severity is Critical', 'toggle button')
        self.press('Low', 'toggle button')
        self.complete(len(both))
        self.find('Severity is Critical or Low', 'toggle button')
        self.quit()

    def test_filter_by_chip(self):
        self.start('--demo')
        self.complete(len(self.expected()))
        network = self.expected(type=['NETWORK_REACHABILITY'])
        self.press('Any type', 'toggle button')
        self.press('Network Reachability', 'check box')
        self.complete(len(network))
        self.key('Escape')
        self.find('Type is Network Reachability', 'toggle button')
        self.quit()

    def test_search(self):
        self.start('--demo')
        self.complete(len(self.expected()))
        self.key('ctrl+f')
        self.wait(lambda: self.focused_name() == 'Search', 'the search to have the focus')
        self.type('no such words anywhere')
        self.find('Nothing Found')
        self.key('Escape')
        self.wait(self.rows, 'the rows again')
        self.quit()

    def test_details_leave_nothing_out(self):
        self.start('--demo')
        expected = self.expected()
        self.complete(len(expected))
        row = self.wait(self.rows, 'rows')[0]
        title = re.match(r'Critical: (.*), [^,]*$', text_of(row)).group(1)
        self.focus_row()
        self.key('Return')
        self.find('Everything AWS Tells')
        arn = self.find_text('arn:aws:inspector2:')
        finding = next(f for f in expected if f['findingArn'] == text_of(arn))
        self.assertEqual(finding['title'], title)
        shown = {text_of(node) for node in walk(self.frame)}
        for path, value in self.members(finding):
            self.assertIn(path, shown)
            if isinstance(value, str) and not path.endswith('At'):
                self.assertIn(value, shown)
        self.press('Close the Details')
        self.wait(lambda: not self.look('Everything AWS Tells'), 'the details to close')
        self.quit()

    def members(self, value, path=''):
        if isinstance(value, dict) and value:
            for name, member in value.items():
                plain = re.fullmatch(r'[A-Za-z0-9_-]+', name)
                step = f'{"." if path else ""}{name}' if plain else f'[{json.dumps(name)}]'
                yield from self.members(member, path + step)
        elif isinstance(value, list) and value:
            for index, member in enumerate(value):
                yield from self.members(member, f'{path}[{index}]')
        else:
            yield path, value

    def test_empty_is_not_denied(self):
        self.start('--demo=empty')
        self.find('No Findings')
        self.assertIsNone(self.look('Not Allowed to List Findings'))
        self.quit()


class StateTest(WindowCase):
    """What the demo service never does: a service that refuses, is silent, or stops in the middle."""

    def start_with(self, answers, **environment):
        fake = FakeInspector(answers)
        self.addCleanup(fake.stop)
        self.start_for(fake, **environment)
        return fake

    def start_for(self, fake, **environment):
        os.makedirs(f'{self.home}/.aws', exist_ok=True)
        with open(f'{self.home}/.aws/credentials', 'w') as file:
            file.write('[fake]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = secret\n')
        self.start('--profile', 'fake', '--region', 'eu-central-1', '--endpoint-url', fake.endpoint,
                   **environment)

    def finding(self, number):
        arn = f'arn:aws:inspector2:eu-central-1:111122223333:finding/{number:032x}'
        return {'findingArn': arn, 'awsAccountId': '111122223333', 'type': 'NETWORK_REACHABILITY',
                'severity': 'HIGH', 'status': 'ACTIVE', 'title': f'Port {number} <b>& more</b>',
                'description': 'It is reachable', 'firstObservedAt': 1764000000.0, 'lastObservedAt': 1764000000.0,
                'remediation': {}, 'resources': [{'type': 'AWS_EC2_INSTANCE', 'id': 'i-0123456789abcdef0'}],
                'newMember': {'nobody': 'knows it'}}

    def test_denied(self):
        self.start_with(lambda path, body: refusal(
            403, 'AccessDeniedException', 'User: ann is not authorized to perform: inspector2:ListFindings'))
        self.find('Not Allowed to List Findings')
        self.find('Try Again', 'button')
        self.assertIsNone(self.look('No Findings'))
        self.tab_to('What AWS said')
        self.key('Return')
        self.find_text('Code: AccessDeniedException')
        self.find_text('RequestId: 11112222-fake-request')
        self.quit()

    def test_failed_then_mended(self):
        broken = [True]

        def answer(path, body):
            if broken[0]:
                return refusal(400, 'ValidationException', 'It does not like that')
            return ok({'findings': [self.finding(1)]}) if path == '/findings/list' else ok({'responses': []})

        self.start_with(answer)
        self.find('Findings Could Not Be Read')
        broken[0] = False
        self.press('Try Again')
        self.find('High: Port 1 <b>& more</b>, i-0123456789abcdef0', 'table row')
        self.quit()

    def test_incomplete_is_told(self):
        def answer(path, body):
            if path != '/findings/list' or body.get('nextToken'):
                return refusal(400, 'ValidationException', 'No more of this')
            return ok({'findings': [self.finding(number) for number in range(3)], 'nextToken': 'more'})

        self.start_with(answer)
        self.find_text('Reading stopped after 3 findings')
        self.find_text('incomplete')
        self.quit()

    def test_silent(self):
        self.start_with(lambda path, body: None)
        self.find('Reading Findings')
        self.press('Stop Reading')
        self.find('Reading Was Stopped')
        self.quit()

    def test_unknown_members_are_shown(self):
        self.start_with(lambda path, body: ok({'findings': [self.finding(1)]})
                        if path == '/findings/list' else ok({'responses': []}))
        self.find('High: Port 1 <b>& more</b>, i-0123456789abcdef0', 'table row')
        self.focus_row()
        self.key('Return')
        self.find('newMember.nobody')
        self.find('knows it')
        self.quit()

    def clock_ahead(self, seconds):
        """For the app it is so much later."""
        options = os.environ.get('ASAN_OPTIONS', '')
        return {'LD_PRELOAD': os.environ['DOSSIER_CLOCK_AHEAD'], 'CLOCK_AHEAD': str(seconds),
                'ASAN_OPTIONS': f'{options}:detect_leaks=0:verify_asan_link_order=0'}

    def shown_row(self):
        return self.look('High: Port 1 <b>& more</b>, i-0123456789abcdef0', 'table row')

    def test_kept_findings_outlive_a_refusal(self):
        """The next day nobody may list findings: those of yesterday are there, and say that they are old."""
        refuses = []

        def answer(path, body):
            if refuses:
                return refusal(403, 'AccessDeniedException', 'User: ann is not authorized')
            return ok({'findings': [self.finding(1)]}) if path == '/findings/list' else ok({'responses': []})

        fake = self.start_with(answer)
        self.find('1 · complete · just now')
        self.quit()

        refuses.append(True)
        self.start_for(fake, **self.clock_ahead(7200))
        self.wait(self.shown_row, 'the kept finding')
        self.find('1 · read 2 hours ago')
        self.find_text('These findings were read 2 hours ago and not since')
        self.find('High 1', 'toggle button')
        self.assertIsNone(self.look('Not Allowed to List Findings'))
        self.assertIsNone(self.look_for_text('complete'))
        self.quit()

    def test_kept_findings_while_reading_anew(self):
        silent = []

        def answer(path, body):
            if silent:
                return None
            return ok({'findings': [self.finding(1)]}) if path == '/findings/list' else ok({'responses': []})

        fake = self.start_with(answer)
        self.find('1 · complete · just now')
        self.quit()

        silent.append(True)
        self.start_for(fake)
        self.wait(self.shown_row, 'the kept finding')
        self.find('1 · read just now · reading again')
        self.press('Stop Reading')
        self.find('1 · read just now')
        self.quit()

    def test_part_outlives_quitting(self):
        """Whoever quits in the middle finds what came, and that it is not all."""
        refuses = []

        def answer(path, body):
            if refuses:
                return refusal(403, 'AccessDeniedException', 'User: ann is not authorized')
            if path != '/findings/list':
                return ok({'responses': []})
            if body.get('nextToken'):
                return None
            return ok({'findings': [self.finding(number) for number in range(3)], 'nextToken': 'more'})

        fake = self.start_with(answer)
        self.wait(self.shown_row, 'a finding')
        self.quit()

        refuses.append(True)
        self.start_for(fake)
        self.wait(self.shown_row, 'a kept finding')
        self.find('3 · incomplete · read just now')
        self.quit()

    def test_without_keyring(self):
        def answer(path, body):
            return ok({'findings': [self.finding(1)]}) if path == '/findings/list' else ok({'responses': []})

        bus = self.bus_without_keyring()
        self.start_with(answer, **bus)
        self.find_text('Findings are kept in memory only')
        self.find('1 · complete · just now')
        self.quit()


if __name__ == '__main__':
    unittest.main()
