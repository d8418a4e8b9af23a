"""Tables of complaints."""

from complaints.models.complaints import (
    Complaint,
    ComplaintReceipt,
    ComplaintRespondent,
    Reporter,
    ReporterMessage,
    ReporterOpening,
)
from complaints.models.handling import ComplaintTransfer, SupplementRequest, TransferUrging
from complaints.models.imports import HotlineImport, ImportColumns, WorkOrder

__all__ = [
    "Complaint",
    "ComplaintReceipt",
    "ComplaintRespondent",
    "ComplaintTransfer",
    "HotlineImport",
    "ImportColumns",
    "Reporter",
    "ReporterMessage",
    "ReporterOpening",
    "SupplementRequest",
    "TransferUrging",
    "WorkOrder",
]
