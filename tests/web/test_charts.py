"""Charts: what the numbers say is what is drawn, in plain SVG without style attributes."""

from xml.etree import ElementTree as ET

from markupsafe import Markup
import pytest

from recruit.web.charts import (
    Bar,
    Benchmark,
    CurveWords,
    Layer,
    Pair,
    PairWords,
    Series,
    StackWords,
    Step,
    floor_for,
    paired_shares,
    retention_curve,
    small_bars,
    stacked_incidence,
)
from recruit.web.charts.drawing import width_of, wrapped

SVG = "{http://www.w3.org/2000/svg}"
WORDS = CurveWords(
    stations=["0", "3", "6", "12", "24", "36 months"],
    at_risk="Number at risk",
    interval="95% interval",
    censored="still employed",
    not_yet="not yet estimable",
    left_out="0–50 left out",
)
STEPS = [Step(6, 0.9, 0.8, 0.95), Step(12, 0.8, 0.7, 0.9)]


def curve(**changes: object) -> Markup:
    options: dict = {
        "chart_id": "c",
        "title": "Share <still> there",
        "description": "80% after a year",
        "series": [Series("All 80%", STEPS, 36, [8, 30])],
        "words": WORDS,
        "benchmark": Benchmark("National", [(12, 0.88), (36, 0.69)]),
        "at_risk": [(0, 40), (12, 21), (36, None)],
        **changes,
    }
    return retention_curve(**options)


def tree(markup: Markup) -> ET.Element:
    return ET.fromstring(f"<div>{markup}</div>")


def texts(root: ET.Element) -> list[str]:
    return [one.text or "" for one in root.iter(f"{SVG}text")]


def value_axis(root: ET.Element) -> dict[str, float]:
    """The height of each line of the value axis."""
    labels = [one for one in root.iter(f"{SVG}text") if one.get("text-anchor") == "end" and one.get("y")]
    return {(one.text or ""): float(one.get("y", "0")) - 5 for one in labels}


def paths(root: ET.Element, **attributes: str) -> list[str]:
    found = [
        one
        for one in root.iter(f"{SVG}path")
        if all(one.get(key.replace("_", "-")) == value for key, value in attributes.items())
    ]
    return [one.get("d", "") for one in found]


def test_a_curve_comes_for_desk_and_phone_with_names_of_its_own() -> None:
    drawings = tree(curve()).findall(f"{SVG}svg")
    assert [one.get("class") for one in drawings] == ["chart chart-desk", "chart chart-phone"]
    identifiers = [one.get("id") for drawing in drawings for one in drawing.iter() if one.get("id")]
    assert len(identifiers) == len(set(identifiers))
    for drawing in drawings:
        named = {one.get("id"): one.text for one in drawing.iter()}
        assert drawing.get("role") == "img"
        assert named[drawing.get("aria-labelledby")] == "Share <still> there"
        assert named[drawing.get("aria-describedby")] == "80% after a year"


def test_the_phone_has_its_own_drawing_and_not_a_shrunken_one() -> None:
    desk, phone = tree(curve()).findall(f"{SVG}svg")
    assert (desk.get("viewBox") or "").split()[2] == "720"
    assert (phone.get("viewBox") or "").split()[2] == "320"
    assert desk.get("font-size") == phone.get("font-size") == "13.5"
    assert "3" in texts(desk)
    assert "3" not in texts(phone)


def test_a_step_is_drawn_to_the_right_of_its_time() -> None:
    root = tree(curve(only="desk", series=[Series("All", [Step(12, 0.5)], 36)], benchmark=None))
    (drawn,) = paths(root, stroke="#003741", stroke_width="3")
    points = [tuple(float(part) for part in point.split()) for point in drawn[1:].split("L")]
    assert [x for x, _ in points] == [48, 264, 264, 696]
    start, before, after, end = (y for _, y in points)
    assert start == before < after == end
    grid = value_axis(root)
    assert start == pytest.approx(grid["100%"], abs=0.1)
    assert after == pytest.approx((grid["0"] + grid["100%"]) / 2, abs=0.1)


def test_every_censored_person_has_a_tick_on_the_curve() -> None:
    with_two = curve(only="desk")
    without = curve(only="desk", series=[Series("All 80%", STEPS, 36)])
    assert (
        str(with_two).count('stroke-width="1.5"') - str(without).count('stroke-width="1.5"') == 2 + 3
    )  # and the legend's
    assert "still employed" in texts(tree(with_two))
    assert "still employed" not in texts(tree(without))


def test_an_axis_is_never_cut_without_words_and_a_break_line() -> None:
    assert "0–50 left out" in texts(tree(curve(cut_at=0.5)))
    assert "0–50 left out" not in texts(tree(curve(cut_at=0)))
    with pytest.raises(ValueError, match="never cut"):
        curve(cut_at=0.5, words=CurveWords(["0", "3", "6", "12", "24", "36"], "n", "i", "c", "not yet"))


@pytest.mark.parametrize(("low", "floor"), [(0.3, 0.0), (0.44, 0.0), (0.597, 0.5), (0.72, 0.6), (0.95, 0.9)])
def test_the_axis_begins_below_everything_drawn(low: float, floor: float) -> None:
    assert floor_for([Series("all", [Step(12, 0.97, low, 0.99)], 12)]) == floor
    assert floor < low


def test_a_hidden_count_is_a_dash_and_unknown_time_is_written() -> None:
    assert "–" in texts(tree(curve(only="desk")))
    assert "not yet estimable" not in texts(tree(curve()))
    assert "not yet estimable" in texts(tree(curve(series=[Series("All", STEPS, 20)])))


def test_no_band_is_drawn_without_an_interval() -> None:
    plain = curve(series=[Series("All", [Step(6, 0.9)], 36)])
    assert "url(#c-desk-band)" not in plain
    assert "url(#c-desk-band)" in curve()


@pytest.mark.parametrize("national", [0.64, 0.78, 0.801, 0.86, 0.95])
@pytest.mark.parametrize("band", [0.0, 0.09])
@pytest.mark.parametrize("until", [20, 36])
def test_each_name_stands_on_its_own_side_of_the_two_lines(
    national: float, band: float, until: float
) -> None:
    end = Step(12, 0.8, 0.8 - band, 0.8 + band)
    root = tree(
        curve(
            only="desk",
            series=[Series("Ours 80%", [Step(6, 0.9), end], until)],
            benchmark=Benchmark("All of the country", [(12, 0.97), (36, national)]),
        )
    )
    heights = {one.text: float(one.get("y", "0")) for one in root.iter(f"{SVG}text")}
    ours, theirs = heights["Ours 80%"], heights["All of the country"]
    assert abs(ours - theirs) >= 18 or until == 20
    if until == 36:
        assert (ours > theirs) is (national > 0.8)


def test_groups_differ_by_shape() -> None:
    root = tree(
        curve(
            only="desk",
            series=[Series("A", STEPS, 36), Series("B", STEPS, 36), Series("C", STEPS, 36)],
            benchmark=None,
        )
    )
    assert {"A", "B", "C"} <= set(texts(root))
    assert len([one for one in root.iter(f"{SVG}rect") if one.get("width") == "9"]) == 5 + 1
    assert len(paths(root, fill="#1a1a1a")) == 5 + 1


def test_nobody_lost_is_a_level_line() -> None:
    root = tree(curve(series=[Series("All 100%", [], 36)], benchmark=None, only="desk"))
    (drawn,) = paths(root, stroke="#003741", stroke_width="3")
    assert drawn == "M48 20L696 20"


def test_charts_hold_no_style_and_no_script() -> None:
    drawn = curve() + stack() + bars()
    assert "style=" not in drawn
    assert "<script" not in drawn
    assert "Share &lt;still&gt; there" in drawn


def stack(**changes: object) -> Markup:
    options: dict = {
        "chart_id": "s",
        "title": "Where people went",
        "description": "d",
        "layers": [Layer("Other company 10%", [(6, 0.05), (20, 0.1)]), Layer("Home 20%", [(12, 0.2)])],
        "until": 36,
        "words": StackWords(["0", "12", "24", "36"], nobody="nobody left"),
        **changes,
    }
    return stacked_incidence(**options)


def test_layers_stand_on_each_other_and_the_legend_has_their_order() -> None:
    root = tree(stack(only="desk"))
    labels = [one for one in texts(root) if "%" in one and " " in one]
    assert labels == ["Home 20%", "Other company 10%"]
    lower, upper = paths(root, stroke_linejoin="round", stroke="#003741")
    lower_points, upper_points = ([point.split() for point in one[1:-1].split("L")] for one in (lower, upper))
    count = len(lower_points) // 2
    assert upper_points[count:] == lower_points[:count][::-1]
    grid = value_axis(root)
    top = min(float(y) for _, y in upper_points)
    assert top == pytest.approx(grid["40%"] + (grid["0"] - grid["40%"]) * 0.25, abs=0.2)


def test_an_empty_stack_says_so() -> None:
    assert "nobody left" in texts(tree(stack(layers=[])))
    assert "nobody left" not in texts(tree(stack()))


def bars(**changes: object) -> Markup:
    options: dict = {
        "chart_id": "b",
        "title": "Answers",
        "description": "d",
        "bars": [Bar("Month 1", 0.5, "50%", 0.4, 0.6), Bar("Month 36", None, "not yet estimable")],
        "most": 1.0,
        **changes,
    }
    return small_bars(**options)


def test_a_bar_is_as_long_as_its_value_and_unknown_is_an_outline() -> None:
    root = tree(bars(only="phone"))
    outlines = [one for one in root.iter(f"{SVG}rect") if one.get("height") == "20"]
    room, filled, unknown = outlines
    assert float(filled.get("width", "0")) == pytest.approx(float(room.get("width", "0")) / 2, abs=0.1)
    assert unknown.get("stroke-dasharray")
    assert texts(root) == ["Month 1", "50%", "Month 36", "not yet estimable"]


def test_long_labels_wrap_at_spaces_or_between_wide_letters() -> None:
    assert wrapped("one two three", width_of("one two")) == ["one two", "three"]
    assert wrapped("契約の終わり、会社の都合", width_of("契約の終わり")) == [
        "契約の終わ",
        "り、会社の都",
        "合",
    ]
    assert wrapped("short", 400) == ["short"]


# ------------------------------------------------------------------------------------------ two sides


def pairs_drawn(kind: str, *pairs: Pair) -> ET.Element:
    words = PairWords("your <people>", "your company", ["0", "50", "100%"])
    return tree(paired_shares(chart_id="p", title="t", description="d", pairs=pairs, words=words, only=kind))


@pytest.mark.parametrize("kind", ["desk", "phone"])
def test_both_sides_of_a_thing_lie_on_its_scale(kind):
    root = pairs_drawn(kind, Pair("work", 0, 50), Pair("仕事の日本語の理解" * 3, 100, 100))
    ticks = {one.text: float(one.get("x", "")) for one in root.iter(f"{SVG}text") if one.get("text-anchor")}
    drawn: dict[str | None, list[ET.Element]] = {}
    for circle in root.iter(f"{SVG}circle"):
        if circle.get("cx") is not None and circle.get("fill") in {"#ffffff", "#003741"}:
            drawn.setdefault(circle.get("r"), []).append(circle)
    # The first of each is the sample in the legend.
    rings, dots = drawn["8"][1:], drawn["4.5"][1:]
    assert [float(ring.get("cx")) for ring in rings] == [ticks["0"], ticks["100%"]]
    assert [float(dot.get("cx")) for dot in dots] == [ticks["50"], ticks["100%"]]
    assert [ring.get("cy") for ring in rings] == [dot.get("cy") for dot in dots]
    assert float(rings[1].get("cy")) - float(rings[0].get("cy")) >= 36
    svg = next(root.iter(f"{SVG}svg"))
    width, height = (float(one) for one in svg.get("viewBox", "").split()[2:])
    assert all(8 <= float(ring.get("cx")) <= width - 8 for ring in rings)
    assert float(rings[1].get("cy")) < height - 8
    assert {"your <people>", "your company", "work"} <= set(texts(root))
