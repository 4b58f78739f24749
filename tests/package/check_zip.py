"""Check a release zip as the plugin site does, so that an upload is not refused.

    python tests/package/check_zip.py dist/gridr_qgis-0.2.0.zip

The rules are those of plugins.qgis.org (its validator, its blocking security rules), but for its
requests to the links, and of this project (what belongs into the zip).
"""

import configparser
import json
import math
import re
import stat
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path, PurePosixPath
from urllib.parse import urlparse

import gates

ROOT = Path(__file__).resolve().parents[2]

FOLDER = "gridr_qgis"
MAX_SIZE = 25_000_000
REQUIRED = {
    "__init__.py",
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "metadata.txt",
    "core/__init__.py",
    "algorithms/__init__.py",
    "algorithms/models/coarsemasktofine.model3",
    "algorithms/models/stackonreference.model3",
    "algorithms/models/warpwithclouds.model3",
    "gridr_provider/__init__.py",
}
# All that may stand at the top of the plugin's folder: whatever else the repository gets has to be
# kept out by .gitattributes, or named here.
AT_TOP = {PurePosixPath(path).parts[0] for path in REQUIRED} | {"i18n", "icons"}
FORBIDDEN_FOLDERS = {"__MACOSX", ".git", "__pycache__"}
FORBIDDEN_SUFFIXES = {
    *(".a", ".app", ".bat", ".bin", ".cmd", ".com", ".dll", ".dmg", ".dylib", ".exe", ".jar"),
    *(".lib", ".msi", ".o", ".ps1", ".pyc", ".pyd", ".pyo", ".scr", ".sh", ".so", ".vbs", ".whl"),
}
# First bytes of programs, whatever their names are.
PROGRAMS = (b"\x7fELF", b"MZ", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa", b"\xca\xfe\xba\xbe", b"#!")

# What detect-secrets looks for, as far as it could stand here.
SECRETS = {
    "a private key": r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY",
    "an access key of AWS": r"\b(?:A3T[A-Z0-9]|AKIA|ASIA|AGPA|AIDA|AROA)[A-Z0-9]{16}\b",
    "a token of GitHub": r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{22,})",
    "a token of GitLab": r"\bglpat-[\w-]{20}",
    "a token of PyPI": r"\bpypi-[\w-]{40,}",
    "a token of Slack": r"\bxox[abeoprs]-[\w-]{10,}",
    "a key of Stripe": r"\b[rs]k_live_[A-Za-z0-9]{20,}",
    "a key of SendGrid": r"\bSG\.[\w-]{22}\.[\w-]{43}",
    "a web token": r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.",
    "a name and password in a link": r"://[^\s/:@]+:[^\s/:@]+@",
    "a password": r"(?i)\b(?:api_?key|passw(?:or)?d|secret|token)\w*\s*[:=]\s*(['\"])[^'\"\s]+\1",
}
# Quoted words of these letters with more entropy (bits a letter) look like keys.
ENTROPIES = {r"[0-9a-fA-F]{16,}": 3.0, r"[A-Za-z0-9+/=_-]{20,}": 4.5}

REQUIRED_METADATA = (
    "name",
    "description",
    "version",
    "qgisMinimumVersion",
    "author",
    "email",
    "about",
    "tracker",
    "repository",
)
LINKS = ("tracker", "repository", "homepage")


def read_metadata(text):
    """Read metadata.txt as the plugin site does."""
    # The site interpolates, so a lone "%" is an error there as well.
    parser = configparser.ConfigParser()
    parser.optionxform = str
    parser.read_string(text)
    return dict(parser.items("general"))


def form_problems(metadata):
    """Yield which values of metadata.txt do not look like what they are."""
    if not re.fullmatch(r"\d+(\.\d+)+", metadata.get("version", "")):
        yield f"the version is not made of numbers: {metadata.get('version')}"
    for key in ("qgisMinimumVersion", "qgisMaximumVersion"):
        if not re.fullmatch(r"\d+\.\d+(\.\d+)?", metadata.get(key, "")):
            yield f"{key} in metadata.txt is not a version: {metadata.get(key)}"
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", metadata.get("email", "")):
        yield f"email in metadata.txt is no address: {metadata.get('email')}"
    for key in ("experimental", "deprecated", "server"):
        if metadata.get(key, "False") not in ("True", "False"):
            yield f"{key} in metadata.txt is neither True nor False: {metadata[key]}"


def metadata_problems(text, names):
    """Yield what is wrong with metadata.txt; `names` are the files beside it."""
    try:
        metadata = read_metadata(text)
    except configparser.Error as error:
        yield f"metadata.txt cannot be read: {error}"
        return
    for key in REQUIRED_METADATA:
        if not metadata.get(key):
            yield f"metadata.txt lacks {key}"
    for key in LINKS:
        link = urlparse(metadata.get(key, ""))
        if link.scheme != "https" or not link.netloc:
            yield f"{key} in metadata.txt is not a link: {metadata.get(key)}"
    if "/" in metadata.get("author", ""):
        yield "the author's name holds a slash"
    if "plugin" in metadata.get("name", "").lower():
        yield "the plugin's name holds the word plugin"
    yield from form_problems(metadata)
    if metadata.get("icon") not in names:
        yield f"the icon is not in the zip: {metadata.get('icon')}"
    if metadata.get("hasProcessingProvider") != "yes":
        yield "without hasProcessingProvider=yes qgis_process does not see the provider"
    if "supportsQt6" in metadata:
        yield "supportsQt6 is no longer read; qgisMaximumVersion says it"
    if not metadata.get("qgisMaximumVersion", "").startswith("4."):
        yield "without a qgisMaximumVersion of 4.x QGIS 4 refuses the plugin"
    if not metadata.get("changelog", "").startswith(metadata.get("version", "") + " "):
        yield f"changelog in metadata.txt does not begin with {metadata.get('version')}"
    if "numba" not in metadata.get("about", ""):
        yield "about does not name the dependency numba"


def changelog_problems(metadata, changelog):
    """Yield what is wrong with CHANGELOG.md beside metadata.txt."""
    version = re.search("^version=(.*)$", metadata, re.MULTILINE)
    if version and f"## [{version[1].strip()}] - " not in changelog:
        yield f"CHANGELOG.md has nothing about version {version[1].strip()}"


def entry_problems(info):
    """Yield what is wrong with one entry of the zip, by its name and mode."""
    name = info.filename
    path = PurePosixPath(name)
    if ".." in name or name.startswith("/") or "\\" in name or re.match("[A-Za-z]:", name):
        yield f"{name}: not a plain relative path"
    if FORBIDDEN_FOLDERS & set(path.parts):
        yield f"{name}: this folder is refused"
    if path.suffix.lower() in FORBIDDEN_SUFFIXES:
        yield f"{name}: this kind of file is refused"
    if not info.is_dir() and info.external_attr >> 16 & (
        stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH
    ):
        yield f"{name}: is executable"


def _entropy(word):
    shares = [word.count(letter) / len(word) for letter in set(word)]
    return -sum(share * math.log2(share) for share in shares)


def content_problems(name, content):
    """Yield what is wrong with the content of a file: programs, and what looks like a secret."""
    if content.startswith(PROGRAMS):
        yield f"{name}: is a program"
    if b"\0" in content:
        return
    for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
        for kind, pattern in SECRETS.items():
            if re.search(pattern, line):
                yield f"{name}:{number}: looks like {kind}"
        for letters, limit in ENTROPIES.items():
            for _, word in re.findall(rf"(['\"])({letters})\1", line):
                if _entropy(word) > limit:
                    yield f"{name}:{number}: looks like a key: {word}"


def code_problems(folder):
    """Yield what QGIS 4 and the plugin site do not take in Python code."""
    rules = [gates.imported_modules, gates.statements, gates.short_enums, gates.qt_6]
    yield from gates.offences(folder, gates=rules)


def bandit_problems(folder):
    """Yield what bandit finds by the rules in pyproject.toml."""
    command = [sys.executable, "-m", "bandit", "-q", "-f", "json", "-c", ROOT / "pyproject.toml"]
    done = subprocess.run([*command, "-r", str(folder)], capture_output=True, text=True)
    try:
        report = json.loads(done.stdout)
    except ValueError:
        yield f"bandit did not run: {done.stderr.strip()}"
        return
    for error in report["errors"]:
        yield f"{error['filename']}: {error['reason']}"
    for result in report["results"]:
        path = Path(result["filename"]).relative_to(folder).as_posix()
        yield f"{path}:{result['line_number']}: {result['test_id']} {result['issue_text']}"


def problems(path):
    """Return all that speaks against uploading a zip, one sentence each."""
    path = Path(path)
    found = []
    if path.stat().st_size > MAX_SIZE:
        found.append(f"larger than {MAX_SIZE // 1_000_000} MB")
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        return [*found, f"cannot be unzipped: {error}"]
    with archive:
        broken = archive.testzip()
        if broken:
            return [*found, f"{broken} is damaged"]
        for info in archive.infolist():
            found += entry_problems(info)
            found += content_problems(info.filename, archive.read(info))
        tops = sorted({name.split("/")[0] for name in archive.namelist()})
        if tops != [FOLDER]:
            return [*found, f"has to hold the one folder {FOLDER}, holds {', '.join(tops)}"]
        names = {name[len(FOLDER) + 1 :] for name in archive.namelist()} - {""}
        found += [f"{name} is missing" for name in sorted(REQUIRED - names)]
        strays = {name.split("/")[0] for name in names} - AT_TOP
        found += [f"{name} does not belong into the zip" for name in sorted(strays)]
        if "metadata.txt" in names:
            text = archive.read(f"{FOLDER}/metadata.txt").decode("utf-8")
            found += metadata_problems(text, names)
            if "CHANGELOG.md" in names:
                changelog = archive.read(f"{FOLDER}/CHANGELOG.md").decode("utf-8")
                found += changelog_problems(text, changelog)
        if not found:  # Only then is it safe to unpack.
            with tempfile.TemporaryDirectory() as folder:
                archive.extractall(folder)
                found += code_problems(Path(folder, FOLDER))
                found += bandit_problems(Path(folder, FOLDER))
    return found


def main(paths):
    """Check some zips; the exit code is 1 when one of them has a problem."""
    if not paths:
        sys.exit("usage: check_zip.py ZIP...")
    bad = False
    for path in paths:
        found = problems(path)
        bad = bad or bool(found)
        for problem in found:
            print(f"{path}: {problem}", file=sys.stderr)
    sys.exit(bad)


if __name__ == "__main__":
    main(sys.argv[1:])
