"""Numbers of articles: Chinese numerals as treaties write them, and Roman ones."""

import re
from collections.abc import Mapping

_DIGITS: Mapping[str, int] = {
    mark: value
    for value, marks in enumerate(("〇零", "一", "二兩两", "三", "四", "五", "六", "七", "八", "九"))
    for mark in marks
}
_DIGIT = f"[{''.join(mark for mark, value in _DIGITS.items() if value)}]"
_BY_PLACE = re.compile(  # 一百二十七: each digit with its unit; 零 stands for units that are left out
    f"(?:({_DIGIT})千)?[零〇]?(?:({_DIGIT})百)?[零〇]?(?:({_DIGIT}?)(十))?({_DIGIT}?)"
)
_BY_POSITION = re.compile(f"[{''.join(_DIGITS)}]+")  # 三二〇, as figures are written
_ARTICLE = re.compile(r"第?\s*([^\s之條条]+)\s*[條条]?(?:之([^\s之條条]+))?[條条]?")
_INSERTED = ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies", "decies")
_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def chinese(numeral: str) -> int | None:
    """Return the number that a Chinese numeral or Arabic digits mean; `None` where they mean none."""
    if re.fullmatch(r"[0-9]{1,4}", numeral):
        return int(numeral) or None
    if _BY_POSITION.fullmatch(numeral):
        return int("".join(str(_DIGITS[mark]) for mark in numeral)) or None
    found = _BY_PLACE.fullmatch(numeral)
    if not found:
        return None
    thousands, hundreds, tens, ten, ones = found.groups("")
    values = [_DIGITS.get(mark, 0) for mark in (thousands, hundreds, tens or ("一" if ten else ""), ones)]
    return sum(value * unit for value, unit in zip(values, (1000, 100, 10, 1), strict=True)) or None


def roman(number: int) -> str:
    """Return a number below 400 in Roman numerals: 13 is XIII."""
    text = ""
    for value, mark in _ROMAN:
        count, number = divmod(number, value)
        text += mark * count
    return text


def article(text: str) -> tuple[int, str] | None:
    """Return the number of an article and what marks it as inserted later: 八之二 is 8 and “bis”.

    之二 is the second article of that number, which treaties in English call “bis”, 之三 “ter”.
    """
    found = _ARTICLE.fullmatch(text.strip())
    number = chinese(found[1]) if found else None
    if found is None or number is None:
        return None
    if found[2] is None:
        return number, ""
    place = chinese(found[2]) or 0
    inserted = range(2, len(_INSERTED) + 2)
    return (number, _INSERTED[place - 2]) if place in inserted else None
