"""Write complaints: register, import, decide, withdraw, answer, close, open who reported."""

from complaints.services.calling import call_back, reply_again
from complaints.services.handling import (
    accept_complaint,
    add_material,
    close_complaint,
    close_lead,
    concern,
    decline_complaint,
    put_in_case,
    reply_to_complaint,
    withdraw_complaint,
)
from complaints.services.identity import NO_DISCLOSURE, Identity, names_anybody
from complaints.services.importing import (
    MAX_WAITING,
    choose_columns,
    columns_of,
    confirm_import,
    discard_import,
    expire_imports,
    meanings,
    rejected_file,
    rejected_sheet,
    sorted_for,
    upload_orders,
)
from complaints.services.leads import open_leads
from complaints.services.merging import merge_complaint, unmerge_complaint
from complaints.services.openings import (
    consent_opening,
    expire_openings,
    look_up_phone,
    masked_reporter,
    refuse_opening,
    request_opening,
    view_reporter,
)
from complaints.services.receipts import (
    answer_message,
    complaint_of,
    issue_receipt,
    leave_message,
    read_messages,
)
from complaints.services.registering import (
    Given,
    GivenRespondent,
    register_complaint,
    register_several,
)
from complaints.services.reporting import receipt_for, receive_report
from complaints.services.routing import public_receiver
from complaints.services.sorting import (
    BOUNDS,
    MAX_ORDERS,
    Sorted,
    column_name,
    read_sheet,
    sheet_of,
    sort,
)
from complaints.services.supplements import (
    ask_supplement,
    end_supplement,
    receive_supplement,
)
from complaints.services.transfers import (
    report_transfer,
    return_transfer,
    sign_transfer,
    transfer_complaint,
)
from complaints.services.urging import explain_urging, urge_unit

__all__ = [
    "BOUNDS",
    "MAX_ORDERS",
    "MAX_WAITING",
    "NO_DISCLOSURE",
    "Given",
    "GivenRespondent",
    "Identity",
    "Sorted",
    "accept_complaint",
    "add_material",
    "answer_message",
    "ask_supplement",
    "call_back",
    "choose_columns",
    "close_complaint",
    "close_lead",
    "column_name",
    "columns_of",
    "complaint_of",
    "concern",
    "confirm_import",
    "consent_opening",
    "decline_complaint",
    "discard_import",
    "end_supplement",
    "expire_imports",
    "expire_openings",
    "explain_urging",
    "issue_receipt",
    "leave_message",
    "look_up_phone",
    "masked_reporter",
    "meanings",
    "merge_complaint",
    "names_anybody",
    "open_leads",
    "public_receiver",
    "put_in_case",
    "read_messages",
    "read_sheet",
    "receipt_for",
    "receive_report",
    "receive_supplement",
    "refuse_opening",
    "register_complaint",
    "register_several",
    "rejected_file",
    "rejected_sheet",
    "reply_again",
    "reply_to_complaint",
    "report_transfer",
    "request_opening",
    "return_transfer",
    "sheet_of",
    "sign_transfer",
    "sort",
    "sorted_for",
    "transfer_complaint",
    "unmerge_complaint",
    "upload_orders",
    "urge_unit",
    "view_reporter",
    "withdraw_complaint",
]
