# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The app on a display and a session bus of its own, seen and used through its accessibility tree.

A test says what a person would: find the button of this name, press it, wait for that text. Waiting is bounded and
looks at the tree whenever something may have changed; nothing is slept through.
"""

import atexit
import os
import shutil
import subprocess
import tempfile
import time
import unittest

DEADLINE = 60


def start_display():
    read, write = os.pipe()
    server = subprocess.Popen(
        ['Xvfb', '-displayfd', str(write), '-screen', '0', '1280x800x24', '-nolisten', 'tcp', '-noreset'],
        pass_fds=[write], stderr=subprocess.DEVNULL)
    atexit.register(end, server)
    os.close(write)
    with os.fdopen(read) as pipe:
        os.environ['DISPLAY'] = ':' + pipe.readline().strip()


def start_bus():
    bus = subprocess.Popen(['dbus-daemon', '--session', '--nofork', '--print-address=1'],
                           stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    atexit.register(end, bus)
    os.environ['DBUS_SESSION_BUS_ADDRESS'] = bus.stdout.readline().strip()


def start_keyring():
    """Unlocked, and without a display, so that no prompt waits for somebody. It ends with the bus."""
    env = {name: value for name, value in os.environ.items() if name not in ('DISPLAY', 'WAYLAND_DISPLAY')}
    env.update(HOME=RUNTIME, XDG_DATA_HOME=f'{RUNTIME}/data', XDG_CONFIG_HOME=f'{RUNTIME}/config',
               XDG_CACHE_HOME=f'{RUNTIME}/cache')
    subprocess.run(['gnome-keyring-daemon', '--unlock', '--components=secrets'], env=env, input=b'password',
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)


def end(process):
    process.terminate()
    process.wait()


RUNTIME = tempfile.mkdtemp()
atexit.register(shutil.rmtree, RUNTIME, ignore_errors=True)
os.environ.update(XDG_RUNTIME_DIR=RUNTIME, GDK_BACKEND='x11', GSK_RENDERER='cairo', ADW_DISABLE_PORTAL='1',
                  G_DEBUG='fatal-criticals')
for name in ('WAYLAND_DISPLAY', 'GTK_A11Y', 'NO_AT_BRIDGE', 'DOSSIER_DEBUG'):
    os.environ.pop(name, None)
start_display()
start_bus()
start_keyring()

import gi  # noqa: E402  It connects to the bus that was just started.

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, Gio, GLib  # noqa: E402


def walk(node):
    yield node
    for index in range(node.get_child_count()):
        child = node.get_child_at_index(index)
        if child is not None:
            yield from walk(child)


def is_showing(node):
    return node.get_state_set().contains(Atspi.StateType.SHOWING)


def text_of(node):
    """What a person reads there: its name, or else the text that it holds."""
    return node.get_name() or ('Text' in node.get_interfaces() and Atspi.Text.get_text(node, 0, -1)) or ''


class WindowCase(unittest.TestCase):
    def setUp(self):
        self.home = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.home, ignore_errors=True)
        self.app = None
        self.output = tempfile.TemporaryFile('w+')
        self.addCleanup(self.output.close)

    def start(self, *arguments, size=(1000, 700), **environment):
        # GTK leaks a little each time its accessibility tree is read; test_leaks.py looks for what is ours.
        options = os.environ.get('ASAN_OPTIONS', '')
        env = dict(os.environ, HOME=self.home, LC_ALL='C.UTF-8', ASAN_OPTIONS=f'{options}:detect_leaks=0',
                   XDG_CONFIG_HOME=f'{self.home}/config', XDG_DATA_HOME=f'{self.home}/data',
                   XDG_STATE_HOME=f'{self.home}/state', XDG_CACHE_HOME=f'{self.home}/cache')
        env.update(environment)
        self.app = subprocess.Popen([os.environ['DOSSIER_APP'], *arguments], env=env, stdout=self.output,
                                    stderr=subprocess.STDOUT)
        self.addCleanup(self.kill)
        self.frame = self.wait(self.find_frame, 'a window')
        self.resize(*size)

    def bus_without_keyring(self):
        """A session bus where nobody keeps secrets; what is seen of the app comes here all the same."""
        config = f'{self.home}/bus.conf'
        with open(config, 'w') as file:
            file.write('<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><policy context="default">'
                       '<allow send_destination="*"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>')
        bus = subprocess.Popen(['dbus-daemon', f'--config-file={config}', '--nofork', '--print-address=1'],
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.addCleanup(bus.stdout.close)
        self.addCleanup(end, bus)
        seen = Gio.bus_get_sync(Gio.BusType.SESSION).call_sync(
            'org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus', 'GetAddress', None, None, Gio.DBusCallFlags.NONE, -1)
        return {'DBUS_SESSION_BUS_ADDRESS': bus.stdout.readline().strip(), 'AT_SPI_BUS_ADDRESS': seen.unpack()[0]}

    def kill(self):
        if self.app.poll() is None:
            self.app.kill()
            self.app.wait()

    def find_frame(self):
        for application in (Atspi.get_desktop(0).get_child_at_index(i)
                            for i in range(Atspi.get_desktop(0).get_child_count())):
            if application is not None and application.get_process_id() == self.app.pid:
                for index in range(application.get_child_count()):
                    return application.get_child_at_index(index)
        return None

    def log(self):
        self.output.seek(0)
        return self.output.read()

    def poll(self, condition, what, limit):
        """Returns what condition() gives as soon as that is true, or None after so many seconds."""
        loop = GLib.MainContext.default()
        deadline = time.monotonic() + limit
        while time.monotonic() < deadline:
            if self.app.poll() is not None:
                self.fail(f'the app ended while it was waited for {what}:\n{self.log()}')
            try:
                result = condition()
            except GLib.Error:
                # The tree changed while it was walked.
                result = None
            if result:
                return result
            source = GLib.timeout_add(50, lambda: GLib.SOURCE_REMOVE)
            loop.iteration(True)
            if loop.find_source_by_id(source) is not None:
                GLib.source_remove(source)
        return None

    def wait(self, condition, what):
        result = self.poll(condition, what, DEADLINE)
        if result is None:
            self.snapshot()
            self.fail(f'{what} did not come; there is: {self.describe()}\n{self.log()}')
        return result

    def describe(self):
        return '; '.join(f'{node.get_role_name()} “{text_of(node)}”'
                         for node in walk(self.frame) if is_showing(node) and text_of(node))

    def snapshot(self):
        if os.environ.get('DOSSIER_SHOT'):
            subprocess.run(['import', '-window', 'root', os.environ['DOSSIER_SHOT']], check=False)

    def find(self, name, role=None, within=None):
        return self.wait(lambda: self.look(name, role, within), f'{role or "something"} “{name}”')

    def look(self, name, role=None, within=None):
        for node in walk(within or self.frame):
            if text_of(node) == name and (role is None or node.get_role_name() == role) and is_showing(node):
                return node
        return None

    def look_for_text(self, part):
        for node in walk(self.frame):
            if part in text_of(node) and is_showing(node):
                return node
        return None

    def find_text(self, part):
        return self.wait(lambda: self.look_for_text(part), f'text with “{part}”')

    def press(self, name, role='button', within=None):
        node = self.find(name, role, within)
        self.wait(lambda: node.get_state_set().contains(Atspi.StateType.SENSITIVE), f'“{name}” to be pressed')
        if 'Action' in node.get_interfaces() and Atspi.Action.get_n_actions(node) > 0:
            self.assertTrue(Atspi.Action.do_action(node, 0), f'“{name}” does not react')
        else:
            # GTK offers no action on check and radio buttons.
            self.tab_to(name)
            self.key('space')

    def focused(self):
        for node in walk(self.frame):
            if node.get_state_set().contains(Atspi.StateType.FOCUSED):
                return node
        return None

    def focus_row(self):
        """Goes on by the keyboard until a row of the list has the focus."""
        for _ in range(40):
            node = self.focused()
            if node is not None and node.get_role_name() in ('table row', 'list item') and ': ' in text_of(node):
                return
            self.tab()
        self.fail('the list cannot be reached by the keyboard')

    def focused_name(self):
        node = self.focused()
        return text_of(node) if node is not None else None

    def tab(self):
        """A key that comes while a page slides in may be lost, as a person's would be; then it is pressed again."""
        before = self.focused()
        self.key('Tab')
        self.poll(lambda: self.focused() not in (None, before), 'the focus to move', 5)

    def tab_to(self, name):
        for _ in range(80):
            if self.focused_name() == name:
                return
            self.tab()
        self.fail(f'“{name}” cannot be reached by the keyboard; there is: {self.describe()}')

    def xdotool(self, *words):
        return subprocess.run(['xdotool', *words], check=True, capture_output=True, text=True, timeout=DEADLINE).stdout

    def place(self, width, height):
        """There is no window manager that would give the window a place, a size and the focus."""
        try:
            window = self.xdotool('search', '--sync', '--onlyvisible', '--pid', str(self.app.pid)).split()[-1]
            self.xdotool('windowmove', window, '0', '0', 'windowsize', '--sync', window, str(width), str(height))
            self.xdotool('windowfocus', '--sync', window)
        except subprocess.CalledProcessError:
            # It was not quite there yet.
            return False
        # The window's own first size may come after ours.
        return self.is_placed(width, height)

    def is_placed(self, width, height):
        extents = Atspi.Component.get_extents(self.frame, Atspi.CoordType.SCREEN)
        return (extents.width, extents.height) == (width, height)

    def resize(self, width, height):
        self.wait(lambda: self.place(width, height), f'a window of {width}x{height}')

    def key(self, *keys):
        self.xdotool('key', *keys)

    def type(self, text):
        self.xdotool('type', '--delay', '1', text)

    def quit(self):
        self.key('ctrl+q')
        self.app.wait(timeout=DEADLINE)
        self.assertEqual(self.app.returncode, 0, self.log())
        # As GLib writes them; a sanitizer warns of what it cannot know about fibers.
        self.assertNotRegex(self.log(), r'(WARNING|CRITICAL|ERROR) \*\*')
