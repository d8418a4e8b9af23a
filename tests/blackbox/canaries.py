"""c: who reported, planted through the real forms and carried through the life of a case; then
every answer, paper, export, log, backup and byte at rest is searched for it, in every dress.

It may stand in one answer only, that of the opening that another person consented to; there it
must stand, or what was planted never arrived.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from core.db import db
from tests.blackbox import browsing
from tests.blackbox.life import live
from tests.blackbox.report import Section
from tests.blackbox.target import Target
from tests.blackbox.visitor import Answer
from tests.secrecy.scanning import Scanner
from tests.support import files as made
from tests.support.engines import PostgresEngine
from tests.support.served import DATABASE

#: Told by the public page, in the form and in what is sent along with it.
PUBLIC = {
    "name": "乌日娜高娃琪",
    "telephone": "15504927731",
    "address": "榆树林巷九百零四号",
    "second name": "苏和巴雅尔图",
    "third name": "满都呼扎那",
}
#: Told at the desk, to the clerk who takes it down.
DESK = {
    "name at the desk": "塔米尔斯琴格",
    "telephone at the desk": "15648827159",
    "address at the desk": "杜鹃湖路七百一十八号",
    "second name at the desk": "额日德木朝鲁",
}
#: What files and browsers say of who uses them.
TRACES = {
    "owner of a photo": "QamuunaArtist81",
    "comment of a photo": "QomuunaComment82",
    "author of a PDF": "QemuunaAuthor83",
    "author of a Word file": "QumuunaWriter84",
    "editor of a Word file": "QimuunaEditor85",
    "author of a sheet": "QymuunaSheet86",
    "comment of the clerk's photo": "QamuunaComment87",
    "author of the clerk's PDF": "QamuunaAuthor88",
    "browser": "QamuunaBrowser89",
    "address of the machine": "203.0.113.189",
    "who sent it by proxy": "qamuuna90.example",
    "what a refused file held": "QamuunaRefused91",
}
SECRETS = {**PUBLIC, **DESK, **TRACES}
TITLE, FACTS = "生态环境局公开栏没有内容", "公开栏从去年起没有换过，要求公开没有人答复。"
UNIT = "阿尔山市生态环境局"
REASON = "需要核实联系方式。"
#: Who looks at everything, and who is nobody there.
READERS = (
    *("intake", "leader", "investigator", "reviewer", "signer", "liaison-environment", "admin"),
    *("security", "audit", "organiser", "evaluator", "land-director", "county-leader"),
)


@dataclass
class Watch:
    """Looks at every answer; what may hold a secret is told beforehand."""

    scanner: Scanner
    answers: int = 0
    sightings: list[str] = field(default_factory=list)

    def look(self, request: str, answer: Answer) -> None:
        """Search an answer, its headers and all layers of its body."""
        self.answers += 1
        head = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
        hits = self.scanner.found(head.encode()) + self.scanner.found(answer.body)
        self.sightings += [f"{request}: {hit}" for hit in hits]


def run(target: Target, *, whole: bool = True) -> Section:
    """Plant, let the case live (`whole`: to its archive, in a browser), search everything."""
    section = Section("c 举报人不泄露")
    watch = Watch(Scanner(SECRETS))
    code = _report(target, watch, section)
    complaint = _take_down(target, watch, section)
    starts = ["/", complaint] if complaint else ["/"]
    if whole and complaint:
        starts += live(target, watch.look, complaint)
    elif complaint:
        _accept(target, watch, section, complaint)
    _follow_up(target, watch, code)
    _read(target, watch, starts, whole=whole)
    _search(target, watch, section)
    section.findings += [f"seen in {one}" for one in dict.fromkeys(watch.sightings)]
    if complaint:
        _open(target, section, complaint)
    told = _at_rest(target)
    section.findings += [f"at rest in {one}" for one in told]
    section.figures |= {
        "canaries": str(len(SECRETS)),
        "answers": str(watch.answers),
        "sightings": str(len(watch.sightings)),
        "at rest": str(len(told)),
    }
    return section


def _visitor(target: Target, watch: Watch, username: str | None = None) -> browsing.Watched:
    visitor = browsing.Watched(target.served.url, watch.look)
    if username is not None:
        visitor.sign_in(username, target.served.passwords[username])
    return visitor


def _report(target: Target, watch: Watch, section: Section) -> str:
    """Report as the public does, once with a file that is refused; return the code."""
    traces = {
        "User-Agent": TRACES["browser"],
        "X-Forwarded-For": TRACES["address of the machine"],
        "Via": TRACES["who sent it by proxy"],
    }
    own = browsing.Watched(target.served.url, lambda _request, _answer: None, traces)
    sent = {
        "unit": UNIT,
        "title": TITLE,
        "facts": FACTS,
        "stands": "joint",
        "reporter_name": PUBLIC["name"],
        "reporter_phone": PUBLIC["telephone"],
        "reporter_address": PUBLIC["address"],
        "joint_count": "3",
        "joint_names": f"{PUBLIC['second name']}、{PUBLIC['third name']}",
        "answer_by": "phone",
    }
    if not watch.scanner.found(str(sent).encode()):
        section.found("the search does not see what is sent")
    name = f"{PUBLIC['name']}的.pdf"
    wrong = (name, f"no PDF {TRACES['what a refused file held']}".encode())
    refused = browsing.fill_in(own, "/report", sent, {"files": [wrong]})
    if refused.status != 422:
        section.found(f"a file that lies is answered with {refused.status}")
    found = browsing.fill_in(own, "/report", sent, {"files": _files(name)})
    parts = found.body.decode("utf-8", "replace").partition('class="receipt-code')
    code = parts[2].partition(">")[2].partition("<")[0].strip()
    if found.status != 200 or not code:
        section.found(f"the public page did not take the report: {found.status}")
    return code


def _files(name: str) -> list[browsing.File]:
    from PIL import Image

    exif = Image.Exif()
    exif[0x013B] = TRACES["owner of a photo"]
    properties = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{}</dc:creator>'
        "<cp:lastModifiedBy>{}</cp:lastModifiedBy></cp:coreProperties>"
    )
    writer, editor = TRACES["author of a Word file"], TRACES["editor of a Word file"]
    sheet = properties.format(TRACES["author of a sheet"], "")
    photo = made.jpeg(exif=exif, comment=TRACES["comment of a photo"].encode())
    word = {"docProps/core.xml": properties.format(writer, editor).encode()}
    return [
        (f"{PUBLIC['name']}.jpg", photo),
        (name, made.pdf("a page", TRACES["author of a PDF"])),
        (f"{PUBLIC['second name']}.docx", made.docx(**word)),
        ("表.xlsx", made.xlsx(**{"docProps/core.xml": sheet.encode()})),
    ]


def _take_down(target: Target, watch: Watch, section: Section) -> str:
    """Register at the desk by the form; return the address of the complaint."""
    clerk = _visitor(target, watch, "intake")
    values = {
        "received_on": date.fromisoformat(str(target.description["day"])).isoformat(),
        "channel": "visit",
        "kind": "report",
        "title": TITLE,
        "facts": FACTS,
        "occurred_from": "2026-01-20",
        "trigger": "duty_not_performed",
        "respondents-0-unit": UNIT,
        "reporter_kind": "joint",
        "reporter_name": DESK["name at the desk"],
        "reporter_phone": DESK["telephone at the desk"],
        "reporter_address": DESK["address at the desk"],
        "joint_count": "2",
        "joint_names": DESK["second name at the desk"],
    }
    comment = TRACES["comment of the clerk's photo"].encode()
    files = [
        (f"{DESK['name at the desk']}的照片.jpg", made.jpeg(comment=comment)),
        ("材料.pdf", made.pdf("a page", TRACES["author of the clerk's PDF"])),
    ]
    answer = browsing.fill_in(clerk, "/complaints/new", values, {"files": files})
    if answer.status != 303:
        section.found(f"the desk did not take the report: {answer.status}")
        return ""
    return answer.location.removesuffix("/receipt")


def _accept(target: Target, watch: Watch, section: Section, complaint: str) -> None:
    """Accept the report, and read the letter that says so."""
    leader = _visitor(target, watch, "leader")
    page = f"{complaint}/accept"
    answer = browsing.fill_in(leader, page, {"reason": "属于受理范围。"}, to="/accept")
    shown = leader.ask("GET", complaint).body.decode()
    letters = set(browsing.linked(shown, f"{complaint}/documents/"))
    kinds = [leader.ask("GET", letter).headers["content-type"] for letter in letters]
    if answer.status != 303 or kinds != ["application/pdf"]:
        section.found(f"the report was not accepted: {answer.status}, {kinds}")


def _follow_up(target: Target, watch: Watch, code: str) -> None:
    """Ask with the code how it stands, and write a line."""
    reporter = _visitor(target, watch)
    standing = browsing.fill_in(reporter, "/follow-up", {"code": code})
    watch.look("POST /follow-up", standing)


def _read(target: Target, watch: Watch, starts: list[str], *, whole: bool) -> None:
    """Let everybody read what they can reach, papers and exports with it."""
    for username in (*READERS, None) if whole else ("intake", "leader", "liaison-environment"):
        visitor = _visitor(target, watch, username)
        pages, each = (160, 5) if whole else (25, 2)
        browsing.crawl(
            visitor, [*starts[1:], "/", f"/search?q={browsing.quoted('公开')}"], pages, each
        )
        visitor.close()


def _search(target: Target, watch: Watch, section: Section) -> None:
    """Ask for the reporter by parts of what is known of them: nothing may be found by it."""
    for username in ("leader", "intake", "audit"):
        visitor = _visitor(target, watch, username)
        for secret in (*PUBLIC.values(), *DESK.values()):
            found = visitor.ask("GET", f"/search?q={browsing.quoted(secret[:4])}")
            if TITLE.encode() in found.body:
                section.found(f"{username} finds the report by a part of who sent it")
        visitor.close()


def _open(target: Target, section: Section, complaint: str) -> None:
    """See who reported, with another's consent: what was planted must stand there, and the record
    must say who saw it.
    """
    shown = Watch(Scanner(DESK))
    clerk, leader = _visitor(target, shown, "intake"), _visitor(target, shown, "leader")
    page = f"{complaint}/openings/new"
    browsing.fill_in(clerk, page, {"reason": REASON}, to="/new")
    links = clerk.ask("GET", complaint).body.decode()
    openings = sorted(set(browsing.linked(links, f"{complaint}/openings/")))
    openings = [one for one in openings if one.rpartition("/")[2].isdecimal()]
    if len(openings) != 1:
        section.found(f"the request for who reported is not on the page: {openings}")
        return
    proof = {name: target.served.passwords[name] for name in ("leader", "intake")}
    for visitor, username, act in ((leader, "leader", "consent"), (clerk, "intake", "view")):
        address = f"{openings[0]}/{act}"
        page_shown = visitor.ask("GET", address)
        if page_shown.status == 303:  # asked anew who one is
            again = {"proof": proof[username]}
            browsing.fill_in(visitor, page_shown.location, again)
        answer = browsing.fill_in(visitor, address, {}, to=f"/{act}")
    seen = Scanner(DESK).found(answer.body)
    if seen != sorted(DESK):
        section.found(f"the consented opening shows {seen} ({answer.status})")
    where = {one.partition(":")[0] for one in shown.sightings}
    section.findings += [f"seen in {one}" for one in where - {f"POST {openings[0]}/view"}]


def _at_rest(target: Target) -> list[str]:
    """Search what lies on the disk: database with its log of writes, files, the server's log,
    exports and a backup.
    """
    folder = target.served.clock.parent
    exported = folder / "exported"
    exported.mkdir(exist_ok=True)
    folders = [folder]
    with target.inside() as app:
        runner = app.test_cli_runner()
        runner.invoke(args=["record", "export", str(exported / "record.jsonl")])
        for command in (["clocks", "sweep"], ["notify", "digest"], ["access-log", "verify"]):
            said = runner.invoke(args=command).output
            (exported / f"{'-'.join(command)}.txt").write_text(said, "utf-8")
        if db.engine.dialect.name == "postgresql":
            db.session.execute(db.text("CHECKPOINT"))
            folders.append(Path(db.session.scalar(db.text("SHOW data_directory")) or ""))
            db.session.rollback()
    _back_up(target, exported / "backup")
    return Scanner(SECRETS).in_files(folders)


def _back_up(target: Target, to: Path) -> None:
    url = target.served.database_url
    if url is not None and isinstance(target.engine, PostgresEngine):
        to.write_bytes(target.engine.dump(url))
        return
    with (
        closing(sqlite3.connect(target.served.clock.parent / DATABASE)) as live_one,
        closing(sqlite3.connect(to)) as copy,
    ):
        live_one.backup(copy)
