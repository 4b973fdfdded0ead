"""What is found in the duties: site labour, empty words, long site training, interpreting, and majors unlike the work."""

import re

from recruit.postings.rules.codes import FindingRule, PostingItem, WorkKind
from recruit.postings.rules.content import Content, item, source_text
from recruit.postings.rules.findings.finding import Circumstances, Finding, found_by
from recruit.postings.rules.findings.majors import unlike
from recruit.postings.rules.findings.patterns import LIMITING, MONEY
from recruit.postings.rules.findings.wording import ITEM_OF_TEXT, Wording, clauses, texts_of

LONGEST_SITE_TRAINING_MONTHS = 12
# Site labour, and what an engineer does with the same things. A text that has both is an engineer's.
_LABOUR = re.compile(
    r"打設|運搬|組立|解体作業|配筋作業|鉄筋工|型枠大工|とび|足場|左官|重機の運転|資材の積み|掘削作業|清掃"
    r"|鉄筋を(?:組|結束)|型枠を(?:組|建て|外)|コンクリートを(?:打|流)|資材を運|[土穴]を掘"
    r"|\b(?:pouring|carrying|scaffold\w*|formwork|demolition|rebar|digging|hauling|operating (?:excavators?|machines?))\b"
    r"|\b(?:mengecor|pengecoran|mengangkut|merakit|pembesian|bekisting|pembongkaran|tukang|menggali|perancah)\b"
    r"|đổ bê tông|bốc vác|vận chuyển vật liệu|lắp (?:cốp pha|ván khuôn|giàn giáo)|buộc (?:cốt )?thép|phá dỡ|lái máy|thợ xây"
)
_ENGINEERING = re.compile(
    r"管理|設計|測量|積算|図|検査|調査|モデル|bim|cim|cad|写真|書類|営業|計画|解析|見積|試験"
    r"|\b(?:manag\w+|design\w*|survey\w*|estimat\w+|drawings?|inspect\w*|quality|schedul\w+|model\w*|plan\w*|check\w*|records?|control\w*)\b"
    r"|\b(?:manajemen|mengelola|desain|pengukuran|estimasi|gambar|memeriksa|pemeriksaan|inspeksi|mutu|jadwal|model\w*|rencana|pengendalian|dokumen\w*)\b"
    r"|quản lý|thiết kế|trắc địa|đo |dự toán|bản vẽ|kiểm tra|chất lượng|tiến độ|mô hình|kế hoạch|giám sát|hồ sơ"
)
# The whole of the duties, and nothing in them that an office could judge.
_VAGUE = re.compile(
    r"(?:土木|建築|建設|設備|電気|現場)?(?:工事)?(?:に(?:関する|係る|関わる))?(?:一切の|全般の?)?(?:業務|作業|仕事|工事|現場業務|現場作業)?(?:全般|一式|など|等)?"
    r"|(?:general )?(?:construction|site|engineering) (?:work|duties)|work on site|(?:pekerjaan|kerja) (?:konstruksi|proyek|lapangan)"
    r"|(?:công việc|làm việc)(?: tại| ở)? ?(?:công trường|xây dựng)"
)
_TRAINING = re.compile(
    r"現場(?:作業|での作業|での)?(?:の)?(?:研修|実習|訓練)\D{0,8}(\d+)(年|か月|ヶ月|カ月|ヵ月)|(\d+)(年|か月|ヶ月|カ月|ヵ月)間?(?:の|は)?(?:現場(?:作業|での作業)?(?:の)?(?:研修|実習|訓練|作業))"
    r"|(\d+) ?(years?|months?)(?:'| of)? (?:on-?site |site )(?:training|labou?r)|(\d+) (tahun|bulan) (?:pelatihan|praktik|kerja) (?:di )?(?:lapangan|proyek)"
    r"|(?:thực tập|đào tạo|làm việc)(?: tại| ở)? công trường (?:trong )?(\d+) (năm|tháng)"
)
_YEARS = {"年", "year", "years", "tahun", "năm"}
_INTERPRETING = Wording(
    FindingRule.INTERPRETING,
    r"""
    主に(?:通訳|翻訳)|(?:通訳|翻訳)(?:業務|・翻訳)*(?:を|が)(?:主|中心|メイン)|主な(?:業務|仕事)は(?:通訳|翻訳)|(?:技能実習生|実習生|特定技能|外国人(?:材|労働者|スタッフ|作業員|社員)?)(?:の方)?の(?:通訳|管理|監督|指導|世話)
    |\bmainly\ (?:interpret|translat)\w*|\b(?:interpreting|translation)\ is\ (?:the|your)\ main|\bmain\ (?:duty|job|work)\ is\ (?:interpret|translat)\w*|\binterpret\w*\ for\ (?:technical\ )?(?:interns|trainees|foreign)
    |\b(?:terutama|tugas\ utama:?)\ (?:sebagai\ )?(?:penerjemah|juru\ bahasa|menerjemahkan)|\b(?:penerjemah|juru\ bahasa)\ (?:bagi|untuk)\ (?:pemagang|pekerja)
    |chủ\ yếu\ (?:là\ )?(?:phiên\ dịch|thông\ dịch|biên\ dịch)|(?:phiên\ dịch|thông\ dịch)\ là\ (?:công\ )?việc\ chính|(?:phiên\ dịch|thông\ dịch)\ cho\ (?:thực\ tập\ sinh|lao\ động)
    """,
    r"ではありません|ではない|しません|\bnot\b|\bno\b|\btidak\b|\bbukan\b|không",
)


def in_words(content: Content) -> list[Finding]:
    """Words that no position may have, in any of its texts."""
    found = []
    for field, language, text in texts_of(content):
        for wording in (*LIMITING, *MONEY):
            if hits := wording.found_in(text):
                found.append(
                    found_by(
                        wording.rule,
                        ITEM_OF_TEXT[field],
                        {"words": ", ".join(hits)},
                        text=f"{field}_{language}",
                    )
                )
    return found


def in_duties(content: Content, circumstances: Circumstances) -> list[Finding]:
    """Whether the duties are those of an engineer, and fit the majors asked for."""
    found = []
    if item(content, PostingItem.SITE_LABOUR_DECLARED) is False:
        found.append(found_by(FindingRule.SITE_LABOUR, PostingItem.SITE_LABOUR_DECLARED))
    found += _labour(content)
    found += _training(content)
    if circumstances.simple_category:
        found += _interpreting(content)
    return found + _majors(content)


def _labour(content: Content) -> list[Finding]:
    """The source text is judged; where it is an engineer's, the others are translations of it and are judged too."""
    found = []
    for field, language, text in texts_of(content):
        if field != "duties":
            continue
        whole = " ".join(clauses(text))
        shown_in = f"duties_{language}"
        labour = list(dict.fromkeys(_LABOUR.findall(whole)))
        if labour and not _ENGINEERING.search(whole):
            shown = {"words": ", ".join(labour)}
            found.append(found_by(FindingRule.LABOUR_WORDS, PostingItem.DUTIES_INITIAL, shown, text=shown_in))
        elif _VAGUE.fullmatch(whole):
            shown = {"words": text.strip()}
            found.append(found_by(FindingRule.DUTIES_VAGUE, PostingItem.DUTIES_INITIAL, shown, text=shown_in))
    return found


def _training(content: Content) -> list[Finding]:
    found = []
    for field, language, text in texts_of(content):
        for clause in clauses(text):
            for hit in _TRAINING.finditer(clause):
                number, unit = [group for group in hit.groups() if group]
                months = int(number) * (12 if unit in _YEARS else 1)
                if months > LONGEST_SITE_TRAINING_MONTHS:
                    shown = {"months": months, "most": LONGEST_SITE_TRAINING_MONTHS}
                    where = f"{field}_{language}"
                    found.append(found_by(FindingRule.SITE_TRAINING, ITEM_OF_TEXT[field], shown, text=where))
    return found


def _interpreting(content: Content) -> list[Finding]:
    if item(content, PostingItem.INTERPRETING_MAIN):
        return [found_by(FindingRule.INTERPRETING, PostingItem.INTERPRETING_MAIN)]
    return [
        found_by(
            FindingRule.INTERPRETING,
            ITEM_OF_TEXT[field],
            {"words": ", ".join(hits)},
            text=f"{field}_{language}",
        )
        for field, language, text in texts_of(content)
        if (hits := _INTERPRETING.found_in(text))
    ]


def _majors(content: Content) -> list[Finding]:
    """Any major at all is asked for by naming none; then each application is judged for itself."""
    kind = content.get("work_kind")
    if not kind or not source_text(content):
        return []
    strange = unlike(WorkKind(kind), content.get("majors") or [])
    if not strange:
        return []
    return [found_by(FindingRule.DEGREE_FIT, PostingItem.MAJORS_OK, {"majors": strange})]
