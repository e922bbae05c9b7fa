"""What the page "Deploying" says, word for word."""

import pathlib
import re

PAGE = pathlib.Path(__file__).parents[2] / "runtime/docs/deploying.md"


def block(language, nth=0):
    """The code of the page's blocks in a language, the first unless another is asked for."""
    found = re.findall(rf"^```{language}\n(.*?)^```$", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    assert len(found) > nth, f"deploying.md has {len(found)} blocks of {language}"
    return found[nth]


def changed(text, changes):
    """The text with other paths and times, each of which must be there, or the page says something else by now."""
    for old, new in changes.items():
        assert old in text, f"deploying.md does not say `{old}`"
        text = text.replace(old, str(new))
    return text
