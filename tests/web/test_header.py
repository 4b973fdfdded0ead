from recruit.web.header import STEPS, in_line_from, width_of

VIETNAMESE = ["Việc cần làm", "Vị trí của công ty", "Sinh viên", "Đơn ứng tuyển", "Người được tuyển"]
JAPANESE = ["次にすること", "自社の求人", "学生", "応募", "採用した方"]


def test_letters_are_reckoned_as_wide_as_they_are_set() -> None:
    assert width_of("採用") == 2.0
    assert width_of("ệ") == width_of("e"), "a mark above or below makes no letter wider"
    assert width_of("ngày\N{NO-BREAK SPACE}hội") == width_of("ngày hội")
    assert width_of("il") < width_of("no") < width_of("mw")


def test_the_first_links_keep_the_line_and_come_back_as_it_grows() -> None:
    around = {"brand": "Kensetsu Kakehashi", "language": "Tiếng Việt", "account": "佐藤 花子", "more": "Thêm"}
    found, all_from = in_line_from(VIETNAMESE, is_signed_in=True, **around)
    assert found[0] == STEPS[0] and found[-1] == all_from == STEPS[-1]
    assert found == sorted(found, key=lambda step: step or 999), "what comes first is left out last"

    tight, never_all = in_line_from(
        [f"{label} và những việc khác" for label in VIETNAMESE], is_signed_in=True, **around
    )
    assert never_all is None and tight[-1] is None, "what never fits always lies under More"

    # Japanese is short: on every desk the whole line, and no menu for nothing.
    assert in_line_from(
        JAPANESE,
        brand="建設かけはし",
        is_signed_in=True,
        language="日本語",
        account="佐藤 花子",
        more="その他",
    ) == ([STEPS[0]] * 5, STEPS[0])
    assert in_line_from([], is_signed_in=False, **around) == ([], STEPS[0])
