"""The floor: bare Flask, one statement of SQLAlchemy Core, one template, on the project's tables.

No sign-in, no scope, no ORM: what is left cannot be saved. `/list`, `/list?before=ID`,
`/list?state=S`, `/case/ID`; `/form/ID` is a questionnaire.
"""

from __future__ import annotations

import os
from typing import Any

from flask import Flask, abort, request
from sqlalchemy import create_engine, text

HEAD = '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>案件</title></head>'
PAGE = (
    HEAD
    + """<body><table>{% for row in rows %}
<tr><td><a href="/case/{{ row.id }}">{{ row.number }}</a></td><td>{{ row.title }}</td>
<td>{{ row.unit }}</td><td>{{ row.state }}</td><td>{{ row.due_on or '' }}</td>
<td>{{ row.updated_at }}</td></tr>{% endfor %}</table>
{% if more %}<a href="/list?before={{ more }}">下一页</a>{% endif %}</body></html>"""
)
ONE = (
    HEAD
    + """<body><h1>{{ case.title }}</h1>
<dl>{% for name, value in case._mapping.items() %}<dt>{{ name }}</dt>
<dd>{{ value }}</dd>{% endfor %}</dl>
<ul>{% for row in people %}<li>{{ row.name or row.unit }}</li>{% endfor %}</ul></body></html>"""
)
FORM = (
    HEAD
    + """<body><h1>{{ title }}</h1><form method="post">{% for question in questions %}
<fieldset><legend>{{ question.text }}</legend>{% for option in question.options %}
<label><input type="radio" name="q{{ question.id }}" value="{{ option.id }}" required>
{{ option.label }}</label>{% endfor %}</fieldset>{% endfor %}
<button>提交</button></form></body></html>"""
)
QUESTIONS = (
    "SELECT q.id AS question_id, q.text, o.id, o.label FROM questionnaires n"
    " JOIN survey_questions q ON q.questionnaire_id = n.id"
    " LEFT JOIN survey_options o ON o.question_id = q.id"
    " WHERE n.id = :id ORDER BY q.position, o.position"
)
LIST = (
    "SELECT c.id, c.number, c.title, c.state, c.updated_at, u.short_name AS unit, k.due_on"
    " FROM (SELECT * FROM cases {where} ORDER BY id DESC LIMIT 51) c"
    " JOIN units u ON u.id = c.unit_id"
    " LEFT JOIN clocks k ON k.subject_type = 'cases' AND k.subject_id = c.id"
    " AND k.state = 'running' ORDER BY c.id DESC"
)


def create_app() -> Flask:
    """Build the floor on the database that BENCH_URL names."""
    app = Flask("floor")
    app.jinja_env.autoescape = True
    page, single = app.jinja_env.from_string(PAGE), app.jinja_env.from_string(ONE)
    engine = create_engine(os.environ["BENCH_URL"])
    queries = {
        "first": text(LIST.format(where="")),
        "before": text(LIST.format(where="WHERE id < :before")),
        "state": text(LIST.format(where="WHERE state = :state")),
    }
    one = text(
        "SELECT c.*, u.name AS unit FROM cases c JOIN units u ON u.id = c.unit_id WHERE c.id = :id"
    )
    people = text(
        "SELECT r.name, u.name AS unit FROM case_respondents r JOIN units u ON u.id = r.unit_id"
        " WHERE r.case_id = :id"
    )

    @app.get("/list")
    def case_list() -> str:
        name = next((key for key in ("before", "state") if key in request.args), "first")
        with engine.connect() as connection:
            rows = connection.execute(queries[name], request.args.to_dict()).all()
        more = rows[49].id if len(rows) > 50 else None
        return page.render(rows=rows[:50], more=more)

    @app.get("/case/<int:case_id>")
    def case(case_id: int) -> str:
        with engine.connect() as connection:
            found = connection.execute(one, {"id": case_id}).first()
            if found is None:
                abort(404)
            respondents = connection.execute(people, {"id": case_id}).all()
        return single.render(case=found, people=respondents)

    form = app.jinja_env.from_string(FORM)

    @app.get("/form/<int:form_id>")
    def questionnaire(form_id: int) -> str:
        with engine.connect() as connection:
            rows = connection.execute(text(QUESTIONS), {"id": form_id}).all()
        found: dict[int, dict[str, Any]] = {}
        for row in rows:
            asked = found.setdefault(
                row.question_id, {"id": row.question_id, "text": row.text, "options": []}
            )
            if row.id is not None:
                asked["options"].append(row)
        return form.render(title="问卷", questions=found.values())

    return app
