"""The translations say what the code says, all of it."""

import re
from collections import Counter

import pytest
from translations import languages, missing, read, strings_of

PLACEHOLDER = re.compile(r"\{[^{}]*\}")
TAG = re.compile(r"</?[a-z]+[^>]*>")


def test_there_is_french():
    assert "fr" in languages()


@pytest.mark.parametrize("language", languages())
def test_a_language_has_the_strings_of_the_code(language):
    assert list(read(language)) == list(strings_of()), "run ./dev translate"


@pytest.mark.parametrize("language", languages())
def test_all_is_translated(language):
    assert missing(language) == []


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("pattern", [PLACEHOLDER, TAG], ids=["placeholders", "tags"])
def test_placeholders_and_tags_are_those_of_the_source(language, pattern):
    different = [
        source
        for source, translation in read(language).items()
        if Counter(pattern.findall(source)) != Counter(pattern.findall(translation))
    ]
    assert different == []


@pytest.mark.parametrize("language", languages())
def test_what_is_typed_is_not_translated(language):
    """Names of parameters, and values in italics that stand in lists of static strings."""
    typed = re.compile(r"\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b|\bgridr:[a-z]+\b")
    different = [
        source
        for source, translation in read(language).items()
        if set(typed.findall(source)) != set(typed.findall(translation))
    ]
    assert different == []


def test_a_string_that_is_put_together_is_found_out(tmp_path):
    (tmp_path / "algorithms").mkdir()
    (tmp_path / "algorithms" / "one.py").write_text('tr("a " + name)\n')
    with pytest.raises(ValueError, match=r"algorithms/one.py:1: tr\(\) takes a literal string"):
        strings_of(tmp_path)
