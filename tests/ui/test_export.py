# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An export from the window to the file, once with the pointer's means and once by the keyboard alone; and what is
refused says why."""

import csv
import hashlib
import json
import os
import pathlib
import sys
import unittest

sys.path.insert(0, os.path.dirname(__file__))
from window import Atspi, WindowCase, text_of  # noqa: E402


class ExportTest(WindowCase):
    def count(self):
        """Of findings, as the window says it."""
        node = self.find_text('complete')
        return int(text_of(node).split(' ')[0].replace(',', ''))

    def report(self, extension):
        files = list(pathlib.Path(self.home, 'Downloads').iterdir())
        self.assertEqual([file.suffix for file in files], [extension])
        return files[0]

    def test_csv(self):
        self.start('--demo')
        count = self.count()
        self.press('Export…')
        self.find(f'{count:,} findings')
        self.press('Next')
        self.press('dossier-demo-reports', 'radio button')
        self.find('s3://dossier-demo-reports/REPORT-ID.csv')
        self.press('Next')
        self.press('dossier-reports', 'radio button')
        self.press('Export')
        self.find('Inspector Is Writing the Report')
        self.find('The Report Is There, and Whole')

        report = self.report('.csv')
        with report.open(newline='') as file:
            self.assertEqual(len(list(csv.DictReader(file))), count)
        self.find(hashlib.sha256(report.read_bytes()).hexdigest())
        self.find(str(report))

        self.key('alt+3')
        self.find(f'{count:,} findings · CSV · whole')
        self.quit()

    def test_json_by_the_keyboard(self):
        self.start('--demo')
        count = self.count()
        self.key('ctrl+e')
        self.find('Which findings?')
        self.tab_to('JSON')
        self.key('space')
        self.tab_to('Next')
        self.key('Return')
        self.find('dossier-demo-reports')
        self.tab_to('dossier-demo-reports')
        self.key('space')
        self.find('s3://dossier-demo-reports/REPORT-ID.json')
        self.tab_to('Next')
        self.key('Return')
        self.find('dossier-reports')
        self.tab_to('dossier-reports')
        self.key('space')
        self.tab_to('Export')
        self.key('Return')
        self.find('The Report Is There, and Whole')
        self.assertEqual(len(json.loads(self.report('.json').read_text())['findings']), count)
        self.quit()

    def test_what_cannot_be_chosen_says_why(self):
        self.start('--demo')
        self.count()
        self.key('ctrl+e')
        self.press('Next')
        self.find_text('It is in another Region')
        self.assertIsNone(self.look('dossier-demo-elsewhere', 'radio button'))
        self.press('dossier-demo-reports', 'radio button')
        self.press('Next')
        for reason in ('It is not enabled (Disabled)', 'It is not enabled (PendingDeletion)',
                       'It is not a symmetric key (RSA_2048)', 'It is managed by AWS'):
            self.find_text(reason)
        for refused in ('disabled', 'retired', 'signing', 'imported', 'aws/s3'):
            self.find(refused)
            self.assertIsNone(self.look(refused, 'radio button'))
        self.quit()

    def test_back_loses_nothing(self):
        self.start('--demo')
        self.count()
        self.key('ctrl+e')
        self.press('JSON', 'radio button')
        self.press('Next')
        self.press('dossier-demo-archive', 'radio button')
        self.press('Next')
        self.find('With which key?')
        self.press('Back')
        self.find('Into which bucket?')
        self.find('s3://dossier-demo-archive/REPORT-ID.json')
        self.press('Back')
        node = self.find('JSON', 'radio button')
        self.assertTrue(node.get_state_set().contains(Atspi.StateType.CHECKED))
        self.quit()

    def test_bucket_that_refuses_inspector(self):
        self.start('--demo')
        self.count()
        self.key('ctrl+e')
        self.press('Next')
        self.press('dossier-demo-archive', 'radio button')
        self.press('Next')
        self.press('dossier-reports', 'radio button')
        self.press('Export')
        self.find('Try Again', 'button')
        self.assertFalse(pathlib.Path(self.home, 'Downloads').exists()
                         and list(pathlib.Path(self.home, 'Downloads').iterdir()))
        self.press('Back')
        self.find('With which key?')
        self.key('alt+3')
        self.find_text('failed')
        self.quit()

    def test_cancel(self):
        self.start('--demo')
        self.count()
        self.key('ctrl+e')
        self.press('Next')
        self.press('dossier-demo-reports', 'radio button')
        self.press('Next')
        self.press('dossier-reports', 'radio button')
        self.press('Export')
        self.find('Inspector Is Writing the Report')
        self.press('Cancel the Report')
        self.find('The Report Was Cancelled')
        self.assertEqual(list(pathlib.Path(self.home).glob('Downloads/*')), [])
        self.quit()


if __name__ == '__main__':
    unittest.main()
