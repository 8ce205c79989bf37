"""Bringing a file in: choose it, say how it is to be read where that is open, and see what became of it."""

from enum import StrEnum

import streamlit as st

from pages.ui import blocks, session
from pages.ui.asking import workspace
from pages.ui.session import require_viewer
from pages.ui.words import plain
from sales_core.errors import DashboardError
from sales_core.intake import PRESETS, Answers, Dates, Decimals, Delimiter, Encoding, ImportReport, Progress, Unanswered
from sales_core.intake.uploading import take_in_upload
from sales_core.viewer import Permission, Viewer
from sales_core.wording import grouped

_QUESTIONS: dict[str, tuple[str, type[StrEnum]]] = {
    "dates": ("Dates like 03/04/2024", Dates),
    "decimals": ("Decimal mark", Decimals),
    "delimiter": ("Fields end with", Delimiter),
    "encoding": ("Characters", Encoding),
}
_OPEN = "as the file shows"
_FILES = sorted((name for name, one in PRESETS.items() if not one.takes_folder), key=lambda name: name != "orders")
"""Kinds that are one file, the one for anybody's first; a folder is taken in by command."""


def card(viewer: Viewer) -> None:
    """The form, and under it the last file's report."""
    with blocks.card("taking-in", "Bring in a file"):
        _form(viewer)
    report: ImportReport | None = session.kept("imports.report")
    if report is not None:
        with blocks.card("report", f"What became of {report.file_name}"):
            said_of(report)


def _form(viewer: Viewer) -> None:
    left, right = st.columns([3, 2], gap="medium")
    with left:
        file = st.file_uploader(
            "File of sales, CSV, also gzipped",
            type=["csv", "tsv", "txt", "gz"],
            key="imports.file",
            help="It is read once, kept nowhere, and taken in whole or not at all.",
        )
    with right:
        preset = st.selectbox(
            "Kind of file", _FILES, key="imports.preset", format_func=lambda name: PRESETS[name].title
        )
        answers = _answers()
    pressed = st.button(
        "Take it in",
        type="primary",
        icon=":material/upload:",
        key="imports.go",
        disabled=not (file and preset),
    )
    if not pressed or file is None or preset is None:
        return
    require_viewer(Permission.BRING_IN)
    session.drop("imports.report")
    bar = st.progress(0.0, "Reading; stay on this page until it is done.")
    try:
        report = take_in_upload(
            workspace().engine,
            file.name,
            file,
            preset,
            viewer.name,
            answers=answers,
            progress=lambda at: _show(bar, at),
        )
    except Unanswered as question:
        _ask(question)
        return
    except DashboardError as refused:
        st.error(plain(_sentence(str(refused))), icon=":material/error:")
        return
    finally:
        bar.empty()
    session.keep("imports.report", report)


def _show(bar: "st.delta_generator.DeltaGenerator", at: Progress) -> None:
    bar.progress(
        at.share, f"{at.stage.value.capitalize()}: {grouped(at.lines)} lines. Stay on this page until it is done."
    )


def _answers() -> Answers:
    """What is said of the file; folded away until something is asked."""
    said: dict[str, str] = {}
    with st.expander("How the file is to be read", icon=":material/tune:", key="imports.how"):
        for name, (label, choices) in _QUESTIONS.items():
            offered = [_OPEN, *(choice.value for choice in choices)]
            chosen = st.segmented_control(label, offered, key=f"imports.{name}", default=_OPEN, required=True)
            if chosen and chosen != _OPEN:
                said[name] = chosen
    return Answers(
        encoding=Encoding(said["encoding"]) if "encoding" in said else None,
        delimiter=Delimiter(said["delimiter"]) if "delimiter" in said else None,
        decimals=Decimals(said["decimals"]) if "decimals" in said else None,
        dates=Dates(said["dates"]) if "dates" in said else None,
    )


def _ask(question: Unanswered) -> None:
    """What the file leaves open, with a button for each way to read it."""
    st.warning(plain(_sentence(question.about)) + " Nothing was taken in yet.", icon=":material/help:")
    label, _ = _QUESTIONS[question.question]
    st.write(f"{label}: which is it? Choose, then take it in again.")
    with st.container(horizontal=True, key="imports-answers"):
        for choice in question.choices:
            st.button(
                choice.replace("-", " "),
                key=f"imports.answer.{choice}",
                on_click=session.keep,
                args=(f"imports.{question.question}", str(choice)),
            )


def _sentence(text: str) -> str:
    """With its full stop; it may begin with the name of the file, which keeps its letters."""
    return text.rstrip(".") + "."


def said_of(report: ImportReport) -> None:
    """The report in words and counts."""
    if report.known:
        st.info(f"This very file was taken in before, as import {report.import_id}; nothing was done.")
    counts = (("Read", report.read), ("Taken in", report.loaded), ("Repeated", report.repeated))
    with st.container(horizontal=True, gap="small", key="report-tiles"):
        for label, count in (*counts, ("Turned away", report.rejected)):
            with st.container(border=True, width=170, key=f"tile-report-{label}"):
                st.metric(label, grouped(count))
    lines = [f"{plain(kind.replace('_', ' '))}: {grouped(count)}" for kind, count in report.by_kind if count]
    if report.ignored_columns:
        lines.append(f"Columns that are not read: {plain(', '.join(report.ignored_columns))}")
    if report.unconverted:
        lines.append(f"{grouped(report.unconverted)} lines of days without a rate to the company's currency")
    lines += [plain(notice) for notice in report.notices]
    st.markdown("\n".join(f"- {line}" for line in lines))
    for reject in report.first_rejects:
        st.caption(plain(f"Line {reject.line}: {reject.reason}"))
    if report.rejected > len(report.first_rejects):
        st.caption("All lines that were turned away can be had from the list below.")
