# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the desktop reads about the app is valid, and what can be translated is offered for translation."""

import os
import pathlib
import re
import subprocess
import unittest
import xml.etree.ElementTree as ET

SOURCE = pathlib.Path(os.environ['DOSSIER_SRCDIR'])
DATA = pathlib.Path(os.environ['DOSSIER_BUILDDIR']) / 'data'
APP_ID = os.environ['DOSSIER_APP_ID']
MARKED = re.compile(r'\b(?:_|N_|C_|NC_|ngettext|dngettext) ?\(\s*"')


def run(*words):
    return subprocess.run(words, capture_output=True, text=True)


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
    def test_potfiles(self):
        marked = [
            str(path.relative_to(SOURCE))
            for path in sorted((SOURCE / 'src').rglob('*'))
            if path.suffix in ('.c', '.h', '.blp') and MARKED.search(path.read_text())
        ]
        data = ['data/dossier.desktop.in.in', 'data/dossier.metainfo.xml.in.in']
        self.assertEqual((SOURCE / 'po/POTFILES').read_text().split(), data + marked)

    def test_languages_are_well_formed(self):
        languages = (SOURCE / 'po/LINGUAS').read_text().split()
        self.assertIn('ko', languages)
        for language in languages:
            result = run('msgfmt', '--check', '--output-file=/dev/null', str(SOURCE / f'po/{language}.po'))
            self.assertEqual(result.returncode, 0, result.stderr)

    def test_the_window_is_translated(self):
        for language in (SOURCE / 'po/LINGUAS').read_text().split():
            missing = run('msgattrib', '--untranslated', str(SOURCE / f'po/{language}.po')).stdout
            self.assertEqual(re.findall(r'^#: .*\b(?:src/app|data)/.*$', missing, re.MULTILINE), [], language)


if __name__ == '__main__':
    unittest.main()
