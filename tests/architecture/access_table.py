"""Who may call what: written down and reviewed, beside the grants and not derived from them.

A column is a role, a letter means that the role gets past the gate. Scope and need-to-know are
narrower still and tested elsewhere. An endpoint that does not stand here fails the test.
"""

from __future__ import annotations

from core.access.permissions import Role

COLUMNS = {
    "I": Role.INTAKE_OFFICER,
    "V": Role.INVESTIGATOR,
    "L": Role.DISCIPLINE_LEADER,
    "R": Role.REVIEWER,
    "S": Role.SIGNER,
    "D": Role.LIAISON,
    "E": Role.EVALUATOR,
    "F": Role.STAFF,
    "s": Role.SYSTEM_ADMIN,
    "x": Role.SECURITY_ADMIN,
    "a": Role.AUDIT_ADMIN,
}

EVERYBODY = "everybody"

TABLE = {
    # accountability
    "accountability.act_confirm": "··L········",
    "accountability.act_detail": "·VLRS······",
    "accountability.act_new": "·V·········",
    "accountability.act_new_preview": "·V·········",
    "accountability.act_preview": "·V·········",
    "accountability.act_reopen": "··L········",
    "accountability.act_save_facts": "·V·········",
    "accountability.case_take_effect": "··L········",
    "accountability.decision_approve": "···R·······",
    "accountability.decision_detail": "·VLRS······",
    "accountability.decision_issue": "··L········",
    "accountability.decision_letter": "·VLRS······",
    "accountability.decision_new": "·V·········",
    "accountability.decision_new_preview": "·V·········",
    "accountability.decision_preview": "·V·········",
    "accountability.decision_redraft": "·V·········",
    "accountability.decision_return": "···R·······",
    "accountability.decision_sign": "····S······",
    "accountability.decision_submit": "·V·········",
    "accountability.desk": "·····D·F···",
    "accountability.desk_document": "·····D·F···",
    "accountability.desk_notice": "·····D·F···",
    "accountability.desk_ruling": "·····D·F···",
    "accountability.rectification_accept_item": "·VL········",
    "accountability.rectification_close": "·VL········",
    "accountability.rectification_detail": "·VLRS······",
    "accountability.rectification_report": "·····D·····",
    "accountability.rectification_return": "·VL········",
    "accountability.rectification_return_item": "·VL········",
    "accountability.remedy_admit": "··L········",
    "accountability.remedy_detail": "·VLRS······",
    "accountability.remedy_file": "·····D·F···",
    "accountability.remedy_modify": "···R·······",
    "accountability.remedy_register": "·V·········",
    "accountability.remedy_reject": "··L········",
    "accountability.remedy_remand": "···R·······",
    "accountability.remedy_revoke": "···R·······",
    "accountability.remedy_ruling": "·VLRS······",
    "accountability.remedy_uphold": "···R·······",
    "accountability.remedy_withdraw": "·····D·F···",
    "accountability.service_detail": "·VLRS······",
    "accountability.service_document": "·VLRS······",
    "accountability.service_fail": "·V·········",
    "accountability.service_record": "·V·········",
    "accountability.service_retry": "·V·········",
    "accountability.service_return_receipt": "·VLRS······",
    # casework
    "casework.case_add_respondent": "·V·········",
    "casework.case_attach_files": "·V·········",
    "casework.case_attachment": "·VLRS······",
    "casework.case_clock": "·VLRS······",
    "casework.case_close": "··L········",
    "casework.case_deliberate": "··L········",
    "casework.case_detail": "·VLRS······",
    "casework.case_dismiss": "··L········",
    "casework.case_file": "··L········",
    "casework.case_list": "·VLRS······",
    "casework.case_name_member": "··L········",
    "casework.case_new": "··L········",
    "casework.case_open_defence": "··L········",
    "casework.case_record_defence": "·V·········",
    "casework.case_record_evidence": "·V·········",
    "casework.case_record_fact": "·V·········",
    "casework.case_recuse_member": "··L········",
    "casework.case_report": "·V·········",
    "casework.case_start_investigation": "··L········",
    # complaints
    "complaints.complaint_accept": "··L········",
    "complaints.complaint_add_material": "I··········",
    "complaints.complaint_attachment": "I·L········",
    "complaints.complaint_close": "··L········",
    "complaints.complaint_decline": "··L········",
    "complaints.complaint_detail": "I·L········",
    "complaints.complaint_document": "I·L········",
    "complaints.complaint_list": "I·L········",
    "complaints.complaint_new": "I··········",
    "complaints.complaint_open_reporter": "I··········",
    "complaints.complaint_reply": "I··········",
    "complaints.complaint_withdraw": "I··········",
    # identity
    "identity.sign_in": EVERYBODY,
    "identity.sign_in_submit": EVERYBODY,
    "identity.sign_out": "IVLRSDEFsxa",
    # oversight
    "oversight.record_list": "··········a",
    "oversight.record_verification": "··········a",
    "oversight.search_page": "IVLRSDEFsxa",
    "oversight.worklist": "IVLRSDEFsxa",
    # web
    "web.asset": EVERYBODY,
}
