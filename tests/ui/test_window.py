# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window opens for everybody: with nothing, with the demo, with an account that does not exist; and it is usable
by its names alone."""

import os
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.dirname(__file__))
from window import Atspi, WindowCase, is_showing, text_of, walk  # noqa: E402

FOCUSABLE = Atspi.StateType.FOCUSABLE


class StartTest(WindowCase):
    def test_nothing_to_ask_as(self):
        self.start()
        self.find('Welcome to Dossier')
        self.press('Look Around with Demo Data')
        self.find_text('Demo data: nothing here is real')
        self.find_text('complete')
        self.quit()

    def test_unknown_account(self):
        self.start('--account', 'nobody')
        self.find('This Account Cannot Be Used')
        self.find_text('nobody')
        self.quit()

    def test_account_and_profile(self):
        result = subprocess.run([os.environ['DOSSIER_APP'], '--account', 'a', '--profile', 'b'],
                                env=dict(os.environ, HOME=self.home), capture_output=True, text=True, timeout=60)
        self.assertEqual(result.returncode, 2, result.stderr)
        self.assertIn('not both', result.stderr)

    def test_unknown_option(self):
        result = subprocess.run([os.environ['DOSSIER_APP'], '--no-such-thing'],
                                env=dict(os.environ, HOME=self.home), capture_output=True, text=True, timeout=60)
        self.assertNotEqual(result.returncode, 0)
        self.assertIn('--no-such-thing', result.stderr)

    def test_account_for_this_run(self):
        self.start()
        self.press('Add an Account…')
        self.find('Access Key ID')
        add = self.find('Add', 'button')
        self.assertFalse(add.get_state_set().contains(Atspi.StateType.SENSITIVE))
        self.key('Escape')
        self.wait(lambda: not self.look('Access Key ID'), 'the dialog to close')
        self.quit()


class NamesTest(WindowCase):
    """A screen reader has nothing else."""

    def assert_all_named(self):
        bare = [f'{node.get_role_name()} in {node.get_parent().get_role_name()} “{text_of(node.get_parent())}”'
                for node in walk(self.frame)
                if is_showing(node) and node.get_state_set().contains(FOCUSABLE) and not text_of(node)
                and node.get_role_name() not in ('scroll pane', 'panel', 'grouping', 'list', 'text')]
        self.assertEqual(bare, [])

    def test_every_page(self):
        self.start('--demo')
        self.find_text('complete')
        self.assert_all_named()
        self.key('alt+2')
        self.find('Which findings?')
        self.assert_all_named()
        self.press('Next')
        self.find('dossier-demo-reports')
        self.assert_all_named()
        self.key('alt+3')
        self.find('No Reports Yet')
        self.assert_all_named()
        self.key('ctrl+question')
        self.find('Keyboard Shortcuts')
        self.assert_all_named()
        self.key('Escape')
        self.wait(lambda: not self.look('Keyboard Shortcuts'), 'the dialog to close')
        self.quit()

    def test_360_pixels(self):
        self.start('--demo', size=(360, 640))
        self.find_text('complete')
        extents = Atspi.Component.get_extents(self.frame, Atspi.CoordType.SCREEN)
        self.assertEqual(extents.width, 360)
        rows = self.wait(lambda: [node for node in walk(self.frame)
                                  if node.get_role_name() == 'list item' and is_showing(node)
                                  and text_of(node).startswith('Critical: ')], 'rows of two lines')
        for node in rows:
            width = Atspi.Component.get_extents(node, Atspi.CoordType.WINDOW).width
            self.assertLessEqual(width, 360)
        self.key('ctrl+e')
        self.find('Which findings?')
        self.press('Next')
        self.find('dossier-demo-reports')
        self.quit()


if __name__ == '__main__':
    unittest.main()
