"""Which majors belong to which work: what an engineer's status of residence asks for (a degree in a related subject).

The relation is the house's reading, made from the subjects that such a degree contains; immigration judges each person
by the subjects taken, and not strictly for university graduates. A major that is not here is therefore looked at, not
refused.
"""

from collections.abc import Collection

from recruit.postings.rules.codes import WorkKind
from recruit.students.rules import Major

_CIVIL = frozenset(
    {
        Major.CIVIL, Major.BUILDING_CONST, Major.TRANSPORT, Major.BRIDGE_ROAD, Major.RAILWAY, Major.TUNNEL, Major.HYDRAULIC,
        Major.WATER_RES, Major.OCEAN, Major.PORT, Major.GEOTECH, Major.STRUCTURE, Major.WATER_SUPPLY, Major.ENVIRONMENT,
        Major.INFRA, Major.CONST_MGMT, Major.CONST_TECH, Major.TRAFFIC_TECH, Major.CONST_INFORMATICS,
    }
)  # fmt: skip
_BUILDING = frozenset(
    {
        Major.CIVIL, Major.BUILDING_CONST, Major.STRUCTURE, Major.CONST_MGMT, Major.CONST_TECH, Major.ARCHITECTURE,
        Major.ARCH_TECH, Major.HERITAGE, Major.BLDG_MATERIALS, Major.CONST_INFORMATICS,
    }
)  # fmt: skip
_SERVICES = frozenset(
    {
        Major.BUILDING_SERVICES, Major.HVAC, Major.ELECTRICAL, Major.MECHANICAL, Major.WATER_SUPPLY, Major.ENVIRONMENT,
    }
)  # fmt: skip
_GROUND = frozenset({Major.GEOLOGY, Major.GEOTECH, Major.MINING, Major.TUNNEL})
_LAND = frozenset({Major.GEOMATICS, Major.LAND})
_ARCHITECTURE = frozenset(
    {
        Major.ARCHITECTURE, Major.ARCH_TECH, Major.INTERIOR_ARCH, Major.INTERIOR_DESIGN, Major.LANDSCAPE, Major.HERITAGE,
        Major.URBAN_PLANNING,
    }
)  # fmt: skip
_COST = frozenset({Major.CONST_ECON, Major.CONST_MGMT, Major.URBAN_MGMT, Major.REAL_ESTATE, Major.INDUSTRIAL})
_MATERIALS = frozenset({Major.MATERIALS, Major.BLDG_MATERIALS})
_BUILT = (
    _CIVIL | _BUILDING | _SERVICES | _GROUND | _LAND | _ARCHITECTURE | _MATERIALS | {Major.CONST_MACHINERY}
)

FITTING: dict[WorkKind, frozenset[Major]] = {
    WorkKind.CIVIL_SITE_MANAGEMENT: _CIVIL | _GROUND | _LAND | _MATERIALS | {Major.CONST_ECON, Major.CONST_MACHINERY},
    WorkKind.BUILDING_SITE_MANAGEMENT: _BUILDING | _ARCHITECTURE | _MATERIALS | {Major.CONST_ECON, Major.INFRA, Major.BUILDING_SERVICES},
    WorkKind.SERVICES_SITE_MANAGEMENT: _SERVICES | {Major.CONST_MGMT, Major.CONST_TECH, Major.ARCH_TECH},
    WorkKind.BIM_ENGINEERING: _CIVIL | _BUILDING | _SERVICES | _ARCHITECTURE | _LAND,
    WorkKind.SURVEYING: _CIVIL | _GROUND | _LAND,
    WorkKind.CIVIL_DESIGN: _CIVIL | _GROUND | _LAND,
    WorkKind.ARCHITECTURAL_DESIGN: _BUILDING | _ARCHITECTURE,
    WorkKind.STRUCTURAL_DESIGN: _CIVIL | _BUILDING | _MATERIALS | {Major.MECHANICAL},
    WorkKind.SERVICES_DESIGN: _SERVICES | {Major.ARCH_TECH},
    WorkKind.ESTIMATING: _BUILT | _COST,
    WorkKind.GEOLOGICAL_INVESTIGATION: _GROUND | _LAND | _CIVIL,
    WorkKind.QUALITY_AND_SAFETY: _BUILT | {Major.SAFETY, Major.INDUSTRIAL, Major.CONST_MGMT},
    WorkKind.TECHNICAL_SALES: _BUILT | _COST,
}  # fmt: skip


def unlike(kind: WorkKind, majors: Collection[str]) -> list[str]:
    """The majors asked for that are not known to belong to this work, in the order in which they are asked for."""
    return [str(major) for major in majors if major not in FITTING[kind]]
