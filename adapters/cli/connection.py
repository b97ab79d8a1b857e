"""Who orders, where, and how it is told: what a command line says of that, once for all commands."""

import os
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import attrs

from imastudio.adapters.cli.completing import NO_KEY
from imastudio.adapters.cli.usage import Misused
from imastudio.domain.kernel import Failure, Kind, is_placeholder
from imastudio.domain.orders import Language, Scope, language_of_tag, language_of_words

if TYPE_CHECKING:
    from imastudio.domain.documents import Tree


_LANGUAGE = "--language"
_A_SENTENCE = 3  # words
_LANGUAGE_VARIABLE = "IMA_LANGUAGE"
_SETTINGS = frozenset({"api_key", "base_url", "allow_dir", "proxy", "budget", "user_id"})
_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
_OF_ORDERING = frozenset(
    {
        "IMA_ALLOW_DIR",
        "IMA_BUDGET",
        "IMA_KEEP_METADATA",
        "IMA_KEEP_PROMPTS",
        "IMA_MAX_POINTS",
        "IMA_TIMEZONE",
        "IMA_UPLOAD_TOKEN_METHOD",
    }
)


@attrs.frozen(kw_only=True)
class Connection:
    """The options that say who orders, where, and how it is told."""

    api_key: str | None = attrs.field(default=None, repr=False)
    base_url: str | None = None
    allow_dir: str | None = None
    proxy: str | None = None
    user_id: str | None = None
    budget: str | None = None
    keep_prompts: bool | None = None
    keep_metadata: bool | None = None
    again: bool = False
    offline: bool = False
    speed: float | None = None
    database: str | None = attrs.field(default=None, repr=False)
    workers: bool | None = None
    tell: str = "text"
    tell_command: str | None = None
    scope: Scope = attrs.field(default=Scope.ALL_IN_ONE, converter=Scope)
    language: Language = "en"
    unknown_language: str | None = None
    language_named: bool = False
    output_json: bool = False
    fields: "Tree | None" = None
    of_paid: bool = False
    looks_only: bool = False
    environment: Mapping[str, str] = attrs.field(factory=lambda: os.environ, repr=False)

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> "Connection":
        """Read it from what click parsed."""
        known = {field.name: given[field.name] for field in attrs.fields(cls) if given.get(field.name) is not None}
        if known.get("tell_command") and known.get("tell") != "chat":
            raise Misused("tell_chat_alone")
        said = " ".join(str(given[name]) for name in ("words", "prompt") if given.get(name))
        option = known.pop("language", None)
        language, unknown = spoken_language(os.environ, option=option, words=said)
        named = bool(option or os.environ.get(_LANGUAGE_VARIABLE, "").strip())
        return cls(**{**known, "language": language, "unknown_language": unknown, "language_named": named})

    def hearing(self, words: str) -> "Connection":
        """Return it for what is said later in a conversation: it is answered in its language, unless one was named (decision 37).

        A few words without a Chinese character, such as "ok" or "4K", change nothing.
        """
        said = language_of_words(words)
        if said is None and len(words.split()) >= _A_SENTENCE:
            said = spoken_language(os.environ)[0]
        return self if said is None or self.language_named else attrs.evolve(self, language=said)

    def naming(self, failure: Failure) -> Failure:
        """Return a refusal of a setting with the option that it was given by, where an option gave it."""
        if failure.kind is Kind.NO_KEY and (self.of_paid or self.looks_only):
            return attrs.evolve(failure, facts={**failure.facts, "looking": True})
        name = failure.parameter or ""
        if name not in _SETTINGS or "given_as" in failure.facts or getattr(self, name) is None:
            return failure
        return attrs.evolve(failure, facts={**failure.facts, "given_as": f"--{name.replace('_', '-')}"})

    @property
    def as_json(self) -> bool:
        """Tell whether stdout is kept for JSON."""
        return self.output_json or self.fields is not None

    @property
    def has_key(self) -> bool:
        """Tell whether there is a key, or none is needed."""
        return self.offline or bool(self.api_key or os.environ.get("IMA_API_KEY", "").strip())

    @property
    def for_what_is_paid(self) -> "Connection":
        """Return it for what orders nothing: no wrong setting of ordering keeps anybody from what is paid for."""
        left = {name: value for name, value in self.environment.items() if name not in _OF_ORDERING}
        user_id = None if self.user_id is not None and is_placeholder(self.user_id) else self.user_id
        return attrs.evolve(self, environment=left, of_paid=True, user_id=user_id)

    @property
    def looking(self) -> "Connection":
        """Return it for what asks the service nothing, so that nothing of it is started."""
        return attrs.evolve(self, looks_only=True)

    @property
    def local(self) -> "Connection":
        """Return it for what asks nobody, and so opens without a key too."""
        return self if self.has_key else attrs.evolve(self, api_key=NO_KEY)


def spoken_language(
    environment: Mapping[str, str], *, option: str | None = None, words: str = ""
) -> tuple[Language, str | None]:
    """Return the language to speak, and the option or variable whose language is none of ours (decision 37).

    That of the option, else of IMA_LANGUAGE, else of a person's words, else of the locale, else English.
    """
    for name, tag in ((_LANGUAGE, option), (_LANGUAGE_VARIABLE, environment.get(_LANGUAGE_VARIABLE, "").strip())):
        if tag:
            known = language_of_tag(tag)
            return known or "en", None if known else name
    locale = next((environment[name] for name in _LOCALE if environment.get(name)), "")
    return language_of_words(words) or language_of_tag(locale) or "en", None


def said_option(arguments: Sequence[str], name: str) -> str | None:
    """Return what an option of a command line that is not parsed was given last, None without it."""
    said = [after for option, after in pairwise(arguments) if option == name]
    said += [word.removeprefix(f"{name}=") for word in arguments if word.startswith(f"{name}=")]
    return said[-1] if said else None


def language_of(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """Return the language of a command line that is not parsed, or can't be."""
    return spoken_language(environment, option=said_option(arguments, _LANGUAGE), words=" ".join(arguments))[0]
