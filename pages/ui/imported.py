"""The imports that there are: counts of each, its turned-away lines as a file, and a way to take it back."""

import csv
import io

import streamlit as st

from pages.ui import blocks, session
from pages.ui.asking import workspace
from pages.ui.session import require_viewer, with_rights_of_then
from pages.ui.states import attempt
from pages.ui.words import plain
from sales_core.errors import DashboardError, NotPermitted
from sales_core.intake import Import, imports, rejects, withdraw
from sales_core.plain import harmless
from sales_core.viewer import Permission, Viewer
from sales_core.wording import grouped, moment


def listing(viewer: Viewer) -> None:
    """Every import, newest first."""
    with blocks.card("imports", "What was brought in"):
        done: str | None = session.kept("imports.done")
        if done:
            st.success(plain(done), icon=":material/undo:")
            session.drop("imports.done")
        found = attempt("imports-list", lambda: imports(workspace().engine), 200)
        if found is None:
            return
        if not found:
            blocks.said("Nothing was brought in yet. The file you take in above will be listed here.")
        for one in found:
            _row(one, viewer)


def _row(one: Import, viewer: Viewer) -> None:
    state = f"taken back by {one.taken_back_by}" if one.taken_back_by else f"{grouped(one.loaded)} lines"
    with st.expander(f"{plain(one.file_name)} · {plain(state)} · {moment(workspace().local(one.imported_at))}"):
        words = (
            f"Import {one.import_id}, as {one.preset}, by {one.imported_by}",
            f"{grouped(one.read)} lines read: {grouped(one.loaded)} taken in, {grouped(one.repeated)} repeated, "
            f"{grouped(one.rejected)} refused",
            *(f"{kind.replace('_', ' ')}: {grouped(count)}" for kind, count in one.by_kind if count),
            *([f"Columns that are not read: {', '.join(one.ignored_columns)}"] if one.ignored_columns else []),
            *one.notices,
            f"Checksum of the file (SHA-256) {one.sha256}",
        )
        st.markdown("\n".join(f"- {plain(word)}" for word in words))
        with st.container(horizontal=True, gap="small", key=f"import-{one.import_id}"):
            if one.rejected:
                _rejects_button(one)
            if one.is_there and st.button("Take it back", icon=":material/undo:", key=f"back-{one.import_id}"):
                _confirm(one, viewer)


def _rejects_button(one: Import) -> None:
    st.download_button(
        "Turned-away lines",
        data=with_rights_of_then(lambda then: _rejects_csv(one.import_id, then)),
        file_name=f"import_{one.import_id}_rejects.csv",
        mime="text/csv",
        icon=":material/download:",
        key=f"rejects-{one.import_id}",
        on_click="ignore",
        help="Each with its line number, the reason and the line as it came",
    )


def _rejects_csv(import_id: int, viewer: Viewer) -> bytes:
    if not viewer.can(Permission.BRING_IN):
        raise NotPermitted(f"the role {viewer.role} may not {Permission.BRING_IN}")
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(("line", "reason", "as_it_came"))
    for reject in rejects(workspace().engine, import_id):
        writer.writerow((reject.line, harmless(reject.reason), harmless(reject.raw)))
    return out.getvalue().encode("utf-8-sig")


@st.dialog("Take an import back")
def _confirm(one: Import, viewer: Viewer) -> None:
    st.write(
        plain(f"All {grouped(one.loaded)} lines of {one.file_name} leave every figure. It can be brought in again.")
    )
    refused: str | None = session.kept("imports.refused")
    if refused:
        st.error(plain(refused[:1].upper() + refused[1:] + "."), icon=":material/block:")
        session.drop("imports.refused")
    if st.button("Take it back", type="primary", key="imports.back"):
        require_viewer(Permission.BRING_IN)
        try:
            gone = str(withdraw(workspace().engine, one.import_id, viewer.name))
            session.keep("imports.done", f"{gone[:1].upper()}{gone[1:]}.")
        except DashboardError as error:
            session.keep("imports.refused", str(error))
            st.rerun(scope="fragment")
        session.drop("imports.report")
        st.rerun()
