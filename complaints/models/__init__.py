"""Tables of complaints."""

from complaints.models.complaints import (
    Complaint,
    ComplaintReceipt,
    ComplaintRespondent,
    Reporter,
    ReporterMessage,
    ReporterOpening,
)
from complaints.models.handling import (
    CallBack,
    ComplaintTransfer,
    ReplyDraft,
    SupplementRequest,
    TransferExtension,
    TransferUrging,
)
from complaints.models.imports import HotlineImport, ImportColumns, WorkOrder
from complaints.models.sealed import SealedReport

__all__ = [
    "CallBack",
    "Complaint",
    "ComplaintReceipt",
    "ComplaintRespondent",
    "ComplaintTransfer",
    "HotlineImport",
    "ImportColumns",
    "ReplyDraft",
    "Reporter",
    "ReporterMessage",
    "ReporterOpening",
    "SealedReport",
    "SupplementRequest",
    "TransferExtension",
    "TransferUrging",
    "WorkOrder",
]
