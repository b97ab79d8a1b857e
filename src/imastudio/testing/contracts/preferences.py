"""What holds for every place where preferences are kept. Subclass `PreferencesContract`."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imastudio.domain.orders import TaskType
from imastudio.domain.quoting import Preference
from imastudio.ports.preferences import Preferences

NANO = Preference(
    model_id="gemini-3.1-flash-image", model_name="Nano Banana 2", credit=6, last_used="2026-11-20T03:07:27Z"
)


SEEDREAM = Preference(
    model_id="doubao-seedream-4.5", model_name="SeeDream 4.5", credit=5, last_used="2026-11-21T03:07:27Z"
)


IMAGE, VIDEO = TaskType.TEXT_TO_IMAGE, TaskType.TEXT_TO_VIDEO
HOSTILE = [
    "",
    "al",
    'quo"te',
    "back\\slash",
    "two\nlines",
    "\x00\x1b[31m",
    "\ud800 lone",
    "__proto__",
    "../../etc/passwd",
    "海螺",
    "a" * 1_000_000,
]


class PreferencesContract:
    """The suite. Override the fixture `preferences`."""

    pytestmark = pytest.mark.asyncio

    @pytest.fixture
    def preferences(self) -> Preferences:
        """Return preferences, empty."""
        raise NotImplementedError

    async def test_nothing_is_saved_at_first(self, preferences: Preferences) -> None:
        """Before anything is saved there is nothing."""
        assert await preferences.get("al", IMAGE) is None

    async def test_saved_is_found(self, preferences: Preferences) -> None:
        """What is saved is found again, whole."""
        assert await preferences.put("al", IMAGE, NANO, expected=None)
        assert await preferences.get("al", IMAGE) == NANO

    async def test_each_user_and_task_has_its_own(self, preferences: Preferences) -> None:
        """What one user saves for one task changes nothing for others."""
        await preferences.put("al", IMAGE, NANO, expected=None)
        assert [await preferences.get("al", VIDEO), await preferences.get("bo", IMAGE)] == [None, None]

    async def test_who_knew_the_old_one_replaces_it(self, preferences: Preferences) -> None:
        """A saved model gives way where it is the expected one."""
        await preferences.put("al", IMAGE, NANO, expected=None)
        assert await preferences.put("al", IMAGE, SEEDREAM, expected=NANO)
        assert await preferences.get("al", IMAGE) == SEEDREAM

    @pytest.mark.parametrize("expected", [None, SEEDREAM])
    async def test_who_was_not_up_to_date_changes_nothing(
        self, preferences: Preferences, expected: Preference | None
    ) -> None:
        """A saved model stays where something else was expected."""
        await preferences.put("al", IMAGE, NANO, expected=None)
        assert not await preferences.put("al", IMAGE, SEEDREAM, expected=expected)
        assert await preferences.get("al", IMAGE) == NANO

    async def test_expecting_something_where_nothing_is(self, preferences: Preferences) -> None:
        """Nothing is saved where something was expected and nothing is there."""
        assert not await preferences.put("al", IMAGE, SEEDREAM, expected=NANO)
        assert await preferences.get("al", IMAGE) is None

    async def test_saving_the_same_again_is_fine(self, preferences: Preferences) -> None:
        """Saving what is there already succeeds."""
        await preferences.put("al", IMAGE, NANO, expected=None)
        assert await preferences.put("al", IMAGE, NANO, expected=NANO)

    async def test_forgetting(self, preferences: Preferences) -> None:
        """Forgetting tells whether there was something, takes that alone, and can be repeated."""
        await preferences.put("al", IMAGE, NANO, expected=None)
        await preferences.put("al", VIDEO, SEEDREAM, expected=None)
        assert await preferences.delete("al", IMAGE)
        assert not await preferences.delete("al", IMAGE)
        assert not await preferences.delete("bo", IMAGE)
        assert [await preferences.get("al", IMAGE), await preferences.get("al", VIDEO)] == [None, SEEDREAM]

    async def test_hostile_names_live_side_by_side(self, preferences: Preferences) -> None:
        """No user id breaks anything or reaches another's entry."""
        saved = {
            name: Preference(model_id=f"m{number}", model_name=name[:9], credit=number, last_used="")
            for number, name in enumerate(HOSTILE)
        }
        for name, preference in saved.items():
            assert await preferences.put(name, IMAGE, preference, expected=None)
        assert {name: await preferences.get(name, IMAGE) for name in HOSTILE} == saved

    @settings(
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.differing_executors], max_examples=30
    )
    @given(user_id=st.text(alphabet=st.characters(exclude_categories=()), max_size=40))
    async def test_any_user_id(self, preferences: Preferences, user_id: str) -> None:
        """Whatever a user is called, what they save is found and can be forgotten."""
        await preferences.delete(user_id, IMAGE)
        assert await preferences.put(user_id, IMAGE, NANO, expected=None)
        assert await preferences.get(user_id, IMAGE) == NANO
        assert await preferences.delete(user_id, IMAGE)
