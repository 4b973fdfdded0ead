"""The coded values of student profiles; what they are called is in `words.py`."""

from enum import StrEnum


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
    TEN = "10"


class LanguageTest(StrEnum):
    JLPT = "jlpt"
    JFT_BASIC = "jft_basic"
    BJT = "bjt"
    NAT_TEST = "nat_test"
    TOEIC = "toeic"
    IELTS = "ielts"
    TOEFL_IBT = "toefl_ibt"
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


class Confirmed(StrEnum):
    """What the university says about an education."""

    NO = "no"
    ENROLLED = "enrolled"
    GRADUATED = "graduated"


class ExperienceKind(StrEnum):
    JOB = "job"
    INTERNSHIP = "internship"
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


class ProfileUse(StrEnum):
    """What a profile must be complete enough for."""

    CARD = "card"
    FAIR = "fair"
    APPLICATION = "application"


class StudentRefusal(StrEnum):
    """Why something in a profile cannot be accepted."""

    NAME_NOT_LATIN = "name_not_latin"
    KATAKANA_NOT_KATAKANA = "katakana_not_katakana"
    GRADE_OUTSIDE_SCALE = "grade_outside_scale"
    SCORE_OUTSIDE_TEST = "score_outside_test"
    LEVEL_NEEDED = "level_needed"


class StudentAdvice(StrEnum):
    """What is worth a second look in a profile, though it may be right."""

    TITLE_IN_NAME = "title_in_name"
    NAME_TWICE = "name_twice"
    FILLER_IN_NAME = "filler_in_name"


LICENCES = frozenset(
    list(Skill)[list(Skill).index(Skill.SEKOKAN_CIVIL_1) : list(Skill).index(Skill.SITE_INTERNSHIP)]
)
