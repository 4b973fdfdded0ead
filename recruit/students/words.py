"""What the coded values of student profiles are called."""

from flask_babel import lazy_gettext as _l, lazy_pgettext

from recruit.students.rules import (
    CefrLevel,
    Confirmed,
    DisclosureReason,
    DisclosureScope,
    DocumentKind,
    EducationLevel,
    ExperienceKind,
    GradeScale,
    JlptLevel,
    LanguageTest,
    Major,
    ProfilePart,
    ProfileSection,
    ProfileUse,
    Region,
    ShownTo,
    Skill,
    SkillGroup,
    SkillLevel,
    StudentAdvice,
    StudentRefusal,
    Visibility,
    WorkWish,
)

MAJOR = {
    Major.CIVIL: _l("Civil Engineering"),
    Major.BUILDING_CONST: _l("Civil and Industrial (Building) Construction"),
    Major.TRANSPORT: _l("Transportation Infrastructure Engineering"),
    Major.BRIDGE_ROAD: _l("Bridge and Road Engineering"),
    Major.RAILWAY: _l("Railway Engineering"),
    Major.TUNNEL: _l("Tunnel and Underground Engineering"),
    Major.HYDRAULIC: _l("Hydraulic Engineering"),
    Major.WATER_RES: _l("Water Resources Engineering"),
    Major.OCEAN: _l("Ocean and Coastal Engineering"),
    Major.PORT: _l("Port and Waterway Engineering"),
    Major.GEOTECH: _l("Geotechnical Engineering"),
    Major.STRUCTURE: _l("Structural Engineering"),
    Major.WATER_SUPPLY: _l("Water Supply and Drainage Engineering"),
    Major.ENVIRONMENT: _l("Environmental Engineering"),
    Major.INFRA: _l("Infrastructure Engineering"),
    Major.CONST_MGMT: _l("Construction Management"),
    Major.CONST_ECON: _l("Construction Economics / Quantity Surveying"),
    Major.CONST_TECH: _l("Construction Engineering Technology"),
    Major.TRAFFIC_TECH: _l("Transport Engineering Technology"),
    Major.BLDG_MATERIALS: _l("Building Materials Engineering"),
    Major.MATERIALS: _l("Materials Engineering"),
    Major.ARCHITECTURE: _l("Architecture"),
    Major.ARCH_TECH: _l("Architectural Technology"),
    Major.LANDSCAPE: _l("Landscape Architecture"),
    Major.INTERIOR_ARCH: _l("Interior Architecture"),
    Major.INTERIOR_DESIGN: _l("Interior Design"),
    Major.URBAN_PLANNING: _l("Urban and Regional Planning"),
    Major.URBAN_MGMT: _l("Urban and Facility Management"),
    Major.HERITAGE: _l("Architectural Heritage Conservation"),
    Major.GEOMATICS: _l("Geodesy and Geomatics"),
    Major.GEOLOGY: _l("Geological Engineering"),
    Major.MINING: _l("Mining Engineering"),
    Major.BUILDING_SERVICES: _l("Building Services (MEP) Engineering"),
    Major.HVAC: _l("Thermal and Refrigeration Engineering"),
    Major.ELECTRICAL: _l("Electrical Engineering"),
    Major.MECHANICAL: _l("Mechanical Engineering"),
    Major.CONST_MACHINERY: _l("Construction Machinery"),
    Major.CONST_INFORMATICS: _l("Construction Informatics"),
    Major.INDUSTRIAL: _l("Industrial Engineering"),
    Major.SAFETY: _l("Occupational Safety and Health"),
    Major.LAND: _l("Land Management"),
    Major.REAL_ESTATE: _l("Real Estate"),
    Major.JAPANESE: _l("Japanese Language"),
    Major.OTHER: _l("Other"),
}

SKILL = {
    Skill.BIM: _l("BIM"),
    Skill.BIM_CIM: _l("BIM/CIM (civil)"),
    Skill.CAD2D: _l("2D CAD drafting"),
    Skill.AUTOCAD: _l("AutoCAD"),
    Skill.JWCAD: _l("Jw_cad"),
    Skill.REVIT: _l("Revit"),
    Skill.ARCHICAD: _l("Archicad"),
    Skill.CIVIL3D: _l("Civil 3D"),
    Skill.TEKLA: _l("Tekla Structures"),
    Skill.ETABS_SAP: _l("Structural analysis (ETABS/SAP2000)"),
    Skill.NAVISWORKS: _l("Clash detection"),
    Skill.SKETCHUP: _l("SketchUp/rendering"),
    Skill.GIS: _l("GIS"),
    Skill.SURVEY: _l("Surveying"),
    Skill.TOTAL_STATION: _l("Total station"),
    Skill.THEODOLITE_LEVEL: _l("Theodolite and level"),
    Skill.DRONE: _l("Drone survey"),
    Skill.LASER_SCAN: _l("3D laser scanning"),
    Skill.ICT_CONST: _l("ICT construction"),
    Skill.SCHEDULE_CTRL: _l("Schedule control"),
    Skill.QUALITY_CTRL: _l("Quality control"),
    Skill.SAFETY_CTRL: _l("Safety management"),
    Skill.COST_CTRL: _l("Cost control"),
    Skill.ESTIMATE: _l("Quantity take-off and estimating"),
    Skill.SHOP_DRAWING: _l("Shop drawings"),
    Skill.METHOD_STATEMENT: _l("Method statement"),
    Skill.AS_BUILT: _l("As-built control"),
    Skill.SITE_PHOTO: _l("Site photo records"),
    Skill.STRUCT_CALC: _l("Structural calculation"),
    Skill.SEISMIC: _l("Seismic design"),
    Skill.CONCRETE: _l("Concrete works"),
    Skill.REBAR: _l("Rebar inspection"),
    Skill.STEEL: _l("Steel structure works"),
    Skill.SOIL_TEST: _l("Soil testing"),
    Skill.BORING: _l("Boring survey"),
    Skill.TEMP_WORKS: _l("Temporary works design"),
    Skill.MEP: _l("Building services (MEP)"),
    Skill.MS_PROJECT: _l("MS Project/Primavera"),
    Skill.EXCEL: _l("Excel (functions, macros)"),
    Skill.PROGRAMMING: _l("Programming (Python and others)"),
    Skill.SEKOKAN_CIVIL_1: _l("Civil Works Construction Managing Engineer, 1st class"),
    Skill.SEKOKAN_CIVIL_2: _l("Civil Works Construction Managing Engineer, 2nd class"),
    Skill.SEKOKAN_BLDG_1: _l("Building Construction Managing Engineer, 1st class"),
    Skill.SEKOKAN_BLDG_2: _l("Building Construction Managing Engineer, 2nd class"),
    Skill.SEKOKAN_PIPE: _l("Plumbing Works Managing Engineer"),
    Skill.SEKOKAN_ELEC: _l("Electrical Works Managing Engineer"),
    Skill.SEKOKAN_LAND: _l("Landscaping Works Managing Engineer"),
    Skill.SEKOKAN_MACHINE: _l("Construction Machinery Managing Engineer"),
    Skill.GISHIHO: _l("Assistant Managing Engineer"),
    Skill.KANRI_GIJUTSUSHA: _l("Supervising Engineer"),
    Skill.SHUNIN_GIJUTSUSHA: _l("Chief Engineer"),
    Skill.KENCHIKUSHI_1: _l("1st-class Architect (Japan)"),
    Skill.KENCHIKUSHI_2: _l("2nd-class Architect (Japan)"),
    Skill.GIJUTSUSHI: _l("Professional Engineer (Japan) / Associate"),
    Skill.SOKURYOSHI: _l("Registered Surveyor / Assistant"),
    Skill.RCCM: _l("Registered Civil Engineering Consulting Manager"),
    Skill.CONCRETE_ENG: _l("Concrete Engineer / Diagnostician"),
    Skill.KENSETSU_KEIRI: _l("Construction Accounting"),
    Skill.SLINGING: _l("Slinging skill course"),
    Skill.SCAFFOLD_CHIEF: _l("Scaffold assembly operations chief"),
    Skill.FULL_HARNESS: _l("Full-harness special education"),
    Skill.FOREMAN: _l("Foreman and safety officer education"),
    Skill.DRIVE_JP: _l("Japanese driver's licence"),
    Skill.DRIVE_HOME: _l("Home-country driving licence"),
    Skill.SKK_ID: _l("Indonesian construction competence certificate"),
    Skill.CCHN_VN: _l("Vietnamese construction practice certificate"),
    Skill.PII: _l("Indonesian professional engineer"),
    Skill.ASEAN_ENG: _l("ASEAN Chartered Professional Engineer"),
    Skill.SITE_INTERNSHIP: _l("Site internship"),
}

EDUCATION_LEVEL = {
    EducationLevel.SECONDARY: _l("Secondary school"),
    EducationLevel.COLLEGE: _l("College below a degree (2–3 years)"),
    EducationLevel.BACHELOR: _l("Bachelor"),
    EducationLevel.APPLIED_BACHELOR: _l("Applied bachelor (4 years)"),
    EducationLevel.ENGINEER: _l("Engineer's degree (4.5–5 years)"),
    EducationLevel.ARCHITECT: _l("Architect's degree (5 years)"),
    EducationLevel.MASTER: _l("Master"),
    EducationLevel.DOCTOR: _l("Doctor"),
}

GRADE_SCALE = {
    GradeScale.FOUR: _l("Out of 4"),
    GradeScale.FIVE: _l("Out of 5"),
    GradeScale.TEN: _l("Out of 10"),
    GradeScale.HUNDRED: _l("Out of 100"),
    GradeScale.CLASS: _l("A class in words"),
}

LANGUAGE_TEST = {
    LanguageTest.JLPT: _l("JLPT"),
    LanguageTest.JFT_BASIC: _l("JFT-Basic"),
    LanguageTest.BJT: _l("BJT Business Japanese"),
    LanguageTest.NAT_TEST: _l("Japanese NAT-TEST"),
    LanguageTest.J_TEST: _l("J.TEST"),
    LanguageTest.TOEIC: _l("TOEIC Listening and Reading"),
    LanguageTest.IELTS: _l("IELTS"),
    LanguageTest.TOEFL_IBT: _l("TOEFL iBT"),
    LanguageTest.TOEFL_ITP: _l("TOEFL ITP"),
    LanguageTest.VSTEP: _l("VSTEP"),
    LanguageTest.OTHER: _l("Another test"),
    LanguageTest.JAPANESE_OWN_VIEW: _l("Speaking Japanese, in the student's own view"),
    LanguageTest.ENGLISH_OWN_VIEW: _l("Speaking English, in the student's own view"),
}

JLPT_LEVEL = {
    JlptLevel.N1: _l("N1"),
    JlptLevel.N2: _l("N2"),
    JlptLevel.N3: _l("N3"),
    JlptLevel.N4: _l("N4"),
    JlptLevel.N5: _l("N5"),
}

CEFR_LEVEL = {
    CefrLevel.A1: _l("A1"),
    CefrLevel.A2: _l("A2"),
    CefrLevel.B1: _l("B1"),
    CefrLevel.B2: _l("B2"),
    CefrLevel.C1: _l("C1"),
    CefrLevel.C2: _l("C2"),
}

VISIBILITY = {
    Visibility.NOBODY: _l("Nobody, until I choose a company"),
    Visibility.FAIR_COMPANIES: _l("Companies at the fairs I join"),
    Visibility.ALL_APPROVED_COMPANIES: _l("All approved companies"),
}

# The same as staff read it of a student.
VISIBILITY_FOR_STAFF = {
    Visibility.NOBODY: _l("nobody, until the student chooses a company"),
    Visibility.FAIR_COMPANIES: _l("companies at the fairs the student joins"),
    Visibility.ALL_APPROVED_COMPANIES: _l("all approved companies"),
}

WORK_WISH = {
    WorkWish.CIVIL_SITE_MANAGEMENT: _l("Civil works site management"),
    WorkWish.BUILDING_SITE_MANAGEMENT: _l("Building site management"),
    WorkWish.SERVICES_SITE_MANAGEMENT: _l("Building services site management"),
    WorkWish.BIM_ENGINEERING: _l("BIM/CIM engineering"),
    WorkWish.SURVEYING: _l("Surveying and ICT construction"),
    WorkWish.CIVIL_DESIGN: _l("Civil design"),
    WorkWish.ARCHITECTURAL_DESIGN: _l("Architectural design"),
    WorkWish.STRUCTURAL_DESIGN: _l("Structural and bridge design"),
    WorkWish.SERVICES_DESIGN: _l("Building services design"),
    WorkWish.ESTIMATING: _l("Estimating"),
    WorkWish.GEOLOGICAL_INVESTIGATION: _l("Geological investigation"),
    WorkWish.QUALITY_AND_SAFETY: _l("Quality and safety control"),
    WorkWish.TECHNICAL_SALES: _l("Technical sales"),
}

REGION = {
    Region.HOKKAIDO: lazy_pgettext("region", "Hokkaido"),
    Region.TOHOKU: _l("Tohoku"),
    Region.KANTO: _l("Kanto"),
    Region.CHUBU: _l("Chubu"),
    Region.KINKI: _l("Kinki"),
    Region.CHUGOKU: _l("Chugoku"),
    Region.SHIKOKU: _l("Shikoku"),
    Region.KYUSHU: _l("Kyushu and Okinawa"),
}

SKILL_LEVEL = {
    SkillLevel.LEARNED: _l("Learned in class"),
    SkillLevel.WITH_HELP: _l("Used with help"),
    SkillLevel.ALONE: _l("Used on one's own"),
}

SKILL_GROUP = {
    SkillGroup.DRAWING: _l("Drawing and models"),
    SkillGroup.SURVEYING: _l("Surveying and ICT"),
    SkillGroup.SITE: _l("Work on site"),
    SkillGroup.STRUCTURE: _l("Structures, ground and building services"),
    SkillGroup.OFFICE: _l("Office and programming"),
    SkillGroup.LICENCE: _l("Licences and courses"),
}

DOCUMENT_KIND = {
    DocumentKind.CV: _l("Curriculum vitae"),
    DocumentKind.TRANSCRIPT: _l("Transcript of grades"),
    DocumentKind.EXPECTED_GRADUATION: _l("Certificate of expected graduation"),
    DocumentKind.GRADUATION_CERTIFICATE: _l("Certificate of graduation"),
    DocumentKind.DIPLOMA: _l("Diploma"),
    DocumentKind.LANGUAGE_CERTIFICATE: _l("Language certificate"),
    DocumentKind.LICENCE: _l("Licence or qualification"),
    DocumentKind.EXPERIENCE_CERTIFICATE: _l("Certificate of work or internship"),
    DocumentKind.RECOMMENDATION: _l("Letter of recommendation"),
    DocumentKind.PORTFOLIO: _l("Portfolio (drawings, models)"),
    DocumentKind.OTHER: _l("Another document"),
}

SHOWN_TO = {
    ShownTo.ME: _l("Only me"),
    ShownTo.APPLIED: _l("Companies I applied to"),
    ShownTo.FAIR: _l("Also companies at my fairs"),
}

DISCLOSURE_SCOPE = {
    DisclosureScope.CARD: _l("Card: name to call, university, major, levels"),
    DisclosureScope.PROFILE: _l("Whole profile"),
    DisclosureScope.DOCUMENTS: _l("Profile and documents"),
}

DISCLOSURE_REASON = {
    DisclosureReason.CHOSEN: _l("You chose this company"),
    DisclosureReason.FAIR: _l("You take part in the same fair"),
    DisclosureReason.APPLICATION: _l("You applied there"),
    DisclosureReason.UNIVERSITY: _l("Your university confirms your studies"),
    DisclosureReason.PARTNER: _l("You let your university see how your applications stand"),
    DisclosureReason.OPEN: _l("You show yourself to all approved companies"),
}

# The same reasons as the company reads them.
REASON_FOR_COMPANY = {
    DisclosureReason.CHOSEN: _l("The student chose your company"),
    DisclosureReason.FAIR: _l("You take part in the same fair"),
    DisclosureReason.APPLICATION: _l("The student applied to you"),
    DisclosureReason.UNIVERSITY: _l("Your university confirms the studies"),
    DisclosureReason.PARTNER: _l("The student lets the university see how the applications stand"),
    DisclosureReason.OPEN: _l("The student is open to all approved companies"),
}

CONFIRMED = {
    Confirmed.NO: _l("Not confirmed by the university"),
    Confirmed.ENROLLED: _l("Enrolment confirmed"),
    Confirmed.GRADUATED: _l("Graduation confirmed"),
}

EXPERIENCE_KIND = {
    ExperienceKind.JOB: _l("Employment"),
    ExperienceKind.INTERNSHIP: _l("Internship"),
    ExperienceKind.SITE_PRACTICE: _l("Practice on a building site"),
    ExperienceKind.PROJECT: _l("Project"),
    ExperienceKind.FINAL_PROJECT: _l("Final project or thesis"),
    ExperienceKind.COMPETITION: _l("Competition or award"),
    ExperienceKind.VOLUNTEERING: _l("Volunteering or club"),
}

PROFILE_PART = {
    ProfilePart.NAME_PASSPORT: _l("Name as in the passport"),
    ProfilePart.NAME_LOCAL: _l("Name in your own writing"),
    ProfilePart.CALL_NAME: _l("Name to be called by"),
    ProfilePart.KATAKANA: _l("Name in katakana"),
    ProfilePart.BORN_ON: _l("Date of birth"),
    ProfilePart.UNIVERSITY: _l("University"),
    ProfilePart.MAJOR: _l("Major"),
    ProfilePart.MAJOR_LOCAL: _l("Major as printed on the papers"),
    ProfilePart.GRADUATES_ON: _l("Month of graduation"),
    ProfilePart.JAPANESE: _l("Japanese level"),
    ProfilePart.SKILLS: _l("At least one skill"),
    ProfilePart.WISHES: _l("What work you wish"),
    ProfilePart.TRANSCRIPT: _l("Transcript of grades"),
    ProfilePart.GRADUATION_PAPER: _l("Certificate of graduation or expected graduation"),
    ProfilePart.SPEAKING: _l("How well you speak Japanese"),
    ProfilePart.SKILL_LEVELS: _l("How far each skill goes"),
    ProfilePart.EXPERIENCE: _l("Something you have done: a project, an internship, a job"),
    ProfilePart.ABOUT: _l("Some sentences about you"),
}

PROFILE_SECTION = {
    ProfileSection.NAMES: _l("Your name"),
    ProfileSection.STUDIES: _l("Studies"),
    ProfileSection.LANGUAGES: _l("Languages"),
    ProfileSection.SKILLS: _l("Skills"),
    ProfileSection.LICENCES: _l("Licences and courses"),
    ProfileSection.EXPERIENCE: _l("Experience and projects"),
    ProfileSection.WISHES: _l("Wishes"),
    ProfileSection.BUSY_TIMES: _l("Times when you are busy"),
    ProfileSection.VISIBILITY: _l("Who may see you"),
}

PROFILE_USE = {
    ProfileUse.CARD: _l("To be seen by companies"),
    ProfileUse.FAIR: _l("To join a fair"),
    ProfileUse.APPLICATION: _l("To apply for a position"),
    ProfileUse.UNDERSTOOD: _l("So that companies understand what you can do"),
}

STUDENT_REFUSAL = {
    StudentRefusal.NAME_NOT_LATIN: _l("Please write the name with the letters A to Z, as in the passport."),
    StudentRefusal.KATAKANA_NOT_KATAKANA: _l("Please write this in katakana."),
    StudentRefusal.GRADE_OUTSIDE_SCALE: _l("This grade does not fit the scale chosen."),
    StudentRefusal.SCORE_OUTSIDE_TEST: _l("This score does not exist in this test."),
    StudentRefusal.LEVEL_NEEDED: _l("Please choose the level of the test."),
    StudentRefusal.NO_READING_PROPOSED: _l(
        "We cannot propose a reading for this name. Please write it as people in Japan should say it."
    ),
    StudentRefusal.DAY_NOT_POSSIBLE: _l("This day cannot be right. Please check the year."),
    StudentRefusal.END_BEFORE_BEGIN: _l("The end lies before the beginning. Please check both."),
    StudentRefusal.TITLE_NEEDED: _l("Please say in a few words what it was."),
    StudentRefusal.TEST_NAME_NEEDED: _l("Please write the name of the test."),
    StudentRefusal.BUSY_DAY_NEEDED: _l("Please choose a day of the week, or give a first day."),
    StudentRefusal.ONE_KIND_OF_DAY: _l("Please give either a day of the week or days, not both."),
    StudentRefusal.BOTH_TIMES_NEEDED: _l("Please give both times, or none for the whole day."),
    StudentRefusal.ENOUGH_ROWS: _l("There is no more room here. Please take something away first."),
    StudentRefusal.AGREEMENT_NEEDED: _l(
        "Companies can see you only after you have agreed to it. Please read the text and tick the box."
    ),
}

STUDENT_ADVICE = {
    StudentAdvice.TITLE_IN_NAME: _l("Is this title printed in the passport? If not, please leave it out."),
    StudentAdvice.NAME_TWICE: _l(
        "Please write the name only as often as it stands in the passport. One name alone is fine."
    ),
    StudentAdvice.FILLER_IN_NAME: _l("Please leave out LNU and FNU. One name alone is fine."),
}

ALL = (
    MAJOR,
    SKILL,
    EDUCATION_LEVEL,
    GRADE_SCALE,
    LANGUAGE_TEST,
    JLPT_LEVEL,
    CEFR_LEVEL,
    VISIBILITY,
    WORK_WISH,
    REGION,
    SKILL_LEVEL,
    SKILL_GROUP,
    DOCUMENT_KIND,
    SHOWN_TO,
    DISCLOSURE_SCOPE,
    DISCLOSURE_REASON,
    CONFIRMED,
    EXPERIENCE_KIND,
    PROFILE_PART,
    PROFILE_SECTION,
    PROFILE_USE,
    STUDENT_REFUSAL,
    STUDENT_ADVICE,
)
