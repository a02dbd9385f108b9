# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window opens on a display and session bus of its own, and its quit key ends the program well."""

import os
import subprocess
import tempfile
import unittest


class WindowTest(unittest.TestCase):
    def setUp(self):
        read, write = os.pipe()
        self.xvfb = subprocess.Popen(
            ['Xvfb', '-displayfd', str(write), '-screen', '0', '1280x800x24', '-nolisten', 'tcp'],
            pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        self.addCleanup(self.stop_xvfb)
        with os.fdopen(read) as pipe:
            display = ':' + pipe.readline().strip()
        home = tempfile.TemporaryDirectory()
        self.addCleanup(home.cleanup)
        self.env = dict(os.environ, DISPLAY=display, GDK_BACKEND='x11', GSK_RENDERER='cairo',
                        LC_ALL='C.UTF-8', HOME=home.name, XDG_RUNTIME_DIR=home.name, ADW_DISABLE_PORTAL='1')
        self.env.pop('WAYLAND_DISPLAY', None)

    def stop_xvfb(self):
        self.xvfb.terminate()
        self.xvfb.wait()

    def test_opens_and_quits(self):
        app = subprocess.Popen(
            ['dbus-run-session', '--', os.environ['DOSSIER_APP']],
            env=self.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.addCleanup(app.stdout.close)
        window = subprocess.run(
            ['xdotool', 'search', '--sync', '--onlyvisible', '--name', '^Dossier$'],
            env=self.env, capture_output=True, text=True, timeout=60, check=True).stdout.split()[0]
        if os.environ.get('DOSSIER_SHOT'):
            subprocess.run(['import', '-window', 'root', os.environ['DOSSIER_SHOT']], env=self.env)
        subprocess.run(['xdotool', 'windowfocus', '--sync', window, 'key', 'ctrl+q'],
                       env=self.env, timeout=60, check=True)
        output, _ = app.communicate(timeout=60)
        self.assertEqual(app.returncode, 0, output)
        self.assertNotIn('CRITICAL', output)
        self.assertNotIn('Adwaita-WARNING', output)


if __name__ == '__main__':
    unittest.main()
