"""What the demonstration's companies say in depth: when their permits end, and the whole page of the first one."""

from datetime import date, datetime, timedelta
import io
from typing import Any

from PIL import Image, ImageDraw

from recruit.core import files
from recruit.core.db import session
from recruit.organisations.models import Organisation, OrganisationPicture, OrganisationText
from recruit.organisations.permits import HOLDS_YEARS, Permit, PermitKind
from recruit.organisations.rules import Prefecture

# The first company is about to renew its permit; one in four never named the last day.
_ENDS_SOON = timedelta(days=60)
PARTS: dict[str, dict[str, str]] = {
    "ja": {
        "people": "技術者は12名です。入社後1年は、ベトナム出身で入社5年目の先輩が同じ現場にいます。",
        "housing": "会社から徒歩12分の1人部屋です。家具とインターネットがあり、自己負担は月25,000円です。",
        "support": "入国の日は空港まで迎えに行きます。市役所と銀行の手続きには社員が同行します。",
    },
    "en": {
        "people": "There are twelve engineers. In your first year a colleague from Vietnam, here for five years, works on the same site.",
        "housing": "A room of your own, twelve minutes on foot from the office, with furniture and internet. You pay ¥25,000 a month.",
        "support": "We meet you at the airport. A colleague comes along to the city office and the bank.",
    },
    "vi": {
        "about": "Chúng tôi xây dựng cầu, đường và công trình ven sông trong vùng. Mỗi đội có một kỹ sư Nhật Bản giàu kinh nghiệm hướng dẫn.",
        "people": "Công ty có 12 kỹ sư. Trong năm đầu, một anh người Việt đã làm ở đây 5 năm sẽ cùng công trường với bạn.",
        "housing": "Phòng riêng, cách công ty 12 phút đi bộ, có sẵn nội thất và internet. Bạn trả 25.000 yên mỗi tháng.",
        "support": "Chúng tôi đón bạn ở sân bay. Đồng nghiệp đi cùng bạn đến tòa thị chính và ngân hàng.",
    },
    "id": {
        "about": "Kami membangun jembatan, jalan, dan bangunan tepi sungai di daerah ini. Setiap tim dibimbing insinyur Jepang yang berpengalaman.",
        "people": "Ada 12 insinyur. Pada tahun pertama, rekan dari Vietnam yang sudah lima tahun di sini bekerja di proyek yang sama.",
        "housing": "Kamar sendiri, 12 menit berjalan kaki dari kantor, dengan perabot dan internet. Anda membayar 25.000 yen per bulan.",
        "support": "Kami menjemput Anda di bandara. Seorang rekan menemani Anda ke balai kota dan bank.",
    },
}
SEEN = {
    "ja": "川に架かる橋の絵",
    "en": "A drawing of a bridge over a river",
    "vi": "Hình vẽ một cây cầu bắc qua sông",
    "id": "Gambar jembatan di atas sungai",
}


def permit_of(prefecture: Prefecture, years_ago: int, number: int, now: datetime) -> dict[str, Any]:
    """The permit of a company: its number, and for most the last day."""
    given = now.date() - timedelta(days=365 * years_ago + 20)
    if not number:
        given = _years_before(now.date() + _ENDS_SOON)
    permit = Permit(prefecture, (PermitKind.GENERAL,), given.year, 900_000 + number)
    until = given.replace(year=given.year + HOLDS_YEARS, day=min(given.day, 28))
    return {"permit_number": permit.written(), "permit_until": until if number % 4 != 3 else None}


def _years_before(day: date) -> date:
    return day.replace(year=day.year - HOLDS_YEARS, day=min(day.day, 28))


def complete_page(company: Organisation, now: datetime) -> None:
    """All that a page can say, in four languages, with a picture."""
    rows = {text.language: text for text in company.texts}
    for language, parts in PARTS.items():
        row = rows.get(language)
        if row is None:
            row = OrganisationText(
                language=language, name=rows["en"].name, source_language="ja", source_version=1
            )
            company.texts.append(row)
        for part, words in parts.items():
            setattr(row, part, words)
    content = _drawing()
    session().add(
        OrganisationPicture(
            organisation_id=company.id,
            stored_file=files.store(content, name="picture.jpg", media_type="image/jpeg", now=now),
            words=SEEN,
            width=800,
            height=600,
            added_at=now,
        )
    )


def _drawing() -> bytes:
    image = Image.new("RGB", (800, 600), "#dbe7ea")
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 430, 800, 600), fill="#5d8a94")
    pen.polygon(((0, 430), (180, 300), (360, 430)), fill="#9cb59a")
    pen.rectangle((0, 330, 800, 352), fill="#003741")
    for left in range(60, 800, 170):
        pen.rectangle((left, 352, left + 26, 470), fill="#003741")
        pen.arc((left + 13, 300, left + 183, 410), 180, 360, fill="#e06c1f", width=6)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()
