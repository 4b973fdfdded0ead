"""What a card says, as a function of its duty."""

from collections.abc import Callable

from recruit.dashboards.rules import Duty

# title, words, path of the page without its language, name of the link
Said = tuple[str, str, str, str]
Says = Callable[[Duty], Said]
