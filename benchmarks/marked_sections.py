"""Parts of a document that a command writes, between two comments each."""

import re


def replace_sections(text, sections):
    """Return a document with new text between ``<!-- NAME -->`` and ``<!-- /NAME -->``.

    Parameters
    ----------
    text : str
    sections : dict of str
        New text of each section, without the comments.

    Raises
    ------
    ValueError
        If the document does not have each of these sections exactly once.
    """
    for name, body in sections.items():
        begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
        pattern = re.compile(rf"({re.escape(begin)}\n).*?({re.escape(end)})", re.DOTALL)
        found = len(pattern.findall(text))
        if found != 1:
            raise ValueError(
                f"The document has {found} sections between {begin} and {end}; it must have one."
            )
        # A function, because the text is no pattern of its own.
        text = pattern.sub(lambda match, body=body: f"{match[1]}\n{body}\n\n{match[2]}", text)
    return text
