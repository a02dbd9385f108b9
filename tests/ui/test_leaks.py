# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The app through its pages and out again with the keyboard alone, for a sanitizer to look for what is left behind.

Without an accessibility bus: what GTK leaves behind there is not ours, and hides what is.
"""

import os
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.dirname(__file__))
from window import WindowCase  # noqa: E402


# The colour of what is critical, which is seen once findings are.
CRITICAL = bytes.fromhex('a51d2d')


class LeaksTest(WindowCase):
    def find_frame(self):
        try:
            return self.xdotool('search', '--onlyvisible', '--pid', str(self.app.pid)).split()[-1:]
        except subprocess.CalledProcessError:
            return None

    def is_placed(self, width, height):
        geometry = self.xdotool('getwindowgeometry', self.frame[0])
        return f'Geometry: {width}x{height}' in geometry

    def picture(self):
        return subprocess.run(['import', '-window', 'root', '-depth', '8', 'rgb:-'], check=True, capture_output=True).stdout

    def settle(self):
        """Until three pictures in a row are the same."""
        pictures = []
        self.wait(lambda: pictures.append(self.picture()) or (len(pictures) > 2 and len(set(pictures[-3:])) == 1),
                  'a window that stands still')

    def describe(self):
        return 'a window'

    def test_every_page(self):
        # Slow, and the only way to see who called into GTK, which keeps no frame pointers.
        options = os.environ.get('ASAN_OPTIONS', '')
        self.start('--demo', GTK_A11Y='none', ASAN_OPTIONS=f'{options}:detect_leaks=1:fast_unwind_on_malloc=0:malloc_context_size=30')
        self.wait(lambda: CRITICAL in self.picture(), 'findings')
        self.settle()
        for keys in (('Tab', 'Tab', 'Down'), ('Return',), ('Escape',), ('ctrl+e',), ('alt+3',), ('ctrl+question',),
                     ('Escape',), ('alt+1',)):
            self.key(*keys)
            self.settle()
        self.quit()


if __name__ == '__main__':
    unittest.main()
