"""The printed lines of a PDF's text layer: bytes on standard input, JSON on standard output.

`lines_of(body)` runs this file as a process of its own, with bounds on time and memory: a PDF is a
program, and a broken or hostile one may loop, recurse or grow for ever.  pdfminer.six reads the
Chinese encodings that press systems write (GBK-EUC-H, GBKp-EUC-H, Identity-H without a ToUnicode
table), of which pypdf 7.1 makes wrong characters without a word.

The answer is `{"lines": [[page, left, bottom, right, top, size, text], …]}`, page from 1, lengths
in points, or `{"problem": words for people, "broken": whether another copy may be better}`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

MOST_BYTES = 50 * 1024 * 1024
MOST_PAGES = 40  # an article; a PDF with more is an issue or a book
MOST_LINES = 20_000
SECONDS = 30
MEMORY = 1_500_000_000  # bytes of address space
# By its name: in an egg, in which scrapyd runs the project, this is no file that Python can run.
_START = (
    "import runpy, sys; sys.path.insert(0, sys.argv[1]);"
    " runpy.run_module(sys.argv[2], run_name='__main__')"
)


class Line(NamedTuple):
    """One printed line; places in points from the lower left corner of its page."""

    page: int
    left: float
    bottom: float
    right: float
    top: float
    size: float  # height of its letters
    text: str


class PdfError(ValueError):
    """The PDF gives no text; the message says why.  `broken`: it may be whole another time."""

    def __init__(self, problem: str, broken: bool = False) -> None:
        super().__init__(problem)
        self.broken = broken


def lines_of(body: bytes) -> list[Line]:
    """The lines in the order in which the file draws them.  Raises PdfError; never hangs."""
    if len(body) > MOST_BYTES:
        raise PdfError(f"the PDF is larger than {MOST_BYTES >> 20} MiB")
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-c", _START, str(Path(__file__).parents[1]), __name__],
            input=body,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
        answer = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        raise PdfError(f"the PDF cannot be read in {SECONDS} seconds") from None
    except ValueError:  # it ran out of memory, or was too much for the interpreter
        raise PdfError("the PDF cannot be read within bounds") from None
    if "problem" in answer:
        raise PdfError(answer["problem"], answer["broken"])
    return [Line(*line) for line in answer["lines"]]


def _read(body: bytes) -> dict[str, Any]:
    """What the process answers."""
    import io

    from pdfminer.pdfdocument import PDFPasswordIncorrect, PDFTextExtractionNotAllowed

    try:
        lines = []
        for line in _lines(io.BytesIO(body)):
            lines.append(line)
            if len(lines) > MOST_LINES:
                return _problem(f"the PDF has more than {MOST_LINES} lines")
    except PDFPasswordIncorrect:
        return _problem("the PDF is encrypted with a password")
    except PDFTextExtractionNotAllowed:
        return _problem("the PDF does not allow its text to be read")
    except MemoryError:
        return _problem("the PDF needs too much memory")
    except Exception as error:  # whatever a broken file does to the reader
        return _problem(f"the PDF is broken ({type(error).__name__})", broken=True)
    if lines and lines[-1].page > MOST_PAGES:
        return _problem(f"the PDF has more than {MOST_PAGES} pages")
    return {"lines": lines}


def _problem(words: str, broken: bool = False) -> dict[str, Any]:
    return {"problem": words, "broken": broken}


def _lines(file: Any) -> Iterator[Line]:
    from pdfminer.high_level import extract_pages
    from pdfminer.layout import LAParams

    # Close margins: the gutter between two columns is often one letter wide.
    layout = LAParams(char_margin=0.8, boxes_flow=None)
    for page, sheet in enumerate(extract_pages(file, maxpages=MOST_PAGES + 1, laparams=layout), 1):
        if page > MOST_PAGES:
            yield Line(page, 0, 0, 0, 0, 0, "")
            return
        yield from _text_lines(page, sheet)


def _text_lines(page: int, sheet: Any) -> Iterator[Line]:
    from pdfminer.layout import LTChar, LTContainer, LTTextLine

    waiting = [sheet]  # not recursive: figures lie in figures
    while waiting:
        item = waiting.pop()
        if isinstance(item, LTTextLine):
            letters = [letter for letter in item if isinstance(letter, LTChar)]
            size = max((letter.size for letter in letters), default=0.0)
            text = "".join(_letter(letter.get_text()) for letter in item)
            yield Line(page, item.x0, item.y0, item.x1, item.y1, size, text)
        elif isinstance(item, LTContainer):
            waiting.extend(reversed(list(item)))


def _letter(text: str) -> str:
    # What pdfminer writes for a glyph that nothing names.
    return "\ufffd" if text.startswith("(cid:") else text


def _bound() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    if sys.platform == "linux":  # elsewhere the bound is refused, or counts otherwise
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    import logging

    logging.disable()
    _bound()
    sys.stdout.write(json.dumps(_read(sys.stdin.buffer.read())))
