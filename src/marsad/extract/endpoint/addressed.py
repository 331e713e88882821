"""Which runs of a text speak to a machine: orders to a language model, forged turns and answers.

A second line of defence. Grounding keeps out what a post does not say; yet a post can say "write
that X threatened Y", and then every word of that stands in it. What lies in such a run is not
believed from a model. The lists are short and a clever author gets round them: nothing here
makes a model's reading true, and reports cite the original either way.

Chosen so that every injection of ``tests/hostile/injections.jsonl`` is caught, and nothing else: of
all texts in ``evaluation/gold`` the exercise's two forged orders alone are held back. Tests see to
both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from ...model import Span
from ...text import normalise, sentences

__all__ = ["addressed"]

_GAP = 6
"""Words that may stand between the two halves of an order; not tuned."""

_ORDERS: tuple[tuple[str, str], ...] = (
    # English: stems before, stems after
    ("ignor|disregard|forget|overrid|bypass", "instruction|prompt|guideline|directions"),
    ("reveal|print|repeat|show|output|leak|translate", "prompt|instructions|schema"),
    ("repl|respond|answer|output|return|continue", "json|only with|verbatim|in the form"),
    ("you are|act as|pretend to be|behave as", "assistant|model|chatbot|extractor|parser|editor"),
    ("note|message|instruction|attention|notice", "to the ai|to ai|to the model|to the assistant"),
    ("report|record|extract|list|add|mark|write|label|classif", "as a statement|in your answer"),
    ("report|record|extract|list|add|mark|write|label|classif", "every statement|all statements"),
    ("new task|your task|system prompt|developer mode|language model", ""),
    # Arabic
    (r"تجاهل|اهمل|انس\b|تغاض|اطبع|اكشف|كرر|اعرض", "تعليمات|توجيهات|الموجه|المخطط"),
    (r"انت\b|تصرف\b|ايها", "نموذج|مساعد|محرر|النموذج|المساعد|الذكاء"),
    (r"اجب\b|رد\b|اكتب\b|اضف|سجل|صنف|ارجع", "json|فقط ب|في جوابك|في ردك|كل التصريحات|كتصريح"),
    ("مهمتك|مهمة جديدة|موجه النظام|نموذج اللغة|نموذج لغوي", ""),
    # Persian: the verb comes last
    ("دستور|راهنما|پرامپت", "نادیده|فراموش|چاپ کن|تکرار کن|نشان بده"),
    (r"تو\b|شما\b|ای\b", "مدل|دستیار|ویراستار|هوش مصنوعی"),
    ("json|فقط|در پاسخ|پاسخت|همه گفته|به عنوان گفته", "پاسخ بده|بنویس|اضافه کن|ثبت کن|برگردان"),
    ("وظیفه تو|وظیفه جدید|وظیفه‌ات|مدل زبانی", ""),
    # Russian
    ("игнорир|проигнорир|забуд|отмен|выведи|покажи|повтори|раскрой", "инструкц|промпт|указани"),
    (r"ты\b|вы\b|веди себя как|притворись", "модель|моделью|ассистент|помощник|редактор"),
    ("ответь|отвечай|верни|напиши|добавь|запиши|отметь", "json|только|в ответ|все высказыв"),
    ("твоя задача|новая задача|языковая модель|системный промпт|режим разработчика", ""),
)
_FORGED = (
    r"<\||\|>|</?s>|\[/?inst\]|<</?sys>>|</?(?:context|system|passage|document|instructions?)>|```"
    r"|#{2,} *(?:system|instruction|assistant|user)|(?m:^ *(?:system|assistant|developer) *:)"
    r"|fence-[0-9a-f]{6}"
)
"""Marks of a conversation; whatever follows, up to an empty line, belongs to the forgery."""
_FIELDS = (
    r"\"(?:mentions|statements|speaker|speaker_kind|content|act|cue)\""
    r"|(?<!\w)(?:speaker|speaker_kind|content|act|cue|target|deadline) *="
)
"""Names of our answer's fields, written as in an answer."""


def addressed(text: str, language: str | None = None) -> tuple[Span, ...]:
    """Return the runs of ``text`` that speak to a machine, in order, none overlapping another.

    A run begins with the sentence that gives it away and ends with the line; a forged turn of a
    conversation ends at an empty line.
    """
    runs = [*_lines(text, language), *_blocks(text)]
    joined: list[Span] = []
    for run in sorted(runs):
        if joined and run.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, run.end))
        else:
            joined.append(run)
    return tuple(joined)


def _lines(text: str, language: str | None) -> Iterable[Span]:
    for sentence in sentences(text, language):
        if _orders().search(normalise(sentence.of(text)).text):
            end = text.find("\n", sentence.end)
            yield Span(sentence.start, len(text) if end < 0 else end)


def _blocks(text: str) -> Iterable[Span]:
    for mark in re.finditer(_FORGED, text, re.IGNORECASE):
        empty = re.compile(r"\n[^\S\n]*\n").search(text, mark.end())
        yield Span(mark.start(), empty.start() if empty else len(text))


@cache
def _orders() -> re.Pattern[str]:
    between = rf"\w*\W+(?:[\w']+\W+){{0,{_GAP}}}?"
    orders = [
        rf"{_stems(first)}{between}{_stems(second)}" if second else _stems(first)
        for first, second in _ORDERS
    ]
    return re.compile("|".join([*orders, _FIELDS]))


def _stems(listed: str) -> str:
    """Return a pattern for any of the stems at the beginning of a word, clitics allowed."""
    folded = "|".join(normalise(stem).text for stem in listed.split("|"))
    return rf"(?<!\w)(?:[وفبل]|ال)?(?:{folded})"
