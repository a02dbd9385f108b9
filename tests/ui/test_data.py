# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the desktop reads about the app is valid, and what can be translated is offered for translation."""

import collections
import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as ET

SOURCE = pathlib.Path(os.environ['DOSSIER_SRCDIR'])
DATA = pathlib.Path(os.environ['DOSSIER_BUILDDIR']) / 'data'
APP_ID = os.environ['DOSSIER_APP_ID']
MARKED = re.compile(r'\b(?:_|N_|C_|NC_|ngettext|dngettext) ?\(\s*"')

# What meson's preset for GLib gives to xgettext.
XGETTEXT = (
    'xgettext', '--from-code=UTF-8', '--add-comments', '--keyword=_', '--keyword=N_', '--keyword=C_:1c,2',
    '--keyword=NC_:1c,2', '--keyword=g_dcgettext:2', '--keyword=g_dngettext:2,3', '--keyword=g_dpgettext2:2c,3',
    '--flag=N_:1:pass-c-format', '--flag=C_:2:pass-c-format', '--flag=NC_:2:pass-c-format',
    '--flag=g_dngettext:2:pass-c-format', '--flag=g_strdup_printf:1:c-format', '--flag=g_set_error:4:c-format',
    '--flag=g_string_append_printf:2:c-format', '--flag=g_print:1:c-format', '--flag=g_printerr:1:c-format',
)

# One keyword of a message in a catalogue, with its strings.
FIELD = re.compile(r'^(msgid|msgid_plural|msgstr(?:\[\d+\])?) (".*"(?:\n".*")*)', re.MULTILINE)

# What printf() takes; the place of an argument may change, its kind may not.
CONVERSION = re.compile(r'%(?:\d+\$)?(s|d|u|lu|<PRI\w+>)')

# What a person types, greps for or looks up reads the same in all languages: options, actions and schemes,
# commands, names that AWS and its files have, and patterns.
TECHNICAL = re.compile(
    r'(?<![\w-])--[a-z][a-z-]*'
    r'|\b(?:arn|aws|iam|inspector2|kms|s3|sts):[\w/-]*'
    r'|“[a-z][a-z0-9/ -]*[a-z0-9/]'
    r'|\b[A-Z0-9]+_[A-Z_]+\b'
    r'|\b[A-Z][a-z]+[A-Z]\w+\b'
    r'|\b(?:AWS|ARN|CSV|IAM|JSON|KMS|SHA-256|TLS|UTF-8|VPC|Amazon|Deny|Inspector|dossier-cli|alias/\w*)'
    r'|\d+(?:\.\d+){3}|\d{4}-\d\d-\d\d'
)


def run(*words):
    return subprocess.run(words, capture_output=True, text=True)


def catalogue(language):
    return str(SOURCE / f'po/{language}.po')


def messages(path):
    """The messages of a catalogue, each a dictionary of its fields; not its header."""
    for entry in run('msgattrib', '--no-obsolete', '--no-wrap', path).stdout.split('\n\n'):
        # The escapes are those of JSON.
        message = {
            field: ''.join(json.loads(line) for line in lines.splitlines()) for field, lines in FIELD.findall(entry)
        }
        if message.get('msgid'):
            yield message


class DataTest(unittest.TestCase):
    def assert_passes(self, *words):
        result = run(*words)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)

    def test_desktop_file(self):
        self.assert_passes('desktop-file-validate', str(DATA / f'{APP_ID}.desktop'))

    def test_metainfo(self):
        self.assert_passes('appstreamcli', 'validate', '--no-net', '--strict', '--explain',
                           str(DATA / f'{APP_ID}.metainfo.xml'))

    def test_metainfo_screenshots_are_in_the_source(self):
        images = ET.parse(DATA / f'{APP_ID}.metainfo.xml').iter('image')
        for image in images:
            path = SOURCE / 'data/screenshots' / image.text.rsplit('/', 1)[1]
            size = run('identify', '-format', '%w %h', str(path)).stdout.split()
            self.assertEqual(size, [image.get('width'), image.get('height')], path)

    def test_schema(self):
        self.assert_passes('glib-compile-schemas', '--strict', '--dry-run', str(DATA))

    def test_icons_are_scalable(self):
        icons = sorted((SOURCE / 'data/icons').rglob('*.svg'))
        self.assertGreater(len(icons), 2)
        for icon in icons:
            root = ET.parse(icon).getroot()
            size = '128' if icon.name == 'dossier.svg' else '16'
            self.assertEqual((root.get('width'), root.get('height')), (size, size), icon)
            self.assertNotIn('image', [element.tag.split('}')[-1] for element in root.iter()], icon)

    def test_every_icon_is_in_the_resource(self):
        listed = (SOURCE / 'src/app/dossier.gresource.xml').read_text()
        for icon in (SOURCE / 'data/icons/symbolic').glob('*.svg'):
            self.assertIn(f'icons/symbolic/{icon.name}', listed)


class TranslationTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.languages = (SOURCE / 'po/LINGUAS').read_text().split()
        cls.template = f'{folder.name}/dossier.pot'
        cls.extraction = run(*XGETTEXT, f'--directory={SOURCE}', f'--files-from={SOURCE / "po/POTFILES"}',
                             f'--output={cls.template}')

    def test_korean_is_there(self):
        self.assertIn('ko', self.languages)

    def test_potfiles(self):
        marked = [
            str(path.relative_to(SOURCE))
            for path in sorted((SOURCE / 'src').rglob('*'))
            if path.suffix in ('.c', '.h', '.blp') and MARKED.search(path.read_text())
        ]
        data = ['data/dossier.desktop.in.in', 'data/dossier.metainfo.xml.in.in']
        self.assertEqual((SOURCE / 'po/POTFILES').read_text().split(), data + marked)

    def test_formats(self):
        for language in self.languages:
            result = run('msgfmt', '--check', '--output-file=/dev/null', catalogue(language))
            self.assertEqual((result.returncode, result.stderr), (0, ''), language)

    def test_every_message_can_be_extracted(self):
        warnings = [line for line in self.extraction.stderr.splitlines() if "extension 'blp' is unknown" not in line]
        self.assertEqual((self.extraction.returncode, warnings), (0, []))
        self.assertGreater(len(list(messages(self.template))), 500)

    def test_catalogues_are_complete(self):
        wanted = collections.Counter(message['msgid'] for message in messages(self.template))
        for language in self.languages:
            have = collections.Counter(message['msgid'] for message in messages(catalogue(language)))
            with self.subTest(language):
                self.assertEqual(sorted((wanted - have).elements()), [], 'missing; ninja dossier-update-po adds them')
                self.assertEqual(sorted((have - wanted).elements()), [], 'no longer used')
                for state in ('--untranslated', '--only-fuzzy', '--only-obsolete'):
                    self.assertEqual(run('msgattrib', state, '--no-location', catalogue(language)).stdout, '', state)

    def test_technical_words_are_kept(self):
        for language in self.languages:
            for message in messages(catalogue(language)):
                source = message.get('msgid_plural', message['msgid'])
                for target in (text for field, text in message.items() if field.startswith('msgstr')):
                    with self.subTest(language=language, message=source):
                        self.assertEqual(sorted(CONVERSION.findall(target)), sorted(CONVERSION.findall(source)))
                        self.assertEqual([word for word in TECHNICAL.findall(source) if word not in target], [])


if __name__ == '__main__':
    unittest.main()
