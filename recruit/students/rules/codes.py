"""The coded values of student profiles; what they are called is in `words.py`."""

from enum import StrEnum

from recruit.organisations.rules import Prefecture


class Major(StrEnum):
    """What was studied; the name on the papers is kept beside it as free text."""

    CIVIL = "civil"
    BUILDING_CONST = "building_const"
    TRANSPORT = "transport"
    BRIDGE_ROAD = "bridge_road"
    RAILWAY = "railway"
    TUNNEL = "tunnel"
    HYDRAULIC = "hydraulic"
    WATER_RES = "water_res"
    OCEAN = "ocean"
    PORT = "port"
    GEOTECH = "geotech"
    STRUCTURE = "structure"
    WATER_SUPPLY = "water_supply"
    ENVIRONMENT = "environment"
    INFRA = "infra"
    CONST_MGMT = "const_mgmt"
    CONST_ECON = "const_econ"
    CONST_TECH = "const_tech"
    TRAFFIC_TECH = "traffic_tech"
    BLDG_MATERIALS = "bldg_materials"
    MATERIALS = "materials"
    ARCHITECTURE = "architecture"
    ARCH_TECH = "arch_tech"
    LANDSCAPE = "landscape"
    INTERIOR_ARCH = "interior_arch"
    INTERIOR_DESIGN = "interior_design"
    URBAN_PLANNING = "urban_planning"
    URBAN_MGMT = "urban_mgmt"
    HERITAGE = "heritage"
    GEOMATICS = "geomatics"
    GEOLOGY = "geology"
    MINING = "mining"
    BUILDING_SERVICES = "building_services"
    HVAC = "hvac"
    ELECTRICAL = "electrical"
    MECHANICAL = "mechanical"
    CONST_MACHINERY = "const_machinery"
    CONST_INFORMATICS = "const_informatics"
    INDUSTRIAL = "industrial"
    SAFETY = "safety"
    LAND = "land"
    REAL_ESTATE = "real_estate"
    JAPANESE = "japanese"
    OTHER = "other"


class Skill(StrEnum):
    """Skills, and licences of Japan and of the home countries."""

    BIM = "bim"
    BIM_CIM = "bim_cim"
    CAD2D = "cad2d"
    AUTOCAD = "autocad"
    JWCAD = "jwcad"
    REVIT = "revit"
    ARCHICAD = "archicad"
    CIVIL3D = "civil3d"
    TEKLA = "tekla"
    ETABS_SAP = "etabs_sap"
    NAVISWORKS = "navisworks"
    SKETCHUP = "sketchup"
    GIS = "gis"
    SURVEY = "survey"
    TOTAL_STATION = "total_station"
    THEODOLITE_LEVEL = "theodolite_level"
    DRONE = "drone"
    LASER_SCAN = "laser_scan"
    ICT_CONST = "ict_const"
    SCHEDULE_CTRL = "schedule_ctrl"
    QUALITY_CTRL = "quality_ctrl"
    SAFETY_CTRL = "safety_ctrl"
    COST_CTRL = "cost_ctrl"
    ESTIMATE = "estimate"
    SHOP_DRAWING = "shop_drawing"
    METHOD_STATEMENT = "method_statement"
    AS_BUILT = "as_built"
    SITE_PHOTO = "site_photo"
    STRUCT_CALC = "struct_calc"
    SEISMIC = "seismic"
    CONCRETE = "concrete"
    REBAR = "rebar"
    STEEL = "steel"
    SOIL_TEST = "soil_test"
    BORING = "boring"
    TEMP_WORKS = "temp_works"
    MEP = "mep"
    MS_PROJECT = "ms_project"
    EXCEL = "excel"
    PROGRAMMING = "programming"
    SEKOKAN_CIVIL_1 = "sekokan_civil_1"
    SEKOKAN_CIVIL_2 = "sekokan_civil_2"
    SEKOKAN_BLDG_1 = "sekokan_bldg_1"
    SEKOKAN_BLDG_2 = "sekokan_bldg_2"
    SEKOKAN_PIPE = "sekokan_pipe"
    SEKOKAN_ELEC = "sekokan_elec"
    SEKOKAN_LAND = "sekokan_land"
    SEKOKAN_MACHINE = "sekokan_machine"
    GISHIHO = "gishiho"
    KANRI_GIJUTSUSHA = "kanri_gijutsusha"
    SHUNIN_GIJUTSUSHA = "shunin_gijutsusha"
    KENCHIKUSHI_1 = "kenchikushi_1"
    KENCHIKUSHI_2 = "kenchikushi_2"
    GIJUTSUSHI = "gijutsushi"
    SOKURYOSHI = "sokuryoshi"
    RCCM = "rccm"
    CONCRETE_ENG = "concrete_eng"
    KENSETSU_KEIRI = "kensetsu_keiri"
    SLINGING = "slinging"
    SCAFFOLD_CHIEF = "scaffold_chief"
    FULL_HARNESS = "full_harness"
    FOREMAN = "foreman"
    DRIVE_JP = "drive_jp"
    DRIVE_HOME = "drive_home"
    SKK_ID = "skk_id"
    CCHN_VN = "cchn_vn"
    PII = "pii"
    ASEAN_ENG = "asean_eng"
    SITE_INTERNSHIP = "site_internship"


class EducationLevel(StrEnum):
    SECONDARY = "secondary"
    COLLEGE = "college"
    BACHELOR = "bachelor"
    APPLIED_BACHELOR = "applied_bachelor"
    ENGINEER = "engineer"
    ARCHITECT = "architect"
    MASTER = "master"
    DOCTOR = "doctor"


class GradeScale(StrEnum):
    """A grade is kept with its scale and never converted: universities use tables of their own."""

    FOUR = "4"
    FIVE = "5"
    TEN = "10"
    HUNDRED = "100"
    # Words instead of a number: Giỏi, Sangat Memuaskan, First Class.
    CLASS = "class"


class LanguageTest(StrEnum):
    JLPT = "jlpt"
    JFT_BASIC = "jft_basic"
    BJT = "bjt"
    NAT_TEST = "nat_test"
    J_TEST = "j_test"
    TOEIC = "toeic"
    IELTS = "ielts"
    TOEFL_IBT = "toefl_ibt"
    TOEFL_ITP = "toefl_itp"
    VSTEP = "vstep"
    OTHER = "other"
    JAPANESE_OWN_VIEW = "japanese_own_view"
    ENGLISH_OWN_VIEW = "english_own_view"


class JlptLevel(StrEnum):
    N1 = "N1"
    N2 = "N2"
    N3 = "N3"
    N4 = "N4"
    N5 = "N5"


class CefrLevel(StrEnum):
    A1 = "A1"
    A2 = "A2"
    B1 = "B1"
    B2 = "B2"
    C1 = "C1"
    C2 = "C2"


class Visibility(StrEnum):
    """Who may see the card of a student without being chosen."""

    NOBODY = "nobody"
    FAIR_COMPANIES = "fair_companies"
    ALL_APPROVED_COMPANIES = "all_approved_companies"


class WorkWish(StrEnum):
    """Work a student wishes to do; the codes are those of the work that positions offer."""

    CIVIL_SITE_MANAGEMENT = "civil_site_management"
    BUILDING_SITE_MANAGEMENT = "building_site_management"
    SERVICES_SITE_MANAGEMENT = "services_site_management"
    BIM_ENGINEERING = "bim_engineering"
    SURVEYING = "surveying"
    CIVIL_DESIGN = "civil_design"
    ARCHITECTURAL_DESIGN = "architectural_design"
    STRUCTURAL_DESIGN = "structural_design"
    SERVICES_DESIGN = "services_design"
    ESTIMATING = "estimating"
    GEOLOGICAL_INVESTIGATION = "geological_investigation"
    QUALITY_AND_SAFETY = "quality_and_safety"
    TECHNICAL_SALES = "technical_sales"


class SkillLevel(StrEnum):
    """How far a skill goes, by own estimate."""

    LEARNED = "learned"
    WITH_HELP = "with_help"
    ALONE = "alone"


class SkillGroup(StrEnum):
    """How the many skills are divided on the page."""

    DRAWING = "drawing"
    SURVEYING = "surveying"
    SITE = "site"
    STRUCTURE = "structure"
    OFFICE = "office"
    LICENCE = "licence"


class Region(StrEnum):
    """The eight regions into which the prefectures are divided, from north to south."""

    HOKKAIDO = "hokkaido"
    TOHOKU = "tohoku"
    KANTO = "kanto"
    CHUBU = "chubu"
    KINKI = "kinki"
    CHUGOKU = "chugoku"
    SHIKOKU = "shikoku"
    KYUSHU = "kyushu"


class DocumentKind(StrEnum):
    CV = "cv"
    TRANSCRIPT = "transcript"
    EXPECTED_GRADUATION = "expected_graduation"
    GRADUATION_CERTIFICATE = "graduation_certificate"
    DIPLOMA = "diploma"
    LANGUAGE_CERTIFICATE = "language_certificate"
    LICENCE = "licence"
    EXPERIENCE_CERTIFICATE = "experience_certificate"
    RECOMMENDATION = "recommendation"
    PORTFOLIO = "portfolio"
    OTHER = "other"


class ShownTo(StrEnum):
    """Who may open a document of a student."""

    ME = "me"
    APPLIED = "applied"
    FAIR = "fair"


class DisclosureScope(StrEnum):
    CARD = "card"
    PROFILE = "profile"
    DOCUMENTS = "documents"


class DisclosureReason(StrEnum):
    """Why an organisation may see a student."""

    CHOSEN = "chosen"
    FAIR = "fair"
    APPLICATION = "application"
    UNIVERSITY = "university"
    # The university reads, abroad, how the applications stand.
    PARTNER = "partner"
    OPEN = "open"


class Confirmed(StrEnum):
    """What the university says about an education."""

    NO = "no"
    ENROLLED = "enrolled"
    GRADUATED = "graduated"


class ExperienceKind(StrEnum):
    JOB = "job"
    INTERNSHIP = "internship"
    SITE_PRACTICE = "site_practice"
    PROJECT = "project"
    FINAL_PROJECT = "final_project"
    COMPETITION = "competition"
    VOLUNTEERING = "volunteering"


class ProfilePart(StrEnum):
    """A part of a profile that may still be missing."""

    NAME_PASSPORT = "name_passport"
    NAME_LOCAL = "name_local"
    CALL_NAME = "call_name"
    KATAKANA = "katakana"
    BORN_ON = "born_on"
    UNIVERSITY = "university"
    MAJOR = "major"
    MAJOR_LOCAL = "major_local"
    GRADUATES_ON = "graduates_on"
    JAPANESE = "japanese"
    SKILLS = "skills"
    WISHES = "wishes"
    TRANSCRIPT = "transcript"
    GRADUATION_PAPER = "graduation_paper"
    SPEAKING = "speaking"
    SKILL_LEVELS = "skill_levels"
    EXPERIENCE = "experience"
    ABOUT = "about"


class ProfileSection(StrEnum):
    """The pages of a profile, in the order in which a person fills them in."""

    NAMES = "names"
    STUDIES = "studies"
    LANGUAGES = "languages"
    SKILLS = "skills"
    LICENCES = "licences"
    EXPERIENCE = "experience"
    WISHES = "wishes"
    BUSY_TIMES = "busy_times"
    VISIBILITY = "visibility"


class ProfileUse(StrEnum):
    """What a profile must be complete enough for."""

    CARD = "card"
    FAIR = "fair"
    APPLICATION = "application"
    UNDERSTOOD = "understood"


class StudentRefusal(StrEnum):
    """Why something in a profile cannot be accepted."""

    NAME_NOT_LATIN = "name_not_latin"
    KATAKANA_NOT_KATAKANA = "katakana_not_katakana"
    GRADE_OUTSIDE_SCALE = "grade_outside_scale"
    SCORE_OUTSIDE_TEST = "score_outside_test"
    LEVEL_NEEDED = "level_needed"
    NO_READING_PROPOSED = "no_reading_proposed"
    DAY_NOT_POSSIBLE = "day_not_possible"
    END_BEFORE_BEGIN = "end_before_begin"
    TITLE_NEEDED = "title_needed"
    TEST_NAME_NEEDED = "test_name_needed"
    BUSY_DAY_NEEDED = "busy_day_needed"
    ONE_KIND_OF_DAY = "one_kind_of_day"
    BOTH_TIMES_NEEDED = "both_times_needed"
    ENOUGH_ROWS = "enough_rows"
    AGREEMENT_NEEDED = "agreement_needed"


class StudentAdvice(StrEnum):
    """What is worth a second look in a profile, though it may be right."""

    TITLE_IN_NAME = "title_in_name"
    NAME_TWICE = "name_twice"
    FILLER_IN_NAME = "filler_in_name"


LICENCES = frozenset(
    list(Skill)[list(Skill).index(Skill.SEKOKAN_CIVIL_1) : list(Skill).index(Skill.SITE_INTERNSHIP)]
)

_SKILLS = list(Skill)


def _from_to(first: Skill, last: Skill) -> tuple[Skill, ...]:
    return tuple(_SKILLS[_SKILLS.index(first) : _SKILLS.index(last) + 1])


SKILL_GROUPS: dict[SkillGroup, tuple[Skill, ...]] = {
    SkillGroup.DRAWING: _from_to(Skill.BIM, Skill.SKETCHUP),
    SkillGroup.SURVEYING: _from_to(Skill.GIS, Skill.ICT_CONST),
    SkillGroup.SITE: (*_from_to(Skill.SCHEDULE_CTRL, Skill.SITE_PHOTO), Skill.SITE_INTERNSHIP),
    SkillGroup.STRUCTURE: _from_to(Skill.STRUCT_CALC, Skill.MEP),
    SkillGroup.OFFICE: _from_to(Skill.MS_PROJECT, Skill.PROGRAMMING),
    SkillGroup.LICENCE: tuple(skill for skill in Skill if skill in LICENCES),
}

_PREFECTURES = list(Prefecture)
# How many prefectures each region has, in the order of their official numbers.
_REGION_SIZES = (1, 6, 7, 9, 7, 5, 4, 8)
PREFECTURES_OF: dict[Region, tuple[Prefecture, ...]] = {
    region: tuple(_PREFECTURES[sum(_REGION_SIZES[:place]) : sum(_REGION_SIZES[: place + 1])])
    for place, region in enumerate(Region)
}

# ISO 3166 codes of the countries whose people may fill in a profile, those of the programme first.
COUNTRIES: tuple[str, ...] = (
    "VN", "ID", "PH", "MM", "NP", "LK", "BD", "IN", "TH", "KH", "LA", "MN", "MY", "PK", "UZ", "CN", "KR", "TW", "JP",
)  # fmt: skip
