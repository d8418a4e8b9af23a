"""A bad folder of packs is refused with every fault named: file, key, value and reason."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import Babel

import regulations
from regulations import registry
from regulations.loader import PackFault, PackFaults, load_packs

Alter = Callable[[str, str, str], Path]


def faults(folder: Path) -> list[PackFault]:
    with pytest.raises(PackFaults) as caught:
        load_packs(folder)
    assert all(fault.reason for fault in caught.value.faults)
    return caught.value.faults


#: what is replaced, by what, then key, value and code of the fault
BAD = [
    (
        'length = 30\nunit = "calendar_day"',
        'length = 30\nunit = "calender_day"',
        "term[0].unit",
        "calender_day",
        "not_allowed",
    ),
    ("length = 30", 'length = "30"', "term[0].length", "30", "wrong_type"),
    ("length = 30", "length = -3", "term[0].length", -3, "out_of_range"),
    ("length = 30", "length = 0", "term[0].length", 0, "out_of_range"),
    ("length = 30\n", "", "term[0]", "remedy.period", "needs_length"),
    ("length = 30", "lenght = 30", "term[0].lenght", 30, "unknown_key"),
    ('id = "remedy.period"', 'id = "remedy.peroid"', "term[0].id", "remedy.peroid", "not_allowed"),
    (
        'state = "not_stated"',
        'state = "not_stated"\nlength = 9',
        "term[1].length",
        9,
        "must_be_empty",
    ),
    ('article = "附件3 第八条"\n', "", "term[0].article", None, "missing_key"),
    ('article = "附件3 第八条"', 'article = " "', "term[0].article", " ", "bad_form"),
    ('quote = "应于接到处理通知后30日内"\n', "", "term[0].quote", None, "missing_key"),
    ('quote = "应于接到处理通知后30日内"', 'quote = ""', "term[0].quote", "", "bad_form"),
    ("issued = 2021-03-25", 'issued = "2021-3-25"', "pack.issued", "2021-3-25", "not_a_date"),
    (
        'parent = "national-2019"',
        'parent = "national-2091"',
        "pack.parent",
        "national-2091",
        "unknown_pack",
    ),
    (
        'includes = ["common-000-05"]',
        'includes = ["common"]',
        "pack.includes[0]",
        "common",
        "unknown_pack",
    ),
    ('id = "aershan-2021"', 'id = "aershan-2022"', "pack.id", "aershan-2022", "id_not_file"),
    (
        "effective_from = 2021-03-26",
        "effective_from = 2021-03-26\neffective_to = 2020-01-01",
        "pack.effective_to",
        "2020-01-01",
        "dates_reversed",
    ),
    (
        'parent = "national-2019"',
        'parent = "aershan-2021"',
        "pack.parent",
        "aershan-2021",
        "circle",
    ),
    ('id = "remedy.decision_period"', 'id = "remedy.period"', "term", "remedy.period", "duplicate"),
    ('value = "局办公室"', "value = true", "guard[8].value", True, "guard_type"),
    (
        'code = "written_self_criticism"',
        'code = "self_criticism"',
        "severity[1].measures.person",
        "written_self_criticism",
        "unknown_measure",
    ),
    (
        'shares = { handler = "full" }',
        'shares = { handler = "most" }',
        "apportionment[0].shares.handler",
        "most",
        "not_allowed",
    ),
    (
        'shares = { handler = "full" }',
        'shares = { hander = "full" }',
        "apportionment[0].shares",
        "hander",
        "not_allowed",
    ),
    ('shares = { handler = "full" }\n', "", "apportionment[0].shares", "A1", "needs_shares"),
    (
        '"A4.supervisor"',
        '"A4.reviewer"',
        "apportionment[5].overrides",
        "A4.reviewer",
        "unknown_row",
    ),
    ('overrides = ["A3"]', 'overrides = ["A9"]', "apportionment[3].overrides", "A9", "unknown_row"),
    (
        'handler = "secondary" }',
        'handler = "secondary" }\noverrides = ["A4"]',
        "apportionment.overrides",
        "A4",
        "override_circle",
    ),
    ('["A2", "A3"], ', "", "apportionment", "A2 A3", "overlap"),
    ('approval = ["none"], ', "", "apportionment", "A1 A3", "overlap"),
    (
        'when = { approval = ["given"] }',
        'when = { approval = ["given"], review = ["done"] }',
        "apportionment",
        "decided_by=individual approval=given review=not_required instruction=none objection=none",
        "uncovered",
    ),
    ('kinds = ["reconsideration", "appeal"]', "kinds = []", "remedy", [], "remedy_incomplete"),
    ("[pack]", "[pack", "", None, "not_toml_at"),
    ("month = 1\nday = 31", "month = 1", "term[16]", "annual_report.unit", "needs_date"),
    ("month = 2\nday = 20", "month = 2\nday = 30", "term[17].day", 30, "out_of_range"),
    (
        "lower = 70\nupper = 89",
        "lower = 70\nupper = 87",
        "assessment.band[1].upper",
        87,
        "band_gap",
    ),
    (
        "lower = 70\nupper = 89",
        "lower = 70\nupper = 90",
        "assessment.band[1].upper",
        90,
        "band_overlap",
    ),
    ("lower = 0\nupper = 69", "lower = 1\nupper = 69", "assessment.band[2].lower", 1, "band_gap"),
    (
        "lower = 70\nupper = 89",
        "upper = 89",
        "assessment.band",
        ["excellent", "qualified", "unqualified"],
        "bands_mixed",
    ),
    ("points = 50", "points = 49", "assessment.dimension[1].points", 49, "sums_differ"),
    ("total = 100", "total = 99", "assessment.total", 99, "sums_differ"),
    (
        'dimension = "content"',
        'dimension = "contents"',
        "assessment.item[4].dimension",
        "contents",
        "unknown_dimension",
    ),
    ("maximum = 5", "maximum = 1", "assessment.falsification.maximum", 1, "out_of_range"),
    (
        'document = "correction_report"',
        'document = "report"',
        "duty[0].document",
        "report",
        "unknown_document",
    ),
    (
        'measure = "remedial_steps"',
        'measure = "none"',
        "consequence[2].steps[0].measure",
        "none",
        "unknown_measure",
    ),
    (
        "until = 2018-03-19\n",
        "",
        "word measure administrative_sanction",
        "处分、政务处分（《监察法》《公职人员政务处分法》）",
        "until_missing",
    ),
    ('value = "consent"', 'value = "agreed"', "guard[34].value", "agreed", "not_allowed"),
    (
        'label = "书面检查"\narticle',
        'group = "none"\nlabel = "书面检查"\narticle',
        "word[4].group",
        "none",
        "unknown_group",
    ),
    ('starts = "false_information_found"\n', "", "term[15].starts", None, "needs_start"),
]


@pytest.mark.parametrize(("old", "new", "key", "value", "code"), BAD)
def test_a_fault_names_file_key_value_and_reason(
    altered: Alter, old: str, new: str, key: str, value: object, code: str
) -> None:
    found = faults(altered("aershan-2021", old, new))
    named = [(f.file, f.key, f.value, f.problem.code) for f in found]
    assert ("aershan-2021.toml", key, value, code) in named


def test_all_faults_come_at_once(altered: Alter) -> None:
    altered("aershan-2021", "length = 30", "lenght = 30")
    altered("aershan-2021", 'unit = "working_day"', 'unit = "workday"')
    altered("common-000-05", "value = 2", 'value = "two"')
    found = faults(altered("national-2019", 'title = "', 'colour = "red"\ntitle = "'))
    assert {(f.file, f.key, f.problem.code) for f in found} == {
        ("aershan-2021.toml", "term[0].lenght", "unknown_key"),
        ("aershan-2021.toml", "term[3].unit", "not_allowed"),
        ("common-000-05.toml", "guard[2].value", "guard_type"),
        ("national-2019.toml", "pack.colour", "unknown_key"),
    }


def test_a_fault_reads_as_one_line(altered: Alter) -> None:
    folder = altered("aershan-2021", 'unit = "working_day"', 'unit = "workday"')
    (fault,) = faults(folder)
    assert str(fault).startswith(
        "aershan-2021.toml：term[3].unit = 'workday'：不是允许的值，应为："
    )
    assert "working_day" in fault.reason


def test_two_common_rules_that_say_the_same_are_refused(altered: Alter) -> None:
    folder = altered(
        "aershan-2021", 'includes = ["common-000-05"]', 'includes = ["common-000-05", "copy"]'
    )
    text = (folder / "common-000-05.toml").read_text(encoding="utf-8")
    (folder / "copy.toml").write_text(text.replace('"common-000-05"', '"copy"'), encoding="utf-8")
    assert {f.problem.code for f in faults(folder)} == {"same_in_includes"}


def test_two_versions_in_force_on_one_day_are_refused(altered: Alter) -> None:
    old, new = "effective_to = 2019-05-14", "effective_to = 2019-05-15"
    folder = altered("national-2007", old, new)
    assert {(f.key, f.value, f.problem.code) for f in faults(folder)} == {
        ("pack.series", "national", "versions_overlap")
    }


def test_all_packs_load_and_are_proved_in_half_a_second() -> None:
    """Time of this process alone: what other processes of the machine take is not ours."""
    load_packs()
    wall, own = time.perf_counter(), time.process_time()
    packs = load_packs()
    own, wall = time.process_time() - own, time.perf_counter() - wall
    sys.stdout.write(f"{len(packs)} packs loaded and proved in {own:.3f} s (wall {wall:.3f} s)")
    assert own < 0.5


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    assert [f.problem.code for f in faults(tmp_path)] == ["no_packs"]


def test_what_is_no_text_is_refused(altered: Alter) -> None:
    folder = altered("aershan-2021", "length = 30", "length = 31")
    (folder / "junk.toml").write_bytes(b"\xff\xfe\x00")
    assert [(f.file, f.problem.code) for f in faults(folder)] == [("junk.toml", "not_readable")]


def test_a_sound_change_is_accepted(altered: Alter) -> None:
    packs = load_packs(altered("aershan-2021", "length = 30", "length = 31"))
    assert packs["aershan-2021"].term[0].length == 31


def test_an_application_with_a_bad_pack_does_not_start(altered: Alter) -> None:
    folder = altered("aershan-2021", "length = 30", "lenght = 30")
    with pytest.raises(PackFaults):
        regulations.init_app(Flask("bad"), folder)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("aershan-2021.toml", "length = 31", "lenght = 31"),
        ("golden/measures.toml", "title = ", "titel = "),
    ],
)
def test_the_old_packs_stay_in_force_where_the_new_ones_are_refused(
    altered: Alter, file: str, old: str, new: str
) -> None:
    app = Flask("running")
    Babel(app, default_locale="zh_Hans_CN")
    registry.load_into(app)
    folder = altered("aershan-2021", "length = 30", "length = 31")
    with app.app_context():
        before, examples = registry.all_packs(), registry.examples()
        path = folder / file
        sound = path.read_text("utf-8")
        path.write_text(sound.replace(old, new, 1), "utf-8")
        with pytest.raises(PackFaults):
            registry.load_into(app, folder)
        assert registry.all_packs() is before
        assert registry.examples() is examples
        assert registry.all_packs()["aershan-2021"].term[0].length == 30
        path.write_text(sound, "utf-8")
        registry.load_into(app, folder)
        assert registry.all_packs()["aershan-2021"].term[0].length == 31


def test_a_fault_speaks_chinese_of_types_and_places(altered: Alter) -> None:
    (wrong,) = faults(altered("aershan-2021", "length = 30", 'length = "30"'))
    assert wrong.reason == "类型不对，应为 整数"
    broken = [f for f in faults(altered("common-000-05", "[pack]", "[pack")) if not f.key]
    assert [f.reason for f in broken] == ["不是有效的 TOML（第 4 行第 6 列）"]
