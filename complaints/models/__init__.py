"""Tables of complaints."""

from complaints.models.complaints import (
    Complaint,
    ComplaintReceipt,
    ComplaintRespondent,
    Reporter,
    ReporterMessage,
    ReporterOpening,
)
from complaints.models.handling import SupplementRequest
from complaints.models.imports import HotlineImport, ImportColumns, WorkOrder

__all__ = [
    "Complaint",
    "ComplaintReceipt",
    "ComplaintRespondent",
    "HotlineImport",
    "ImportColumns",
    "Reporter",
    "ReporterMessage",
    "ReporterOpening",
    "SupplementRequest",
    "WorkOrder",
]
