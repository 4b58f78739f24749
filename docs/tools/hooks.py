"""What MkDocs calls while it builds the site.

The site is made of docs/, and of files elsewhere in the repository: pages of algorithms that
`reference.py` has written, CHANGELOG.md, icons and drawings of the plugin. On the pages, links out
of docs/ lead to these where they are part of the site, and to the repository otherwise.
"""

import configparser
import json
import posixpath
import re
from pathlib import Path

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "build" / "reference"

# A list or a table that is still text: here they need an empty line before them.
_UNREAD = re.compile(r"<p>(?:(?!</p>).)*?\n((?:- |\d+\. |\| )[^\n]*)", re.S)

# A link in Markdown that leads out of a page's folder.
_UPWARD = re.compile(r"\]\((\.\./[^)#\s]*)(#[^)\s]*)?\)")


def on_config(config):
    """Take the addresses from metadata.txt, and the reference into the navigation."""
    metadata = configparser.ConfigParser(interpolation=None)
    metadata.read(ROOT / "metadata.txt", encoding="utf-8")
    general = metadata["general"]
    config.site_url = general["homepage"].rstrip("/") + "/"
    config.extra["repository"] = general["repository"].rstrip("/")
    config.copyright = f"Version {general['version']}, licence {general['license']}"
    config.extra["social"] = [
        {"icon": "fontawesome/solid/code-branch", "link": general["repository"], "name": "Source"}
    ]
    nav = REFERENCE / "nav.json"
    if not nav.is_file():
        raise PluginError("The pages of the reference are not there; start this by ./dev docs.")
    (reference,) = (entry["Reference"] for entry in config.nav if "Reference" in entry)
    for group, pages in json.loads(nav.read_text(encoding="utf-8")).items():
        reference.append({group: [{title: path} for title, path in pages.items()]})
    return config


def on_files(files, config):
    """Add what stands outside of docs/."""
    for address, path in _elsewhere().items():
        files.append(File.generated(config, address, abs_src_path=str(path)))
    return files


def on_page_markdown(markdown, page, config, files):
    """Turn links out of docs/ to where the site has the file, or to the repository."""
    if page.file.src_uri == "changelog.md":
        page.meta["search"] = {"exclude": True}  # it would be found before all else
    folder = posixpath.dirname(page.file.src_uri)
    here = {path: address for address, path in _elsewhere().items()}

    def turned(link):
        told, anchor = link[1], link[2] or ""
        path = posixpath.normpath(posixpath.join("docs", folder, told))
        if path.startswith("docs/") or page.file.generated_by:
            return link[0]
        if not Path(ROOT, path).exists():
            raise PluginError(f"{page.file.src_uri}: there is no file {told}.")
        if ROOT / path in here:
            return f"]({posixpath.relpath(here[ROOT / path], folder or '.')}{anchor})"
        return f"]({config.extra['repository']}/blob/main/{path}{anchor})"

    return _UPWARD.sub(turned, markdown)


def on_page_content(html, page, config, files):
    """Refuse lists and tables that would be shown as text."""
    found = _UNREAD.search(html)
    if found:
        raise PluginError(f"{page.file.src_uri}: an empty line is missing before {found[1]}")
    return html


def _elsewhere():
    """Return the files outside of docs/ by their addresses on the site."""
    files = {
        "changelog.md": ROOT / "CHANGELOG.md",
        "images/gridr.svg": ROOT / "icons" / "gridr.svg",
    }
    files.update((f"images/help/{each.name}", each) for each in _sorted(ROOT / "icons" / "help"))
    files.update((f"reference/{each.name}", each) for each in _sorted(REFERENCE, "*.md"))
    return files


def _sorted(folder, pattern="*"):
    return sorted(folder.glob(pattern))
