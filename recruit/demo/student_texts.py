"""What the invented students are made of: names and studies as they are common in Vietnam and Indonesia."""

from recruit.students.rules import EducationLevel, Major, Skill, WorkWish

VN_FAMILY = (
    *("Nguyễn",) * 8, *("Trần",) * 4, *("Lê",) * 3, *("Phạm",) * 3, "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi",
    "Đỗ", "Hồ", "Ngô", "Dương", "Đinh", "Trịnh", "Đoàn", "Mai", "Tô",
)  # fmt: skip
VN_MEN = (
    "Văn Đức", "Minh Quân", "Quốc Huy", "Anh Tuấn", "Hoàng Nam", "Đức Anh", "Văn Hùng", "Thành Đạt", "Trung Kiên",
    "Hữu Phước", "Xuân Bách", "Gia Bảo", "Tiến Dũng", "Công Minh", "Văn Thắng", "Hải Đăng", "Đình Khoa", "Ngọc Sơn",
    "Bá Lộc", "Thanh Tùng", "Duy Khánh", "Việt Hoàng", "Văn Long", "Quang Vinh", "Mạnh Cường",
)  # fmt: skip
VN_WOMEN = (
    "Thị Hương", "Thu Hà", "Ngọc Ánh", "Thị Mai", "Phương Thảo", "Thùy Linh", "Thanh Huyền", "Thị Lan", "Hồng Nhung",
    "Kim Ngân", "Bích Ngọc", "Thị Yến", "Minh Châu", "Quỳnh Trang", "Diệu Linh",
)  # fmt: skip
ID_MEN = (
    "Budi", "Agus", "Rizky", "Bayu", "Fajar", "Dimas", "Andi", "Hendra", "Yoga", "Arif", "Wahyu", "Galih", "Ilham",
    "Bagus", "Reza", "Teguh", "Irfan", "Aditya", "Eko", "Rahmat",
)  # fmt: skip
ID_WOMEN = (
    "Siti", "Putri", "Ayu", "Dwi", "Intan", "Rina", "Wulan", "Nur", "Fitri", "Ratna", "Indah", "Maya", "Laras", "Citra",
    "Anisa",
)  # fmt: skip
ID_SECOND_MEN = (
    "Santoso", "Wijaya", "Pratama", "Nugroho", "Hidayat", "Saputra", "Setiawan", "Kurniawan", "Ramadhan", "Siregar",
    "Nasution", "Simanjuntak", "Firmansyah", "Hakim", "Maulana",
)  # fmt: skip
ID_SECOND_WOMEN = (
    "Rahayu", "Lestari", "Wulandari", "Utami", "Handayani", "Permata", "Maharani", "Siregar", "Nasution", "Anggraini",
    "Safitri", "Puspita", "Kusuma",
)  # fmt: skip
# People with one name: passport and diploma print just this word.
ID_ONE_NAME = (
    "Suparman", "Sutrisno", "Suyatno", "Wagiman", "Sumarni", "Sumiyati", "Sulastri", "Paryanto", "Sugiyem", "Mulyadi",
    "Sukarman", "Nurhayati", "Supriyadi", "Wartini", "Slamet",
)  # fmt: skip

# (major, how the papers say it, degrees, weight)
VN_STUDIES: tuple[tuple[Major, str, tuple[EducationLevel, ...], int], ...] = (
    (Major.BUILDING_CONST, "Xây dựng dân dụng và công nghiệp", (EducationLevel.ENGINEER,), 8),
    (
        Major.TRANSPORT,
        "Kỹ thuật xây dựng công trình giao thông",
        (EducationLevel.ENGINEER, EducationLevel.BACHELOR),
        6,
    ),
    (Major.BRIDGE_ROAD, "Xây dựng cầu đường", (EducationLevel.ENGINEER,), 5),
    (Major.CIVIL, "Kỹ thuật xây dựng", (EducationLevel.ENGINEER, EducationLevel.BACHELOR), 6),
    (Major.HYDRAULIC, "Kỹ thuật xây dựng công trình thủy", (EducationLevel.ENGINEER,), 2),
    (Major.WATER_SUPPLY, "Kỹ thuật cấp thoát nước", (EducationLevel.BACHELOR,), 2),
    (Major.CONST_ECON, "Kinh tế xây dựng", (EducationLevel.BACHELOR,), 3),
    (Major.CONST_MGMT, "Quản lý xây dựng", (EducationLevel.BACHELOR,), 3),
    (Major.ARCHITECTURE, "Kiến trúc", (EducationLevel.ARCHITECT,), 3),
    (Major.GEOMATICS, "Kỹ thuật trắc địa - bản đồ", (EducationLevel.ENGINEER,), 2),
    (Major.BUILDING_SERVICES, "Hệ thống kỹ thuật trong công trình", (EducationLevel.ENGINEER,), 3),
    (Major.CONST_TECH, "Công nghệ kỹ thuật công trình xây dựng", (EducationLevel.BACHELOR,), 3),
)
ID_STUDIES: tuple[tuple[Major, str, tuple[EducationLevel, ...], int], ...] = (
    (Major.CIVIL, "Teknik Sipil", (EducationLevel.BACHELOR,), 12),
    (Major.BUILDING_CONST, "Teknik Konstruksi Gedung", (EducationLevel.APPLIED_BACHELOR,), 4),
    (Major.BRIDGE_ROAD, "Teknik Perancangan Jalan dan Jembatan", (EducationLevel.APPLIED_BACHELOR,), 3),
    (Major.ARCHITECTURE, "Arsitektur", (EducationLevel.BACHELOR,), 4),
    (Major.WATER_RES, "Teknik Pengairan", (EducationLevel.BACHELOR,), 2),
    (Major.ENVIRONMENT, "Teknik Lingkungan", (EducationLevel.BACHELOR,), 2),
    (Major.GEOMATICS, "Teknik Geodesi", (EducationLevel.BACHELOR,), 2),
    (Major.INFRA, "Teknik Infrastruktur Sipil", (EducationLevel.APPLIED_BACHELOR,), 2),
)
COMMON_SKILLS: tuple[Skill, ...] = (
    Skill.AUTOCAD, Skill.REVIT, Skill.ETABS_SAP, Skill.CIVIL3D, Skill.SKETCHUP, Skill.EXCEL, Skill.SURVEY,
    Skill.TOTAL_STATION, Skill.THEODOLITE_LEVEL, Skill.DRONE, Skill.ESTIMATE, Skill.CONCRETE, Skill.REBAR, Skill.SOIL_TEST,
    Skill.STRUCT_CALC, Skill.MS_PROJECT, Skill.BIM, Skill.QUALITY_CTRL, Skill.SITE_INTERNSHIP, Skill.PROGRAMMING, Skill.GIS,
    Skill.TEKLA, Skill.DRIVE_HOME,
)  # fmt: skip
WISHES: dict[Major, tuple[WorkWish, ...]] = {
    Major.ARCHITECTURE: (
        WorkWish.ARCHITECTURAL_DESIGN,
        WorkWish.BIM_ENGINEERING,
        WorkWish.BUILDING_SITE_MANAGEMENT,
    ),
    Major.GEOMATICS: (WorkWish.SURVEYING, WorkWish.CIVIL_SITE_MANAGEMENT),
    Major.BUILDING_SERVICES: (WorkWish.SERVICES_DESIGN, WorkWish.SERVICES_SITE_MANAGEMENT),
    Major.CONST_ECON: (WorkWish.ESTIMATING, WorkWish.BUILDING_SITE_MANAGEMENT),
    Major.BUILDING_CONST: (
        WorkWish.BUILDING_SITE_MANAGEMENT,
        WorkWish.STRUCTURAL_DESIGN,
        WorkWish.BIM_ENGINEERING,
    ),
}
OTHER_WISHES = (
    WorkWish.CIVIL_SITE_MANAGEMENT,
    WorkWish.CIVIL_DESIGN,
    WorkWish.QUALITY_AND_SAFETY,
    WorkWish.BIM_ENGINEERING,
)
# The same words in the language of each country; most leave the field empty.
ABOUT = {
    "vi": (
        "Tôi đã thực tập ba tháng tại công trường nhà ở cao tầng, phụ trách nghiệm thu cốt thép và chụp ảnh hiện trường.",
        "Đồ án tốt nghiệp của tôi là thiết kế cầu dầm hộp bê tông dự ứng lực. Tôi muốn học cách quản lý tiến độ ở Nhật.",
        "Tôi thích mô hình BIM và muốn làm việc ở nơi có các anh chị đi trước chỉ bảo.",
    ),
    "id": (
        "Saya magang tiga bulan di proyek jalan tol dan membantu pengukuran serta laporan harian.",
        "Tugas akhir saya tentang perkuatan lereng. Saya ingin belajar pengendalian mutu dan keselamatan kerja di Jepang.",
        "Saya terbiasa memakai Revit dan ingin bekerja di perusahaan yang membimbing pegawai baru.",
    ),
}
