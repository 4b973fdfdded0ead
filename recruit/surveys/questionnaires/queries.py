"""Reads of questionnaires and their versions. Definitions hold no person and no answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import selectinload

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.surveys.after_events.models import GuestSurvey
from recruit.surveys.forms import Instrument as Form, Scale, parse
from recruit.surveys.forms.versions import Difference, differences
from recruit.surveys.models import Instrument, InstrumentVersion, Response, Wave


@dataclass(frozen=True)
class Questionnaire:
    """One questionnaire: the version looked at, and all there are, the newest first."""

    version: InstrumentVersion
    versions: tuple[InstrumentVersion, ...]
    used: frozenset[int]

    @property
    def key(self) -> str:
        return self.version.instrument.key

    @property
    def is_newest(self) -> bool:
        return self.version is self.versions[0]

    @cached_property
    def form(self) -> Form:
        return parse(self.version.definition)

    def is_used(self, version: InstrumentVersion) -> bool:
        """Whether somebody was asked it."""
        return version.id in self.used

    def differences(self) -> list[Difference]:
        """What is different from the version before; nothing for the first."""
        place = self.versions.index(self.version) + 1
        if place == len(self.versions):
            return []
        return differences(parse(self.versions[place].definition), self.form)

    def words_of(self, name: str, language: str) -> str:
        """What a question asks, of this version or of the one before it."""
        for version in self.versions[self.versions.index(self.version) :]:
            found = next((item for item in parse(version.definition).items if item.name == name), None)
            if found is not None:
                return found.label[language]
        return name


def all_versions() -> Sequence[InstrumentVersion]:
    """All questionnaires in the order of their points, the newest version of each first."""
    place = select(func.min(Wave.position)).where(Wave.instrument_id == Instrument.id).scalar_subquery()
    return (
        session()
        .scalars(
            select(InstrumentVersion)
            .join(Instrument)
            .options(selectinload(InstrumentVersion.instrument))
            .order_by(func.coalesce(place, 999), Instrument.key, InstrumentVersion.number.desc())
        )
        .all()
    )


def questionnaires() -> list[Questionnaire]:
    """Every questionnaire in its newest version."""
    by_key: dict[str, list[InstrumentVersion]] = {}
    for version in all_versions():
        by_key.setdefault(version.instrument.key, []).append(version)
    return [Questionnaire(versions[0], tuple(versions), frozenset()) for versions in by_key.values()]


def questionnaire(key: str, number: int | None = None) -> Questionnaire:
    """One questionnaire in one version, the newest where none is named. Raises Missing."""
    versions = tuple(version for version in all_versions() if version.instrument.key == key)
    found = next((version for version in versions if number in (None, version.number)), None)
    if found is None:
        raise Missing
    answered = exists().where(Response.instrument_version_id == InstrumentVersion.id)
    asked_guests = exists().where(GuestSurvey.instrument_version_id == InstrumentVersion.id)
    used = session().scalars(
        select(InstrumentVersion.id).where(
            InstrumentVersion.id.in_([version.id for version in versions]), or_(answered, asked_guests)
        )
    )
    return Questionnaire(found, versions, frozenset(used))


@dataclass(frozen=True)
class UsedScale:
    """A scale with the questionnaires that ask it."""

    scale: Scale
    titles: tuple[dict[str, str], ...]


def scales_in_use() -> list[UsedScale]:
    """The scales of all newest versions, those of other authors first."""
    found: dict[str, tuple[Scale, list[dict[str, str]]]] = {}
    for one in questionnaires():
        for scale in one.form.scales:
            known = found.setdefault(scale.name, (scale, []))
            known[1].append(dict(one.form.title))
    used = [UsedScale(scale, tuple(titles)) for scale, titles in found.values()]
    return sorted(used, key=lambda one: not one.scale.authors)
