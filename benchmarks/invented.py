"""Invented Chinese news in any number, and what reprinting desks make of it.

Words are two characters put together by chance and occur as words do (Zipf): the common ones meet
in the same pairs again and again.  Some articles share a preamble, a leaked footer or a form.
Knows no neighbour: the tests use it, too.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable

# The commoner half of GB 2312, which has a traditional form for everything.
_CHARACTERS = [
    bytes((a, b)).decode("gb2312") for a in range(0xB0, 0xD7) for b in range(0xA1, 0xFF)
]
_WORDS = 20_000
_CITIES = 8

KINDS = ("source line", "paragraph dropped", "half", "first third", "edited", "traditional")


class Newsroom:
    """Articles by their number: the same seed and number give the same text."""

    def __init__(self, seed: int = 1) -> None:
        self.seed = seed
        chance = random.Random(f"words {seed}")
        self._words = ["".join(chance.choices(_CHARACTERS, k=2)) for _ in range(_WORDS)]
        self._weights = list(itertools.accumulate(1 / n for n in range(1, _WORDS + 1)))
        self._preambles = [self._sentences(chance, 120) for _ in range(20)]
        self._footers = [self._sentences(chance, 80) for _ in range(10)]
        self._forms = [self._form(chance) for _ in range(6)]

    def word(self, rank: int) -> str:
        """A word of two characters; 0 is the commonest, 19,999 the rarest."""
        return self._words[rank]

    def is_bulletin(self, number: int) -> bool:
        """Whether the article is a form that was filled in: 2 % are."""
        return random.Random(f"form {self.seed} {number}").random() < 0.02

    def article(self, number: int) -> str:
        """A text of 700 to 900 characters, or a shorter bulletin, one paragraph a line."""
        chance = random.Random(f"{self.seed} {number}")
        if self.is_bulletin(number):
            return chance.choice(self._forms)(chance)
        length = chance.randint(700, 900)
        lines: list[str] = []
        if chance.random() < 0.05:
            lines.append(chance.choice(self._preambles))
        while sum(map(len, lines)) < length:
            lines.append(self._sentences(chance, chance.randint(90, 180)))
        if chance.random() < 0.05:
            lines.append(chance.choice(self._footers))
        return "\n".join(lines)

    def brief(self, number: int) -> tuple[str, str]:
        """A headline and a text of 60 to 100 characters."""
        chance = random.Random(f"brief {self.seed} {number}")
        words = chance.choices(self._words, cum_weights=self._weights, k=chance.randint(36, 54))
        clauses = ["".join(words[at : at + 11]) for at in range(6, len(words), 11)]
        return "".join(words[:6]), "，".join(clauses) + "。"

    def reprint(self, body: str, kind: str, chance: random.Random) -> str:
        """What another desk prints of a text; `kind` is one of KINDS."""
        lines = body.split("\n")
        if kind == "source line":
            return "\n".join([f"来源：{self._words[chance.randrange(99)]}日报记者报道", *lines])
        if kind == "paragraph dropped":
            del lines[chance.randrange(len(lines))]
            return "\n".join(lines)
        if kind == "half":
            return body[: len(body) // 2]
        if kind == "first third":
            return body[: len(body) // 3 + 1]
        if kind == "edited":
            return self._edited(body, chance)
        return traditional()(body)

    def _edited(self, body: str, chance: random.Random) -> str:
        share = chance.uniform(0.05, 0.1)
        return "".join(
            chance.choice(_CHARACTERS) if c.isalnum() and chance.random() < share else c
            for c in body
        )

    def _sentences(self, chance: random.Random, length: int) -> str:
        text = ""
        while len(text) < length:
            words = chance.choices(self._words, cum_weights=self._weights, k=chance.randint(5, 12))
            if chance.random() < 0.25:
                words.insert(chance.randrange(len(words)), _number(chance))
            text += "".join(words) + chance.choice("，，。")
        return text[:-1] + "。"

    def _form(self, chance: random.Random) -> Callable[[random.Random], str]:
        """A form with places for numbers and some words."""
        head = self._sentences(chance, 60)
        tail = self._sentences(chance, 80)
        names = chance.sample(self._words, _CITIES)
        states = chance.sample(self._words[:500], 5)
        unit = chance.choice(["元", "度", "吨", "户"])

        def fill(day: random.Random) -> str:
            lines = [f"{day.randint(1, 12)}月{day.randint(1, 28)}日{day.randint(0, 23)}时，{head}"]
            lines += [
                f"{name}{day.choice(states)}，{day.randint(1, 40)}到{day.randint(41, 99)}{unit}，"
                f"比前一日{day.choice(['高', '低'])}{day.randint(1, 9)}{unit}。"
                for name in names
            ]
            return "\n".join([*lines, tail])

        return fill


def _number(chance: random.Random) -> str:
    return chance.choice(
        [
            f"{chance.randint(1, 12)}月{chance.randint(1, 28)}日",
            f"{chance.randint(2, 9999)}人",
            f"{chance.randint(2, 99)}%",
            f"{chance.randint(1990, 2026)}年",
            f"{chance.randint(2, 99)}万元",
        ]
    )


def traditional() -> Callable[[str], str]:
    """What writes a text in traditional characters."""
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC("s2t").convert
    return convert
