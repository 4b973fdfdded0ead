"""Six invented positions, in Japanese with some texts in the students' languages, as small firms could really offer them.

A company may begin a draft from one, without its numbers; the demonstration is made of them.
"""

from typing import Any

_INSURANCE = ["health", "pension", "accident", "employment"]
_NO_OVERTIME_PAY: dict[str, Any] = {"fixed_ot": 0}


def _items(**more: Any) -> dict[str, Any]:
    return {
        "employer_type": "direct",
        "site_labour_declared": True,
        "interpreting_main": False,
        "contract_term": "regular",
        "probation": {"months": 3, "pay_yen": None},
        "start_end_break": {"starts": "08:00", "ends": "17:00", "break_minutes": 60},
        "insurance": _INSURANCE,
        "smoking": "no_smoking",
        "fees_to_worker": 0,
        "pay_method": {"pay_day": 25, "next_month": False},
        "answer_days": 14,
        **more,
    }


def _allowance(kind: str, yen: int, *, for_all: bool = True, winter: bool = False) -> dict[str, Any]:
    row: dict[str, Any] = {"kind": kind, "yen": yen, "for_all": for_all}
    return row | {"from_month": 11, "to_month": 3} if winter else row


def _overtime(hours: int) -> dict[str, int]:
    return {"mean_hours": hours, "cap_month": 45, "cap_year": 360}


SAMPLES: tuple[dict[str, Any], ...] = (
    {
        "work_kind": "civil_site_management",
        "prefecture": "hokkaido",
        "majors": ["civil", "hydraulic", "transport", "bridge_road"],
        "japanese_level": "N3",
        "base_pay_yen": 225_000,
        "openings": 2,
        "items": _items(
            start_end_break={"starts": "08:00", "ends": "17:00", "break_minutes": 90},
            overtime=_overtime(22),
            holidays={"days": 115, "pattern": "company_calendar"},
            allowances=[_allowance("site", 15_000), _allowance("cold_region", 8_000, winter=True)],
            raise_bonus={"raises": True, "times": 2},
            paid_leave={"home_leave_days": 7},
            housing={"kind": "company_flat", "yen": 15_000, "furnished": True, "internet": True},
            costs_by_company=["coe", "visa", "flight", "japanese", "home_leave_fare", "work_clothes"],
            language_target="N2",
            driving="after_joining",
            **_NO_OVERTIME_PAY,
        ),
        "texts": {
            "ja": (
                "土木施工管理",
                "道路・河川工事の写真管理、出来形管理、工程表の作成、測量の補助",
                "会社の定める技術業務（施工管理・積算）",
                "{place}の現場",
                "本社と同じ都道府県内の現場",
                "入社後3か月は先輩と二人で担当します。日本語講習は会社負担です。",
            ),
            "en": (
                "Civil works site management",
                "Photo records, as-built control, schedules and help with surveying on road and river works",
                "Engineering work set by the company (site management, estimating)",
                "Sites near the head office",
                "Sites in the same prefecture",
                "For the first three months you work beside an experienced engineer. The company pays for Japanese lessons.",
            ),
            "vi": (
                "Quản lý thi công công trình hạ tầng",
                "Chụp ảnh công trình, đo kích thước hoàn thành, lập bảng tiến độ, hỗ trợ trắc địa",
                "Công việc kỹ thuật do công ty quy định (quản lý thi công, dự toán)",
                "Công trường gần trụ sở",
                "Công trường trong cùng tỉnh",
                "Ba tháng đầu bạn làm việc cùng một kỹ sư có kinh nghiệm. Công ty trả tiền học tiếng Nhật.",
            ),
            "id": (
                "Manajemen lapangan pekerjaan sipil",
                "Dokumentasi foto, pengendalian hasil pekerjaan, jadwal, dan membantu pengukuran pada pekerjaan jalan dan sungai",
                "Pekerjaan teknik yang ditetapkan perusahaan (manajemen lapangan, estimasi)",
                "Proyek di sekitar kantor pusat",
                "Proyek di prefektur yang sama",
                "Tiga bulan pertama Anda didampingi insinyur berpengalaman. Kursus bahasa Jepang dibayar perusahaan.",
            ),
        },
    },
    {
        "work_kind": "building_site_management",
        "prefecture": "osaka",
        "majors": ["civil", "building_const", "architecture"],
        "japanese_level": "N3",
        "base_pay_yen": 238_000,
        "fixed_overtime_yen": 42_000,
        "fixed_overtime_hours": 20,
        "openings": 3,
        "items": _items(
            probation={"months": 6, "pay_yen": None},
            overtime=_overtime(26),
            holidays={"days": 118, "pattern": "two_days_some_weeks"},
            allowances=[_allowance("site", 20_000), _allowance("licence", 10_000, for_all=False)],
            fixed_ot={"excess_paid": True},
            raise_bonus={"raises": True, "times": 2},
            housing={"kind": "rent_allowance", "yen": 30_000, "furnished": False, "internet": False},
            costs_by_company=["coe", "flight", "licence_course"],
            language_target="N2",
            driving="not_needed",
        ),
        "texts": {
            "ja": (
                "建築施工管理",
                "集合住宅・学校の施工図の確認、品質と安全の書類作成、協力会社との工程調整",
                "設計・積算を含む会社の定める技術業務",
                "{place}の現場",
                "近隣の都道府県の現場",
                "2級建築施工管理技士の受験を支援します。",
            ),
            "en": (
                "Building site management",
                "Checking shop drawings of flats and schools, papers on quality and safety, coordinating subcontractors",
                "Engineering work set by the company, design and estimating included",
                "Sites near the head office",
                "Sites in the neighbouring prefectures",
                "We support you in taking the licence of building construction managing engineer.",
            ),
            "id": (
                "Manajemen lapangan bangunan gedung",
                "Memeriksa gambar kerja apartemen dan sekolah, dokumen mutu dan keselamatan, koordinasi jadwal subkontraktor",
                "Pekerjaan teknik yang ditetapkan perusahaan, termasuk desain dan estimasi",
                "Proyek di sekitar kantor pusat",
                "Proyek di prefektur sekitar",
                "Kami membantu Anda mengambil lisensi manajer konstruksi bangunan.",
            ),
        },
    },
    {
        "work_kind": "bim_engineering",
        "prefecture": "fukuoka",
        "majors": ["civil", "const_informatics", "geomatics", "transport"],
        "japanese_level": "N4",
        "base_pay_yen": 240_000,
        "openings": 1,
        "items": _items(
            start_end_break={"starts": "09:00", "ends": "17:30", "break_minutes": 60},
            overtime=_overtime(12),
            holidays={"days": 125, "pattern": "two_days_each_week"},
            allowances=[_allowance("skill", 10_000)],
            raise_bonus={"raises": True, "times": 2},
            housing={"kind": "rent_allowance", "yen": 25_000, "furnished": False, "internet": False},
            costs_by_company=["coe", "flight", "japanese"],
            language_target="N3",
            driving="not_needed",
            **_NO_OVERTIME_PAY,
        ),
        "texts": {
            "ja": (
                "BIM/CIM技術者",
                "道路・橋梁の3次元モデルの作成（Civil 3D・Revit）、数量計算、発注図面の確認",
                "施工管理を含む会社の定める技術業務",
                "{place}の事務所",
                "変更なし",
                "英語の資料を読む機会があります。週1日は在宅勤務ができます。",
            ),
            "en": (
                "BIM/CIM engineer",
                "Models of roads and bridges (Civil 3D, Revit), quantities, checking drawings",
                "Engineering work set by the company, site management included",
                "Head office",
                "No change",
                "You will read papers in English now and then, and may work one day a week from home.",
            ),
            "vi": (
                "Kỹ sư BIM/CIM",
                "Lập mô hình đường và cầu (Civil 3D, Revit), tính khối lượng, kiểm tra bản vẽ",
                "Công việc kỹ thuật do công ty quy định, kể cả quản lý thi công",
                "Văn phòng trụ sở",
                "Không thay đổi",
                "Thỉnh thoảng bạn đọc tài liệu tiếng Anh; mỗi tuần có thể làm ở nhà một ngày.",
            ),
        },
    },
    {
        "work_kind": "surveying",
        "prefecture": "nagano",
        "majors": ["geomatics", "civil", "land"],
        "japanese_level": "N4",
        "base_pay_yen": 215_000,
        "openings": 1,
        "items": _items(
            overtime=_overtime(18),
            holidays={"days": 112, "pattern": "company_calendar"},
            allowances=[_allowance("licence", 5_000, for_all=False)],
            raise_bonus={"raises": True, "times": 2},
            housing={"kind": "company_flat", "yen": 0, "furnished": True, "internet": True},
            costs_by_company=["coe", "visa", "flight", "work_clothes", "licence_course"],
            language_target="N3",
            driving="after_joining",
            **_NO_OVERTIME_PAY,
        ),
        "texts": {
            "ja": (
                "測量・ICT施工技術者",
                "ドローンとレーザーによる測量、3次元データの処理、ICT建機用データの作成",
                "施工管理を含む会社の定める技術業務",
                "{place}の現場と事務所",
                "本社と同じ都道府県内の現場",
                "自動車学校の費用を会社が負担し、免許取得後は社用車を貸与します。",
            ),
            "id": (
                "Insinyur pengukuran dan konstruksi TIK",
                "Pengukuran dengan drone dan laser, pengolahan data 3D, data untuk alat berat TIK",
                "Pekerjaan teknik yang ditetapkan perusahaan, termasuk manajemen lapangan",
                "Lapangan dan kantor di sekitar kantor pusat",
                "Proyek di prefektur yang sama",
                "Biaya sekolah mengemudi ditanggung perusahaan; setelah memiliki SIM Anda meminjam mobil perusahaan.",
            ),
        },
    },
    {
        "work_kind": "services_site_management",
        "prefecture": "aichi",
        "majors": ["mechanical", "electrical", "building_services", "hvac"],
        "japanese_level": "N3",
        "base_pay_yen": 242_000,
        "fixed_overtime_yen": 32_000,
        "fixed_overtime_hours": 15,
        "openings": 4,
        "items": _items(
            overtime=_overtime(21),
            holidays={"days": 120, "pattern": "two_days_each_week"},
            allowances=[_allowance("site", 15_000), _allowance("licence", 8_000, for_all=False)],
            fixed_ot={"excess_paid": True},
            raise_bonus={"raises": True, "times": 2},
            housing={"kind": "dormitory", "yen": 10_000, "furnished": True, "internet": True},
            costs_by_company=["coe", "flight", "housing_deposit"],
            language_target="N2",
            driving="after_joining",
        ),
        "texts": {
            "ja": (
                "設備施工管理（空調・電気）",
                "施工図のCAD作成、工程と検査の管理、材料の発注",
                "設計・積算を含む会社の定める技術業務",
                "{place}の現場",
                "近隣の都道府県の現場",
                "インドネシア出身の先輩が相談にのります。礼拝の時間と場所を用意しています。",
            ),
            "en": (
                "Building services site management",
                "Shop drawings in CAD, schedules and inspections, ordering materials",
                "Engineering work set by the company, design and estimating included",
                "Sites near the head office",
                "Sites in the neighbouring prefectures",
                "A colleague from Indonesia helps newcomers. There is time and a place for prayer.",
            ),
        },
    },
    {
        "work_kind": "structural_design",
        "prefecture": "hiroshima",
        "majors": ["structure", "civil", "mechanical"],
        "japanese_level": "N2",
        "base_pay_yen": 245_000,
        "openings": 2,
        "items": _items(
            probation={"months": 6, "pay_yen": None},
            start_end_break={"starts": "08:30", "ends": "17:30", "break_minutes": 60},
            overtime=_overtime(15),
            holidays={"days": 124, "pattern": "two_days_each_week"},
            allowances=[
                _allowance("family", 10_000, for_all=False),
                _allowance("licence", 15_000, for_all=False),
            ],
            raise_bonus={"raises": True, "times": 2},
            housing={"kind": "company_flat", "yen": 12_000, "furnished": True, "internet": False},
            costs_by_company=["coe", "visa", "flight"],
            driving="not_needed",
            **_NO_OVERTIME_PAY,
        ),
        "texts": {
            "ja": (
                "鉄骨・橋梁の設計",
                "構造計算の補助、製作図の作成と確認、工場での品質検査",
                "施工管理・工場の品質管理",
                "{place}の本社工場",
                "国内の支店、ベトナムの現地法人",
                "ベトナムの現地法人と共同で設計します。通訳は主な業務ではありません。",
            ),
            "vi": (
                "Thiết kế kết cấu thép và cầu",
                "Hỗ trợ tính kết cấu, lập và kiểm tra bản vẽ chế tạo, kiểm tra chất lượng tại nhà máy",
                "Quản lý thi công, quản lý chất lượng tại nhà máy",
                "Nhà máy chính",
                "Các chi nhánh trong nước, công ty con tại Việt Nam",
                "Công ty cùng thiết kế với công ty con tại Việt Nam. Phiên dịch không phải là việc chính.",
            ),
        },
    },
)
