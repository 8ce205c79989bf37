"""What the measurement of pages counts: points of real figures in a real browser, and the time that runs take."""

import json
from pathlib import Path
from time import sleep

import numpy as np
import plotly
import plotly.graph_objects as go
import pytest
from playwright.sync_api import Browser
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from bench.wire import POINTS, Wire

PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"

SEVEN = go.Scatter(x=np.arange(7.0), y=np.arange(7.0))
FIGURES = {
    "a line whose numbers are sent as base64": ([SEVEN], 7),
    "two lines": ([SEVEN, go.Scatter(x=["a", "b"], y=[1, 2])], 9),
    "a line without its own x": ([go.Scatter(y=np.arange(5.0))], 5),
    "bars of which half are hidden": ([go.Bar(x=[1, 2], y=[3, 4]), go.Bar(x=[1, 2], y=[3, 4], visible=False)], 2),
    "a heatmap of three rows and four columns": ([go.Heatmap(z=np.ones((3, 4)))], 12),
    "a ring": ([go.Pie(values=np.array([1.0, 2.0, 3.0]), labels=list("abc"))], 3),
}


@pytest.mark.parametrize(("traces", "points"), FIGURES.values(), ids=FIGURES)
def test_every_point_that_a_figure_draws_is_counted(chromium: Browser, traces: list[object], points: int) -> None:
    figure = json.loads(go.Figure(traces).to_json())
    page = chromium.new_page()
    try:
        page.set_content("<div id=figure></div>")
        page.add_script_tag(path=PLOTLY)
        page.evaluate("(figure) => Plotly.newPlot('figure', figure.data, {})", figure)
        assert page.evaluate(POINTS) == points
    finally:
        page.close()


def test_such_figures_are_sent_as_base64() -> None:
    assert "bdata" in go.Figure([SEVEN]).to_json()


def test_a_run_lasts_from_the_browser_s_question_until_the_server_says_that_it_is_over() -> None:
    wire = Wire()
    asks = BackMsg()
    asks.rerun_script.query_string = ""
    over = ForwardMsg()
    over.script_finished = ForwardMsg.FINISHED_SUCCESSFULLY
    wire.took(over.SerializeToString())
    assert wire.seconds == 0, "nobody had asked"
    wire.sent(asks.SerializeToString())
    sleep(0.05)
    wire.took(ForwardMsg().SerializeToString())
    assert wire.seconds == 0, "it is not over"
    wire.took(over.SerializeToString())
    taken = wire.seconds
    assert 0.05 <= taken < 5
    sleep(0.05)
    wire.took(over.SerializeToString())
    assert wire.seconds == taken
    assert wire.received == 3 * len(over.SerializeToString())
